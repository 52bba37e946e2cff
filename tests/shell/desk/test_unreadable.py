"""A stored regulation that this version cannot read: said in words, and every other company goes on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from huiyin.cases.schedules import open_due
from huiyin.cases.sweep import sweep
from huiyin.channels.delivery import deliver
from huiyin.people.models import Company
from huiyin.policies.models import PackVersion
from tests.shell.desk.office import Desk, open_company

Frozen = Callable[[datetime], Any]
OK, NOT_FOUND, BROKEN, UNAVAILABLE = 200, 404, 500, 503


def spoiled(desk: Desk) -> None:
    """Its stored pack has a key that was dropped since, as after an update of the product."""
    version = PackVersion.objects.get(slug=desk.world.company.slug)
    head = "colour_of_forms: green\n" + version.sources["pack.yaml"]
    PackVersion.objects.filter(id=version.id).update(
        sources={**version.sources, "pack.yaml": head}, digest="0" * 64
    )
    Company.objects.filter(id=desk.world.company.id).update(org_stamp="changed")


@pytest.mark.django_db
def test_a_regulation_that_cannot_be_read_says_where_and_stops_no_other_company(
    frozen: Frozen,
) -> None:
    broken, sound = open_company("bizcentre"), open_company("cinema")
    spoiled(broken)
    moment = sound.at("2026-03-05T09:00")
    with frozen(moment):
        who = next(iter(broken.world.persons))
        page = broken.browser(who).get(broken.url(""))
        other = sound.browser("客服何").get(sound.url(""))
        portal = broken.browser(who).get(f"/p/{broken.world.company.slug}/")
        assert open_due(moment) > 0, "the calendar of the other company goes on"
        sweep(moment)
        deliver(moment)
    text = page.content.decode()
    assert page.status_code == UNAVAILABLE
    assert "本公司的制度现在读不出来" in text
    assert "colour_of_forms" in text
    assert "pack.yaml" in text
    assert other.status_code == OK
    assert "colour_of_forms" not in other.content.decode()
    assert "colour_of_forms" not in portal.content.decode()
    assert portal.status_code < BROKEN


@pytest.mark.django_db
def test_an_outsider_does_not_learn_what_is_wrong(frozen: Frozen) -> None:
    broken, sound = open_company("bizcentre"), open_company("cinema")
    spoiled(broken)
    with frozen(sound.at("2026-03-05T09:00")):
        page = sound.browser("客服何").get(broken.url(""))
    assert page.status_code == NOT_FOUND
    assert "colour_of_forms" not in page.content.decode()
