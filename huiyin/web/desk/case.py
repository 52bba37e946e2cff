"""D2: one case. What is owed now, what I may do, why not the rest; then what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.access import visible
from huiyin.cases.commands.linking import DISTINCT
from huiyin.cases.models import Case, DutyRow
from huiyin.people.ids import new_id
from huiyin.web.desk.duties import bearer, item_of
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.likely import beside_case
from huiyin.web.desk.looking import Looking, glance, refusal_part
from huiyin.web.desk.panes import approval_form, approval_strip, fresh_form
from huiyin.web.desk.paused import pause_actions, pause_words
from huiyin.web.desk.pieces import evidence_items, picture_pairs, stepper
from huiyin.web.desk.reports import drafts_of
from huiyin.web.desk.withdrawn import withdrawals
from huiyin.web.pages import CasePage, Crumb, DocumentItem, NumberPage, Related, Settled
from huiyin.web.parts import (
    Action,
    Conflict,
    FilterChip,
    StatusLine,
    StepForm,
    Stepper,
    Tab,
    Tabs,
    Tag,
    Timeline,
)
from huiyin.web.parts import DutyRow as DutyPart
from huiyin.web.parts import Refusal as RefusalPart
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.facts import facts_of
from huiyin.web.present.log import Teller

TABS = 3
FACTS = 18


@desk
def case(desk: Desk, case_id: str) -> HttpResponse:
    """Show a case."""
    looking = glance(desk, case_id)
    if not looking.sight.whole:
        return _only_number(looking)
    return show(looking, chosen=desk.request.GET.get("do", ""))


def _only_number(looking: Looking) -> HttpResponse:
    """What a reader sees whose post sees number and stage only."""
    speaker, number = looking.speaker, shown.number(looking.speaker, looking.case)
    stages = [replace(stage, words="", late=False) for stage in stepper(looking).stages]
    page = NumberPage(
        crumbs=[Crumb(words=_("案件"), href=looking.desk.href("cases")), Crumb(words=number)],
        number=number,
        headline=speaker.word(looking.spec.label),
        stepper=Stepper(stages=stages),
        words=_("您的岗位只看编号和环节。要看内容，请向保管档案的人申请查阅。"),
    )
    context = {"shell": looking.desk.shell("cases"), "page": page}
    return render(looking.desk.request, "web/case_number.html", context)


def show(
    looking: Looking,
    *,
    chosen: str = "",
    form: StepForm | None = None,
    answer: StatusLine | Conflict | RefusalPart | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or the parts of it that an act changed."""
    request = looking.desk.request
    swap = bool(request.headers.get("HX-Request"))
    page = page_of(looking, chosen, form, answer, swap=swap)
    template = "web/case_swap.html" if swap else "web/case.html"
    return render(
        request, template, {"shell": looking.desk.shell("cases"), "page": page}, status=status
    )


def page_of(
    looking: Looking,
    chosen: str,
    form: StepForm | None,
    answer: StatusLine | Conflict | RefusalPart | None,
    *,
    swap: bool,
) -> CasePage:
    """Everything on the page of a case."""
    desk, case, speaker = looking.desk, looking.case, looking.speaker
    number = shown.number(speaker, case)
    unmask = desk.href("unmask", case.id)
    state = looking.assessment.state
    facts = facts_of(speaker, case, state, looking.texts, unmask, looking.sight)
    likely_ones, hidden = ([], "") if swap else beside_case(looking)
    steps, current = _tabs(looking, chosen)
    timeline, filters = _timeline(looking)
    pane = form if form is not None else (None if answer is not None else _pane(looking, current))
    return CasePage(
        crumbs=[Crumb(words=_("案件"), href=desk.href("cases")), Crumb(words=number)],
        number=number,
        headline=shown.title(speaker, case, looking.texts, 120),
        stepper=stepper(looking),
        owed=[_duty(looking, row) for row in looking.rows if row.owed],
        settled=_settled(looking),
        timeline=timeline,
        filters=filters,
        level=speaker.level(case.level),
        tags=[Tag(words=speaker.unit(case.unit), icon="map-pin")] * bool(case.unit)
        + [Tag(words=speaker.word(f)) for f in case.flags],
        line=_line(looking),
        actions=_actions(looking),
        facts=facts.lines[:FACTS],
        facts_more=facts.lines[FACTS:],
        masked_words=facts.masked_words,
        documents=_documents(looking),
        pairs=picture_pairs(looking),
        evidence=evidence_items(looking),
        evidence_count=_evidence_count(looking),
        tabs=steps,
        form=pane,
        answer=answer,
        refused=_refused(looking),
        approvals=approval_strip(speaker, state),
        related=_related(looking),
        duplicates=likely_ones,
        duplicates_hidden=hidden,
        swap=swap,
    )


