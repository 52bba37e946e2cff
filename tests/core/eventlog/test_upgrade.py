"""Old events: never edited, read by named steps, verified by the bytes of their own time."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from huiyin.eventlog import chain as chain_module
from huiyin.eventlog.canonical import from_json, to_json
from huiyin.eventlog.chain import Sealed, extend, genesis, opened, verify
from huiyin.eventlog.kinds import Kind
from huiyin.eventlog.upgrade import SCHEMA, STEPS, UnknownSchema, upgraded

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


def golden(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def renamed(event: dict[str, Any]) -> dict[str, Any]:
    """A step as a later version might have one: `command` is called `deed`."""
    return {
        **{key: value for key, value in event.items() if key != "command"},
        "deed": event["command"],
    }


def test_there_is_a_golden_event_of_every_kind() -> None:
    assert [golden(file)["stored"]["kind"] for file in GOLDEN] == [kind.value for kind in Kind]


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_a_golden_event_is_read_and_written_as_ever(file: Path) -> None:
    record = golden(file)
    assert (
        sha256(record["previous"].encode() + rfc8785.dumps(record["stored"])).hexdigest()
        == record["hash"]
    )
    event = from_json(record["stored"])
    assert extend(record["previous"], [event]) == [
        Sealed(event, record["previous"], record["hash"])
    ]
    assert to_json(event) == record["stored"]


def test_the_golden_log_verifies_as_a_whole() -> None:
    records = [golden(file) for file in GOLDEN]
    links = [opened(record["stored"], record["previous"], record["hash"]) for record in records]
    assert links[0].previous == genesis(links[0].event.case)
    assert verify(links, head=records[-1]["hash"]) == ()


def test_every_older_schema_has_its_step_with_a_docstring() -> None:
    assert sorted(STEPS) == list(range(1, SCHEMA))
    assert all(step.__doc__ for step in STEPS.values())


def test_an_old_event_goes_through_every_step_and_stays_as_it_was() -> None:
    stored = golden(GOLDEN[0])["stored"]
    before = json.dumps(stored)
    steps = {1: renamed, 2: lambda event: {**event, "kind": event["kind"].upper()}}
    now = upgraded(stored, steps=steps, target=3)
    assert (now["schema"], now["deed"], now["kind"]) == (3, stored["command"], "OPENED")
    assert json.dumps(stored) == before


def test_an_upgraded_event_is_verified_by_the_bytes_of_its_own_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = golden(GOLDEN[0])
    monkeypatch.setattr(chain_module, "SCHEMA", SCHEMA + 1)
    link = opened(record["stored"], record["previous"], record["hash"])
    assert link.stored == record["stored"]
    assert verify([link]) == ()
    tampered = {**record["stored"], "command": "M0"}
    assert [finding.fault for finding in verify([opened(tampered, link.previous, link.hash)])] == [
        "changed"
    ]


@pytest.mark.parametrize("schema", [0, 99, "1", None, True])
def test_an_event_of_an_unknown_schema_is_refused_by_name(schema: object) -> None:
    with pytest.raises(UnknownSchema):
        upgraded({**golden(GOLDEN[0])["stored"], "schema": schema})
