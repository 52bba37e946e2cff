"""Every part in every state says what it must, in Chinese and in English."""

from datetime import UTC, datetime

import pytest

from huiyin.web import parts as p
from huiyin.web.parts import CountdownState as State
from tests.shell.web_parts.conftest import Draw
from tests.shell.web_parts.reading import read, words

DUE = datetime(2026, 10, 10, 3, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("countdown", "chinese", "english"),
    [
        (p.Countdown(state=State.OVERDUE, amount="A", due=DUE), "已迟 A", "A late"),
        (p.Countdown(state=State.SOON, amount="A", due=DUE), "剩 A", "A left"),
        (p.Countdown(state=State.TODAY, amount="A", due=DUE), "剩 A", "A left"),
        (p.Countdown(state=State.LATER, words="D", due=DUE), "D", "D"),
        (p.Countdown(state=State.PAUSED, resumes="D"), "已暂停，D 恢复", "paused, resumes D"),
        (p.Countdown(state=State.PAUSED), "已暂停", "paused"),
        (p.Countdown(state=State.UNDETERMINED), "时限待定", "limit not set"),
        (p.Countdown(state=State.NO_LIMIT), "无时限", "no limit"),
        (p.Countdown(state=State.MET), "按时", "on time"),
        (p.Countdown(state=State.MET_LATE, amount="A"), "完成，迟 A", "done, A late"),
        (p.Countdown(state=State.MISSED), "漏了", "missed"),
        (p.Countdown(state=State.WAIVED), "已裁定免责", "excused by decision"),
        (p.Countdown(state=State.LAPSED), "不再需要", "no longer needed"),
        (p.Countdown(state=State.LATER, words="D", provisional=True), "D 暂定", "D provisional"),
    ],
)
def test_a_countdown_says_its_state_in_words(
    draw: Draw, countdown: p.Countdown, chinese: str, english: str
) -> None:
    assert words(draw(countdown)) == chinese
    assert words(draw(countdown, "en")) == english


@pytest.mark.parametrize("state", [state for state in State if state is not State.NO_LIMIT])
def test_a_state_has_an_icon_and_a_shape_beside_its_words(draw: Draw, state: State) -> None:
    drawn = draw(p.Countdown(state=state, amount="1分", words="" if state != State.LATER else "D"))
    assert "<svg" in drawn
    assert f"countdown--{state}" in drawn


def test_a_due_moment_carries_its_instant_and_the_way_to_why(draw: Draw) -> None:
    drawn = draw(
        p.Countdown(
            state=State.SOON, amount="31分", due=DUE, under="今天 11:13 到期", why="/why/1/"
        )
    )
    reading = read(drawn)
    assert reading.all("time")[0].attributes["datetime"] == "2026-10-10T03:13:00+00:00"
    assert reading.all("a")[0].attributes["href"] == "/why/1/"
    assert "今天 11:13 到期 为什么" in words(drawn)


@pytest.mark.parametrize("state", [State.LATER, State.PAUSED, State.UNDETERMINED, State.MET])
def test_only_running_limits_tick(draw: Draw, state: State) -> None:
    assert "data-countdown" not in draw(p.Countdown(state=state, words="D", due=DUE))
    assert "data-countdown" in draw(p.Countdown(state=State.TODAY, amount="1分", due=DUE))


def test_a_late_duty_has_the_red_edge_and_its_one_action(draw: Draw) -> None:
    late = p.Countdown(state=State.OVERDUE, amount="26分", due=DUE)
    row = p.DutyRow(
        ident="duty-1",
        countdown=late,
        verb="告知顾客",
        case="城西店：漏水",
        number="HC-1",
        number_href="/c/1/",
        level=p.Level(rank=3, of=3, words="重大"),
        clauses=[p.Clause(label="第九条", href="/clause/9/")],
        mine=True,
        action=p.Action(label="记录告知", href="/c/1/tell/"),
        refresh="/duty/1/",
    )
    reading = read(draw(row))
    assert reading.with_class("duty--late")[0].attributes["id"] == "duty-1"
    assert reading.with_class("duty--late")[0].attributes["data-refresh"] == "/duty/1/"
    links = {link.attributes["href"] for link in reading.all("a")}
    assert links == {"/c/1/", "/clause/9/", "/c/1/tell/"}
    assert "您的" in words(draw(row))
    assert "yours" in words(draw(row, "en"))


