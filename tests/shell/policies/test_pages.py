"""The regulation at the desk: read, revised, tried, signed; who may not see finds nothing."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huiyin import clock, packjobs
from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from huiyin.policies.models import Revision, ToolRun
from tests.shell.cases.world import World
from tests.shell.policies.house import (
    PACK,
    SCENARIOS,
    at,
    complain,
    finish,
    fresh,
    open_house,
    revise,
)

pytestmark = pytest.mark.django_db
On = Callable[[str], Any]
OK, FOUND, FORBIDDEN, NOT_FOUND, UNPROCESSABLE = 200, 302, 403, 404, 422
PASSWORD = "回音-policy-2026"
TODAY = "2026-03-05T09:00:00"


def browser(world: World, name: str) -> Client:
    person = world.persons[name]
    username = f"u{person}".lower()
    user, _ = create_account(username=username, at=at("2026-01-01T00:00"), password=PASSWORD)
    give_account(world.company.id, person, user, at=at("2026-01-01T00:00"), by="system")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def url(rest: str) -> str:
    return f"/c/small/policy/{rest}"


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def archive(pack: str) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("small/2026.2/pack.yaml", pack)
        for name, text in SCENARIOS.items():
            file.writestr(f"small/2026.2/{name}", text)
    target.seek(0)
    target.name = "small.zip"
    return target


def test_each_clause_says_what_enforces_it_and_how_it_is_kept(on: On) -> None:
    world = open_house()
    met = finish(world, complain(world, "2026-03-01T10:00"), "2026-03-02T10:00")
    late = finish(world, complain(world, "2026-02-01T10:00"), "2026-02-20T10:00")
    with on(TODAY):
        reader = browser(world, "店员甲")
        page = text_of(reader.get(url("")))
        assert "本季发生 2 次，按时 1" in page
        assert "迟 1" in page
        one = text_of(reader.get(url("clauses/a1/")))
        assert "50.0%" in one
        assert "按期办结" in one
        listed = text_of(reader.get(url("clauses/a1/cases/?what=late")))
        assert late.id in listed
        assert met.id not in listed


def test_the_figures_ask_as_often_for_few_cases_as_for_many(
    on: On, django_assert_max_num_queries: Any
) -> None:
    world = open_house()
    for day in range(1, 6):
        complain(world, f"2026-03-0{day}T08:00")
    with on(TODAY):
        reader = browser(world, "店员甲")
        reader.get(url(""))
        with django_assert_max_num_queries(20):
            reader.get(url(""))


@pytest.mark.parametrize(
    "place", ["", "clauses/a1/", "revisions/", "revisions/1/", "tools/", "running/"]
)
def test_who_has_no_post_finds_nothing(on: On, place: str) -> None:
    world = open_house()
    revise(world, {"large": "900"}, on="2026-04-01")
    with on(TODAY):
        assert browser(world, "外人").get(url(place)).status_code == NOT_FOUND


@pytest.mark.parametrize("place", ["revisions/", "revisions/1/", "tools/", "running/"])
def test_revisions_and_tools_are_for_those_the_regulation_names(on: On, place: str) -> None:
    world = open_house()
    revise(world, {"large": "900"}, on="2026-04-01")
    with on(TODAY):
        assert browser(world, "店员甲").get(url(place)).status_code == NOT_FOUND
        assert browser(world, "审计").get(url(place)).status_code == OK


@pytest.mark.parametrize(
    "place", ["", "revisions/", "revisions/1/", "revisions/new/", "tools/", "running/"]
)
def test_every_page_speaks_english(on: On, place: str) -> None:
    world = open_house()
    revise(world, {"large": "900"}, on="2026-04-01")
    with on(TODAY):
        answer = browser(world, "主管").get(url(place), headers={"accept-language": "en"})
    assert answer.status_code == OK
    assert 'lang="en"' in text_of(answer)


def test_a_revision_from_draft_to_the_first_case_under_it(on: On) -> None:
    world = open_house(tests=True)
    old = complain(world, "2026-03-04T10:00")
    with on(TODAY):
        owner = browser(world, "主管")
        there = owner.post(url("revisions/new/"), {})
        assert there.status_code == FOUND
        values = {"value-finish_days": "2", "value-large": "500", "effective_on": "2026-04-01"}
        act = url("revisions/1/act/")
        assert owner.post(act, {**values, "act": "try"}).status_code == FOUND
        assert owner.post(act, {**values, "act": "submit"}).status_code == UNPROCESSABLE
        packjobs.run_waiting(clock.now)
        page = text_of(owner.get(url("revisions/1/")))
        assert "检查 0 处错误；1 个场景成立，0 个不成立" in page
        assert "收紧" in page
        assert "用公司最近 1 件重算" in page
        assert owner.post(act, {**values, "act": "submit"}).status_code == FOUND
    signed = {"act": "sign", "decision": "approve", "password": PASSWORD}
    with on("2026-03-05T10:00:00"):
        assert browser(world, "老板").post(act, signed).status_code == FORBIDDEN
        counsel = browser(world, "会签")
        assert counsel.post(act, {**signed, "password": "x"}).status_code == UNPROCESSABLE
        assert counsel.post(act, signed).status_code == FOUND
    with on("2026-03-05T11:00:00"):
        boss = Client()
        boss.force_login(_user(world, "老板"), backend=BACKEND)
        assert boss.post(act, signed).status_code == FOUND
    assert Revision.objects.get().state == "approved"
    new = complain(fresh(world), "2026-04-01T10:00")
    old.refresh_from_db()
    assert (old.edition, new.edition) == (1, 2)
    with on("2026-04-01T11:00:00"):
        boss.force_login(_user(world, "老板"), backend=BACKEND)
        listed = text_of(boss.get(url("running/")))
    assert "第 2 版次（现行）" in listed


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _user(world: World, name: str) -> Any:
    from huiyin.people.models import Person  # noqa: PLC0415

    return Person.objects.get(id=world.persons[name]).user


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(on: On) -> None:
    world = open_house()
    with on(TODAY):
        owner = browser(world, "主管")
        owner.post(url("revisions/new/"), {})
        typed = {"value-finish_days": "99", "value-large": "", "act": "save", "reason": "试试"}
        answer = owner.post(url("revisions/1/act/"), typed)
    page = text_of(answer)
    assert answer.status_code == UNPROCESSABLE
    assert "不能大于 30" in page
    assert "公司必须设定这个值" in page
    assert 'value="99"' in page
    assert "试试" in page


def test_a_new_version_is_checked_before_it_is_installed(on: On) -> None:
    world = open_house()
    good = PACK.replace("'2026.1'", "'2026.2'").replace("within: finish_days", "within: 2 days")
    with on(TODAY):
        owner = browser(world, "主管")
        broken = owner.post(
            url("revisions/new/"), {"file": archive(good.replace("in: [办理]", "in: [没有]"))}
        )
        assert broken.status_code == UNPROCESSABLE
        assert "没有叫“没有”的阶段" in text_of(broken)
        other = owner.post(
            url("revisions/new/"), {"file": archive(good.replace("pack: small", "pack: tiny"))}
        )
        assert other.status_code == UNPROCESSABLE
        assert owner.post(url("revisions/new/"), {"file": archive(good)}).status_code == FOUND
        page = text_of(owner.get(url("revisions/1/")))
    assert "换用 2026.2 版" in page
    assert "按期办结" in page


@pytest.mark.parametrize(
    ("tool", "more", "says"),
    [
        ("check", {}, "0 个错误"),
        ("test", {}, "1 个场景成立，0 个不成立"),
        ("coverage", {}, "第一条"),
        ("diff", {}, "0 处变更"),
        ("explain", {"scenario": "五天"}, "按期办结"),
        ("whatif", {"parameter": "finish_days", "value": "1"}, "按期办结"),
        ("simulate", {"days": "5", "per_day": "2"}, "件"),
    ],
)
def test_each_tool_says_on_the_page_what_it_says_on_the_command_line(
    on: On, tool: str, more: dict[str, str], says: str
) -> None:
    world = open_house(tests=True)
    finish(world, complain(world, "2026-03-01T10:00"), "2026-03-03T12:00")
    with on(TODAY):
        owner = browser(world, "主管")
        there = owner.post(url("tools/"), {"tool": tool, **more})
        assert there.status_code == FOUND
        waiting = text_of(owner.get(there["location"]))
        assert "进行中" in waiting
        packjobs.run_waiting(clock.now)
        page = text_of(owner.get(there["location"]))
    run = ToolRun.objects.get()
    assert run.good, run.said
    assert says in page


def test_a_run_can_be_stopped(on: On) -> None:
    world = open_house()
    with on(TODAY):
        owner = browser(world, "主管")
        there = owner.post(url("tools/"), {"tool": "check"})["location"]
        owner.post(there, {"act": "stop"})
        assert packjobs.run_waiting(clock.now) == 0
        assert "已停止" in text_of(owner.get(there))


def test_moving_running_cases_is_decided_by_who_the_pack_names(on: On) -> None:
    world = open_house()
    complain(world, "2026-03-20T10:00")
    revise(world, {"large": "900"}, on="2026-04-01")
    with on("2026-04-02T09:00:00"):
        assert "总经理" in text_of(browser(world, "主管").get(url("running/")))
        boss = browser(world, "老板")
        told = {"reason": "统一", "password": PASSWORD}
        assert boss.post(url("running/"), {**told, "reason": ""}).status_code == UNPROCESSABLE
        assert boss.post(url("running/"), told).status_code == FOUND
        assert "正在改用第 2 版次" in text_of(boss.get(url("running/")))
