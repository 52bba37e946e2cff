"""Fields of forms: native controls, words beside them, and a way for every answer."""

import pytest

from huiyin.web import parts as p
from huiyin.web.parts.fields import KINDS
from tests.shell.web_parts.conftest import Draw
from tests.shell.web_parts.reading import Reading, read, words

NOT_TYPED = ("shown", "given", "table")
"""Drawn like a field, but nobody writes into it: what stands there was said elsewhere."""


def choices(count: int, chosen: int = -1) -> list[p.Choice]:
    return [p.Choice(value=f"v{n}", label=f"值{n}", chosen=n == chosen) for n in range(count)]


def labelled(reading: Reading, ident: str) -> bool:
    return any(label.attributes.get("for") == ident for label in reading.all("label"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_field_has_its_label_and_its_name(draw: Draw, kind: str) -> None:
    field = p.Field(kind=kind, name="x", label="称呼", choices=choices(3))
    drawn = draw(field)
    reading = read(drawn)
    assert "称呼" in words(drawn)
    if kind in NOT_TYPED:
        return
    names = {e.attributes.get("name") for e in reading.elements}
    assert "x" in names
    grouped = bool(reading.all("fieldset"))
    assert grouped or labelled(reading, "f-x") or kind == "check"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in NOT_TYPED])
def test_a_wrong_field_says_so_to_eyes_and_ears(draw: Draw, kind: str) -> None:
    drawn = draw(
        p.Field(
            kind=kind, name="x", label="手机号", choices=choices(3), error="少 1 位：现有 10 位。"
        )
    )
    reading = read(drawn)
    assert "少 1 位：现有 10 位。" in words(drawn)
    described = {e.attributes.get("aria-describedby", "") for e in reading.elements}
    assert any("f-x-error" in ids.split() for ids in described)
    assert any(e.attributes.get("id") == "f-x-error" for e in reading.elements)


def test_six_choices_are_buttons_seven_a_list_and_many_a_search(draw: Draw) -> None:
    def field(count: int) -> p.Field:
        return p.Field(kind="choice", name="x", label="门店", choices=choices(count, chosen=1))

    assert len(read(draw(field(6))).all("input")) == 6
    assert read(draw(field(7))).all("select")
    assert read(draw(field(21))).all("datalist")
    assert read(draw(field(21))).all("input")[0].attributes["value"] == "值1"


def test_a_required_field_says_so_in_words(draw: Draw) -> None:
    field = p.Field(kind="text", name="x", label="称呼", required=True)
    assert "（必填）" in words(draw(field))
    assert "(required)" in words(draw(field, "en"))


def test_what_was_typed_is_there_again(draw: Draw) -> None:
    story = "<script>alert(1)</script> 一万字\n第二行 😀"
    drawn = draw(p.Field(kind="longtext", name="x", label="经过", value=story))
    assert "&lt;script&gt;" in drawn
    assert "😀" in drawn
    assert "<script>" not in drawn


def test_a_mark_may_stand_for_the_value(draw: Draw) -> None:
    field = p.Field(
        kind="phone",
        name="phone",
        label="手机号",
        marks=[p.Mark(name="mark.phone", value="顾客拒绝提供", label="顾客拒绝提供", chosen=True)],
    )
    reading = read(draw(field))
    mark = next(e for e in reading.all("input") if e.attributes.get("name") == "mark.phone")
    assert mark.attributes["value"] == "顾客拒绝提供"
    assert "checked" in mark.attributes
    assert reading.all("input")[0].attributes["type"] == "tel"


def test_rows_are_added_and_taken_away_without_scripts(draw: Draw) -> None:
    cell = p.Field(kind="text", name="others.0.name", label="称呼")
    field = p.Field(
        kind="table", name="others", label="同来的人", rows=[p.TableRow(index=0, cells=[cell])]
    )
    buttons = read(draw(field)).all("button")
    pressed = {(b.attributes["name"], b.attributes["value"]) for b in buttons}
    assert pressed == {("remove", "others.0"), ("add", "others")}
    assert all("formnovalidate" in button.attributes for button in buttons)
    assert "加一行" in words(draw(field))
    assert "Add a row" in words(draw(field, "en"))


def test_vague_words_are_pointed_at_with_the_clause(draw: Draw) -> None:
    caution = p.Caution(
        words="“可能”是含糊用语",
        clauses=[p.Clause(label="第九条")],
        excerpt=[p.Span(text="他"), p.Span(text="可能", kind="vague"), p.Span(text="没来")],
    )
    drawn = draw(p.Field(kind="longtext", name="x", label="经过", warning=caution))
    assert read(drawn).all("mark")[0].words == "可能"
    assert "第九条" in words(drawn)
    assert "required" not in drawn


def test_a_field_that_depends_on_an_answer_says_on_which(draw: Draw) -> None:
    field = p.Field(kind="money", name="refund", label="退多少", when=[("wishes", "退费")])
    assert 'data-when="wishes=退费"' in draw(field)
    assert "元" in words(draw(field))


def test_a_file_that_is_arriving_shows_how_far_and_one_that_is_there_can_go(draw: Draw) -> None:
    field = p.Field(
        kind="file",
        name="photos",
        label="照片",
        files=[
            p.FileItem(name="a.png", words="412 KB", kind="photo", remove="photos.1"),
            p.FileItem(name="b.mp4", kind="video", percent=71),
        ],
    )
    reading = read(draw(field))
    assert reading.all("progress")[0].attributes["value"] == "71"
    assert reading.all("button")[0].attributes["aria-label"] == "移除 a.png"


def test_a_form_posts_its_key_and_keeps_its_draft(draw: Draw) -> None:
    form = p.StepForm(
        action="/do/",
        once="k1",
        submit="保存并签名",
        keep="只存草稿",
        draft_action="/draft/",
        draft=p.DraftState(saved="10:41"),
        signs="以 周敏 名义签名",
        body=[p.Field(kind="text", name="x", label="说了什么")],
    )
    reading = read(draw(form))
    drawn = reading.all("form")[0].attributes
    assert drawn["data-draft"] == "/draft/"
    assert drawn["method"] == "post"
    assert [button.words for button in reading.all("button")] == ["", "保存并签名", "只存草稿"]
    assert "data-enter" in reading.all("button")[0].attributes
    assert "以 周敏 名义签名" in words(draw(form))


def test_a_form_that_cannot_pass_says_why_beside_the_button(draw: Draw) -> None:
    form = p.StepForm(
        action="/do/",
        submit="通过",
        submit_refused="有一项为“否”，不能通过",
        others=[p.Action(label="退回", href="/return/", style="danger")],
        body=[],
    )
    assert words(draw(form)) == "退回 通过 有一项为“否”，不能通过"
    assert "disabled" in read(draw(form)).all("button")[0].attributes


def test_each_way_to_answer_brings_its_own_fields(draw: Draw) -> None:
    ways = p.Alternatives(
        name="contact",
        label="怎么找您",
        required=True,
        error="请选一种",
        options=[
            p.Alternative(
                choice=p.Choice(value="phone", label="留手机号", chosen=True),
                fields=[p.Field(kind="phone", name="phone", label="手机号")],
            ),
            p.Alternative(choice=p.Choice(value="none", label="不留")),
        ],
    )
    reading = read(draw(ways))
    radios = [e for e in reading.all("input") if e.attributes["type"] == "radio"]
    assert [e.attributes["value"] for e in radios] == ["phone", "none"]
    assert "请选一种" in words(draw(ways))
