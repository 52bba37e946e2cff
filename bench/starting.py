"""Cold start of `huiyin serve` to its first page, and the memory of the idle server with its worker."""

import http.client
import subprocess
import sys
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

import django
from django.db import connections

from bench.company import open_office
from bench.overhttp import PATIENCE, free_port
from bench.place import ROOT, median, report


def main(*, quick: bool) -> None:
    """Measure on the database of the environment."""
    compile_all()
    office = open_office()
    connections.close_all()
    store = f"/p/{office.world.company.slug}/"
    pages = {"sign-in": "/sign-in/", "portal": store}
    figures: dict[str, Any] = {"start ms": {}, "memory MiB": {}}
    for name, path in pages.items():
        found = [start(path) for _ in range(3 if quick else 7)]
        figures["start ms"][name] = median([seconds for seconds, _memory in found])
        figures["start ms"][f"{name}, best"] = min(seconds for seconds, _memory in found) * 1000
        figures["memory MiB"][name] = max(memory for _seconds, memory in found)
    figures["start ms"]["an empty Python"] = median([empty() for _ in range(5)])
    report(figures)


def compile_all() -> None:
    """Compile what is imported, as an installation does (run.py), also where Python may keep nothing."""
    packages = str(Path(django.__file__).parents[1])
    folders = [packages, str(ROOT / "huiyin")]
    subprocess.run([sys.executable, "-m", "compileall", "-q", *folders], check=False)


def empty() -> float:
    """What starting Python alone takes."""
    began = perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return perf_counter() - began


def start(path: str) -> tuple[float, float]:
    """Start the server; seconds until a page has come, then MiB of all its processes when idle."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("huiyin")), "serve", "--port", str(port)]
    began = perf_counter()
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        fetch(port, path)
        seconds = perf_counter() - began
        sleep(1.5)
        return seconds, sum(pss(process) for process in family(server.pid))
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def fetch(port: int, path: str) -> None:
    """Ask for a page again and again until it comes."""
    ends = monotonic() + PATIENCE
    while True:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            line.request("GET", path)
            answer = line.getresponse()
            answer.read()
        except ConnectionError:
            if monotonic() > ends:
                raise
            sleep(0.005)
            continue
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return


def family(process: int) -> list[int]:
    """A process and all below it."""
    below = []
    for child in children(process):
        below += family(child)
    return [process, *below]


def children(process: int) -> list[int]:
    """The processes that a process's threads started."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def pss(process: int) -> float:
    """The proportional share of memory of a process, MiB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("Pss:"))
    return int(kilobytes) / 1024
