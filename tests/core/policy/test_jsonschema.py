"""Editors are told the format that the loader takes: every delivered file fits, mistakes do not."""

import re
from pathlib import Path
from typing import Any

import pytest

from huiyin.policy.jsonschema import DIALECT, schema_for, schemas
from huiyin.policy.load import read_yaml
from tests.core.policy.bakery_pack import FOLDER

SCHEMAS = schemas()
PACKS = sorted(path.parent for path in Path(__file__).parents[3].glob("policy_packs/*/*/pack.yaml"))
FILES = [file for folder in [FOLDER, *PACKS] for file in sorted(folder.rglob("*.yaml"))]
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": str,
    "boolean": (bool, str),
    "null": type(None),
    "integer": str,
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "") -> list[str]:
    """A validator for the few words of JSON Schema that ours use."""
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, path)
    if "anyOf" in schema:
        tries = [faults(value, option, root, path) for option in schema["anyOf"]]
        return [] if any(not found for found in tries) else min(tries, key=len)
    found = []
    types = schema.get("type", [])
    wanted = types if isinstance(types, list) else [types]
    if wanted and not any(isinstance(value, TYPES[kind]) for kind in wanted):
        return [f"{path}: {value!r} is not {wanted}"]
    if "enum" in schema and value not in [str(word) for word in schema["enum"]]:
        found.append(f"{path}: {value!r} is not one of {schema['enum']}")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append(f"{path}: {value!r} does not look like {schema['pattern']}")
    if isinstance(value, dict):
        found += in_object(value, schema, root, path)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for number, item in enumerate(value):
            found += faults(item, schema["items"], root, f"{path}[{number}]")
    return found


def in_object(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], path: str
) -> list[str]:
    found = [f"{path}: {key} is missing" for key in schema.get("required", []) if key not in value]
    known, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    for key, item in value.items():
        if key in known:
            found += faults(item, known[key], root, f"{path}.{key}")
        elif rest is False:
            found.append(f"{path}: {key} is not a key here")
        elif isinstance(rest, dict):
            found += faults(item, rest, root, f"{path}.{key}")
    return found


def check(file: str, text: str) -> list[str]:
    value, _, _ = read_yaml(file, text)
    schema = SCHEMAS[schema_for(file)]
    return faults(value, schema, schema)


def relative(file: Path) -> str:
    folder = next(parent for parent in file.parents if (parent / "pack.yaml").exists())
    return file.relative_to(folder).as_posix()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parents[1].name}/{f.name}")
def test_every_file_of_a_pack_fits_the_schema_of_its_kind(file: Path) -> None:
    assert check(relative(file), file.read_text(encoding="utf-8")) == []


MISTAKES = [
    ("pack.yaml", "counting:", "countin:", "countin is not a key here"),
    ("pack.yaml", 'version: "2026.1"', "version: first", "does not look like"),
    ("procedures/complaint.yaml", "stages:", "stagse:", "stagse is not a key here"),
    ("procedures/complaint.yaml", "type: longtext", "type: longtxt", "is not one of"),
    ("procedures/complaint.yaml", "each: day", "each: hour", "is not one of"),
    ("procedures/complaint.yaml", "in: [待登记]", "inn: [待登记]", "inn is not a key here"),
    ("clauses.yaml", "cite: 第一条, ", "", "cite is missing"),
    ("tests/complaint.yaml", "  expect:", "  expects:", "expects is not a key here"),
    ("tests/cast.yaml", "roles: [chief]", "role: [chief]", "roles is missing"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), MISTAKES)
def test_a_mistake_is_underlined(file: str, old: str, new: str, says: str) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    assert old in text
    found = check(file, text.replace(old, new, 1))
    assert any(says in fault for fault in found), found


def test_every_schema_names_its_dialect_and_explains_its_parts() -> None:
    assert all(schema["$schema"] == DIALECT for schema in SCHEMAS.values())
    described = SCHEMAS["procedure"]["$defs"]
    assert "description" in described["Duty"]
    assert "description" in described["Step"]