def _actions(looking: Looking) -> list[Action]:
    """What can be done with the case as a whole, and where else it leads."""
    doing = [*withdrawals(looking), *pause_actions(looking)]
    return [*drafts_of(looking), *doing, *_papers_links(looking)]


def _timeline(looking: Looking) -> tuple[Timeline, list[FilterChip]]:
    """What happened, newest first, of the concern asked for; and the concerns there are."""
    state = looking.assessment.state
    teller = Teller(looking.speaker, looking.case.procedure, state.instances, looking.texts)
    entries = teller.entries(looking.events)
    wanted = looking.desk.request.GET.get("show", "")
    wanted = wanted if wanted in entries else "all"
    here = looking.desk.href("case", looking.case.id)
    words = {"all": _("全部"), "customer": _("对顾客"), "approval": _("审批"), "late": _("迟")}
    chips = [
        FilterChip(
            words=words[name],
            href=f"{here}?show={name}#happened",
            count=len(found),
            tone="late" if name == "late" else "",
            on=name == wanted,
        )
        for name, found in entries.items()
        if found or name in ("all", wanted)
    ]
    timeline = Timeline(entries=entries[wanted], chain=_chain(looking))
    return timeline, chips if len(chips) > 1 else []


def _tabs(looking: Looking, chosen: str) -> tuple[Tabs | None, str]:
    names = list(looking.open_steps)
    approval = looking.approval
    if not names and approval is None:
        return None, ""
    current = chosen if chosen in names or chosen == f"sign:{approval}" else ""
    current = current or (f"sign:{approval}" if approval else names[0])
    here = looking.desk.href("case", looking.case.id)
    tabs = []
    if approval:
        label = looking.speaker.word(looking.spec.approvals[approval].label)
        tabs.append(
            Tab(
                words=label, href=f"{here}?do=sign:{approval}#act", on=current == f"sign:{approval}"
            )
        )
    shown_names = names if chosen == "more" else names[:TABS]
    if current in names and current not in shown_names:
        shown_names = [current, *shown_names[: TABS - 1]]
    for name in shown_names:
        words = looking.speaker.word(
            looking.spec.steps[name].verb or looking.spec.steps[name].label
        )
        tabs.append(Tab(words=words, href=f"{here}?do={name}#act", on=name == current))
    if len(names) > len(shown_names):
        tabs.append(Tab(words=_("更多"), href=f"{here}?do=more#act"))
    return Tabs(label=_("可以办理的"), tabs=tabs), current


def _pane(looking: Looking, current: str) -> StepForm | None:
    if not current:
        return None
    if current.startswith("sign:"):
        return approval_form(
            looking, current.removeprefix("sign:"), new_id(looking.desk.caller.now)
        )
    return fresh_form(looking, current)


def _duty(looking: Looking, row: DutyRow) -> DutyPart:
    desk, speaker, case = looking.desk, looking.speaker, looking.case
    label, clauses, step = item_of(row, looking.spec)
    who = bearer(row, speaker)
    able = step in looking.open_steps
    here = desk.href("case", case.id)
    verb = speaker.word(looking.spec.steps[step].verb or label) if step else ""
    words = (
        f"{speaker.word(label)} · {speaker.unit(row.row) or row.row}"
        if row.row
        else speaker.word(label)
    )
    return DutyPart(
        ident=f"duty-{row.pk}",
        countdown=countdowns.of_row(row, speaker, why=desk.href("why", case.id, row.instance)),
        verb=words,
        number=case.number,
        clauses=speaker.clauses(clauses, 1),
        facts=_extension(looking, row),
        bearer=who,
        mine=able,
        action=Action(label=verb, href=f"{here}?do={step}#act", style="outline") if able else None,
        chosen=able and bool(looking.open_steps) and step == looking.open_steps[0],
    )


def _extension(looking: Looking, row: DutyRow) -> list[str]:
    """Who granted the extension that holds, and when."""
    duty = looking.spec.duties.get(row.duty)
    if duty is None or duty.extension is None or not any(n == "extended" for n, _what in row.notes):
        return []
    kind, _space, name = duty.extension.grant.rpartition(" ")
    speaker, state = looking.speaker, looking.assessment.state
    if kind == "approved" and name in state.approvals:
        signed = list(state.approvals[name].signed.values())
        who, at = signed[-1] if signed else ("", None)
    else:
        step = state.steps.get(name.partition(":")[0])
        who, at = (step.by, step.at) if step is not None else ("", None)
    if at is None:
        return [_("延期获准")]
    told = {"who": speaker.person(who), "moment": speaker.moment(at)}
    return [_("延期获准：%(who)s %(moment)s") % told]


