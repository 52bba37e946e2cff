"""The stores' figures: one matter that came in twice counts once, and both vouchers stay."""

from datetime import date

import pytest

from huiyin.cases.commands.linking import Link, relate
from huiyin.reports.figures import behind, figure
from huiyin.reports.spans import span_of
from tests.shell.access.files import open_office
from tests.shell.reports.given import settled

pytestmark = pytest.mark.django_db


@pytest.mark.proves("jubensha", "15.2b")
def test_a_matter_that_came_in_twice_counts_once_and_keeps_both_vouchers() -> None:
    office = open_office()
    first, again = office.cases["xuhui"], office.cases["jingan"]
    now = office.at()
    caller = office.world.caller("运营张", now)
    relate(caller, again.id, Link(first.id, "重复"))
    settled(now)
    span = span_of(caller.book.current(now), "month", date(2026, 3, 1))
    contacts, matters = (figure(caller, name, span).total.n for name in ("volume", "matters"))
    assert (contacts, matters) == (3, 2)
    assert set(behind(caller, "volume", span)) >= {first, again}
    again.refresh_from_db()
    assert again.number
    assert again.number != first.number
    assert again.lead_id == first.id
