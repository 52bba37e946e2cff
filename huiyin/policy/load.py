"""Loading: every scalar stays text, duplicate keys are refused, every place keeps its line.

A pack is a folder: `pack.yaml` (head and everything small), `clauses.yaml`, one file a procedure
in `procedures/` (a long one goes on in `complaint.review.yaml`, `complaint.duties.yaml` …), further
parts in files named after their key (`documents.yaml`, `access.yaml` …), English words in
`words.en.yaml`. Tests lie in `tests/` and are not part of the pack.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from huiyin.policy.attesting import write_out
from huiyin.policy.findings import Finding, PackRefused
from huiyin.policy.overlays import lay
from huiyin.policy.pack import Pack

Place = tuple[str, int]
Lines = dict[tuple[str | int, ...], Place]


@dataclass(frozen=True)
class Loaded:
    """A pack with its sources: where each of its places was written, and the hash of its text."""

    pack: Pack
    places: Lines
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over all files by name; identifies the content of a version."""
        total = hashlib.sha256()
        for name in sorted(self.sources):
            total.update(name.encode() + b"\0" + self.sources[name].encode() + b"\0")
        return total.hexdigest()


class _Reader:
    """Builds plain values from YAML nodes and notes the line of each place."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: Lines = {}
        self.findings: list[Finding] = []

    def read(self, text: str, root: tuple[str | int, ...]) -> Any:
        try:
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            message = f"不是合格的 YAML：{getattr(error, 'problem', error)}"
            self.findings.append(Finding(file=self.file, line=line, code="P001", message=message))
            return None
        return self._value(node, root) if node is not None else {}

    def _value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        self.places[path] = (self.file, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, n)) for n, item in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if plain and node.value in ("", "null", "~") else node.value

    def _mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                line = key_node.start_mark.line + 1
                self.findings.append(
                    Finding(
                        file=self.file,
                        line=line,
                        code="P002",
                        message=f"“{key}”写了两次，后一次会盖掉前一次",
                    )
                )
                continue
            result[key] = self._value(value_node, (*path, key))
        return result


def read_folder(folder: Path) -> dict[str, str]:
    """Read a pack's source files (not its tests) as text by relative name."""
    files = [
        p for p in sorted(folder.rglob("*.yaml")) if "tests" not in p.relative_to(folder).parts
    ]
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in files}


def read_tests(folder: Path) -> dict[str, str]:
    """Read what lies in a pack's `tests` folder (cast and scenarios) as text by relative name."""
    files = sorted((folder / "tests").rglob("*.yaml"))
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in files}


def read_yaml(file: str, text: str) -> tuple[Any, Lines, tuple[Finding, ...]]:
    """Read one YAML text as plain values, every scalar text, with the line of each place."""
    reader = _Reader(file)
    value = reader.read(text, ())
    return value, reader.places, tuple(reader.findings)


def _merge(sources: Mapping[str, str]) -> tuple[dict[str, Any], Lines, list[Finding]]:
    tree: dict[str, Any] = {}
    places: Lines = {}
    findings: list[Finding] = []
    for name in sorted(sources, key=lambda n: (n != "pack.yaml", n)):
        root, into = _destination(name)
        reader = _Reader(name)
        value = reader.read(sources[name], root)
        places.update(reader.places)
        findings += reader.findings
        if value is not None:
            findings += _place(tree, into, value, name)
    return tree, places, findings


