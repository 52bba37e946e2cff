"""The launcher keeps to its folder and goes where the machine's owner sends it."""

import os
import re
import sys
from pathlib import Path

import pytest

import run


def test_caches_stay_in_the_folder_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    assert Path(run.environment()["UV_CACHE_DIR"]).is_relative_to(run.ROOT)


@pytest.mark.parametrize(
    ("told", "used"),
    [
        ({"PIP_INDEX_URL": "https://pip.example/"}, "https://pip.example/"),
        (
            {"PIP_INDEX_URL": "https://pip.example/", "UV_DEFAULT_INDEX": "https://uv.example/"},
            "https://uv.example/",
        ),
    ],
)
def test_packages_come_from_the_mirror_this_machine_was_told_of(
    told: dict[str, str], used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", told)
    run.use_mirror()
    assert run.environment()["UV_DEFAULT_INDEX"] == used


def test_a_mirror_in_the_configuration_of_pip_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = https://company.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "executable", getattr(sys, "_base_executable", sys.executable))
    if not run.has("pip"):
        pytest.skip("this Python has no pip")
    run.use_mirror()
    assert run.environment()["UV_DEFAULT_INDEX"] == "https://company.example/simple"
    monkeypatch.delenv("UV_DEFAULT_INDEX")  # set by what was tested, not by this test


def test_a_changed_lock_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("runtime.lock", "build.lock"):
        (tmp_path / name).write_text("a==1")
    monkeypatch.setattr(run, "LOCKS", tmp_path)
    before = run.digest("runtime")
    (tmp_path / "runtime.lock").write_text("a==2")
    assert run.digest("runtime") != before


def test_a_broken_note_of_the_last_installation_means_installing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "STAMP", tmp_path / "installed.json")
    assert run.read_stamp() == {}
    run.STAMP.write_text("{half")
    assert run.read_stamp() == {}


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "hexversion", 0x03090000)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=re.escape("needs Python 3.11 or newer")):
        run.newer_python()


def test_the_launcher_uses_the_standard_library_only() -> None:
    source = Path(run.__file__).read_text(encoding="utf-8")
    imported = set(re.findall(r"^(?:from|import) (\w+)", source, re.MULTILINE))
    assert imported <= set(sys.stdlib_module_names)