def test_a_level_draws_as_many_bars_as_the_regulation_has(draw: Draw) -> None:
    for of in (2, 3, 5):
        reading = read(draw(p.Level(rank=1, of=of, words="一般")))
        bars = reading.with_class("level-bars")[0]
        assert len(reading.with_class("filled")) == 1
        assert draw(p.Level(rank=1, of=of, words="一般")).count("<span") == of + 2
        assert bars.attributes["aria-hidden"] == "true"
    assert "level--highest" in draw(p.Level(rank=2, of=2, words="重大"))
    assert "level--highest" not in draw(p.Level(rank=1, of=2, words="一般"))


def test_a_clause_chip_is_a_link_that_opens_what_it_demands(draw: Draw) -> None:
    chip = p.Clause(
        label="第九条", href="/clause/9/", title="整改", demand="七日内改好。", version="1.2 版"
    )
    assert "公司自己的话 · 1.2 版" in words(draw(chip))
    assert "in the company’s words · 1.2 版" in words(draw(chip, "en"))
    assert read(draw(chip)).all("a")[0].attributes["href"] == "/clause/9/"
    assert "popover" in draw(chip)
    assert "popover" not in draw(p.Clause(label="第九条"))


def test_a_stepper_says_where_the_case_stands_and_keeps_what_was_late(draw: Draw) -> None:
    past, now, coming = p.StageState.PAST, p.StageState.NOW, p.StageState.NEXT
    stages = [
        p.Stage(name="登记", state=past, words="按时"),
        p.Stage(name="审核", state=past, words="迟 39分", late=True),
        p.Stage(name="复核", state=p.StageState.SKIPPED),
        p.Stage(name="处理", state=now, words="今天 24:00"),
        p.Stage(name="归档", state=coming, words="档案室"),
    ]
    reading = read(draw(p.Stepper(stages=stages)))
    current = [e for e in reading.all("li") if e.attributes.get("aria-current") == "step"]
    assert ["".join(e.words.split()) for e in current] == ["处理今天24:00"]
    assert reading.with_class("late-words")[0].words == "迟 39分"
    assert "第 4 / 5" in words(draw(p.Stepper(stages=stages)))
    assert "4 of 5" in words(draw(p.Stepper(stages=stages), "en"))
    assert "，本案不需要" in words(draw(p.Stepper(stages=stages)))


def test_a_short_stepper_has_nothing_to_unfold(draw: Draw) -> None:
    assert "checkbox" not in draw(p.Stepper(stages=[p.Stage(name="登记", state=p.StageState.NOW)]))


def test_a_covered_value_is_not_in_the_page(draw: Draw) -> None:
    drawn = draw(p.Masked(masked="138****2071", label="手机号", show="/unmask/"))
    assert "138****2071" in drawn
    assert read(drawn).all("a")[0].attributes["aria-label"] == "查看 手机号"


def test_a_shown_value_says_when_it_covers_itself_and_how_often_it_was_seen(draw: Draw) -> None:
    shown = p.Masked(masked="138****2071", value="13800002071", seconds=120, today=3)
    assert "120 秒后遮盖 · 今天已查看 3 次" in words(draw(shown))
    assert "covered in 120 s · shown 3 times today" in words(draw(shown, "en"))
    assert read(draw(shown)).with_class("masked")[0].attributes["data-masked"] == "138****2071"


