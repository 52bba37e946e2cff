#!/usr/bin/env python3
"""Starts Huiyin on a machine that has git and Python 3.11 or newer, and nothing else of ours.

    python3 run.py              install what is missing, then run the demo company
    python3 run.py test [...]   run every test; with arguments: pytest with these arguments
    python3 run.py messages     collect the words of the pages into the catalogues of translation
    python3 run.py lock         lock what pyproject.toml asks for; --upgrade: the newest of all
    python3 run.py WORD [...]   any other word is a command of Huiyin itself: serve, pack, verify …
    python3 run.py help         this text, then the commands of Huiyin

Everything is installed into this folder: tools and built files in .huiyin, the environment in
.venv, your data in var. Delete them and the machine is as it was. Mirrors are used as your pip and
npm know them: UV_DEFAULT_INDEX, PIP_INDEX_URL, pip's own configuration, npm_config_registry.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOUSE = ROOT / ".huiyin"
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
STAMP = VENV / "huiyin-installed.json"
WINDOWS = os.name == "nt"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
SUFFIX = ".exe" if WINDOWS else ""
PYTHON = PROGRAMS / f"python{SUFFIX}"
NO_PIP = """This Python has neither pip nor ensurepip, and there is no uv on the PATH.
Install one of them and start again, for example
    Debian, Ubuntu:  apt install python3-pip
    Fedora, openEuler:  dnf install python3-pip
or install uv in whatever way you prefer."""


def main(arguments: list[str]) -> int:
    """Do what the first word says; return the exit code."""
    word, rest = (arguments[0], arguments[1:]) if arguments else ("demo", [])
    if word in ("help", "-h", "--help"):
        print(__doc__)
        rest = ["--help"]
    if word == "lock":
        return lock(rest)
    install("dev" if word in ("test", "messages") else "runtime")
    if word in ("test", "messages"):
        os.chdir(ROOT)
    if word == "test":
        command = [PYTHON, "-m", "pytest", *rest] if rest else [PYTHON, "-m", "tools.check"]
    elif word == "messages":
        command = [PYTHON, ROOT / "tools" / "messages.py"]
    else:
        command = [PROGRAMS / f"huiyin{SUFFIX}", *([] if rest == ["--help"] else [word]), *rest]
    return become([str(part) for part in command])


# --- installing ----------------------------------------------------------------------------------


def install(wanted: str) -> None:
    """Bring .venv and the built files to what the locks say; a fraction of a second if they are.

    ``wanted`` is ``runtime`` or ``dev``; an environment that already has the larger set keeps it.
    """
    before = read_stamp()
    chosen = "dev" if "dev" in (wanted, before.get("set")) else "runtime"
    stamp = {"set": chosen, "locks": digest(chosen), "place": str(ROOT), "python": sys.version}
    stamp["bytecode"] = "compiled"  # an environment of before this is compiled once
    if before != stamp:
        use_mirror()
        if before.get("place") != stamp["place"] or before.get("python") != stamp["python"]:
            say("making a fresh environment in .venv")
            make_environment()
        say(f"installing locked packages ({chosen})")
        install_packages(chosen)
        STAMP.write_text(json.dumps(stamp), encoding="utf-8")
        say("installed")
    run([PYTHON, ROOT / "tools" / "build.py"])


def use_mirror() -> None:
    """Send uv to the mirror that pip was told of, unless it was told of one itself."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return
    mirror = os.environ.get("PIP_INDEX_URL")
    if not mirror:
        asked = [sys.executable, "-m", "pip", "config", "list"]
        told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        found = re.search(r"^(?:global|install)\.index-url='(.+)'$", told, re.MULTILINE)
        mirror = found.group(1) if found else None
    if mirror:
        os.environ["UV_DEFAULT_INDEX"] = mirror


def read_stamp() -> dict[str, str]:
    """Return what was installed last, nothing if that is unknown."""
    try:
        found: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def lock_files(chosen: str) -> list[Path]:
    """Return the locks of a set: what runs (or what develops), and what builds the project."""
    return [LOCKS / f"{chosen}.lock", LOCKS / "build.lock"]


