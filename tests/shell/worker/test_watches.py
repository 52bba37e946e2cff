"""Three customers with the same trouble open one case, and later ones join it."""

import pytest

from huiyin.cases import episodes
from huiyin.cases.episodes import look
from huiyin.cases.log import read
from huiyin.cases.models import Case, CaseEvent, DutyRow, Episode, Fact
from huiyin.cases.sealing import verify
from huiyin.cases.work import Refused
from tests.shell.cases.world import World
from tests.shell.worker.rounds import DAY, NINE, PACK, company, complaint, deliver_all, do


def found(world: World) -> list[Case]:
    """The cases that the watch opened, the oldest first."""
    return [episode.case for episode in Episode.objects.filter(watch="common").order_by("id")]


def watch(now_days: float) -> None:
    now = NINE + now_days * DAY
    deliver_all(now)
    while look(now):
        pass


@pytest.mark.django_db
def test_the_third_different_customer_within_the_window_opens_a_case_with_all_three() -> None:
    world = company()
    three = [complaint(world, NINE + n * 10 * DAY, f"1380000000{n}") for n in range(2)]
    watch(19)
    assert found(world) == []
    three.append(complaint(world, NINE + 30 * DAY, "13800000009"))
    watch(30)
    (common,) = found(world)
    assert (common.procedure, common.stage) == ("common", "待确认")
    because = read(common.id)[0].data["because"]
    assert because == {"watch": "common", "cases": [case.id for case in three]}
    tied = [{"relation": "watch", "other": case.id} for case in three]
    assert [event.data for event in read(common.id)[2:]] == tied
    count = read(common.id)[1].data
    assert (count["watch"], count["which"], count["count"]) == ("common", "before", 3)
    for case in three:
        assert read(case.id)[-1].data == {"relation": "watch", "other": common.id}
    assert list(verify(world.company, NINE + 31 * DAY)) == []


@pytest.mark.django_db
def test_one_instant_beyond_the_window_is_no_hit() -> None:
    world = company()
    for days, phone in ((0, "13800000001"), (10, "13800000002"), (31, "13800000003")):
        complaint(world, NINE + days * DAY, phone)
    watch(31)
    assert found(world) == []


@pytest.mark.django_db
def test_the_same_customer_under_another_way_of_writing_the_phone_counts_once() -> None:
    world = company()
    for phone in ("13800000001", "138 0000 0001", "13800000002"):
        complaint(world, NINE, phone)
    watch(0)
    assert found(world) == []


@pytest.mark.django_db
def test_a_later_one_joins_the_open_case_and_both_logs_say_so() -> None:
    world = company()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    watch(0)
    later = complaint(world, NINE + DAY, "13900000000")
    watch(1)
    (common,) = found(world)
    assert read(later.id)[-1].data == {"relation": "watch", "other": common.id}
    assert read(common.id)[-1].data == {"relation": "watch", "other": later.id}
    watch(1.1)
    assert len(read(common.id)) == 6
    assert list(verify(world.company, NINE + 2 * DAY)) == []


@pytest.mark.django_db
def test_what_comes_back_counts_only_what_belongs_to_nothing_earlier_and_reopens() -> None:
    world = company()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    watch(0)
    (first,) = found(world)
    do(world, first, "confirm", NINE + DAY, "老组")
    complaint(world, NINE + 2 * DAY, "13900000000")
    complaint(world, NINE + 2 * DAY, "13900000001")
    watch(2)
    assert len(found(world)) == 1
    complaint(world, NINE + 3 * DAY, "13900000002")
    watch(3)
    (again,) = found(world)
    assert (again.id, again.rounds, again.closed_at) == (first.id, 1, None)