def test_covered_words_in_a_text_say_what_was_there(draw: Draw) -> None:
    text = p.MarkedText(
        spans=[p.Span(text="请打"), p.Span(text="手机号", kind="masked"), p.Span(text="！<b>")]
    )
    assert "▇▇▇ （手机号，已遮盖）" in words(draw(text))
    assert "&lt;b&gt;" in draw(text)


def test_an_entry_recorded_later_shows_both_times_and_what_it_corrects(draw: Draw) -> None:
    entry = p.TimelineEntry(
        occurred="09-30 16:12",
        recorded="16:15",
        act="接收",
        late="迟 3分",
        tone="late",
        corrects="接收时间",
        corrects_href="#e3",
    )
    timeline = p.Timeline(entries=[entry], chain="首尾相连", chain_href="/chain/")
    assert "16:15 记" in words(draw(timeline))
    assert "recorded 16:15" in words(draw(timeline, "en"))
    assert "更正：接收时间" in words(draw(timeline))
    assert "happened--late" in draw(timeline)


def test_an_approval_that_is_not_needed_stays_with_its_reason(draw: Draw) -> None:
    strip = p.ApprovalStrip(
        steps=[
            p.ApprovalStep(name="主管", state=p.ApprovalState.DONE, words="方黎 10:02"),
            p.ApprovalStep(
                name="总监", state=p.ApprovalState.NOT_NEEDED, words="超 5,000 元才需要"
            ),
            p.ApprovalStep(name="总经理", state=p.ApprovalState.RETURNED, words="退回"),
            p.ApprovalStep(name="董事", state=p.ApprovalState.NEXT),
        ]
    )
    text = words(draw(strip))
    for said in ("，已签", "，不需要", "超 5,000 元才需要", "，已退回", "，未到"):
        assert said in text
    assert ", not needed" in words(draw(strip, "en"))


def test_a_refusal_says_what_is_missing_who_can_and_by_which_clause(draw: Draw) -> None:
    refusal = p.Refusal(
        title="现在不能归档。",
        missing=["缺处理结果。"],
        who=["先由顾晓岚提交。"],
        clauses=[p.Clause(label="第十二条")],
        next=p.Action(label="提醒顾晓岚", href="/remind/"),
    )
    assert (
        words(draw(refusal)) == "现在不能归档。 缺处理结果。 先由顾晓岚提交。 第十二条 提醒顾晓岚"
    )
    assert read(draw(refusal)).with_class("note")[0].attributes["role"] == "alert"


def test_a_conflict_is_read_out_and_offers_what_to_do(draw: Draw) -> None:
    drawn = draw(
        p.Conflict(
            title="方黎先办了。", words="文字还在。", actions=[p.Action(label="看", href="#")]
        )
    )
    assert words(drawn) == "方黎先办了。 文字还在。 看"
    assert 'role="alert"' in drawn


def test_no_data_is_not_zero(draw: Draw) -> None:
    assert words(draw(p.NoData(label="满意度", why="没有回访"))) == "满意度 无数据 没有回访"
    assert "no data" in words(draw(p.NoData(label="x", why="y"), "en"))
    assert "无数据" in words(draw(p.Figure(label="满意度", why_none="没有回访")))


def test_progress_is_counted(draw: Draw) -> None:
    progress = p.Progress(label="导出", done=9840, total=14206, words="约 6 秒")
    assert "9,840 / 14,206，约 6 秒" in words(draw(progress))
    assert read(draw(progress)).all("progress")[0].attributes["value"] == "9840"


def test_a_confirmation_names_the_act_on_its_buttons(draw: Draw) -> None:
    drawn = draw(
        p.Confirm(
            title="作废 X？",
            consequences=["编号保留。"],
            act="作废 X",
            keep="不作废",
            action="/void/",
            keep_href="/back/",
            once="k",
        )
    )
    reading = read(drawn)
    assert [button.words for button in reading.all("button")] == ["作废 X"]
    assert "确定" not in drawn
    assert any(e.attributes.get("value") == "k" for e in reading.all("input"))


