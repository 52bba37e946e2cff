"""Posts and standing facts: which posts the regulation asks for are held, who lacks a commitment."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.work import Gone
from huiyin.people.ids import new_id
from huiyin.policies.rights import rights
from huiyin.policies.staffing import Staffed, staffing
from huiyin.policies.standing import CannotVouch, Standing, may_vouch, standings, vouch
from huiyin.policy.across import OWN
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.panes import password_field
from huiyin.web.desk.policy import views
from huiyin.web.desk.signing import password_fault
from huiyin.web.parts import (
    Cell,
    Choice,
    Column,
    Empty,
    Field,
    LedgerTable,
    Row,
    StepForm,
    Tabs,
    Tag,
)

UNPROCESSABLE, FORBIDDEN = 422, 403
NAMED = 6
"""So many people are named in a cell; the rest are counted."""


@dataclass(frozen=True, kw_only=True)
class StandingPage:
    """What is asked of posts and people, and what the reader may vouch for."""

    title: str
    words: str
    views: Tabs
    posts: LedgerTable | None
    facts: LedgerTable | None
    empty: Empty | None
    forms: list[tuple[str, StepForm]]
    answer: str = ""


@desk
def standing(desk: Desk) -> HttpResponse:
    """Show posts and facts; record that somebody holds one."""
    held = rights(desk.speaker.pack, desk.caller.people, desk.caller.actor)
    if not held.read:
        raise Gone("standing")
    wrong: dict[str, str] = {}
    status = 200
    if desk.request.method == "POST":
        wrong = _wrong(desk)
        status = UNPROCESSABLE if wrong else 200
        if not wrong:
            try:
                _record(desk)
                return HttpResponseRedirect(desk.href("standing"))
            except CannotVouch:
                wrong, status = {"": _("这一项您不能替他签；由制度指定的岗位签。")}, FORBIDDEN
    context = {"shell": desk.shell("policy"), "page": _page(desk, wrong, look_on=held.look_on)}
    return render(desk.request, "web/standing.html", context, status=status)


def _wrong(desk: Desk) -> dict[str, str]:
    found: dict[str, str] = {}
    if not desk.request.POST.get("person"):
        found["person"] = _("选一个人")
    if fault := password_fault(desk.request):
        found["password"] = fault
    return found


def _record(desk: Desk) -> None:
    caller, posted = desk.caller, desk.request.POST
    vouch(
        caller.company,
        desk.speaker.rules,
        caller.people,
        posted.get("credential", ""),
        posted.get("person", ""),
        by=caller.actor.person,
        roles=caller.actor.roles,
        at=caller.now,
    )


def _page(desk: Desk, wrong: dict[str, str], *, look_on: bool) -> StandingPage:
    caller, speaker = desk.caller, desk.speaker
    posts = list(staffing(speaker.rules, caller.people, speaker.today)) if look_on else []
    facts = list(standings(speaker.rules, caller.people, caller.now))
    mine = [one for one in facts if look_on or _concerns(desk, one)]
    forms = [form for one in facts if (form := _form(desk, one, wrong)) is not None]
    faults = sum(bool(one.fault) for one in posts)
    words = _("制度要求的岗位有 %(count)s 处不符。") % {"count": faults} if faults else ""
    nothing = Empty(title=_("没有要看的"), words=_("制度对您的岗位没有要求签署的承诺或资格。"))
    return StandingPage(
        title=_("岗位与资格"),
        words=words or (_("制度要求的岗位都有人。") if posts else ""),
        views=views(desk, "standing"),
        posts=_posts(desk, posts) if posts else None,
        facts=_facts(desk, mine) if mine else None,
        empty=None if posts or mine else nothing,
        forms=forms,
        answer=wrong.get("", ""),
    )


def _concerns(desk: Desk, one: Standing) -> bool:
    actor = desk.caller.actor
    return actor.person in one.due or one.spec.signed_by in actor.roles


def _posts(desk: Desk, posts: list[Staffed]) -> LedgerTable:
    columns = [
        Column(label=_("制度要求"), phone="title"),
        Column(label=_("哪里")),
        Column(label=_("条款")),
        Column(label=_("谁在岗"), phone="line"),
        Column(label=_("是否符合")),
    ]
    ordered = sorted(posts, key=lambda one: not one.fault)
    return LedgerTable(
        caption=_("制度要求的岗位"), columns=columns, rows=[_post(desk, one) for one in ordered]
    )


def _post(desk: Desk, one: Staffed) -> Row:
    speaker, people = desk.speaker, desk.caller.people
    where = people.unit_name(one.unit, speaker.lang) if one.unit else _("全公司")
    clauses = _("、").join(clause.label for clause in speaker.clauses(one.spec.clause, 2))
    return Row(
        cells=[
            Cell(words=speaker.word(one.spec.label) or speaker.role(one.spec.role)),
            Cell(words=where),
            Cell(words=clauses, quiet=True),
            Cell(words=_names(desk, one.held), none=_("没有人")),
            Cell(part=_fault(desk, one)),
        ]
    )


def _fault(desk: Desk, one: Staffed) -> Tag:
    count = {"wanted": one.wanted, "count": len(one.held)}
    words: dict[str, Any] = {
        "vacant": _("空缺，要 %(wanted)s 人"),
        "few": _("少了，要 %(wanted)s 人，现有 %(count)s 人"),
        "many": _("多了，只要 %(wanted)s 人，现有 %(count)s 人"),
        "elsewhere": _("%(who)s不在这个部门") % {"who": _names(desk, one.elsewhere)},
        "unset": _("公司还没有设定几人"),
    }
    if not one.fault:
        return Tag(words=_("符合"), icon="check")
    said = words[one.fault]
    return Tag(
        words=said if one.fault in ("elsewhere", "unset") else said % count,
        icon="alert-triangle",
        tone="late" if one.fault == "vacant" else "soon",
    )


def _names(desk: Desk, persons: tuple[str, ...]) -> str:
    named = _("、").join(desk.speaker.person(person) for person in persons[:NAMED])
    rest = len(persons) - NAMED
    return named + _(" 等 %(count)s 人") % {"count": len(persons)} if rest > 0 else named


def _facts(desk: Desk, facts: list[Standing]) -> LedgerTable:
    speaker = desk.speaker
    columns = [
        Column(label=_("承诺或资格"), phone="title"),
        Column(label=_("谁签")),
        Column(label=_("条款")),
        Column(label=_("应有"), right=True),
        Column(label=_("还没有的"), phone="line"),
    ]
    rows = []
    for one in facts:
        own = one.spec.signed_by == OWN
        clauses = _("、").join(clause.label for clause in speaker.clauses(one.spec.clause, 2))
        rows.append(
            Row(
                cells=[
                    Cell(words=speaker.word(one.spec.label)),
                    Cell(words=_("本人") if own else speaker.role(one.spec.signed_by)),
                    Cell(words=clauses, quiet=True),
                    Cell(words=str(len(one.due))),
                    Cell(words=_names(desk, one.lacking), none=_("都有")),
                ]
            )
        )
    return LedgerTable(caption=_("承诺与资格"), columns=columns, rows=rows)


def _form(desk: Desk, one: Standing, wrong: dict[str, str]) -> tuple[str, StepForm] | None:
    """To vouch for one of those who lack a fact; none when the reader may not, or nobody does."""
    actor, speaker = desk.caller.actor, desk.speaker
    able = [p for p in one.lacking if may_vouch(one.spec, actor.person, actor.roles, p)]
    if not able:
        return None
    here = wrong if desk.request.POST.get("credential") == one.name else {}
    label = speaker.word(one.spec.label)
    who = Field(
        kind="choice",
        name="person",
        prefix=one.name,
        label=_("谁"),
        required=True,
        error=here.get("person", ""),
        choices=[Choice(value=p, label=speaker.person(p), chosen=len(able) == 1) for p in able],
    )
    own = one.spec.signed_by == OWN
    form = StepForm(
        action=desk.href("standing"),
        submit=_("签署"),
        once=new_id(desk.caller.now),
        ident=f"vouch-{one.name}",
        hidden=[("credential", one.name), *([("person", actor.person)] if own else [])],
        body=[
            *([] if own else [who]),
            replace(password_field(here.get("password", "")), prefix=one.name),
        ],
        signs=speaker.person(actor.person),
    )
    return label, form