@pytest.mark.django_db
def test_what_a_watch_found_is_owed_and_confirmed_by_whom_the_watch_names() -> None:
    world = company()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    watch(0)
    (common,) = found(world)
    assert DutyRow.objects.get(case=common).bearer_roles == "lead"
    with pytest.raises(Refused) as refused:
        do(world, common, "confirm", NINE + DAY, "小东")
    assert "“共性问题”须先由组长确认" in str(refused.value)
    assert do(world, common, "confirm", NINE + DAY, "老组").stage == "已结束"


def caused(case: Case) -> tuple[str, set[str]]:
    """Which watch opened a case, and because of which cases."""
    because = read(case.id)[0].data["because"]
    return because["watch"], set(because["cases"])


def rushes() -> list[Case]:
    return [episode.case for episode in Episode.objects.filter(watch="rush").order_by("id")]


def some(world: World, day: float, number: int, fault: str = "漏水") -> list[Case]:
    """So many complaints of the same customer on a day."""
    return [complaint(world, NINE + day * DAY, "13800000001", fault) for _ in range(number)]


@pytest.mark.django_db
def test_a_day_far_above_the_days_before_opens_one_case_and_the_next_crossing_another() -> None:
    world = company()
    for day in range(4):
        some(world, day, 3)
    five = some(world, 4, 4)  # 4 is no more than half above 3
    watch(4.1)
    assert rushes() == []
    five += some(world, 4.1, 1)
    watch(4.2)
    (first,) = rushes()
    assert caused(first) == ("rush", {case.id for case in five})
    (sixth,) = some(world, 4.2, 1)
    watch(4.3)
    assert read(sixth.id)[-1].data == {"relation": "watch", "other": first.id}
    do(world, first, "confirm", NINE + 4.3 * DAY)
    some(world, 4.4, 1)
    watch(4.5)
    assert rushes() == [first]  # the same day is the same crossing, also after it was dealt with
    some(world, 5, 6)  # three times three, then seven: a mean of four
    watch(5.1)
    assert rushes() == [first]
    some(world, 5.1, 1)
    watch(5.2)
    assert len(rushes()) == 2
    assert list(verify(world.company, NINE + 6 * DAY)) == []


@pytest.mark.django_db
def test_a_surge_is_only_told_once_the_whole_base_was_watched() -> None:
    world = company()
    some(world, 2, 9)
    watch(2.1)
    assert rushes() == []
    some(world, 4, 9)  # 2 to 5 March were watched: nine in four days
    watch(4.1)
    assert len(rushes()) == 1


@pytest.mark.django_db
def test_of_a_flood_all_cases_are_tied_to_what_it_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(episodes, "LINKED", 2)
    world = company()
    flood = some(world, 4, 5)
    watch(4.1)
    (rush,) = rushes()
    assert [read(case.id)[-1].data["other"] for case in flood] == [rush.id] * 5
    assert Fact.objects.filter(watch="rush", episode__case=rush).count() == 5


@pytest.mark.django_db
def test_three_months_in_a_row_open_one_case() -> None:
    world = company()
    three = some(world, 0, 1, "异响") + some(world, 35, 1, "异响")
    watch(36)
    assert not Episode.objects.filter(watch="again_and_again").exists()
    three += some(world, 65, 2, "异响")
    watch(66)
    episode = Episode.objects.get(watch="again_and_again")
    assert caused(episode.case) == ("again_and_again", {case.id for case in three})
    do(world, episode.case, "confirm", NINE + 66 * DAY)
    some(world, 95, 1, "异响")
    watch(96)
    assert Episode.objects.filter(watch="again_and_again").count() == 1


@pytest.mark.django_db
def test_two_workers_open_a_finding_once(monkeypatch: pytest.MonkeyPatch) -> None:
    world = company()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    deliver_all(NINE)
    stale: list[list[Fact]] = []
    real = episodes.Group.facts
    monkeypatch.setattr(episodes.Group, "facts", lambda *a: stale.append(real(*a)) or stale[-1])
    look(NINE)
    monkeypatch.setattr(episodes.Group, "facts", lambda *_: stale[0])
    monkeypatch.setattr(episodes.Group, "open_episode", lambda _: None)
    Fact.objects.update(looked=False)
    with monkeypatch.context() as patch:
        patch.setattr(episodes, "_looked", lambda *_: None)
        look(NINE)
    assert len(found(world)) == 1
    assert Episode.objects.count() == 1
    opened = CaseEvent.objects.filter(kind="opened", body__contains='"procedure":"common"')
    assert opened.count() == 1


