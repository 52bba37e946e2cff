"""Figures of the regulation: numbers that open, no number where there are no data."""

from datetime import datetime

import pytest
import time_machine

from huiyin.channels.delivery import deliver
from tests.shell.cases.world import Player
from tests.shell.desk.office import Desk

OK, NOT_FOUND = 200, 404
SPRING = "2026-03-20T09:00"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The stores with three complaints of March."""
    for _number in range(3):
        another(desk)
    told(desk.at(SPRING))
    return desk


def another(desk: Desk) -> None:
    desk.player = Player(desk.world, "complaint")
    desk.play("register")


def told(now: datetime) -> None:
    while deliver(now):
        pass


def read(desk: Desk, who: str, place: str, at: str = SPRING, language: str = "zh") -> str:
    with time_machine.travel(desk.at(at), tick=False):
        answer = desk.browser(who).get(desk.url(place), headers={"accept-language": language})
    assert answer.status_code == OK, place
    return str(answer.content.decode())


def status(desk: Desk, who: str, place: str) -> int:
    with time_machine.travel(desk.at(SPRING), tick=False):
        return int(desk.browser(who).get(desk.url(place)).status_code)


def plain(page: str) -> str:
    return "".join(page.split())


def test_the_count_of_the_quarter_stands_there_and_opens_its_cases(office: Desk) -> None:
    page = plain(read(office, "总经理", "figures/volume/"))
    assert '<bclass="figure-value">3</b>' in page
    assert "figures/volume/cases/?period=2026-Q1" in page
    cases = read(office, "总经理", "figures/volume/cases/?period=2026-Q1")
    assert cases.count("data-row") == 3


def test_a_period_before_the_company_began_has_no_data_and_not_nought(office: Desk) -> None:
    page = plain(read(office, "总经理", "figures/volume/?period=2025-Q4"))
    assert "无数据" in page
    assert '<bclass="figure-value">0</b>' not in page


def test_a_rate_without_anything_measured_has_no_data(office: Desk) -> None:
    page = plain(read(office, "总经理", "figures/on_time/"))
    assert '<bclass="figure-none">无数据</b>' in page
    assert "100.0%" not in page


def test_every_figure_of_the_regulation_stands_on_one_page(office: Desk) -> None:
    page = read(office, "总经理", "figures/")
    for metric in office.world.pack.metrics.values():
        assert metric.label in page, metric.label
    assert "取自平台的运行记录" in page
    assert page.count('class="figure-label"') <= 5  # on top


def test_a_figure_says_how_its_cases_were_counted(office: Desk) -> None:
    page = read(office, "总经理", "figures/")
    assert "立案 3 件" in page
    assert "没有并入主件" in page


def test_whoever_reads_no_report_finds_no_figures(office: Desk) -> None:
    for who in ("小李", "徐店长", "财务赵", "老外"):
        for place in ("figures/", "figures/volume/", "figures/volume/cases/"):
            assert status(office, who, place) == NOT_FOUND, (who, place)


def test_whoever_heads_a_department_and_sees_every_case_finds_figures(office: Desk) -> None:
    assert status(office, "客服头", "figures/") == OK
    assert status(office, "客服头", "reports/") == NOT_FOUND  # none goes to this post
    assert status(office, "客服小王", "figures/") == NOT_FOUND
    page = read(office, "客服头", "figures/volume/")
    assert '<b class="figure-value">3</b>' in page


@pytest.mark.parametrize(
    "place",
    [
        "figures/nothing/",
        "figures/backup_age/",
        "figures/volume/?period=2031-Q1",
        "figures/volume/?period=x",
        "figures/?each=hour",
        "figures/?ago=99",
    ],
)
def test_what_there_is_not_is_not_found(office: Desk, place: str) -> None:
    assert status(office, "总经理", place) == NOT_FOUND


def test_figures_show_no_customer(office: Desk) -> None:
    for place in ("figures/", "figures/volume/", "figures/hot_spots/", "reports/quarterly/"):
        page = read(office, "运营头", place)
        assert "林女士" not in page
        assert "13812345670" not in page


def test_figures_speak_english(office: Desk) -> None:
    page = read(office, "总经理", "figures/volume/", language="en")
    assert "Q1 2026" in page
    assert "How it is counted" in page


def test_a_report_of_the_quarter_shows_the_figure(office: Desk) -> None:
    page = plain(read(office, "总经理", "reports/quarterly/?period=2026-Q1"))
    assert "数量变化趋势" in page
    assert '<bclass="figure-value">3</b>' in page
    assert "怎么数的" in page


@pytest.mark.parametrize("place", ["figures/", "figures/volume/", "reports/", "reports/quarterly/"])
def test_a_page_asks_as_often_for_many_cases_as_for_few(
    office: Desk, place: str, django_assert_num_queries: object
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    counts = []
    for _round in range(2):
        read(office, "总经理", place)  # what is kept in memory is there
        with CaptureQueriesContext(connection) as asked:
            read(office, "总经理", place)
        counts.append(len(asked))
        for _number in range(4):
            another(office)
        told(office.at(SPRING))
    assert counts[0] == counts[1]
