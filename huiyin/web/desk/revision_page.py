"""The page of one revision, from what is drafted, what the tools said and who has signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.access import visible
from huiyin.packprint import KINDS_OF_DIFFERENCE
from huiyin.people.ids import new_id
from huiyin.policies.models import Revision, ToolRun
from huiyin.policies.revising import Office, awaits, faults, history, waiting_for
from huiyin.policies.rights import rights
from huiyin.web.desk.frame import Desk
from huiyin.web.desk.panes import password_field
from huiyin.web.pages import Crumb
from huiyin.web.parts import (
    Action,
    Cell,
    Choice,
    Column,
    ErrorSummary,
    Field,
    LedgerTable,
    Problem,
    Progress,
    Refusal,
    Row,
    StepForm,
    Tag,
)
from huiyin.web.policy_pages import ParameterRow, RevisionPage, RunLine
from huiyin.web.present import cases as shown
from huiyin.web.present import revisions as words

SHOWN = 12
"""So many changed cases are named."""
CHECKS = ("check", "test")


@dataclass(frozen=True)
class Drawn:
    """What is to be drawn: the revision for a reader, an answer above it, faults of the signature."""

    desk: Desk
    office: Office
    row: Revision
    answer: Refusal | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)


def latest_runs(row: Revision) -> dict[str, ToolRun]:
    """The latest run of each tool for a revision; one query."""
    return {run.tool: run for run in ToolRun.objects.filter(revision=row).order_by("id")}


def draw(drawn: Drawn, status: int = 200) -> HttpResponse:
    """Draw the page."""
    desk = drawn.desk
    context = {"shell": desk.shell("policy"), "page": _page(drawn)}
    return render(desk.request, "web/revision.html", context, status=status)


def _page(drawn: Drawn) -> RevisionPage:
    desk, office, row = drawn.desk, drawn.office, drawn.row
    speaker, held = desk.speaker, rights(office.rules.pack, office.people, office.actor)
    base = office.book.editions[-1]
    current = base.pack_id if row.edition is None else row.pack_id
    before = office.book.by_number[row.base].rules
    editable = row.state == "drafted" and held.draft
    wrong = faults(office, row) if row.state == "drafted" else {}
    rows = words.parameter_rows(speaker, before, row, row.values, wrong, editable=editable)
    runs = latest_runs(row)
    tried = runs.get("whatif")
    fits = tried is not None and tried.arguments.get("values") == row.values
    said = tried.said if tried is not None and tried.ended_at and fits else {}
    checked = _checked(runs)
    return RevisionPage(
        crumbs=[
            Crumb(words=_("参数与修订"), href=desk.href("revisions")),
            Crumb(words=_("第 %(number)s 号修订") % {"number": row.number}),
        ],
        title=words.title(speaker, row, current),
        tags=[Tag(words=words.state_words(row.state)), Tag(words=row.pack.version)],
        strip=words.strip(speaker, office, row, checked),
        parameters=rows,
        changes=words.changes(speaker, before, row),
        compared=_("与第 %(number)s 版次比") % {"number": row.base},
        action=desk.href("revision_act", row.number),
        once=new_id(desk.caller.now),
        editable=editable,
        answer=drawn.answer,
        problems=_problems(rows),
        fields=_fields(desk, office, row) if editable else (),
        effective=() if editable else _effective(row),
        runs=[run_line(desk, run) for run in runs.values()],
        whatif=words.shown(said.get("blocks", ())),
        whatif_words=_whatif_words(tried, fits=fits),
        cases=changed_cases(desk, said.get("cases", ())),
        cases_words=_("共 %(count)s 件") % {"count": len(said.get("cases", ()))} if said else "",
        submit_refused="" if checked[1] else _("检查与测试通过以后才能送审批"),
        sign=_sign_form(drawn),
        others=_others(drawn, editable=editable),
        history=_history(desk, row),
        poll=desk.href("revision", row.number) if _goes_on(runs) else "",
    )


def _goes_on(runs: Mapping[str, ToolRun]) -> bool:
    return any(run.ended_at is None and run.cut_at is None for run in runs.values())


def _checked(runs: Mapping[str, ToolRun]) -> tuple[str, bool]:
    """What check and tests came to, and whether both are well."""
    facts: dict[str, int] = {}
    for tool in CHECKS:
        run = runs.get(tool)
        if run is None or run.ended_at is None:
            return _("正在检查") if run is not None and run.cut_at is None else _(
                "还没有检查"
            ), False
        facts |= run.said.get("facts", {})
    told = _("检查 %(errors)s 处错误；%(hold)s 个场景成立，%(fail)s 个不成立") % {
        "errors": facts.get("errors", "?"),
        "hold": facts.get("hold", "?"),
        "fail": facts.get("fail", "?"),
    }
    return told, all(runs[tool].good for tool in CHECKS)


def _problems(rows: list[ParameterRow]) -> ErrorSummary | None:
    found = [
        Problem(label=row.label, anchor=row.field.ident, words=row.field.error)
        for row in rows
        if row.field is not None and row.field.error
    ]
    return ErrorSummary(problems=found) if found else None


def _fields(desk: Desk, office: Office, row: Revision) -> list[Field]:
    tomorrow = desk.speaker.rules.local_date(office.now).isoformat()
    return [
        Field(
            kind="date",
            name="effective_on",
            label=_("生效日期"),
            required=True,
            value=row.effective_on.isoformat() if row.effective_on else "",
            min=tomorrow,
            help=_("当天零点生效，只能定在将来。批准后，签名、差异、试算结果一并存档。"),
        ),
        Field(
            kind="longtext",
            name="reason",
            label=_("为什么改"),
            value=row.reason,
            limit=400,
            lines=2,
        ),
    ]


def _effective(row: Revision) -> list[tuple[str, str]]:
    since = row.effective_on.isoformat() if row.effective_on else _("还没有定")
    said = [(_("生效日期"), since), (_("在办案件"), _("留在原版次；另有决定才改用新版次"))]
    return [*said, (_("为什么改"), row.reason)] if row.reason else said


def _whatif_words(run: ToolRun | None, *, fits: bool) -> str:
    """What the trial was made of, or why there is none."""
    if run is None:
        return _("还没有试算。点“保存并试算”，用公司自己的记录重算，不改任何记录。")
    if not fits:
        return _("草稿在上次试算以后改过，请再试算。")
    if run.cut_at:
        return _("试算停止了。")
    if run.ended_at is None:
        return _("正在试算：%(done)s / %(total)s 件") % {
            "done": run.done,
            "total": run.total or "?",
        }
    facts = run.said.get("facts", {})
    return _("用公司最近 %(cases)s 件重算，不改任何记录；%(changed)s 件会不同。") % {
        "cases": facts.get("cases", 0),
        "changed": facts.get("changed", 0),
    }


def changed_cases(desk: Desk, cases: object) -> LedgerTable | None:
    """The cases that would come out otherwise, those that the reader may see."""
    ways = dict(cases) if isinstance(cases, list) else {}
    if not ways:
        return None
    found = visible(desk.caller).filter(id__in=list(ways)[:500]).order_by("-id")[:SHOWN]
    english = desk.speaker.lang == "en"
    rows = [
        Row(
            cells=[
                Cell(words=shown.number(desk.speaker, case), href=desk.href("case", case.id)),
                Cell(words=desk.speaker.word(case.stage), none=_("未开始")),
                Cell(words=KINDS_OF_DIFFERENCE[ways[case.id]][english]),
            ]
        )
        for case in found
    ]
    columns = [
        Column(label=_("编号"), phone="title"),
        Column(label=_("环节")),
        Column(label=_("会怎样")),
    ]
    return LedgerTable(caption=_("会变的案件"), columns=columns, rows=rows) if rows else None


def tool_words(tool: str) -> str:
    """What a tool is called."""
    return {
        "check": _("检查"),
        "test": _("测试"),
        "coverage": _("覆盖"),
        "diff": _("与现行版比较"),
        "explain": _("解释时限"),
        "whatif": _("试算"),
        "simulate": _("模拟一年"),
    }[tool]


def run_line(desk: Desk, run: ToolRun) -> RunLine:
    """A run as a line."""
    label = tool_words(run.tool)
    here = desk.href("tool_run", run.id)
    if run.cut_at:
        return RunLine(label=label, words=_("已停止"), href=here)
    if run.ended_at is None:
        total = run.total or 1
        progress = Progress(
            label=_("%(tool)s进行中") % {"tool": label},
            done=run.done,
            total=total,
            cancel=Action(
                label=_("停止"),
                href=here,
                method="post",
                small=True,
                fields=[("act", "stop")],
                label_full=_("停止%(tool)s") % {"tool": label},
            ),
        )
        return RunLine(label=label, words="", href=here, progress=progress)
    ended = desk.speaker.short(run.ended_at)
    result = _("通过") if run.good else _("有问题")
    if run.tool not in ("check", "test", "coverage"):
        result = _("有结果") if run.good else _("没有跑成")
    return RunLine(label=label, words=f"{result} · {ended}", href=here, good=run.good)


def _sign_form(drawn: Drawn) -> StepForm | None:
    """The signature that is the reader's to give now."""
    desk, office, row = drawn.desk, drawn.office, drawn.row
    role = waiting_for(office, row)
    if role is None or not awaits(office, row):
        return None
    wrong, post = drawn.wrong, desk.request.POST
    chosen = post.get("decision", "")
    body = [
        Field(
            kind="choice",
            name="decision",
            label=_("您的决定"),
            required=True,
            choices=[
                Choice(value="approve", label=_("同意"), chosen=chosen == "approve"),
                Choice(value="refuse", label=_("不同意"), chosen=chosen == "refuse", bad=True),
            ],
            error=wrong.get("decision", ""),
        ),
        Field(
            kind="longtext",
            name="note",
            label=_("意见"),
            value=post.get("note", ""),
            limit=400,
            lines=2,
            error=wrong.get("note", ""),
        ),
        password_field(wrong.get("password", "")),
    ]
    return StepForm(
        action=desk.href("revision_act", row.number),
        submit=_("签名"),
        submit_name="act",
        submit_value="sign",
        body=body,
        once=new_id(desk.caller.now),
        ident="sign-form",
        note=words.role_words(desk.speaker, role),
        signs=desk.speaker.person(office.actor.person),
    )


def _others(drawn: Drawn, *, editable: bool) -> list[Action]:
    desk, row = drawn.desk, drawn.row
    action = desk.href("revision_act", row.number)
    if editable:
        return [Action(label=_("放弃"), href=action, method="post", fields=[("act", "discard")])]
    if row.state == "submitted" and row.drafted_by == drawn.office.actor.person:
        return [
            Action(label=_("撤回来改"), href=action, method="post", fields=[("act", "withdraw")])
        ]
    return []


def _history(desk: Desk, row: Revision) -> LedgerTable:
    speaker = desk.speaker
    columns = [
        Column(label=_("时间"), phone="title"),
        Column(label=_("谁")),
        Column(label=_("做了什么")),
        Column(label=_("意见")),
    ]
    rows = [
        Row(
            cells=[
                Cell(words=speaker.moment(event.at)),
                Cell(words=speaker.person(event.by)),
                Cell(words=words.event_words(event.kind)),
                Cell(words=str(data.get("note", "")), none="—"),
            ]
        )
        for event, data in reversed(history(row))
    ]
    return LedgerTable(caption=_("经过"), columns=columns, rows=rows)
