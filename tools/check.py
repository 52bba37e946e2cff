"""Runs every check and test there is (``run.py test``) and adds up honestly.

What could not run on this machine is said loudly at the end; with ``CI=true`` it is a failure.
The last line is ``N passed, N failed``: each test counts once for every database it ran on, each
of the other checks (style, types, rooms …) counts as one.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.chromium import NoChromium, chromium
from tools.postgres import NoPostgres, postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CORES = min(os.cpu_count() or 1, 4)

LOOPS = "tests/journeys"

# The core must stay a thing one runs after every change: seconds, on a machine with nothing to do.
CORE_SECONDS = 60

CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "--quiet", "."],
    "layout": ["ruff", "format", "--check", "--quiet", "."],
    "templates": ["djade", "--check", "--target-version", "5.2"],
    "types": ["mypy"],
}


@dataclass
class Sum:
    """What has been found so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    lines: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def add(self, name: str, passed: int, failed: int, skipped: int, seconds: float) -> None:
        """Note one part of the run."""
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        self.lines.append(
            f"  {'FAILED' if failed else 'ok':7}{name:28}{passed:6} passed"
            f"{failed:5} failed{skipped:5} skipped {seconds:7.1f} s"
        )


def main() -> int:
    """Run everything; return 0 only if nothing failed."""
    found = Sum()
    for name, command in CHECKS.items():
        check(found, name, [str(BIN / command[0]), *command[1:], *templates_for(name)])
    run_tests(found, "house rules", ["tests/meta"], workers=CORES)
    core(found)
    run_tests(found, "policy packs", ["tests/packs"], workers=CORES)
    on_databases(found)
    in_browser(found)
    report(found)
    return 1 if found.failed else 0


def templates_for(name: str) -> list[str]:
    """Djade takes files, not folders."""
    if name != "templates":
        return []
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "huiyin").rglob("*.html"))


def check(found: Sum, name: str, command: list[str]) -> None:
    """Run one program that only says yes or no."""
    title(name)
    start = time.perf_counter()
    good = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    found.add(name, int(good), int(not good), 0, time.perf_counter() - start)


def run_tests(
    found: Sum, name: str, what: list[str], *, workers: int = 0, more: dict[str, str] | None = None
) -> None:
    """Run pytest on some folders and count what it says."""
    title(name)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.xml"
        options = ["-q", f"--junitxml={result}", "-n", str(workers), "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", *options, *what]
        code = subprocess.run(
            command, cwd=ROOT, env=os.environ | (more or {}), check=False
        ).returncode
        passed, failed, skipped = counted(result)
    if code and not failed:
        failed = 1  # it broke before or after its tests
    found.add(name, passed, failed, skipped, time.perf_counter() - start)


def counted(result: Path) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped according to pytest's own report."""
    if not result.exists():
        return 0, 0, 0
    suites = ET.parse(result).getroot().iter("testsuite")  # noqa: S314  (pytest wrote it just now)
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return max(total - failed - skipped, 0), failed, skipped


def core(found: Sum) -> None:
    """Run the core's tests, without Django (tests/core/pytest.ini), and hold them to their time."""
    before = used_seconds()
    run_tests(found, "core", ["tests/core"], workers=CORES)
    alone = (used_seconds() - before) / CORES
    good = alone < CORE_SECONDS
    found.add(f"core within {CORE_SECONDS} s", int(good), int(not good), 0, alone)


def used_seconds() -> float:
    """Return the processor time of our finished children: waiting for others does not count."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def on_databases(found: Sum) -> None:
    """Run the same tests on SQLite and on a real PostgreSQL."""
    shell = ["tests/shell"]
    run_tests(found, "shell on SQLite", shell, workers=CORES, more={"HUIYIN_TEST_DB": "sqlite"})
    with ExitStack() as stack:
        try:
            address = stack.enter_context(postgres())
        except NoPostgres as reason:
            found.absent.append(f"the shell tests on PostgreSQL: {reason}")
            return
        where = {"HUIYIN_TEST_DB": "postgres", "HUIYIN_TEST_POSTGRES": address}
        run_tests(found, "shell on PostgreSQL", shell, workers=CORES, more=where)


def in_browser(found: Sum) -> None:
    """Run the journeys in a real Chromium."""
    try:
        program = chromium()
    except NoChromium as reason:
        found.absent.append(f"the journeys in a browser: {reason}")
        return
    where = {"HUIYIN_TEST_CHROMIUM": program}
    run_tests(found, "journeys in Chromium", ["tests/journeys"], workers=CORES, more=where)
    loops = sorted(str(path.relative_to(ROOT)) for path in (ROOT / LOOPS).glob("test_loop_*.py"))
    try:
        with postgres() as address:
            where |= {"HUIYIN_TEST_DB": "postgres", "HUIYIN_TEST_POSTGRES": address}
            run_tests(found, "loops on PostgreSQL", loops, workers=CORES, more=where)
    except NoPostgres as reason:
        found.absent.append(f"the loops on PostgreSQL: {reason}")


def report(found: Sum) -> None:
    """Print what each part gave, what could not run, and the sums."""
    title("summary")
    print("\n".join(found.lines))
    strict = os.environ.get("CI", "").lower() in ("1", "true")
    if found.absent:
        print("\n" + "!" * 100)
        for what in found.absent:
            print(f"!! NOT RUN: {what}")
        print("!! In CI this counts as a failure." if strict else "!! The rest says nothing of it.")
        print("!" * 100)
    if strict:
        found.failed += len(found.absent)
    if found.skipped:
        print(f"\n{found.skipped} skipped (each with its reason above)")
    print(f"\n{found.passed} passed, {found.failed} failed")


def title(name: str) -> None:
    """Print a heading, so that a long log can be found one's way in."""
    print(f"\n=== {name} {'=' * (94 - len(name))}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