def _settled(looking: Looking) -> Settled | None:
    done = [row for row in looking.rows if not row.owed]
    if not done:
        return None
    late = [row for row in done if row.breach_at or row.state == "done_late"]
    missed = sum(row.state == "breached" for row in done)
    on_time = sum(row.state == "done" for row in done)
    names = _("、").join(looking.speaker.word(item_of(row, looking.spec)[0]) for row in late[:3])
    return Settled(
        words=_("已了结 %(count)s：按时 %(on_time)s") % {"count": len(done), "on_time": on_time},
        late_words=_("、").join(
            words % {"count": count}
            for words, count in (
                (_("迟 %(count)s"), len(late) - missed),
                (_("漏 %(count)s"), missed),
            )
            if count
        ),
        late_who=names,
        href=looking.desk.href("case", looking.case.id) + "?show=late#happened",
    )


def _line(looking: Looking) -> str:
    case, speaker = looking.case, looking.speaker
    received = _("%(moment)s 接收") % {"moment": speaker.moment(case.opened_at)}
    pack = _("适用 制度 %(version)s 版") % {"version": speaker.pack.version}
    said = [speaker.word(looking.spec.label), received, pack, pause_words(looking)]
    return " · ".join(filter(None, said))


def _chain(looking: Looking) -> str:
    return ngettext("%(count)s 条事件首尾相连", "%(count)s 条事件首尾相连", len(looking.events)) % {
        "count": len(looking.events)
    }


def _documents(looking: Looking) -> list[DocumentItem]:
    state, speaker = looking.assessment.state, looking.speaker
    items = []
    for name, number, seq in state.documents:
        void = (name, number) in state.voided
        label = speaker.word(speaker.pack.documents[name].label)
        words = f"{number} · {_('已作废')}" if void else number
        items.append(
            DocumentItem(
                title=label,
                words=words,
                href=looking.desk.href("paper", looking.case.id, seq),
                format=_("查看"),
            )
        )
    return items


def _papers_links(looking: Looking) -> list[Action]:
    state = looking.assessment.state
    if not state.documents:
        return []
    _name, _number, seq = state.documents[0]
    return [
        Action(
            label=_("凭证"), href=looking.desk.href("paper", looking.case.id, seq), icon="printer"
        )
    ]


def _evidence_count(looking: Looking) -> int:
    return sum(event.kind == "evidence_added" for event in looking.events)


def _refused(looking: Looking) -> list[RefusalPart]:
    """What cannot be done now and why: steps of this stage, and those the case waits for next."""
    found = []
    stage = looking.case.stage
    for name, refusals in looking.standing.items():
        spec = looking.spec.steps[name]
        done = looking.assessment.state.steps.get(name)
        if (
            not refusals
            or (spec.in_ and stage not in spec.in_)
            or (done is not None and done.valid)
            or _not_for_staff(spec.by)
        ):
            continue
        found.append(refusal_part(looking.speaker, spec.label, refusals))
    return found[:6]


def _not_for_staff(by: Sequence[object]) -> bool:
    return all(getattr(who, "role", None) in ("customer", "system") for who in by)


def _related(looking: Looking) -> list[Related]:
    state, speaker = looking.assessment.state, looking.speaker
    ties = {other: name for name, other in sorted(state.links) if name != DISTINCT}
    ids = {*ties, *state.children, looking.case.parent_id or ""}
    rows = visible(looking.desk.caller).filter(id__in=ids)
    found = []
    for row in rows:
        label = speaker.word(speaker.pack.procedures[row.procedure].label)
        stage = Tag(words=speaker.word(row.stage)) if row.stage else None
        found.append(
            Related(
                number=shown.number(speaker, row),
                href=looking.desk.href("case", row.id),
                words=label,
                tag=stage,
                note=_tie(looking, row.id, ties),
                action=_untie(looking, row, ties.get(row.id, "")),
            )
        )
    return found


def _tie(looking: Looking, other: str, ties: Mapping[str, str]) -> str:
    """How another case stands to this one."""
    name = ties.get(other, "")
    if name not in looking.spec.links:
        return ""
    said, state = {"relation": looking.speaker.word(name)}, looking.assessment.state
    if other == state.lead:
        return _("主件（%(relation)s）：本件并入它，时限各自照走") % said
    if other in state.members:
        return _("并入本件（%(relation)s），时限各自照走") % said
    return said["relation"]


def _untie(looking: Looking, row: Case, name: str) -> Action | None:
    if name not in looking.spec.links:
        return None
    href = looking.desk.href("separate", looking.case.id, row.id)
    full = _("取消与 %(number)s 的关系") % {"number": shown.number(looking.speaker, row)}
    return Action(label=_("取消"), href=href, label_full=full)
