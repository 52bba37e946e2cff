"""Finds a Chromium on this machine; nothing is downloaded."""

import os
import shutil
from pathlib import Path

# A browser that asks nobody anything while it is tested.
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class NoChromium(Exception):
    """This machine has no Chromium."""


def chromium() -> str:
    """Return the program, from ``HUIYIN_TEST_CHROMIUM`` or where systems keep it.

    Raises ``NoChromium``, saying what would help.
    """
    found = (os.environ.get("HUIYIN_TEST_CHROMIUM"), *map(shutil.which, _NAMES), *_PLACES)
    for path in found:
        if path and Path(path).exists():
            return path
    raise NoChromium(
        "no chromium on this machine; install it (Debian: apt install chromium fonts-noto-cjk)"
        " or set HUIYIN_TEST_CHROMIUM=/path/to/chromium"
    )
