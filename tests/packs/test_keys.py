"""Every key that authors may write has an effect: some code beside schema and check reads it."""

import re
from collections.abc import Iterator
from pathlib import Path

from huiyin.policy import pack
from huiyin.policy.base import Model

ROOT = Path(__file__).parents[2] / "huiyin"
SCHEMA = ("jsonschema.py", "check.py")
"""What only repeats or checks what is written gives it no effect; comparing versions does not either."""

EXCUSED = {
    "Access.reports": "reports",
    "Document.acknowledge": "records",
    "Pack.registers": "records",
    "Pack.reports": "reports",
    "Report.sections": "reports",
    "Retention.destruction": "records",
    "Role.outside": "spares the check from asking who of the cast holds the role",
}
"""Keys of the capabilities that coverage names as waiting, or why not; the list may only shrink."""


def schema() -> Iterator[type[Model]]:
    """Every kind of thing that a pack may hold."""
    assert pack.Pack in Model.__subclasses__()
    waiting = list(Model.__subclasses__())
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found.__module__.startswith("huiyin.policy."):
            yield found


def code() -> str:
    files = (f for f in ROOT.rglob("*.py") if f.name not in SCHEMA)
    kept = (f for f in files if "checks" not in f.parts and not f.name.startswith("diff"))
    return "\n".join(file.read_text("utf-8") for file in kept)


def test_every_key_is_read_by_something() -> None:
    text = code()
    read = set(re.findall(r"\.([a-z_]+)\b", text)) | set(re.findall(r'get\("([a-z_]+)"', text))
    unread = {
        f"{kind.__name__}.{name}"
        for kind in schema()
        for name in kind.model_fields
        if name not in read
    }
    assert sorted(unread - EXCUSED.keys()) == []
