"""Walking over all parts of a pack, each with its place in the source."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from huiyin.policy.pack import Pack

Path = tuple[str | int, ...]


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Every model inside a value, outer ones first, with the keys that lead to it in YAML."""
    if isinstance(value, BaseModel):
        yield path, value
        for name, field in type(value).model_fields.items():
            yield from walk(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from walk(item, (*path, number))


def clauses_at(pack: Pack) -> Iterator[tuple[Path, BaseModel, str, tuple[str, ...]]]:
    """Every key of the pack that cites clauses: its item's place, the item, the key, the clauses."""
    for path, item in walk(pack):
        for name in type(item).model_fields:
            if name == "clause" or name.startswith("clause_") or name.endswith("_clause"):
                cited = getattr(item, name)
                if isinstance(cited, tuple) and cited:
                    yield path, item, name, cited
