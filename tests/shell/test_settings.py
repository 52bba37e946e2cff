"""The installation keeps what it acknowledged and tells a stranger nothing."""

import json
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from huiyin.database import database_from
from huiyin.logs import JsonLine
from huiyin.secretfiles import ExposedSecret, secret


@login_not_required
def fail(request: HttpRequest, code: str) -> HttpResponse:
    raise RuntimeError("王小明 13800000000")


urlpatterns = [path("fail/<str:code>/", fail)]
handler500 = "huiyin.failures.server_error"


@pytest.mark.urls(__name__)
def test_a_failure_shows_a_reference_that_the_log_knows_and_no_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/fail/secret-code/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Traceback" not in page
    assert "RuntimeError" not in page
    reference = page.split('<p class="reference">')[1].split("<")[0]
    record = next(r for r in caplog.records if r.name == "huiyin.failures")
    line = json.loads(JsonLine().format(record))
    assert line["reference"] == reference
    assert line["route"] == "fail/<str:code>/"
    assert "RuntimeError" in line["traceback"]
    assert "secret-code" not in json.dumps(line)


@pytest.mark.urls(__name__)
def test_a_program_that_asks_for_json_gets_the_reference_as_json() -> None:
    client = Client(raise_request_exception=False, headers={"Accept": "application/json"})
    body = json.loads(client.get("/fail/x/").content)
    assert body["reference"].startswith("E-")


@pytest.mark.urls(__name__)
def test_every_response_forbids_scripts_and_styles_written_into_the_page() -> None:
    policy = Client().get("/nowhere/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_database_keeps_foreign_keys_and_writes_ahead() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has these switches")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_acknowledged_case_survives_a_power_cut() -> None:
    assert "synchronous=FULL" in database_from("x.sqlite3")["OPTIONS"]["init_command"]


def test_a_database_address_is_read_with_its_socket_folder_and_password() -> None:
    entry = database_from("postgresql://u:p%40ss@/db?host=/run/pg")
    assert (entry["HOST"], entry["USER"], entry["PASSWORD"]) == ("/run/pg", "u", "p@ss")


def test_an_unknown_database_address_is_refused_with_what_it_takes() -> None:
    with pytest.raises(ValueError, match="it takes a file path"):
        database_from("mysql://localhost/x")


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "key"
    first = secret("HUIYIN_NO_SUCH_VARIABLE", file)
    assert secret("HUIYIN_NO_SUCH_VARIABLE", file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    with pytest.raises(ExposedSecret, match="chmod 600"):
        secret("HUIYIN_NO_SUCH_VARIABLE", file)
