"""What is committed names no registry, no machine and no secret, and documents its settings."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from huiyin import settings as settings_module

ROOT = Path(__file__).resolve().parents[2]

# Written in parts, so that this file does not find itself.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js.",
    "npm" + "mirror",
    "yarn" + "pkg",
    "tuna." + "tsinghua",
    "mirrors." + "aliyun",
    "mirrors." + "cloud",
]
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/op" + "t/py"]
SECRETS = [r"-----BEGIN [A-Z ]*PRIVATE KEY", r"AKIA[0-9A-Z]{16}"]


def committed() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    texts: dict[str, str] = {}
    for name in filter(None, listed.split("\0")):
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or a file on its way out
    return texts


@pytest.mark.parametrize("word", REGISTRIES + PLACES)
def test_no_file_names_a_registry_or_a_place_of_one_machine(word: str) -> None:
    assert not [name for name, text in committed().items() if word in text]


@pytest.mark.parametrize("pattern", SECRETS)
def test_no_file_holds_a_secret(pattern: str) -> None:
    assert not [name for name, text in committed().items() if re.search(pattern, text)]


def test_every_python_package_is_locked_with_hashes_and_without_an_address() -> None:
    for file in sorted((ROOT / "requirements").glob("*.lock")):
        text = file.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text, file.name
        assert "--index-url" not in text, file.name


def test_every_front_end_package_is_locked_with_its_integrity_and_without_an_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for name, package in lock["packages"].items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name


def test_every_variable_the_settings_read_is_described_at_their_head() -> None:
    described = set(re.findall(r"HUIYIN_[A-Z_]+", settings_module.__doc__ or ""))
    read: set[str] = set()
    for file in (ROOT / "huiyin").rglob("*.py"):
        read |= set(re.findall(r'"(HUIYIN_[A-Z_]+)"', file.read_text(encoding="utf-8")))
    assert read == described


def test_every_icon_a_page_asks_for_is_in_the_sprite() -> None:
    listed = set((ROOT / "huiyin" / "web" / "icons.txt").read_text(encoding="utf-8").split("\n"))
    asked = {
        name
        for file in (ROOT / "huiyin").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', file.read_text(encoding="utf-8"))
    } | {
        name
        for file in (ROOT / "huiyin").rglob("*.py")
        for name in re.findall(r'\bicon(?::\s*str)?\s*=\s*"([a-z0-9-]+)"', file.read_text("utf-8"))
    }
    assert asked <= listed, f"add to huiyin/web/icons.txt: {sorted(asked - listed)}"