def test_after_an_act_the_line_says_what_and_leads_on(draw: Draw) -> None:
    line = p.StatusLine(
        done="已记录，迟 11 分钟。",
        next="下一件：",
        next_action=p.Action(label="去办", href="/next/"),
        late=True,
    )
    drawn = draw(line)
    assert words(drawn) == "已记录，迟 11 分钟。 下一件： 去办"
    assert 'role="status"' in drawn
    assert 'tabindex="-1"' in drawn


def test_the_summary_counts_and_links_to_the_fields(draw: Draw) -> None:
    problems = [p.Problem(label="手机号", anchor="f-phone", words="少 1 位。")]
    assert "还有 1 处要改：" in words(draw(p.ErrorSummary(problems=problems)))
    assert "1 thing to correct:" in words(draw(p.ErrorSummary(problems=problems), "en"))
    both = p.ErrorSummary(problems=problems * 2, brief=True)
    assert "2 things to correct:" in words(draw(both, "en"))
    assert read(draw(both)).all("a")[0].attributes["href"] == "#f-phone"
    assert words(draw(p.ErrorSummary(problems=[]))) == ""


def test_a_draft_says_saved_only_with_its_time(draw: Draw) -> None:
    assert "10:41 已存" in words(draw(p.DraftState(saved="10:41")))
    assert "saved 10:41" in words(draw(p.DraftState(saved="10:41"), "en"))
    assert "存在本机 10:41" in words(draw(p.DraftState(saved="10:41", local=True)))
    assert "还没有草稿" in words(draw(p.DraftState()))
    assert "已恢复您 10:31 没写完的内容。" in words(
        draw(p.DraftState(restored="10:31", discard="/d/"))
    )


def test_an_act_that_is_refused_now_is_drawn_off_with_the_reason(draw: Draw) -> None:
    drawn = draw(p.Action(label="通过", href="/pass/", refused="有一项为“否”"))
    assert read(drawn).all("button")[0].attributes["disabled"] == ""
    assert "有一项为“否”" in words(drawn)
    assert "/pass/" not in drawn


def test_an_act_that_changes_something_is_a_form_with_its_key(draw: Draw) -> None:
    drawn = draw(
        p.Action(label="再催", href="/urge/", method="post", once="k7", fields=[("to", "罗")])
    )
    reading = read(drawn)
    assert reading.all("form")[0].attributes["method"] == "post"
    hidden = {e.attributes["name"]: e.attributes["value"] for e in reading.all("input")}
    assert hidden["once"] == "k7"
    assert hidden["to"] == "罗"


def test_filters_are_links_and_a_page_has_no_numbers(draw: Draw) -> None:
    chip = p.FilterChip(words="已逾期", count=2, href="?late=1", on=True)
    assert read(draw(chip)).all("a")[0].attributes["aria-current"] == "true"
    assert words(draw(chip)) == "已逾期 2"
    assert "（去掉）" in words(draw(p.FilterChip(words="级别：重大", clear="?")))
    pager = p.Pager(next="?after=9", words="本页 12 条")
    assert words(draw(pager)) == "本页 12 条 上一页 下一页"
    assert words(draw(pager, "en")).endswith("Previous Next")
    assert [link.attributes["rel"] for link in read(draw(pager)).all("a")] == ["next"]


def test_a_table_names_its_columns_and_never_leaves_a_cell_empty(draw: Draw) -> None:
    table = p.LedgerTable(
        caption="台账",
        columns=[p.Column(label="编号", phone="title"), p.Column(label="类别", sort="ascending")],
        rows=[p.Row(cells=[p.Cell(words="HC-1", href="/c/1/"), p.Cell(none="作废，没有类别")])],
    )
    reading = read(draw(table))
    assert [head.attributes["scope"] for head in reading.all("th")] == ["col", "col"]
    assert reading.all("th")[1].attributes["aria-sort"] == "ascending"
    assert "作废，没有类别" in words(draw(table))
    assert reading.all("td")[1].attributes["data-label"] == "类别"
