"""Measures Huiyin against the machine and a peer, and writes `results.md`.

    python -m bench [--quick] [--only PART]… [--out FILE]

Each part runs in a process of its own on a new database: an SQLite file, and a PostgreSQL that is
started for the run and waits for the disk at every commit. Only 127.0.0.1 is talked to.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.place import ROOT, fresh, machine, start
from bench.results import written
from tools.postgres import NoPostgres, postgres

PARTS = {
    "registration": ("sqlite", "postgresql"),
    "overhttp": ("sqlite", "postgresql"),
    "sweeping": ("sqlite", "postgresql"),
    "switching": ("sqlite", "postgresql"),
    "pages": ("sqlite", "postgresql"),
    "starting": ("sqlite",),
    "core": ("sqlite",),
}
LONGEST = 600
"""Seconds that one part may take."""

RESULTS = Path(__file__).with_name("results.md")


def main() -> int:
    """Do what the command line says."""
    asked = arguments()
    if asked.part:
        start()
        importlib.import_module(f"bench.{asked.part}").main(quick=asked.quick)
        return 0
    found: dict[str, dict[str, Any]] = {}
    with ExitStack() as running:
        for engine, address in engines(running).items():
            for part, wanted in PARTS.items():
                if engine in wanted and (not asked.only or part in asked.only):
                    found.setdefault(part, {})[engine] = measure(part, address, quick=asked.quick)
    command = " ".join(["python -m bench", *sys.argv[1:]])
    asked.out.write_text(written(found, command=command, machine=machine()), encoding="utf-8")
    say(f"written to {asked.out}")
    return 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller numbers, in two minutes")
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part; repeatable")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where to write")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    return parser.parse_args()


def engines(running: ExitStack) -> dict[str, str]:
    """The databases of this machine with their addresses; an SQLite file has none."""
    found = {"sqlite": ""}
    try:
        found["postgresql"] = running.enter_context(postgres(durable=True))
    except NoPostgres as missing:
        say(f"no PostgreSQL: {missing}")
    return found


def measure(part: str, address: str, *, quick: bool) -> dict[str, Any]:
    """Run one part in a process of its own on a new database."""
    say(f"{part}, {'postgresql' if address else 'sqlite'}")
    command = [sys.executable, "-m", "bench", "--part", part, *(["--quick"] if quick else [])]
    began, load = perf_counter(), os.getloadavg()[0]
    with fresh(address) as place:
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env={**os.environ, **place},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                timeout=LONGEST,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
            return {"failed": type(fault).__name__}
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    loads = f"{load:.1f} before, {os.getloadavg()[0]:.1f} after"
    return figures | {"took s": perf_counter() - began, "load of the machine": loads}


def say(what: str) -> None:
    """Tell how far it is."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
