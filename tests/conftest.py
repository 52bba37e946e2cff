"""Every test run has its own data folder; ``HUIYIN_TEST_DB`` says which database it uses.

``sqlite`` (default) or ``postgres``. The PostgreSQL is started by the run itself, see
``tools/postgres.py``. ``run.py test`` runs the shell tests once on each.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

_ENGINES = ("sqlite", "postgres")
_open = ExitStack()


def _is_worker() -> bool:
    """pytest-xdist starts workers with this variable; they inherit everything set below."""
    return "PYTEST_XDIST_WORKER" in os.environ


def _prepare() -> None:
    """Settle the environment before the settings are read, which happens in pytest_configure."""
    engine = os.environ.setdefault("HUIYIN_TEST_DB", "sqlite")
    if engine not in _ENGINES:
        raise pytest.UsageError(f"HUIYIN_TEST_DB={engine}: it takes {' or '.join(_ENGINES)}")
    folder = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
    _open.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="huiyin.settings",
        HUIYIN_VAR=str(folder),
        HUIYIN_STATIC="live",
        HUIYIN_LOG="text",
        HUIYIN_DATABASE=_database(engine, folder),
    )


def _database(engine: str, folder: Path) -> str:
    if engine == "sqlite":
        return str(folder / "huiyin.sqlite3")
    from tools.postgres import postgres  # noqa: PLC0415  (SQLite runs need none of it)

    return _open.enter_context(postgres())


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    if _is_worker():
        return
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: the tests choose their own database")
    _prepare()
    from django.conf import settings  # noqa: PLC0415  (only now does the environment say which)

    assert settings.DATABASES  # read here, so that pytest-django finds them and starts Django


def pytest_unconfigure() -> None:
    _open.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Tests use a file, as the product does, but need not survive a power cut."""
    from django.conf import settings  # noqa: PLC0415  (the core's tests never load Django)
    from django.db import connections  # noqa: PLC0415

    database = connections.databases["default"]
    if database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        database["TEST"]["NAME"] = str(settings.VAR_DIR / f"test-{worker}.sqlite3")
        pragmas = database["OPTIONS"]["init_command"]
        database["OPTIONS"]["init_command"] = pragmas.replace("FULL", "OFF")
