"""Ledgers of every kind: what was missed, periods, papers' terms, gaps, risks, counts; and tables from them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from huiyin.cases.commands.linking import Link, relate, separate
from huiyin.cases.models import Opening
from huiyin.cases.schedules import open_due
from huiyin.cases.sweep import sweep
from huiyin.policy.forms import FormField
from huiyin.policy.ledgers import unknown_columns
from tests.shell.access.files import Office
from tests.shell.access.test_ledgers import row_of, table
from tests.shell.desk.office import PACKS, Desk, open_company

Frozen = Callable[[datetime], Any]
LATER = "2026-03-20T11:00"


def readers(desk: Desk) -> Iterator[tuple[str, str]]:
    """Each ledger of a company with one person who may see it."""
    for name, spec in desk.world.pack.ledgers.items():
        who = {*spec.seen_by, *spec.kept_by}
        able = [p for p, roles in desk.world.roles.items() if who & set(roles)]
        assert able, name
        yield name, able[0]


@pytest.mark.parametrize("slug", sorted(folder.name for folder in PACKS.iterdir()))
def test_every_ledger_of_every_pack_is_a_page_that_says_what_fills_it(
    slug: str, db: None, frozen: Frozen
) -> None:
    desk = open_company(slug)
    with frozen(desk.at(LATER)):
        for name, person in readers(desk):
            page = desk.browser(person).get(desk.url(f"ledgers/{name}/"))
            text = page.content.decode()
            label = desk.world.pack.ledgers[name].label
            assert f"<h1>{label}</h1>" in text, (slug, name)
            assert "<table" in text or "台账还没有内容" in text, (slug, name)
            assert not list(unknown_columns(desk.world.pack, desk.world.pack.ledgers[name]))


def test_what_was_missed_stays_with_whom_it_was_told_to(office: Office, frozen: Frozen) -> None:
    sweep(office.at())
    with frozen(office.at()):
        rows = table(office, "运营张", "late")
    assert {row[5] for row in rows[1:]} <= {"逾期", "迟"}
    submitted = row_of(rows, office.cases["xuhui"].number)
    assert submitted["逾期报给"]
    assert submitted["条款"]
    archived = office.cases["archived"].number
    assert archived not in {row[0] for row in rows[1:]}


def test_periods_of_the_calendar_say_whether_their_work_was_done(
    office: Office, frozen: Frozen
) -> None:
    open_due(office.at())
    with frozen(office.at()):
        rows = table(office, "运营张", "duties_calendar")
    found = {(row[0], row[1]): row for row in rows[1:]}
    monitoring = found["每日平台监测", "2026-03-20"]
    assert monitoring[3] == "2026-03-20"
    assert monitoring[4] in ("待办", "没办，已逾期")


def test_a_file_whose_term_is_over_is_listed_and_no_other(office: Office, frozen: Frozen) -> None:
    listed = {}
    for who, day in (("运营头", "2026-03-20"), ("总经理", "2028-03-19"), ("副总", "2028-03-20")):
        with frozen(office.at(f"{day}T10:00")):
            listed[day] = [row[3] for row in table(office, who, "expired")[1:]]
    assert listed == {"2026-03-20": [], "2028-03-19": [], "2028-03-20": ["2028-03-19"]}


def test_whoever_was_not_trained_is_a_gap_until_a_training_is_recorded(
    office: Office, frozen: Frozen
) -> None:
    open_due(office.at("2026-04-02T09:00"))
    with frozen(office.at("2026-04-02T09:00")):
        rows = table(office, "运营张", "training")
    assert row_of(rows, "小李")["登记管理培训"] == "还没有"
    assert "法务郑" not in {row[0] for row in rows[1:]}
    form = {"topic": "接待", "on": "2026-04-02", "attendees": ["小李"], "conduct": "讲了"}
    opening = Opening.objects.get(schedule="training")
    assert opening.case is not None
    office.act("运营张", "2026-04-02T10:30", opening.case, "hold", form)
    listed = []
    for who, day in (("运营孙", "2026-04-03"), ("运营头", "2027-04-20")):
        with frozen(office.at(f"{day}T10:00")):
            rows = table(office, who, "training")
            listed.append([row[3] for row in rows[1:] if row[0] == "小李"])
    assert listed == [[], ["2026-04-02，已到期"]]


def test_risks_name_what_was_missed_and_what_was_voided(office: Office, frozen: Frozen) -> None:
    case = office.cases["xuhui"]
    office.act("小李", "2026-03-18T19:30", case, "spoil", {"reason": "写坏"})
    sweep(office.at())
    with frozen(office.at()):
        rows = table(office, "审计员", "risks")
    kinds = {row[rows[0].index("风险")] for row in rows[1:]}
    assert {"错过时限", "作废编号"} <= kinds
    missed = next(row for row in rows[1:] if "错过时限" in row)
    assert missed[rows[0].index("条款")].startswith("第")


def test_a_ledger_that_counts_leaves_out_what_its_reader_may_not_see(
    office: Office, frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin.web.desk import ledgers  # noqa: PLC0415

    spec = office.world.pack.ledgers["summary"]
    changes = {"columns": ["stage", "count", "late"], "seen_by": (), "kept_by": ()}
    other = spec.model_copy(update={**changes, "columns": tuple(changes["columns"])})
    book_of = ledgers.book_of
    monkeypatch.setattr(ledgers, "book_of", lambda desk, _spec: book_of(desk, other))
    monkeypatch.setattr(ledgers, "seen_by", lambda _desk: {"summary": other})
    with frozen(office.at()):
        whole = table(office, "运营张", "summary")
        store = table(office, "徐店长", "summary")
    assert ["登记", "2"] in [row[:2] for row in whole[1:]]
    assert ["登记", "1"] in [row[:2] for row in store[1:]]


def test_a_table_is_offered_with_the_rows_of_the_ledger_it_is_filled_from(
    office: Office, frozen: Frozen
) -> None:
    from huiyin.web.desk.ledger_fill import fill  # noqa: PLC0415

    columns = {"case": {"label": "编号", "prefill": ["number"]}, "word": {"label": "进度"}}
    field = FormField.model_validate(
        {"label": "各件", "type": "table", "filled_from": "summary", "columns": columns}
    )
    seen = {}
    for who in ("运营张", "小李"):
        desk: Any = SimpleNamespace(caller=office.world.caller(who, office.at()))
        seen[who] = fill(desk, office.cases["xuhui"], field)
    assert {row["case"] for row in seen["运营张"]} == {c.number for c in office.cases.values()}
    assert seen["小李"] == []


def test_a_ledger_that_counts_counts_joined_cases_as_contacts_and_as_one_matter(
    office: Office, frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin.web.desk import ledgers  # noqa: PLC0415

    spec = office.world.pack.ledgers["summary"]
    columns = ("stage", "count", "matters", "late")
    other = spec.model_copy(update={"columns": columns, "seen_by": (), "kept_by": ()})
    book_of = ledgers.book_of
    monkeypatch.setattr(ledgers, "book_of", lambda desk, _spec: book_of(desk, other))
    monkeypatch.setattr(ledgers, "seen_by", lambda _desk: {"summary": other})
    lead, part = list(office.cases.values())[:2]
    caller = office.world.caller("运营张", office.at())

    def counted() -> list[str]:
        with frozen(office.at()):
            rows = table(office, "运营张", "summary")[1:]
        return next(row[1:3] for row in rows if row[0] == "登记")

    apart = counted()
    relate(caller, part.id, Link(lead.id, "重复"))
    together = counted()
    separate(caller, part.id, lead.id, "两位顾客，不是一件")
    assert (apart, together, counted()) == (["2", "2"], ["2", "1"], ["2", "2"])