def _destination(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if name == "pack.yaml":
        return (), ()
    if name == "words.en.yaml":
        return ("words_en",), ("words_en",)
    if name.startswith("procedures/"):
        key = name.removeprefix("procedures/").partition(".")[0]
        return ("procedures", key), ("procedures", key)
    return (name.removesuffix(".yaml"),), (name.removesuffix(".yaml"),)


def _place(tree: dict[str, Any], into: tuple[str, ...], value: Any, name: str) -> list[Finding]:
    if not into:
        tree.update(value)
        return []
    at = tree
    for key in into[:-1]:
        at = at.setdefault(key, {})
    if into[-1] not in at:
        at[into[-1]] = value
        return []
    if into[0] == "procedures":
        return _join(at[into[-1]], value, name)
    return [_twice(into[-1], name)]


def _join(whole: Any, part: Any, name: str) -> list[Finding]:
    """Add a further file of a procedure: its steps, duties … join those of the other files."""
    if not (isinstance(whole, dict) and isinstance(part, dict)):
        return [_twice(name, name)]
    findings: list[Finding] = []
    for key, value in part.items():
        known = whole.setdefault(key, value)
        if known is value:
            continue
        if isinstance(known, dict) and isinstance(value, dict):
            findings += [_twice(inner, name) for inner in value if inner in known]
            known.update({inner: v for inner, v in value.items() if inner not in known})
        else:
            findings.append(_twice(str(key), name))
    return findings


def _twice(what: str, name: str) -> Finding:
    message = f"“{what}”在别的文件里已经写过"
    return Finding(file=name, line=1, code="P003", message=message, hint="只留一处")


def locate(places: Lines, path: tuple[str | int, ...]) -> Place:
    """The file and line of a place, or of the nearest place around it."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, ("pack.yaml", 1))


def _clause_of(tree: Any, path: tuple[str | int, ...]) -> str:
    """The clause of the nearest item around a place."""
    found = ""
    for step in path:
        if isinstance(tree, Mapping) and "clause" in tree:
            clause = tree["clause"]
            found = ", ".join(clause) if isinstance(clause, list) else str(clause)
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            break
    return found


def _schema_findings(error: ValidationError, tree: Any, places: Lines) -> Iterator[Finding]:
    for problem in error.errors():
        path = tuple(
            p
            for p in problem["loc"]
            if not (isinstance(p, str) and p.startswith(("function-", "dict[")))
        )
        file, line = locate(places, path)
        where = ".".join(map(str, path))
        message, hint = _in_words(problem, where)
        yield Finding(
            file=file,
            line=line,
            code="P010",
            clause=_clause_of(tree, path),
            message=message,
            hint=hint,
        )


def _in_words(problem: Any, where: str) -> tuple[str, str]:
    kind = problem["type"]
    if kind == "extra_forbidden" and problem["input"] is None:
        return f"不认识“{where}”这一项，它也没有值", "花括号里的文字含逗号时要加引号"
    if kind == "extra_forbidden":
        return f"不认识“{where}”这一项", "删去，或改成格式手册里有的名字"
    if kind == "missing":
        return f"缺“{where}”", f"{where.rsplit('.', 1)[-1]}: …"
    if kind == "literal_error":
        return f"“{where}”写的是 {problem['input']!r}，只能是 {problem['ctx']['expected']}", ""
    if kind == "value_error":
        return f"“{where}”：{problem['ctx']['error']}", ""
    return f"“{where}”：{problem['msg']}（写的是 {str(problem['input'])[:40]!r}）", ""


def parse(sources: Mapping[str, str]) -> Loaded:
    """Build a pack from its files' texts. Raises `PackRefused` with every finding at once."""
    tree, places, findings = _merge(sources)
    findings += lay(tree, places)
    if findings:
        raise PackRefused(tuple(sorted(findings)))
    write_out(tree, places)
    try:
        pack = Pack.model_validate(tree)
    except ValidationError as error:
        raise PackRefused(tuple(sorted(set(_schema_findings(error, tree, places))))) from error
    return Loaded(pack=pack, places=places, sources=dict(sources))


def load(folder: Path) -> Loaded:
    """Load the pack in a folder. Raises `PackRefused` with every finding at once."""
    if not (folder / "pack.yaml").is_file():
        message = "这个文件夹里没有 pack.yaml"
        raise PackRefused(
            (
                Finding(
                    file=str(folder),
                    line=1,
                    code="P000",
                    message=message,
                    hint="huiyin pack check <制度包文件夹>",
                ),
            )
        )
    return parse(read_folder(folder))
