"""Samples of lists: filters, figures, a small ledger, pages."""

from datetime import datetime
from typing import Any

from huiyin.web import parts as p
from huiyin.web.catalogue.duties import countdowns
from huiyin.web.catalogue.words import said
from huiyin.web.parts import CountdownState as State


def samples(now: datetime) -> dict[str, Any]:
    """Filters, figures, a small ledger, pages."""
    states = {one.state: one for one, _ in countdowns(now)}
    return {
        "chips": [
            p.FilterChip(words=said("全部", "All"), count=20, href="#all", on=True),
            p.FilterChip(
                words=said("已逾期", "Late"),
                count=2,
                href="#late",
                tone="late",
                icon="alert-triangle",
            ),
            p.FilterChip(
                words=said("门店：全部", "Store: all"),
                choices=[
                    p.FilterChoice(words=said("全部", "All"), href="#all", on=True),
                    p.FilterChoice(words=said("城西店", "West"), href="#west"),
                ],
            ),
            p.FilterChip(words=said("级别：较重", "Level: serious"), clear="#clear"),
        ],
        "figures": [
            p.Figure(label=said("产生的义务", "Duties"), value="4,812", href="#duties"),
            p.Figure(
                label=said("至今未做", "Not done"),
                value="11",
                note="0.2%",
                tone="late",
                icon="alert-triangle",
                href="#x",
            ),
            p.Figure(
                label=said("满意度", "Satisfaction"),
                why_none=said("没有完成的回访", "no finished revisit"),
            ),
        ],
        "bar": p.Bar(
            label=said("按时启动登记", "Started on time"),
            words="41 / 43",
            done=41,
            late=2,
            total=43,
        ),
        "table": _table(states[State.MET_LATE]),
        "pager": p.Pager(next="#next", words=said("本页 2 条", "2 on this page")),
    }


def _table(countdown: p.Countdown) -> p.LedgerTable:
    return p.LedgerTable(
        caption=said("登记台账，样例", "Register, sample"),
        columns=[
            p.Column(label=said("编号", "Number"), phone="title"),
            p.Column(label=said("接收", "Received"), href="#sort", sort="descending"),
            p.Column(label=said("问题", "Question"), phone="line"),
            p.Column(label=said("时限 / 结果", "Due / result"), phone="title"),
        ],
        rows=[
            p.Row(
                cells=[
                    p.Cell(words="HC-2026-0424", href="#case"),
                    p.Cell(words="10-10 09:40"),
                    p.Cell(words=said("地面积水", "Water on the floor"), clip=True),
                    p.Cell(part=countdown),
                ]
            ),
            p.Row(
                cells=[
                    p.Cell(words="HC-2026-0422", href="#case"),
                    p.Cell(words="10-09 16:20"),
                    p.Cell(words=said("误开凭证", "Opened by mistake"), struck=True),
                    p.Cell(part=p.Tag(words=said("作废", "Void"), tone="late")),
                ]
            ),
        ],
        foot=[
            p.Cell(words=said("合计 2 件", "2 in all")),
            p.Cell(words=said("截至 10:42", "as of 10:42"), spans=3),
        ],
    )
