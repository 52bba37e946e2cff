"""What was drawn for a check can be filled in by a demo's script: the cases, and what each says."""

from typing import TYPE_CHECKING, Any

import pytest

from huiyin.cases import log
from huiyin.cases.models import Case, Opening
from huiyin.cases.schedules import open_due
from huiyin.cases.sealing import seal
from huiyin.demo.house import House
from huiyin.demo.script import Words, scripts
from huiyin.obligations.act import Act
from huiyin.obligations.draft import Draft
from huiyin.obligations.fold import Fold
from huiyin.obligations.samples import draw, draws

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk


@pytest.fixture
def studio(db: None) -> "Desk":
    from tests.shell.desk.office import PACKS, open_desk  # noqa: PLC0415

    return open_desk(PACKS / "cinema" / "2026.1", "10_own_answer")


def checked(studio: "Desk") -> tuple[Case, dict[str, Any]]:
    """The check of March, opened with its draw, and what it was drawn from."""
    lines = studio.lines
    call = next(n for n, line in enumerate(lines) if line.get("do") == "own_answer")
    studio.player.play(lines[: call + 1])
    talk = {
        "at": "2026-03-06T09:00",
        "who": "客服何",
        "do": "revisit",
        "with": {
            "outcome": "客户认可",
            "way": "短信链接",
            "reached": "是",
            "script": "v1",
            "steps": [
                "说明身份和来意",
                "核对整改内容",
                "询问整改效果",
                "听取意见",
                "请客户评分",
                "说明后续安排",
            ],
            "works": "有效果",
            "feedback": "好了",
            "score": "5",
            "score_why": "上门再校后改评",
            "tags": ["无需改进"],
        },
    }
    studio.player.play([talk])
    seal(studio.world.company, studio.at("2026-03-31T20:00"))
    open_due(studio.at("2026-04-02T09:00"))
    opening = Opening.objects.filter(case__procedure="revisit_check").latest("id")
    case = opening.case
    assert case is not None
    return case, log.read(case.id)[0].data["because"]


def test_the_script_answers_each_drawn_case_beside_what_the_customer_said_himself(
    studio: "Desk",
) -> None:
    case, because = checked(studio)
    (drawn,) = draws(because)
    again = draw(drawn["pool"], drawn["seed"], count=len(drawn["drawn"]))
    assert list(again.cases) == drawn["drawn"], "whoever has the seed draws the same"
    script = next(one for one in scripts() if one.said["pack"] == "cinema")
    said = script.history["forms"]["revisit_check"]["check"]
    house: Any = House.__new__(House)
    words = Words({"drawn": house.drawn(because)})
    form = {name: words.say(value) for name, value in said.items()}
    complaint = studio.player.case
    assert complaint is not None
    assert [(row["case"], row["score"]) for row in form["drawn"]] == [(complaint.number, "3")]
    outcome = form.pop("outcome")
    for who, allowed in (("质检赵", True), ("客服何", False)):
        caller = studio.world.caller(who, studio.at("2026-04-03T09:00"))
        rules = caller.book.of_edition(case.edition)
        fold = Fold(rules, caller.book.by_name).run(log.read(case.id))
        fold.advance(caller.now)
        draft = Draft(fold, case.id, "try", caller.now, caller.directory)
        act = Act(name="check", actor=caller.actor, at=caller.now, form=form, outcome=outcome)
        assert (draft.act(act) == ()) == allowed
