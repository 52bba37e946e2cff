"""What no single case can show of two regulations: fields a company adds, tampering, other stores, open limits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from huiyin.cases.sealing import verify
from huiyin.cases.work import Refused
from huiyin.people.commands.companies import create_company
from huiyin.policies.commands import MustSet, adopt, install, set_parameters
from huiyin.policy.findings import PackRefused
from huiyin.policy.load import Loaded, load, parse

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
OK, GONE = 200, 404
ADDED = """
- label: 公司增补的栏目
  clause: 6.1.g
  step: complaint.register
  fields: {hall: {label: 影厅编号, required: true, plain: true}}
"""


@pytest.fixture
def cinema(db: None) -> "Desk":
    from tests.shell.desk.office import PACKS, open_desk  # noqa: PLC0415  (Django must be set up)

    return open_desk(PACKS / "cinema" / "2026.1", "4_acceptance")


def folder(slug: str) -> Loaded:
    from tests.shell.desk.office import PACKS  # noqa: PLC0415

    return load(PACKS / slug / "2026.1")


def widened() -> Loaded:
    """The cinema's next version: the company asks for the hall, and its ledger shows it."""
    sources = dict(folder("cinema").sources)
    sources["pack.yaml"] = sources["pack.yaml"].replace('"2026.1"', '"2026.2"', 1)
    columns = "columns: [number, opened, unit,"
    assert columns in sources["ledgers.yaml"]
    wider = sources["ledgers.yaml"].replace(columns, f"{columns} register.hall,", 1)
    return parse({**sources, "ledgers.yaml": wider, "overlays.yaml": ADDED})


@pytest.mark.proves("cinema", "6.1.g")
def test_a_field_that_the_company_adds_is_demanded_from_then_on_and_old_rows_stay_readable(
    cinema: "Desk", frozen: Frozen
) -> None:
    from tests.shell.cases.world import Player  # noqa: PLC0415

    old = cinema.play("register")
    change = cinema.at("2026-03-09T00:00")
    adopt(
        cinema.world.company,
        install(widened(), by="system", at=change),
        effective_from=change,
        by="system",
        at=change,
    )
    cinema.world.company.refresh_from_db()
    taken = {**cinema.lines[0], "at": "2026-03-10T09:00"}
    world = replace(cinema.world, pack=widened().pack)
    with pytest.raises(Refused, match="“影厅编号”未填"):
        Player(world, "complaint").play([taken])
    new = Player(world, "complaint").play([{**taken, "with": {**taken["with"], "hall": "甲厅"}}])
    with frozen(cinema.at("2026-03-10T10:00")):
        page = cinema.browser("客服何").get(cinema.url("ledgers/tracking_ledger/"))
        before = cinema.browser("客服何").get(cinema.url(f"cases/{old.id}/"))
    text = page.content.decode()
    assert (page.status_code, before.status_code) == (OK, OK)
    assert "影厅编号" in text
    assert "甲厅" in text
    assert old.number in text
    assert new.number in text


@pytest.mark.proves("cinema", "6.1.h")
def test_a_number_leads_to_every_act_with_who_and_when_and_a_changed_one_is_found(
    cinema: "Desk", frozen: Frozen
) -> None:
    from tests.shell.access.test_integrity import unguarded  # noqa: PLC0415

    case = cinema.play("done")
    later = cinema.at("2026-03-03T15:00")
    with frozen(later):
        browser = cinema.browser("质检赵")
        found = browser.get(cinema.url(f"cases/?q={case.number}"), follow=True).content.decode()
        page = browser.get(cinema.url(f"cases/{case.id}/")).content.decode()
    assert case.id in found
    history = page[page.index('id="happened"') :]
    for who, act in (
        ("客服何", "登记投诉"),
        ("客服何", "跟踪整改"),
        ("技工李", "完成一项整改措施"),
        ("技工张", "报告整改完成"),
    ):
        assert who in history
        assert act in history
    assert list(verify(cinema.world.company, later)) == []
    unguarded(
        cinema,  # type: ignore[arg-type]  # any house will do: it is the database that is changed
        "UPDATE cases_caseevent SET body = REPLACE(body, '正常推进', '进度滞后') WHERE case_id = %s",
        case.id,
    )
    assert list(verify(cinema.world.company, later))


@pytest.mark.proves("cinema", "5.c")
def test_a_store_sees_its_own_complaints_and_no_figures_of_another_store(
    cinema: "Desk", frozen: Frozen
) -> None:
    from tests.shell.cases.world import Player  # noqa: PLC0415

    form = {**cinema.lines[0]["with"], "channel": "门店反馈", "store": "一号店"}
    mine = Player(cinema.world, "complaint").play([{**cinema.lines[0], "with": form}])
    other = {**cinema.lines[0], "at": "2026-03-02T09:05", "with": {**form, "store": "二号店"}}
    theirs = Player(cinema.world, "complaint").play([other])
    with frozen(cinema.at("2026-03-02T10:00")):
        store, service = cinema.browser("店员周"), cinema.browser("客服何")
        assert store.get(cinema.url(f"cases/{mine.id}/")).status_code == OK
        assert store.get(cinema.url(f"cases/{theirs.id}/")).status_code == GONE
        figures = store.get(cinema.url("ledgers/tracking_ledger/"), follow=True)
        assert theirs.number not in figures.content.decode()
        assert theirs.number not in store.get(cinema.url("cases/")).content.decode()
        whole = service.get(cinema.url("ledgers/tracking_ledger/")).content.decode()
    assert mine.number in whole
    assert theirs.number in whole


@pytest.mark.proves("robotics", "4.3.1")
def test_a_duty_without_a_limit_is_no_pack_and_an_open_limit_keeps_it_from_going_live(
    db: None,
) -> None:
    loaded, at = folder("robotics"), datetime.fromisoformat("2026-01-01T00:00:00+08:00")
    text = loaded.sources["procedures/feedback.yaml"]
    duty = "    due: {within: objection_term}\n"
    assert text.count(duty) == 1
    changed = {**loaded.sources, "procedures/feedback.yaml": text.replace(duty, "")}
    with pytest.raises(PackRefused, match="settle"):
        parse(changed)
    company = create_company(slug="robots", name="机器人", at=at)
    version = install(loaded, by="system", at=at)
    with pytest.raises(MustSet) as open_ones:
        adopt(company, version, effective_from=at, by="system", at=at)
    assert "progress_gap" in str(open_ones.value)
    values = {name: spec.suggest or "1" for name, spec in loaded.pack.parameters.items()}
    empty = {
        name: value for name, value in values.items() if not loaded.pack.parameters[name].values
    }
    set_parameters(company, "robotics", empty, effective=at.date(), by="system", at=at)
    assert adopt(company, version, effective_from=at, by="system", at=at).number == 1
