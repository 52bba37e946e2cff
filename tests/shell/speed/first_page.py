"""Serves the sign-in page once and tells which heavy modules that took: run as a program."""

import json
import sys

from huiyin.boot import start_django

HEAVY = ("PIL", "fido2", "huiyin.policy", "huiyin.worker", "pydantic", "segno", "yaml")
"""What the sign-in page does not need."""


def main() -> None:
    """Ask for the page in this process."""
    start_django()
    from django.test import Client  # noqa: PLC0415

    answer = Client(headers={"host": "localhost"}).get("/sign-in/")
    read = [name for name in HEAVY if name in sys.modules]
    sys.stdout.write(json.dumps([answer.status_code, read]))


if __name__ == "__main__":
    main()