def digest(chosen: str) -> str:
    """Return one hash over everything that decides what is in the environment."""
    files = [*lock_files(chosen), ROOT / "pyproject.toml"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def make_environment() -> None:
    """Make an empty .venv for this Python, in place of whatever stands there."""
    shutil.rmtree(VENV, ignore_errors=True)
    uv = find_uv()
    if uv:
        run([uv, "venv", "--quiet", "--python", sys.executable, VENV])
    else:
        run([sys.executable, "-m", "venv", VENV])


def install_packages(chosen: str) -> None:
    """Install the locked packages, each checked against its hash, and the project itself."""
    uv = find_uv()
    locks = lock_files(chosen)
    own: list[Path | str]
    if uv:
        target: list[Path | str] = ["--python", PYTHON]
        # Compiled once here: a start that has to compile what it imports takes twice as long.
        run([uv, "pip", "sync", *target, "--require-hashes", "--compile-bytecode", *locks])
        own = [uv, "pip", "install", "--quiet", *target]
    else:
        own = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
        run([*own, "--require-hashes", *(part for file in locks for part in ("-r", file))])
    run([*own, "--no-deps", "--no-build-isolation", "--editable", ROOT])


def find_uv() -> Path | None:
    """Return uv: from the PATH, from .huiyin, or fetched now; nothing where only venv will do."""
    own = HOUSE / "tools" / "bin" / f"uv{SUFFIX}"
    found = shutil.which("uv")
    if found or own.exists():
        return Path(found) if found else own
    if not has("pip"):
        if has("ensurepip"):
            return None  # python -m venv brings a pip along
        sys.exit(NO_PIP)
    say("fetching uv, which installs the rest")
    quiet = ["--quiet", "--disable-pip-version-check", "--no-cache-dir"]
    exact: list[Path | str] = [
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        LOCKS / "tools.lock",
    ]
    fetched = run(
        [sys.executable, "-m", "pip", "install", *quiet, *exact, "--target", HOUSE / "tools"],
        must_work=not has("ensurepip"),
    )
    return own if fetched and own.exists() else None


def has(module: str) -> bool:
    """Say whether this Python can import a module."""
    command = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


# --- for maintainers -----------------------------------------------------------------------------


def lock(options: list[str]) -> int:
    """Resolve pyproject.toml into requirements/*.lock, which name no registry.

    What is locked stays as it is where it still fits; ``--upgrade`` takes the newest of all.
    """
    uv = find_uv()
    if not uv:
        sys.exit("run.py lock needs uv.")
    common = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--quiet",
        "--upgrade",
    ]
    common += ["--no-emit-index-url", "--custom-compile-command", "python3 run.py lock"]
    sources: dict[str, list[str]] = {
        "dev": ["pyproject.toml", "--group", "dev"],
        "runtime": ["pyproject.toml", "-c", "requirements/dev.lock"],
        "build": ["requirements/build.in", "-c", "requirements/dev.lock"],
        "tools": ["requirements/tools.in"],
        "node": ["requirements/node.in"],
    }
    for name, source in sources.items():
        say(f"requirements/{name}.lock")
        run([uv, "pip", "compile", *source, *common, *options, "-o", f"requirements/{name}.lock"])
    return 0


# --- running -------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """Return the variables for programs we start: caches in .huiyin, certificates as pip has them."""
    result = dict(os.environ)
    result.pop("PYTHONHOME", None)
    result.pop("VIRTUAL_ENV", None)
    result.setdefault("UV_CACHE_DIR", str(HOUSE / "cache"))
    result.setdefault("UV_PYTHON_DOWNLOADS", "never")
    result.setdefault("UV_LINK_MODE", "copy" if WINDOWS else "hardlink")
    result.setdefault("PYTHONUTF8", "1")
    if "PIP_CERT" in result:
        result.setdefault("SSL_CERT_FILE", result["PIP_CERT"])
    return result


def run(command: list[Path | str], *, must_work: bool = True) -> bool:
    """Run a program in the project's folder; end with its exit code if it must work and fails."""
    words = [str(part) for part in command]
    code = subprocess.run(words, cwd=ROOT, env=environment(), check=False).returncode
    if code and must_work:
        say(f"failed ({code}): {' '.join(words)}")
        sys.exit(code)
    return code == 0


def become(command: list[str]) -> int:
    """Let a program take this one's place, so that Ctrl-C and signals reach it and nobody else."""
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(command[0], command, environment())  # noqa: S606  (our own environment)
    return subprocess.call(command, env=environment())


def say(what: str) -> None:
    """Tell what is being done, with the seconds since the start."""
    print(f"huiyin {time.monotonic() - STARTED:5.1f} s  {what}", file=sys.stderr, flush=True)


def newer_python() -> None:
    """Under a Python that is too old, start again with a newer one of this machine if there is."""
    if sys.hexversion >= 0x030B0000:
        return
    for minor in range(19, 10, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, __file__, *sys.argv[1:]])  # noqa: S606
    sys.exit("Huiyin needs Python 3.11 or newer; this is " + sys.version.split()[0])


STARTED = time.monotonic()

if __name__ == "__main__":
    newer_python()
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
