"""The directory: who holds a post, who stands in for whom, at which moment."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.people.commands import (
    add_unit,
    change_person,
    close_unit,
    end_absence,
    end_post,
    give_post,
    record_absence,
    retire_person,
)
from huiyin.people.directory import Directory, directory
from huiyin.people.models import Post
from tests.shell.people.cast import BEGIN, Cast

DAY = timedelta(days=1)


def of(cast: Cast, at: datetime) -> Directory:
    return directory(cast.company.id, at)


def test_a_role_in_a_unit_is_not_the_role_anywhere(cast: Cast, now: datetime) -> None:
    here = of(cast, now)
    staff = {cast.lin.id, cast.zhou.id, cast.chen.id}
    assert set(here.holders("receiver")) == staff
    assert set(here.holders("receiver", cast.store.id)) == staff
    assert here.holders("receiver", cast.head_office.id) == ()
    assert here.holders("nobody") == ()


def test_roles_are_told_by_unit(cast: Cast, now: datetime) -> None:
    give_post(
        cast.company.id,
        person=cast.lin.id,
        unit=cast.head_office.id,
        roles=["auditor"],
        at=now,
        by="system",
    )
    here = of(cast, now)
    assert here.roles_of(cast.lin.id) == {
        cast.store.id: {"receiver", "unit_head"},
        cast.head_office.id: {"auditor"},
    }
    assert here.unit_of(cast.lin.id) == cast.store.id


def test_the_head_of_a_unit_and_the_way_up(cast: Cast, now: datetime) -> None:
    here = of(cast, now)
    assert here.head_of(cast.store.id) == (cast.lin.id,)
    assert here.parent(cast.store.id) == cast.head_office.id
    assert here.ancestors(cast.store.id) == (cast.head_office.id,)
    assert here.ancestors(cast.head_office.id) == ()
    assert here.units_below(cast.head_office.id) == (cast.store.id,)
    assert set(here.members_of(cast.store.id)) == {cast.lin.id, cast.zhou.id, cast.chen.id}


def test_the_past_stays_what_it_was(cast: Cast, now: datetime) -> None:
    post = Post.objects.get(person=cast.lin)
    end_post(cast.company.id, post.id, at=now, by=cast.director.id)
    give_post(
        cast.company.id,
        person=cast.zhou.id,
        unit=cast.store.id,
        roles=["unit_head"],
        is_head=True,
        at=now,
        by=cast.director.id,
    )
    here = of(cast, now)
    assert here.head_of(cast.store.id) == (cast.zhou.id,)
    assert here.head_of(cast.store.id, at=now - DAY) == (cast.lin.id,)
    assert of(cast, now - DAY).head_of(cast.store.id) == (cast.lin.id,)
    assert of(cast, BEGIN - DAY).head_of(cast.store.id) == ()


def test_a_post_ends_at_the_very_moment_and_begins_at_the_very_moment(
    cast: Cast, now: datetime
) -> None:
    post = Post.objects.get(person=cast.lin)
    end_post(cast.company.id, post.id, at=now, by="system")
    instant = timedelta(microseconds=1)
    assert of(cast, now - instant).head_of(cast.store.id) == (cast.lin.id,)
    assert of(cast, now).head_of(cast.store.id) == ()
    assert of(cast, BEGIN).head_of(cast.head_office.id) == (cast.director.id,)
    assert of(cast, BEGIN - instant).head_of(cast.head_office.id) == ()


def test_names_are_told_in_the_reader_s_language(cast: Cast, now: datetime) -> None:
    change_person(cast.company.id, cast.lin.id, name_en="Lin Yuanzhou", at=now, by="system")
    here = of(cast, now)
    assert here.name(cast.lin.id) == "林远舟"
    assert here.name(cast.lin.id, "en") == "Lin Yuanzhou"
    assert here.name(cast.zhou.id, "en") == "周敏"
    assert here.unit_name(cast.store.id, "en-gb") == "Store One"
    assert here.name("system") == "system"


def test_a_deputy_does_the_duties_of_who_is_away_and_only_then(cast: Cast, now: datetime) -> None:
    record_absence(
        cast.company.id,
        person=cast.lin.id,
        deputy=cast.zhou.id,
        since=now,
        until=now + 3 * DAY,
        at=now - DAY,
        by=cast.lin.id,
    )
    here = of(cast, now)
    assert here.absent(cast.lin.id)
    assert here.deputy_of(cast.lin.id) == cast.zhou.id
    assert here.deputised_by(cast.zhou.id) == (cast.lin.id,)
    for moment in (now - DAY, now + 3 * DAY):
        assert not here.absent(cast.lin.id, moment)
        assert here.deputy_of(cast.lin.id, moment) is None
        assert here.deputised_by(cast.zhou.id, moment) == ()


def test_a_deputy_who_is_away_passes_the_duties_on(cast: Cast, now: datetime) -> None:
    for person, deputy in ((cast.lin, cast.zhou), (cast.zhou, cast.chen)):
        record_absence(cast.company.id, person=person.id, deputy=deputy.id, at=now, by=person.id)
    here = of(cast, now)
    assert here.deputy_of(cast.lin.id) == cast.chen.id
    assert set(here.deputised_by(cast.chen.id)) == {cast.lin.id, cast.zhou.id}
    assert here.deputised_by(cast.zhou.id) == ()


def test_two_who_stand_in_for_each_other_leave_nobody(cast: Cast, now: datetime) -> None:
    for person, deputy in ((cast.lin, cast.zhou), (cast.zhou, cast.lin)):
        record_absence(cast.company.id, person=person.id, deputy=deputy.id, at=now, by=person.id)
    here = of(cast, now)
    assert here.deputy_of(cast.lin.id) is None
    assert here.deputised_by(cast.lin.id) == ()


def test_who_is_away_without_a_deputy_has_none(cast: Cast, now: datetime) -> None:
    record_absence(cast.company.id, person=cast.lin.id, at=now, by="system")
    assert of(cast, now).absent(cast.lin.id)
    assert of(cast, now).deputy_of(cast.lin.id) is None


def test_who_comes_back_early_has_the_duties_back(cast: Cast, now: datetime) -> None:
    absence = record_absence(
        cast.company.id, person=cast.lin.id, deputy=cast.zhou.id, at=now, by="system"
    )
    end_absence(cast.company.id, absence.id, at=now + DAY, by=cast.lin.id)
    here = of(cast, now + DAY)
    assert not here.absent(cast.lin.id)
    assert here.deputised_by(cast.zhou.id) == ()
    assert here.deputised_by(cast.zhou.id, now) == (cast.lin.id,)


def test_who_left_holds_no_post_and_stands_in_for_nobody(cast: Cast, now: datetime) -> None:
    record_absence(cast.company.id, person=cast.lin.id, deputy=cast.zhou.id, at=now, by="system")
    retire_person(cast.company.id, cast.zhou.id, at=now + DAY, by=cast.director.id)
    here = of(cast, now + DAY)
    assert cast.zhou.id not in here.holders("receiver")
    assert here.deputy_of(cast.lin.id) is None
    assert cast.zhou.id not in {person.id for person in here.persons()}
    assert here.name(cast.zhou.id) == "周敏"


def test_a_closed_unit_is_listed_no_more_but_keeps_its_name(cast: Cast, now: datetime) -> None:
    kiosk = add_unit(
        cast.company.id, code="K", name="快闪店", parent=cast.store.id, at=BEGIN, by="system"
    )
    close_unit(cast.company.id, kiosk.id, at=now, by="system")
    assert kiosk.id not in {unit.id for unit in of(cast, now).units()}
    assert kiosk.id in {unit.id for unit in of(cast, now - DAY).units()}
    assert of(cast, now).unit_name(kiosk.id) == "快闪店"


def test_asking_again_costs_one_query(cast: Cast, now: datetime) -> None:
    of(cast, now)
    with CaptureQueriesContext(connection) as queries:
        here = of(cast, now + DAY)
        here.head_of(cast.store.id)
        here.roles_of(cast.zhou.id)
    assert len(queries) == 1


def test_a_change_that_was_rolled_back_is_forgotten(cast: Cast, now: datetime) -> None:
    with transaction.atomic():
        change_person(cast.company.id, cast.lin.id, name="林改名", at=now, by="system")
        assert of(cast, now).name(cast.lin.id) == "林改名"
        transaction.set_rollback(True)
    assert of(cast, now).name(cast.lin.id) == "林远舟"
    change_person(cast.company.id, cast.zhou.id, name="周改名", at=now, by="system")
    assert of(cast, now).name(cast.lin.id) == "林远舟"


def test_nothing_of_another_company_is_in_it(cast: Cast, now: datetime) -> None:
    here = of(cast, now)
    assert here.person(cast.outsider.id) is None
    assert cast.outsider.id not in here.holders("receiver")
    assert here.roles_of(cast.outsider.id) == {}
    assert here.unit_of(cast.outsider.id) is None
    assert {unit.code for unit in here.units()} == {"HQ", "A"}
