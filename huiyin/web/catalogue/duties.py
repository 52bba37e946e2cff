"""Samples of what shows a case: countdowns, duties, stages, approvals, masks, timeline."""

from datetime import datetime, timedelta
from typing import Any

from huiyin.web import parts as p
from huiyin.web.catalogue.forms import reveal_reason
from huiyin.web.catalogue.words import said
from huiyin.web.parts import CountdownState as State


def samples(now: datetime) -> dict[str, Any]:
    """One value for each part and state."""
    return {
        "countdowns": countdowns(now),
        "clause": clause(),
        "levels": [
            p.Level(rank=rank, of=3, words=words) for rank, words in enumerate(_levels(), start=1)
        ],
        "stepper": stepper(),
        "long_stepper": long_stepper(),
        "approvals": approvals(),
        "masked": p.Masked(masked="138****2071", label=said("手机号", "phone"), show="#reveal"),
        "revealed": p.Masked(masked="138****2071", value="138 0000 2071", today=3),
        "reveal": reveal(),
        "covered": p.MarkedText(
            spans=[
                p.Span(text=said("请打 ", "Call ")),
                p.Span(text=said("手机号", "phone number"), kind="masked"),
                p.Span(text=said("，晚上七点后方便。", ", after seven in the evening.")),
            ]
        ),
        "duties": duty_groups(now),
        "timeline": timeline(),
    }


def _levels() -> list[str]:
    return [said("一般", "ordinary"), said("较重", "serious"), said("重大", "grave")]


def clause() -> p.Clause:
    """A clause with all that its chip can open."""
    return p.Clause(
        label=said("第九条二款", "Art. 9(2)"),
        href="#clause",
        title=said("完成整改", "Finish the repair"),
        demand=said(
            "较重的投诉自登记次日起 7 个工作日内完成整改。",
            "A serious complaint is put right within 7 workdays.",
        ),
        version=said("1.2 版 9.2", "version 1.2, 9.2"),
        figures=said("本季 62 笔，按时 58", "62 this quarter, 58 on time"),
        figures_href="#figures",
    )


def countdowns(now: datetime) -> list[tuple[p.Countdown, str]]:
    """Every state of the countdown with what it means."""
    return [*_running(now), *_without_a_clock(), *_settled()]


def _running(now: datetime) -> list[tuple[p.Countdown, str]]:
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    return [
        (
            p.Countdown(
                state=State.OVERDUE,
                amount=said("2小时14分", "2 h 14 min"),
                due=now - 2 * hour - 14 * minute,
                under=said("今天 08:28 到期", "due today 08:28"),
                why="#why",
            ),
            said("逾期未做", "past due and open"),
        ),
        (
            p.Countdown(
                state=State.SOON,
                amount=said("5分48秒", "5 min 48 s"),
                due=now + timedelta(minutes=5, seconds=48),
                under=said("今天 10:48 到期", "due today 10:48"),
                why="#why",
            ),
            said("1 小时内；10 分钟内走秒", "within an hour; seconds below ten minutes"),
        ),
        (
            p.Countdown(
                state=State.TODAY,
                amount=said("7小时18分", "7 h 18 min"),
                due=now + 7 * hour + 18 * minute,
                under=said("今天 18:00 到期", "due today 18:00"),
                why="#why",
            ),
            said("今天", "today"),
        ),
    ]


def _without_a_clock() -> list[tuple[p.Countdown, str]]:
    day = said("10月12日 周一 12:00", "Mon 12 Oct 12:00")
    return [
        (
            p.Countdown(state=State.LATER, words=day, why="#why"),
            said("以后：只写日期，不倒数", "later: a date, no countdown"),
        ),
        (
            p.Countdown(state=State.PAUSED, resumes=said("10-14", "14 Oct")),
            said("经批准暂停", "paused with approval"),
        ),
        (
            p.Countdown(
                state=State.UNDETERMINED,
                under=said("待管理层核定", "management decides"),
                why="#why",
            ),
            said("缺核定，写明等谁", "not set; says by whom"),
        ),
    ]


def _settled() -> list[tuple[p.Countdown, str]]:
    return [
        (p.Countdown(state=State.NO_LIMIT), said("等顾客，不催", "waiting for a customer")),
        (p.Countdown(state=State.MET), said("了结，安静", "done, quiet")),
        (
            p.Countdown(state=State.MET_LATE, amount=said("39分", "39 min")),
            said("了结，仍写迟", "done, still late"),
        ),
        (p.Countdown(state=State.MISSED), said("一次节奏漏了，补不回来", "a beat missed for good")),
        (
            p.Countdown(state=State.WAIVED),
            said("有人裁定，写明理由", "decided by somebody, with reason"),
        ),
        (p.Countdown(state=State.LAPSED), said("前提没有了", "its ground fell away")),
        (
            p.Countdown(
                state=State.LATER, words=said("2027年1月8日", "8 Jan 2027"), provisional=True
            ),
            said("跨未公布的年份", "a year without a published calendar"),
        ),
    ]


def stepper() -> p.Stepper:
    """Four stages, one of them late for ever."""
    return p.Stepper(
        stages=[
            p.Stage(
                name=said("登记", "Register"),
                state=p.StageState.PAST,
                words=said("按时", "on time"),
            ),
            p.Stage(
                name=said("审核", "Review"),
                state=p.StageState.PAST,
                words=said("迟 39分", "39 min late"),
                late=True,
            ),
            p.Stage(
                name=said("处理中", "Repair"),
                state=p.StageState.NOW,
                words=said("今天 24:00", "today 24:00"),
            ),
            p.Stage(
                name=said("答复", "Answer"),
                state=p.StageState.NEXT,
                words=said("服务部", "Service"),
            ),
        ]
    )


