"""`verify`, `rebuild` and `seal` on the command line."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from huiyin.cases.models import CompanySeal, DutyRow, Series
from huiyin.cli import app
from tests.shell.worker.rounds import NINE, company, complaint

RUN = CliRunner()


@pytest.mark.django_db
def test_a_database_that_agrees_with_its_log_is_told_with_its_counts() -> None:
    world = company()
    complaint(world, NINE, "13800000001")
    assert RUN.invoke(app, ["seal"]).exit_code == 0
    assert CompanySeal.objects.get().cases == 1
    done = RUN.invoke(app, ["verify"])
    assert (done.exit_code, "cases 1" in done.output) == (0, True)
    assert "events 3" in done.output
    assert "seals 1" in done.output
    assert "faults 0" in done.output


@pytest.mark.django_db
def test_a_changed_row_is_found_and_mended_from_the_log() -> None:
    world = company()
    complaint(world, NINE, "13800000001")
    DutyRow.objects.update(state="done", owed=False)
    found = RUN.invoke(app, ["verify", "--company", world.company.slug])
    assert found.exit_code == 1
    assert "待办与日志不符" in found.output
    assert "faults 1" in found.output
    assert "cases rebuilt 1" in RUN.invoke(app, ["rebuild"]).output
    assert RUN.invoke(app, ["verify"]).exit_code == 0


@pytest.mark.django_db
def test_a_gap_in_a_series_cannot_be_rebuilt_away() -> None:
    world = company()
    Series.objects.create(company=world.company, key="凭证|2026", last=1)
    RUN.invoke(app, ["rebuild"])
    found = RUN.invoke(app, ["verify"])
    assert (found.exit_code, "编号有断号或重号" in found.output) == (1, True)


@pytest.mark.django_db
def test_a_company_that_does_not_exist_is_no_success() -> None:
    assert RUN.invoke(app, ["verify", "--company", "nobody"]).exit_code == 2


def test_the_help_of_the_commands_waits_for_no_web_framework() -> None:
    program = "import sys; sys.modules['django'] = None; from huiyin.cli import app"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
