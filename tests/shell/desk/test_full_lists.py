"""What somebody sees who lives in the lists all day: only what can be done, where it is done."""

from typing import TYPE_CHECKING

import pytest

from huiyin.cases.models import DutyRow
from huiyin.cases.sealing import verify
from tests.shell.desk.test_tracking import Frozen, elapse, opened, read, rectifying, studio, track

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk

__all__ = ["studio"]


def test_a_missed_day_is_no_duty_any_more_and_stays_late_where_it_is_told(
    studio: "Desk", frozen: Frozen
) -> None:
    case = rectifying(studio)
    track(studio, "2026-03-03T10:00")
    elapse(studio, "2026-03-05T08:00")
    missed = DutyRow.objects.get(case=case, kind="cadence", breach_at__isnull=False)
    due = DutyRow.objects.get(case=case, kind="cadence", breach_at=None, owed=True)
    duties = read(studio, frozen, "客服何", "2026-03-05T09:00", "")
    assert f'id="duty-{due.pk}"' in duties
    assert f'id="duty-{missed.pk}"' not in duties
    assert "逾期" not in duties.partition("<h1")[0]
    page = read(studio, frozen, "客服何", "2026-03-05T09:00", f"cases/{case.id}/")
    assert "漏 1" in page, "told among what is over, not among what is owed"
    assert f'id="duty-{missed.pk}"' not in page
    assert (missed.state, missed.owed) == ("breached", False)
    assert list(verify(studio.world.company, studio.at("2026-03-05T09:00"))) == []
    assert case.number in read(studio, frozen, "客服何", "2026-03-05T09:00", "cases/?state=late")


def test_the_cases_listed_at_first_are_the_complaints_and_all_others_on_demand(
    studio: "Desk", frozen: Frozen
) -> None:
    case = rectifying(studio)
    track(studio, "2026-03-03T10:00", outcome="进度滞后", lag_note="缺配件")
    (notice,) = opened(studio, "dunning")
    listed = read(studio, frozen, "客服何", "2026-03-03T11:00", "cases/")
    assert case.number in listed
    assert notice.number not in listed
    everything = read(studio, frozen, "客服何", "2026-03-03T11:00", "cases/?procedure=all")
    assert case.number in everything
    assert notice.number in everything
    only = read(studio, frozen, "客服何", "2026-03-03T11:00", "cases/?procedure=dunning")
    assert case.number not in only.partition("<tbody")[2]


@pytest.mark.parametrize("who", ["客服何", "客服主任"])
def test_a_customer_is_called_from_the_revisit_desk_and_not_from_the_review_queue(
    db: None, frozen: Frozen, who: str
) -> None:
    from tests.shell.desk.test_revisits import CINEMA, MORNING, open_desk  # noqa: PLC0415

    desk = open_desk(CINEMA, "10_own_answer")
    case = desk.play("accept")
    with frozen(desk.at(MORNING)):
        review = desk.browser(who).get(desk.url("review/")).content.decode()
        calls = desk.browser(who).get(desk.url("revisits/")).content.decode()
    assert "启动回访" not in review
    assert 'name="score"' not in review
    assert case.number in calls


def test_what_departments_and_stores_owe_together_is_owed_by_the_store_of_the_case_alone(
    studio: "Desk", frozen: Frozen
) -> None:
    rectifying(studio)
    track(studio, "2026-03-03T10:00", outcome="进度滞后", lag_note="缺配件")
    (notice,) = opened(studio, "dunning")
    for place in ("", "tracking/notices/", "cases/?procedure=all"):
        for who, sees in (("店员周", True), ("技工张", True), ("店员郑", False)):
            text = read(studio, frozen, who, "2026-03-03T11:00", place)
            assert (notice.number in text) is sees, (who, place)
    with frozen(studio.at("2026-03-03T11:00")):
        assert studio.browser("店员郑").get(studio.url(f"cases/{notice.id}/")).status_code == 404
