"""Pauses at the desk: asked with reason, consent and end; shown; ended by themselves or by hand."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from huiyin.cases import log

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
OK, FOUND, FORBIDDEN, UNPROCESSABLE = 200, 302, 403, 422

PACK = """
pack: still
version: '2026.1'
title: 会停的钟
counting: {day: {day_zero: excluded, end: midnight}}
roles: {clerk: {label: 办事员}, head: {label: 负责人}}
clauses: {r1: {cite: 第一条, text: 等顾客材料时计时暂停。}}
procedures:
  job:
    label: 投诉
    main: true
    stages: [办理, 办结]
    steps:
      open: {label: 登记, by: clerk, to: 办理}
      finish: {label: 办完, by: clerk, in: [办理], to: 办结}
    pausing: {reasons: [等顾客材料, 顾客外出], duties: [finish], most: 10 days, consent: true, by: head, clause: r1}
    duties:
      finish: {label: 五天办完, clause: r1, after: open, due: {within: 5 days}, done_by: finish}
"""
UNITS: dict[str, Any] = {"总部": {}}
PEOPLE = {
    "小办": {"unit": "总部", "roles": ["clerk"]},
    "老负": {"unit": "总部", "roles": ["clerk", "head"]},
    "外人": {"unit": "总部", "roles": []},
}
WISH = {"reason": "等顾客材料", "until": "2026-03-05T09:00", "how": "proven"}


def asked(once: str = "once") -> dict[str, Any]:
    """What is handed in: the pause, with a photo of the customer's signature."""
    from tests.shell.records.files import photo  # noqa: PLC0415

    proof = SimpleUploadedFile("同意.jpg", photo())
    return {**WISH, "once": once, "proof": [proof]}


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    """A store of files of this test's own."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def still(db: None) -> "Desk":
    from huiyin.policy.load import parse  # noqa: PLC0415  (when Django has its settings)
    from tests.shell.cases.world import Player, build  # noqa: PLC0415
    from tests.shell.desk.office import Desk  # noqa: PLC0415

    world = build(parse({"pack.yaml": PACK}), UNITS, PEOPLE)
    desk = Desk(world, Player(world, "job"), [])
    desk.player.play([{"at": "2026-03-02T09:00", "who": "小办", "do": "open"}])
    return desk


def place(still: "Desk", rest: str = "") -> str:
    assert still.player.case is not None
    return still.url(f"cases/{still.player.case.id}/{rest}")


def test_a_pause_is_asked_for_shown_and_ends_by_itself(still: "Desk", frozen: Frozen) -> None:
    with frozen(still.at("2026-03-03T09:00")):
        head = still.browser("老负")
        assert "暂停计时" in head.get(place(still)).content.decode()
        assert "等顾客材料" in head.get(place(still, "pause/")).content.decode()
        assert head.post(place(still, "pause/"), asked()).status_code == FOUND
        paused = head.get(place(still)).content.decode()
    assert "已暂停" in paused
    assert "恢复计时" in paused
    with frozen(still.at("2026-03-05T09:00")):
        after = still.browser("小办").get(place(still)).content.decode()
    assert "已暂停，" not in after
    assert "累计暂停 2天，占 67%" in after


def test_the_proof_of_consent_is_evidence_of_the_case_and_the_list_shows_the_pause(
    still: "Desk", frozen: Frozen
) -> None:
    with frozen(still.at("2026-03-03T09:00")):
        still.browser("老负").post(place(still, "pause/"), asked())
        duties = still.browser("小办").get(still.url()).content.decode()
    assert still.player.case is not None
    *_rest, pause, proof = log.read(still.player.case.id)
    assert (pause.kind, proof.kind) == ("paused", "evidence_added")
    assert pause.data["proof"] == [proof.data["evidence"]]
    assert proof.data["act"] == pause.seq
    assert "已暂停" in duties
    assert "今天 09:00 起暂停" in duties


def test_a_pause_ends_early_by_hand(still: "Desk", frozen: Frozen) -> None:
    with frozen(still.at("2026-03-03T09:00")):
        head = still.browser("老负")
        head.post(place(still, "pause/"), asked())
        page = head.get(place(still, "pause/")).content.decode()
        assert "自动恢复" in page
    with frozen(still.at("2026-03-03T09:10")):
        assert head.post(place(still, "pause/"), {}).status_code == FOUND
        text = head.get(place(still)).content.decode()
    assert still.player.case is not None
    assert [e.kind for e in log.read(still.player.case.id)][-1] == "resumed"
    assert "已暂停，" not in text


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    still: "Desk", frozen: Frozen
) -> None:
    with frozen(still.at("2026-03-03T09:00")):
        wish = {"reason": "顾客外出", "until": "2026-05-05T09:00"}
        answer = still.browser("老负").post(place(still, "pause/"), wish)
    text = answer.content.decode()
    assert answer.status_code == UNPROCESSABLE
    assert "暂停须先得到顾客同意" in text
    assert "恢复不能晚于" in text
    assert 'value="2026-05-05T09:00"' in text


def test_who_may_not_pause_is_told_who_can_and_an_outsider_finds_nothing(
    still: "Desk", frozen: Frozen
) -> None:
    with frozen(still.at("2026-03-03T09:00")):
        answer = still.browser("小办").post(place(still, "pause/"), asked())
        outsider = still.browser("外人").get(place(still, "pause/"))
        page = still.browser("小办").get(place(still)).content.decode()
    assert answer.status_code == FORBIDDEN
    assert "小办无权暂停计时，须负责人" in answer.content.decode()
    assert outsider.status_code == 404
    assert "暂停计时" not in page
