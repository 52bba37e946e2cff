"""JSON Schema of the pack format, so that editors complete keys and underline mistakes.

One schema a kind of file: `pack.yaml`, a procedure, `clauses.yaml`, the other parts, the words, the
tests. They say the same as the models, with the shorthand that the loader understands: one word for
a list of one, a word for a role, a list or a single fact for a condition. In packs every scalar is
text, so an editor may meet numbers where the models have strings.
"""

from collections.abc import Mapping
from typing import Any

from huiyin.policy.checks.scenarios import EXPECTED, KEYS
from huiyin.policy.pack import Pack

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HEADER = "# yaml-language-server: $schema={path}"
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
WORDS: Schema = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}, {"type": "null"}]}
NEEDED = ("pack", "version", "title", "counting")
HEAD_ONLY = (*NEEDED, "words_en", "procedures", "clauses", "close_of_business")
PARTS_IN_FILES = tuple(
    name
    for name, field in Pack.model_fields.items()
    if name not in HEAD_ONLY and field.annotation is not str
)
"""Top-level keys that may stand in `pack.yaml` or in a file of their own."""


def schemas() -> dict[str, Schema]:
    """Every schema by the name of its file, without the ending.

    A procedure may be spread over several files, so no key of it must stand in each.
    """
    whole = Pack.model_json_schema(by_alias=True)
    definitions = {name: _relaxed(spec) for name, spec in whole["$defs"].items()}
    definitions["Level"]["required"] = []
    properties = {name: _relaxed(spec) for name, spec in whole["properties"].items()}
    found = {"pack": _schema(_head(properties), definitions)}
    found["procedure"] = _schema({**definitions["Procedure"], "required": []}, definitions)
    for name in ("clauses", *PARTS_IN_FILES):
        found[name] = _schema(properties[name], definitions)
    found["words.en"] = _schema({"type": "object", "additionalProperties": {"type": "string"}}, {})
    found["tests"] = _schema(_scenarios(), {})
    found["cast"] = _schema(_cast(), {})
    found["product"] = _schema({"type": "object", "additionalProperties": WORDS}, {})
    return found


def schema_for(file: str) -> str:
    """The name of the schema of a file of a pack, by its relative name."""
    stem = file.removesuffix(".yaml")
    if stem.startswith("procedures/"):
        return "procedure"
    if stem.startswith("tests/"):
        name = stem.removeprefix("tests/")
        return name if name in ("cast", "product") else "tests"
    return stem


def _schema(body: Schema, definitions: Mapping[str, Schema]) -> Schema:
    return {"$schema": DIALECT, **body, **({"$defs": dict(definitions)} if definitions else {})}


def _head(properties: Mapping[str, Schema]) -> Schema:
    """`pack.yaml`: what has a file of its own need not stand in it."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(NEEDED),
        "additionalProperties": False,
    }


def _relaxed(spec: Any) -> Any:
    """A schema of the models, with the shorthand of the YAML."""
    if isinstance(spec, list):
        return [_relaxed(item) for item in spec]
    if not isinstance(spec, dict):
        return spec
    short = _shorthand(spec)
    if short is not None:
        return short
    return {
        key: {name: _relaxed(inner) for name, inner in value.items()}
        if key == "properties"
        else _relaxed(value)
        for key, value in spec.items()
        if key not in ("default", "title")
    }


def _shorthand(spec: Schema) -> Schema | None:
    """What the loader takes instead of the model's own form; None when it is taken as it is."""
    reference = spec.get("$ref", "")
    if reference.endswith("/Condition"):
        fact = {"$ref": "#/$defs/Fact"}
        return {"anyOf": [{"type": "array", "items": fact}, fact, {"$ref": reference}]}
    if spec.get("type") == "array":
        return _list(spec.get("items") or {})
    inner = spec.get("additionalProperties")
    if spec.get("type") == "object" and isinstance(inner, dict) and "$ref" in inner:
        return _map(inner)
    if spec.get("type") == "string" and "enum" not in spec and "const" not in spec:
        kept: Schema = {key: spec[key] for key in ("pattern", "description") if key in spec}
        return {**SCALAR, **kept}
    return None


def _list(items: Schema) -> Schema | None:
    if items.get("type") == "string":
        return WORDS
    if items.get("$ref", "").endswith("/Who"):
        one = {"anyOf": [SCALAR, items]}
        return {"anyOf": [SCALAR, items, {"type": "array", "items": one}]}
    return None


def _map(inner: Schema) -> Schema | None:
    """Maps whose items may be a word (roles) or nothing at all (levels)."""
    if inner["$ref"].endswith(("/Role", "/Level")):
        values = {"anyOf": [SCALAR, inner, {"type": "null"}]}
        return {"type": "object", "additionalProperties": values}
    return None


# -- tests --


def _scenarios() -> Schema:
    line: Schema = {
        "type": "object",
        "properties": {
            **dict.fromkeys(
                ("at", "recorded", "who", "do", "sign", "withdraw", "opened", "unit"), SCALAR
            ),
            "child_closed": SCALAR,
            "child_opened": SCALAR,
            "outcome": SCALAR,
            "with": {"type": "object"},
            "because": WORDS,
        },
        "required": ["at"],
    }
    lines = {"type": "array", "items": {"anyOf": [line, {"type": "array"}]}}
    expect = {"type": "object", "properties": {key: {} for key in sorted(EXPECTED)}}
    known: Schema = {key: {} for key in sorted(KEYS)}
    known |= {"given": lines, "refused": lines, "allowed": lines, "expect": expect, "proves": WORDS}
    scenario = {
        "type": "object",
        "properties": known,
        "required": ["name", "procedure", "now"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": scenario}


def _cast() -> Schema:
    unit = {"type": "object", "properties": {"parent": SCALAR}}
    person = {
        "type": "object",
        "properties": {"unit": SCALAR, "roles": WORDS, "head": SCALAR, "credentials": WORDS},
        "required": ["unit", "roles"],
    }
    return {
        "type": "object",
        "properties": {
            "units": {"type": "object", "additionalProperties": unit},
            "people": {"type": "object", "additionalProperties": person},
        },
        "required": ["units", "people"],
    }