def long_stepper() -> p.Stepper:
    """Ten stages: what a phone folds."""
    states = (
        [p.StageState.PAST] * 5 + [p.StageState.SKIPPED, p.StageState.NOW] + [p.StageState.NEXT] * 3
    )
    return p.Stepper(
        stages=[
            p.Stage(
                name=said(f"第 {number} 环节", f"Stage {number}"),
                state=state,
                words=said("服务部", "Service"),
            )
            for number, state in enumerate(states, start=1)
        ]
    )


def approvals() -> p.ApprovalStrip:
    """A chain with each state."""
    return p.ApprovalStrip(
        steps=[
            p.ApprovalStep(
                name=said("专员", "Officer"),
                state=p.ApprovalState.DONE,
                words=said("周敏 10:02", "Zhou Min 10:02"),
            ),
            p.ApprovalStep(
                name=said("主管", "Head"),
                state=p.ApprovalState.NOW,
                words=said("方黎，剩 40分", "Fang Li, 40 min left"),
            ),
            p.ApprovalStep(
                name=said("总监", "Director"),
                state=p.ApprovalState.NOT_NEEDED,
                words=said("超 5,000 元才需要", "only above 5,000"),
            ),
        ]
    )


def reveal() -> p.Confirm:
    """The question before a covered value is shown."""
    return p.Confirm(
        title=said("查看完整手机号", "Show the whole phone number"),
        consequences=[
            said(
                "查看会记下您、时间和事由，顾客可以要求知道。",
                "You, the time and the reason are recorded; the customer may ask.",
            )
        ],
        fields=[reveal_reason()],
        act=said("查看 2 分钟", "Show for 2 minutes"),
        keep=said("不看", "Leave covered"),
        action="#reveal",
        ident="reveal",
        danger=False,
        keep_href="#masked",
    )


def duty_groups(now: datetime) -> list[p.DutyGroup]:
    """A late duty and one that waits for a limit, as rows."""
    states = {one.state: one for one, _ in countdowns(now)}
    return [_late_group(states[State.OVERDUE]), _today_group(states[State.UNDETERMINED])]


def _late_group(countdown: p.Countdown) -> p.DutyGroup:
    return p.DutyGroup(
        kind="overdue",
        title=said("已逾期", "Late"),
        count=1,
        words=said(
            "做完仍记为“迟”，逾期记录不会消失",
            "Done late still counts as late; the record stays",
        ),
        rows=[
            p.DutyRow(
                ident="duty-sample-1",
                countdown=countdown,
                verb=said("审核登记凭证", "Review the voucher"),
                case=said("城西店：换芯后漏水，橱柜泡胀", "West store: leak after a filter change"),
                number="HC-2026-0233",
                number_href="#case",
                level=p.Level(rank=1, of=3, words=_levels()[0]),
                clauses=[clause()],
                facts=[said("已上报 方黎 08:29", "Reported to Fang Li 08:29")],
                action=p.Action(
                    label=said("去审核", "Review"), href="#act", style="primary", small=True
                ),
            )
        ],
    )


def _today_group(countdown: p.Countdown) -> p.DutyGroup:
    return p.DutyGroup(
        kind="today",
        title=said("今天", "Today"),
        count=1,
        rows=[
            p.DutyRow(
                ident="duty-sample-2",
                countdown=countdown,
                verb=said("跟踪专项方案", "Follow the plan"),
                case=said("11 位住户集体投诉水质", "11 households complain about the water"),
                number="HC-2026-0229",
                level=p.Level(rank=3, of=3, words=_levels()[2]),
                bearer=p.Person(name=said("叶知秋", "Ye Zhiqiu"), post=said("售后部", "Service")),
                mine=True,
                action=p.Action(label=said("查看", "Open"), href="#act", small=True),
            )
        ],
    )


def timeline() -> p.Timeline:
    """Entries of each tone."""
    return p.Timeline(
        entries=[
            p.TimelineEntry(
                occurred=said("今天 09:15", "today 09:15"),
                act=said("接收核算任务", "Took over the figures"),
                who=said("何静", "He Jing"),
                what=said("支付流水 6 笔已调取", "6 payments fetched"),
                tone="accent",
            ),
            p.TimelineEntry(
                occurred="09-30 19:31",
                act=said("审核通过", "Review passed"),
                who=said("罗文彬签署", "signed by Luo Wenbin"),
                late=said("迟 39分", "39 min late"),
                tone="late",
                note=said("18:52 到期时记入逾期。", "Recorded as late when it fell due at 18:52."),
            ),
            p.TimelineEntry(
                occurred="09-30 16:12",
                recorded="16:15",
                act=said("接收投诉", "Complaint received"),
                who=said("唐可", "Tang Ke"),
                corrects=said("接收时间 16:21", "received 16:21"),
                corrects_href="#corrected",
            ),
        ],
        chain=said(
            "31 条事件首尾相连，最近封存 10:00，校验无误",
            "31 events in one chain, sealed 10:00, verified",
        ),
        chain_href="#chain",
    )