@pytest.mark.django_db
def test_no_phone_can_be_read_from_what_the_watch_keeps() -> None:
    world = company()
    complaint(world, NINE, "13800000001")
    watch(0)
    fact = Fact.objects.get(watch="common")
    assert (len(fact.group), len(fact.apart)) == (64, 64)
    assert (fact.looked, fact.occurred) == (True, NINE)


RELAPSE = """watches:
  relapse:
    label: 改进以后又发生
    clause: r1
    same: [take.model, take.fault]
    different: [case]
    after: common
    at_least: '1'
    within: 30 days
    opens: recheck
"""
DECLINE = """
      decline: {label: 不算, by: [clerk, lead], in: [待确认], to: 不算}
"""


def relapses() -> list[Case]:
    return [episode.case for episode in Episode.objects.filter(watch="relapse").order_by("id")]


def with_relapse() -> World:
    """The company watches for what comes back after a common problem was dealt with; some are declined."""
    pack = PACK.replace("watches:\n", RELAPSE)
    ended = "stages: [待确认, 已结束, 不算]\n    final: [已结束, 不算]\n    resolved: [已结束]"
    pack = pack.replace("stages: [待确认, 已结束]", ended)
    step = "in: [待确认], to: 已结束}"
    return company(pack=pack.replace(step, step + DECLINE.rstrip()))


@pytest.mark.django_db
def test_repeats_without_a_remedy_before_them_are_no_relapse() -> None:
    world = with_relapse()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    watch(0)
    assert relapses() == []  # nothing was put right yet
    (remedy,) = found(world)
    complaint(world, NINE + DAY, "13900000000")
    watch(1)
    do(world, remedy, "confirm", NINE + 2 * DAY, "老组")
    watch(2)
    assert relapses() == []  # what came while it was under way did not come back
    other = complaint(world, NINE + 3 * DAY, "13900000001", "异响")
    watch(3)
    assert relapses() == []  # another fault is another matter
    back = complaint(world, NINE + 3.5 * DAY, "13900000002")
    watch(3.5)
    (relapse,) = relapses()
    assert caused(relapse) == ("relapse", {back.id})
    assert {e.data["other"] for e in read(relapse.id) if e.kind == "linked"} == {back.id, remedy.id}
    assert read(remedy.id)[-1].data == {"relation": "watch", "other": relapse.id}
    assert not any(e.kind == "linked" for e in read(other.id))
    assert list(verify(world.company, NINE + 4 * DAY)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "comes"), [(32.6249, True), (32.6251, False)])
def test_what_comes_back_after_the_last_day_of_the_term_is_a_new_matter(
    days: float, *, comes: bool
) -> None:
    world = with_relapse()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    watch(0)
    do(world, found(world)[0], "confirm", NINE + 2 * DAY, "老组")
    complaint(world, NINE + days * DAY, "13900000002")
    watch(days)
    assert bool(relapses()) == comes


@pytest.mark.django_db
def test_what_was_declined_put_nothing_right_and_is_found_anew() -> None:
    world = with_relapse()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    watch(0)
    (declined,) = found(world)
    do(world, declined, "decline", NINE + DAY, "老组")
    for n in range(3):
        complaint(world, NINE + (2 + n) * DAY, f"1390000000{n}")
    watch(5)
    assert relapses() == []
    assert [case.stage for case in found(world)] == ["不算", "待确认"]
    declined.refresh_from_db()
    assert (declined.rounds, declined.closed_at is None) == (0, False)
