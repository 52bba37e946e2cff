"""Customers are told by their own channel: once, with proof, and by phone when nothing else leads."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from huiyin.cases import log
from huiyin.cases.commands.acting import Doing, act
from huiyin.cases.models import Case
from huiyin.cases.sealing import verify
from huiyin.cases.work import Gone
from huiyin.channels.customers import outgoing, send_waiting
from huiyin.channels.customers.calls import how_many, to_tell, told
from huiyin.channels.customers.language import language_of, used
from huiyin.channels.delivery import deliver
from huiyin.channels.models import Sending
from huiyin.people.models import Company
from huiyin.people.vault import erase_subject
from huiyin.smsgateway import gateway_from
from tests.shell.channels.given import NINE, assigned, company, taken

PHONE, ADDRESS = "13800172071", "meng@example.com"
MINUTE = timedelta(minutes=1)


class Gateway(HTTPServer):
    """A gateway on this machine; `answers` are the states it gives, 0 hangs up without a word."""

    got: list[tuple[dict[str, Any], dict[str, str]]]
    answers: list[int]


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((json.loads(body), dict(self.headers)))
        state = self.server.answers.pop(0) if self.server.answers else 200
        if state == 0:
            self.close_connection = True
            return
        self.send_response(state)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def gateway(settings: Settings, *answers: int) -> Iterator[Gateway]:
    server = Gateway(("127.0.0.1", 0), Handler)
    server.got, server.answers = [], list(answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS = gateway_from(f"http://127.0.0.1:{server.server_port}/send", key="token")
    settings.PUBLIC_ADDRESS = "https://huiyin.example.com"
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def walk(now: datetime = NINE) -> None:
    while deliver(now):
        pass


def proofs(case: Case) -> list[tuple[str, str, str]]:
    found = (e.data for e in log.read(case.id) if e.kind == "delivered")
    return [(d["notice"], d["channel"], d["result"]) for d in found if "customer" in d["to"]]


@pytest.mark.django_db
def test_a_customer_with_an_address_gets_one_letter_with_the_reply_and_its_proof(
    settings: Settings,
) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    settings.PUBLIC_ADDRESS = "https://huiyin.example.com"
    world = company()
    case = taken(world, mail=ADDRESS, phone=PHONE)
    reply = Doing(step="answer", form={"said": "{customer}：已经换好了。"})
    act(world.caller("小王", NINE), case.id, [reply])
    walk()
    assert send_waiting(NINE) == 1
    assert send_waiting(NINE + timedelta(hours=1)) == 0
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert "孟先生：已经换好了。" in letter.body
    assert "我们答复了您的投诉（2026-001）。" in letter.body
    assert f"https://huiyin.example.com/p/{world.company.slug}/look/" in letter.body
    assert ("taken", "mail", "delivered") in proofs(case)
    assert ("reply answer", "mail", "delivered") in proofs(case)
    walk(NINE + MINUTE)
    assert list(verify(world.company, NINE + MINUTE)) == []


@pytest.mark.django_db
def test_without_an_address_a_short_message_goes_through_the_gateway(settings: Settings) -> None:
    world = company()
    with gateway(settings) as server:
        case = taken(world, phone=PHONE)
        walk()
        send_waiting(NINE)
    ((body, headers),) = server.got
    assert body["phone"] == PHONE
    assert body["text"].startswith(f"【{world.company.name}】编号 2026-001")
    assert body["text"].endswith("/look/")
    assert headers["Authorization"] == "Bearer token"
    assert headers["Idempotency-Key"] == body["id"]
    assert proofs(case) == [("taken", "sms", "delivered")]


@pytest.mark.django_db
def test_who_used_the_page_in_english_is_written_to_in_english_alone(settings: Settings) -> None:
    world = company()
    with gateway(settings) as server:
        case = taken(world, phone=PHONE)
        used(world.company, [case.id], "en")
        assigned(world, case)
        walk()
        send_waiting(NINE)
        used(world.company, [case.id], "zh-hans")
        assert language_of(case) == "zh"
    ((body, _headers),) = server.got
    said = body["text"].removeprefix(f"【{world.company.name}】")
    assert said.startswith("Number 2026-001, (see the case) ")
    assert "编号" not in said


@pytest.mark.django_db
def test_nobody_sets_the_language_of_another_company() -> None:
    world = company()
    case = taken(world, phone=PHONE)
    used(Company.objects.create(slug="other", name="别家", created=NINE), [case.id], "en")
    assert language_of(case) is None


@pytest.mark.django_db
def test_a_gateway_that_is_busy_is_tried_again_and_says_it_once(settings: Settings) -> None:
    world = company()
    with gateway(settings, 503, 200) as server:
        case = taken(world, phone=PHONE)
        walk()
        send_waiting(NINE)
        assert proofs(case) == []
        assert send_waiting(NINE + MINUTE) == 0
        send_waiting(NINE + 3 * MINUTE)
        send_waiting(NINE + 60 * MINUTE)
    assert len(server.got) == 2
    assert server.got[0][0]["id"] == server.got[1][0]["id"]
    assert proofs(case) == [("taken", "sms", "delivered")]


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "result"), [(400, "failed"), (0, "unsure")])
def test_what_is_refused_or_never_answered_goes_to_staff_and_is_not_sent_again(
    settings: Settings, answer: int, result: str
) -> None:
    world = company()
    with gateway(settings, answer) as server:
        case = taken(world, phone=PHONE)
        walk()
        send_waiting(NINE)
        send_waiting(NINE + 60 * MINUTE)
    assert len(server.got) == 1
    assert proofs(case) == [("taken", "sms", result)]
    (one,) = to_tell(world.caller("小王", NINE))
    assert (one.case, one.failed) == (case, ["sms"])


@pytest.mark.django_db
def test_dying_while_sending_never_says_it_twice(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = company()
    with gateway(settings) as server:
        case = taken(world, phone=PHONE)
        walk()
        with monkeypatch.context() as patch:
            patch.setattr(outgoing, "_sent", killed)
            with pytest.raises(KeyboardInterrupt):
                send_waiting(NINE)
        assert send_waiting(NINE + 9 * MINUTE) == 0
        assert send_waiting(NINE + 11 * MINUTE) == 1
        assert send_waiting(NINE + 60 * MINUTE) == 0
    assert len(server.got) == 1
    assert proofs(case) == [("taken", "sms", "unsure")]
    assert how_many(world.caller("小王", NINE)) == 1


def killed(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_with_a_number_alone_staff_are_asked_to_call_and_record_it_with_one_press() -> None:
    world = company()
    case = assigned(world, taken(world, phone="021-5558 1234"))
    walk()
    clerk, outsider = world.caller("小王", NINE), world.caller("专家甲", NINE)
    (one,) = to_tell(clerk)
    assert [m.text for m in one.messages] == [
        "编号 2026-001，（见案件）您好",
        "2026-001 已交专人办理",
    ]
    seen = [message.id for message in one.messages]
    told(clerk, case.id, seen, reached=False, command="c1")
    assert to_tell(clerk)[0].tries == 1
    told(clerk, case.id, seen, reached=True, command="c2")
    assert to_tell(clerk) == []
    with pytest.raises(Gone):
        told(clerk, case.id, seen, reached=True, command="c3")
    assert proofs(case)[-1] == ("given", "phone", "delivered")
    assert log.read(case.id)[-1].actor.person == world.persons["小王"]
    assert how_many(outsider) == 0
    assert list(verify(world.company, NINE)) == []


@pytest.mark.django_db
def test_nobody_calls_about_what_was_said_face_to_face_or_without_a_number() -> None:
    world = company()
    case = assigned(world, taken(world, phone="没有"))
    walk()
    assert Sending.objects.count() == 0
    case = assigned(world, taken(world, phone=PHONE))
    act(world.caller("专家乙", NINE), case.id, [Doing(step="finish")])
    walk()
    assert {row.message.key for row in Sending.objects.all()} == {"notice taken", "notice given"}


@pytest.mark.django_db
def test_a_customer_whose_data_was_erased_meanwhile_is_left_alone(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    world = company()
    case = taken(world, mail=ADDRESS)
    walk()
    assert case.subject is not None
    erase_subject(case.subject.id, company=world.company.id, at=NINE)
    send_waiting(NINE)
    assert mail.outbox == []
    assert how_many(world.caller("小王", NINE)) == 0


def test_a_gateway_must_be_an_address_with_a_json_body() -> None:
    assert gateway_from("").address == ""
    with pytest.raises(ValueError, match="HUIYIN_SMS"):
        gateway_from("sms.example.com")
    with pytest.raises(ValueError, match="JSON"):
        gateway_from("https://sms.example.com", body="{phone}")
