"""Running cases by edition, and the decision to take them over to the edition in force."""

from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases import moving
from huiyin.cases.access import visible
from huiyin.cases.models import Move
from huiyin.cases.moving import CannotMove
from huiyin.people.ids import new_id
from huiyin.policies.rights import rights
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.panes import password_field
from huiyin.web.desk.policy import views
from huiyin.web.desk.revising import office_of
from huiyin.web.desk.signing import password_fault
from huiyin.web.parts import (
    Action,
    Cell,
    Column,
    Field,
    LedgerTable,
    Progress,
    Refusal,
    Row,
    StepForm,
)
from huiyin.web.policy_pages import RunningPage

UNPROCESSABLE, FORBIDDEN = 422, 403


@desk
def running(desk: Desk) -> HttpResponse:
    """How many cases run under which edition; decide that they go over to the one in force."""
    office_of(desk)
    wrong: dict[str, str] = {}
    answer: Refusal | None = None
    if desk.request.method == "POST":
        if desk.request.POST.get("act") == "stop":
            for move in Move.objects.filter(company=desk.caller.company, finished_at=None):
                moving.stop(desk.caller, move)
            return HttpResponseRedirect(desk.href("running"))
        wrong = _wrong(desk)
        if not wrong:
            try:
                _decide(desk)
                return HttpResponseRedirect(desk.href("running"))
            except CannotMove as refused:
                answer = refusal(desk, refused.args[0])
    status = FORBIDDEN if answer else UNPROCESSABLE if wrong else 200
    context = {"shell": desk.shell("policy"), "page": _page(desk, wrong, answer)}
    return render(desk.request, "web/running.html", context, status=status)


def _wrong(desk: Desk) -> dict[str, str]:
    found: dict[str, str] = {}
    if not desk.request.POST.get("reason", "").strip():
        found["reason"] = _("写明为什么，会留在每件案子的记录里")
    if fault := password_fault(desk.request):
        found["password"] = fault
    return found


def _decide(desk: Desk) -> None:
    edition = desk.caller.book.edition_at(desk.caller.now).number
    reason = desk.request.POST.get("reason", "").strip()[:400]
    moving.decide(desk.caller, edition, reason)


def _page(desk: Desk, wrong: dict[str, str], answer: Refusal | None) -> RunningPage:
    caller = desk.caller
    current = caller.book.edition_at(caller.now)
    rows = visible(caller).filter(closed_at=None).values("edition").annotate(count=Count("id"))
    counted = {row["edition"]: row["count"] for row in rows.order_by("edition")}
    older = sum(count for edition, count in counted.items() if edition < current.number)
    moves = list(Move.objects.filter(company=caller.company).order_by("-id")[:20])
    going = next((m for m in moves if m.finished_at is None and m.stopped_at is None), None)
    held = rights(desk.speaker.pack, caller.people, caller.actor)
    spec = desk.speaker.pack.revising
    allowed = spec is not None and bool(spec.running)
    refused = (
        None if allowed and held.move else refusal(desk, "right" if allowed else "not_allowed")
    )
    may = refused is None and going is None and older > 0
    return RunningPage(
        title=_("在办案件与版次"),
        views=views(desk, "running"),
        editions=_editions(desk, counted),
        answer=answer,
        progress=_progress(desk, going) if going is not None else None,
        form=_form(desk, current.number, older, wrong) if may else None,
        refused=refused,
        moves=_moves(desk, moves) if moves else None,
        poll=desk.href("running") if going is not None else "",
    )


def _editions(desk: Desk, counted: dict[int, int]) -> LedgerTable:
    speaker = desk.speaker
    columns = [
        Column(label=_("版次"), phone="title"),
        Column(label=_("制度版本")),
        Column(label=_("起施行")),
        Column(label=_("在办"), right=True),
    ]
    now = desk.caller.book.edition_at(desk.caller.now).number
    rows = [
        Row(
            cells=[
                Cell(
                    words=_("第 %(number)s 版次（现行）") % {"number": one.number}
                    if one.number == now
                    else _("第 %(number)s 版次") % {"number": one.number}
                ),
                Cell(words=one.rules.pack.version),
                Cell(words=speaker.rules.local_date(one.since).isoformat()),
                Cell(words=str(counted.get(one.number, 0))),
            ]
        )
        for one in reversed(desk.caller.book.editions)
    ]
    return LedgerTable(caption=_("版次"), columns=columns, rows=rows)


def _form(desk: Desk, edition: int, older: int, wrong: dict[str, str]) -> StepForm:
    return StepForm(
        action=desk.href("running"),
        submit=_("决定改用新版次"),
        once=new_id(desk.caller.now),
        body=[
            Field(
                kind="longtext",
                name="reason",
                label=_("为什么在办案件也改用第 %(number)s 版次") % {"number": edition},
                required=True,
                value=desk.request.POST.get("reason", ""),
                limit=400,
                lines=2,
                error=wrong.get("reason", ""),
            ),
            password_field(wrong.get("password", "")),
        ],
        note=_("您能看到的 %(count)s 件会逐件记入日志；已经逾期的仍算逾期，已起算的时限不变长短。")
        % {"count": older},
        signs=desk.speaker.person(desk.caller.actor.person),
    )


def _progress(desk: Desk, move: Move) -> Progress:
    return Progress(
        label=_("正在改用第 %(number)s 版次") % {"number": move.edition},
        done=move.moved + move.stayed,
        total=max(move.total, 1),
        cancel=Action(
            label=_("停止"),
            href=desk.href("running"),
            method="post",
            small=True,
            fields=[("act", "stop")],
        ),
    )


def _moves(desk: Desk, moves: list[Move]) -> LedgerTable:
    speaker = desk.speaker
    columns = [
        Column(label=_("决定"), phone="title"),
        Column(label=_("谁")),
        Column(label=_("改用版次"), right=True),
        Column(label=_("已改"), right=True),
        Column(label=_("留在原版次"), right=True),
        Column(label=_("结果")),
        Column(label=_("为什么"), phone="line"),
    ]
    rows = [
        Row(
            cells=[
                Cell(words=speaker.moment(move.decided_at)),
                Cell(words=speaker.person(move.actor["person"])),
                Cell(words=str(move.edition)),
                Cell(words=str(move.moved)),
                Cell(words=str(move.stayed)),
                Cell(words=_result(move)),
                Cell(words=move.reason),
            ]
        )
        for move in moves
    ]
    return LedgerTable(caption=_("改用新版次的决定"), columns=columns, rows=rows)


def _result(move: Move) -> str:
    if move.stopped_at is not None:
        return _("中途停止")
    return _("完成") if move.finished_at is not None else _("进行中")


def refusal(desk: Desk, why: str) -> Refusal:
    """Why running cases are not moved, and who could."""
    spec = desk.speaker.pack.revising
    clauses = desk.speaker.clauses(spec.clause, 2) if spec is not None else ()
    roles = spec.running if spec is not None else ()
    who = _("、").join(desk.speaker.role(role) for role in roles)
    missing = {
        "not_allowed": _("本制度不允许在办案件改用新版次，它们按原版次办完。"),
        "right": _("这个决定由 %(who)s 作出。") % {"who": who},
        "unknown": _("没有这个版次。"),
        "not_yet": _("这个版次还没有施行。"),
        "under_way": _("已有一个决定正在执行，请等它完成。"),
    }[why]
    return Refusal(title=_("在办案件留在原版次。"), missing=[missing], clauses=clauses, brief=True)
