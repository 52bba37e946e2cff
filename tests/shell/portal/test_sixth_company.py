"""The guide's example, a company of another trade, runs on every page without a line of code."""

from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from huiyin.cases.sealing import verify
from huiyin.channels.delivery import deliver
from huiyin.people.models import Person
from tests.shell.cases.world import Player, World, build, pack_in, yaml_in
from tests.shell.desk.office import Desk
from tests.shell.portal.phone import Phone

PACK = Path(__file__).parents[3] / "docs" / "example-pack" / "petclinic" / "2026.1"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOLD = {"owner": "王女士", "phone": "13800172071", "story": "打针以后猫一直不吃东西"}


def clinic() -> World:
    """The example installed and adopted, with the cast of its own scenarios."""
    cast = yaml_in(PACK / "tests" / "cast.yaml")
    return build(pack_in(PACK), cast["units"], cast["people"])


@pytest.mark.django_db
@pytest.mark.proves("petclinic", "9")
def test_an_owner_complains_the_clinic_answers_and_only_the_own_clinic_reads_it(
    frozen: time_machine.Traveller,
) -> None:
    world = clinic()
    phone, desk = Phone(world), Desk(world, Player(world, "complaint"), [])

    def at(text: str) -> None:
        moment: datetime = desk.at(text)
        frozen.move_to(moment)

    at("2026-03-02T10:00")
    store = f"{phone.root}s/东院/"
    once = phone.get(store).inputs()["once"]
    receipt = phone.post(store, {"once": once, "mark.phone": "", **TOLD})
    assert receipt.status == 200, receipt.words
    case = phone.case()
    assert case.number.startswith("东院")

    vet, stranger = desk.browser("医生丙"), desk.browser("西院前台")
    page = desk.url(f"cases/{case.id}/")
    read = vet.get(page).content.decode()
    assert "13800172071" not in read
    assert "王女士" not in read
    assert "当日完成认定" in read
    assert stranger.get(page).status_code == 404
    assert case.id not in stranger.get(desk.url("cases/")).content.decode()
    shown = vet.post(f"{page}unmask/?what=complain.phone", {"reason": "联系主人"})
    assert "13800172071" in shown.content.decode()

    player = Player(world, "complaint", case)
    player.play(
        [
            {"at": "2026-03-02T11:00", "who": "医生丙", "do": "grade", "with": {"level": "一般"}},
            {
                "at": "2026-03-04T11:00",
                "who": "医生丙",
                "do": "answer",
                "with": {"found": "反应正常", "text": "请再来复查，费用全免"},
            },
        ]
    )
    at("2026-03-04T11:30")
    progress = phone.get(phone.progress)
    assert "请再来复查，费用全免" in progress.words
    assert "反应正常" not in progress.words


@pytest.mark.django_db
@pytest.mark.proves("petclinic", "11")
def test_the_owner_agrees_to_a_pause_on_the_phone_and_the_limit_moves(
    frozen: time_machine.Traveller,
) -> None:
    world = clinic()
    phone, desk = Phone(world), Desk(world, Player(world, "complaint"), [])

    def at(text: str) -> datetime:
        moment: datetime = desk.at(text)
        frozen.move_to(moment)
        return moment

    at("2026-03-02T10:00")
    once = phone.get(f"{phone.root}s/东院/").inputs()["once"]
    phone.post(f"{phone.root}s/东院/", {"once": once, "mark.phone": "", **TOLD})
    case = phone.case()
    Player(world, "complaint", case).play(
        [{"at": "2026-03-02T11:00", "who": "医生丙", "do": "grade", "with": {"level": "一般"}}]
    )
    pause = desk.url(f"cases/{case.id}/pause/")

    def staff(name: str) -> Client:
        """The browser of somebody, signed in anew: sessions end while the time moves."""
        client = desk.browser(name)
        person = Person.objects.get(id=world.persons[name])
        assert person.user is not None
        client.force_login(person.user, backend=BACKEND)
        return client

    at("2026-03-03T10:00")
    wish = {"reason": "等化验结果", "until": "2026-03-06T10:00"}
    vet = staff("医生丙")
    refused = vet.post(pause, {**wish, "how": "proven", "once": "a"})
    assert "暂停须先得到顾客同意" in refused.content.decode()
    assert vet.post(pause, {**wish, "how": "ask", "once": "b"}).status_code == 302
    assert "请顾客同意暂停，还没有回答" in vet.get(desk.url(f"cases/{case.id}/")).content.decode()

    while deliver(at("2026-03-03T12:00")):
        pass
    page = phone.get(phone.progress)
    assert "我们想先停下来，请您答复 原因：等化验结果" in page.words
    assert f"{case.number} 想先停下来，原因：等化验结果" in page.words
    answer = f"{phone.progress}pause/"
    assert "请选一项" in phone.post(answer, {**page.inputs(), "agreed": ""}).words
    agreed = phone.post(answer, {**page.inputs(), "agreed": "yes"})
    assert "谢谢，您同意了" in agreed.words
    assert "我们想先停下来" not in agreed.words
    assert "您同意先停下来 今天 12:00" in agreed.words
    again = phone.post(answer, {**page.inputs(), "once": "x", "agreed": "no"})
    assert "这个问题已经不用回答了" in again.words

    while deliver(at("2026-03-03T13:00")):
        pass
    words = phone.get(phone.progress).words
    assert "先停着，3月6日 周五 10:00 接着办" in words
    assert f"{case.number} 先停下来，原因：等化验结果" in words
    duties = staff("医生丙").get(desk.url()).content.decode()
    assert "已暂停" in duties
    assert "今天 12:00 起暂停" in duties

    at("2026-03-06T10:00")
    assert "已暂停" not in staff("医生丙").get(desk.url()).content.decode()
    director = staff("院长")
    assert (
        "暂停的时间占它们全部时间的 73%"
        in director.get(desk.url("policy/clauses/11/")).content.decode()
    )
    ledger = director.get(desk.url("ledgers/all/")).content.decode()
    assert "2天22小时" in ledger
    assert "73%" in ledger
    assert list(verify(world.company, at("2026-03-06T10:00"))) == []
