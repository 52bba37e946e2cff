"""A small well-made pack of an invented bakery, and the same pack with one word changed."""

from functools import cache
from pathlib import Path

from huiyin.policy.load import Loaded, load, parse, read_folder, read_tests
from huiyin.policy.packtests import PackTests, parse_tests

FOLDER = Path(__file__).parent / "bakery" / "2026.1"


@cache
def bakery() -> Loaded:
    return load(FOLDER)


@cache
def bakery_tests() -> PackTests:
    return parse_tests(read_tests(FOLDER))


def edited(file: str, old: str, new: str) -> Loaded:
    """The pack with one text replaced where it first stands."""
    sources = read_folder(FOLDER)
    assert old in sources[file], f"{old!r} is not in {file}"
    return parse({**sources, file: sources[file].replace(old, new, 1)})


def edited_tests(old: str, new: str) -> PackTests:
    sources = read_tests(FOLDER)
    file = next(name for name, text in sources.items() if old in text)
    return parse_tests({**sources, file: sources[file].replace(old, new, 1)})
