"""D6: the revisit desk: whom to call by due date, the call, what to know first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases import calls as read
from huiyin.cases.access import Sight
from huiyin.cases.calls import Calls
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.personal import customer_path, open_all, revealed
from huiyin.people.ids import new_id
from huiyin.web.desk.calling import Calling, reached_by
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.knowing import know_first
from huiyin.web.desk.links import link_of
from huiyin.web.desk.looking import Looking, look
from huiyin.web.desk.panes import standing
from huiyin.web.desk.recorded import status_line
from huiyin.web.parts import (
    Action,
    Countdown,
    CountdownState,
    Empty,
    FilterChip,
    StatusLine,
    StepForm,
    Tag,
)
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.speaker import Speaker
from huiyin.web.revisit_pages import CallEntry, CallPane, RevisitsPage

LISTED = 60


@dataclass(frozen=True)
class Waiting:
    """A call on the list: the duty if it is owed, the case, what was tried."""

    case: Case
    step: str
    calls: Calls
    row: DutyRow | None = None
    sampled: bool = False

    @property
    def place(self) -> str:
        """The row of a sample, or nothing."""
        return self.row.row if self.row is not None else ""

    def agreed(self, speaker: Speaker) -> datetime | None:
        """The moment that was agreed on at the last try, while nobody was reached since."""
        tries = self.calls.of(self.step)
        last = tries[-1] if tries else None
        return speaker.rules.moment(last.next) if last is not None and last.next else None

    @property
    def unanswered(self) -> bool:
        """Whether a link was sent and the customer has not answered it."""
        return bool(self.calls.links) and self.calls.answered is None


def waiting(desk: Desk) -> list[Waiting]:
    """Every call that the reader owes, one a case and row, without those he must not make himself."""
    caller, rows = desk.caller, read.owed_calls(desk.caller)
    pack = caller.book.current(caller.now).pack
    logs = read.logs_of([row.case for row in rows])
    found: dict[tuple[str, str, str], Waiting] = {}
    for row in rows:
        calling = read.calling_of(pack, row)
        if calling is None or (row.case_id, calling.step, row.row) in found:
            continue
        spec = caller.book.of_edition(row.case.edition).pack.procedures[row.case.procedure]
        if calling.step not in spec.steps or spec.steps[calling.step].call is None:
            continue
        calls = read.calls_of(spec, calling.step, logs[row.case_id], row.row)
        if caller.actor.person not in calls.doers:
            one = Waiting(row.case, calling.step, calls, row, calling.sampled)
            found[row.case_id, calling.step, row.row] = one
    return sorted(found.values(), key=lambda one: _when(one, desk.speaker))


def _when(one: Waiting, speaker: Speaker) -> tuple[bool, datetime, str]:
    """Agreed moments count like limits; what has neither comes last."""
    due = one.row.due_at if one.row is not None else None
    moment = min(filter(None, (due, one.agreed(speaker))), default=None)
    return moment is None, moment or one.case.opened_at, one.case.id


VIEWS = ("", "late", "agreed", "link", "sample", "may")


@desk
def revisits(desk: Desk) -> HttpResponse:
    """Show whom the reader calls on, and the call that was chosen."""
    return page(desk)


def page(
    desk: Desk,
    *,
    chosen: Looking | None = None,
    step: str = "",
    form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with the `form` that came back."""
    get, speaker = desk.request.GET, desk.speaker
    view = get.get("view", "")
    owed = waiting(desk)
    listed = _permitted(desk) if view == "may" else _in_view(owed, view, speaker)
    case = chosen.case.id if chosen is not None else get.get("case", "")
    step = step or get.get("step", "")
    row = desk.request.POST.get("row", "") or get.get("row", "")
    if not case and listed:
        case, step, row = listed[0].case.id, listed[0].step, listed[0].place
    names = _names(desk, [one.case for one in listed[:LISTED]])
    entries = [
        _entry(
            desk, one, names, view, current=(one.case.id, one.step, one.place) == (case, step, row)
        )
        for one in listed[:LISTED]
    ]
    looking = chosen or (look(desk, case) if case else None)
    call = _calling(looking, step, row)
    shown_page = RevisitsPage(
        summary=_summary(owed, speaker),
        chips=_chips(desk, owed, view),
        entries=entries,
        empty=None if entries else _empty(view),
        call=pane(call, form) if call is not None else None,
        answer=_done(desk),
        know=know_first(call) if call is not None else None,
    )
    context = {"shell": desk.shell("revisits"), "page": shown_page}
    return render(desk.request, "web/revisits.html", context, status=status)


def _calling(looking: Looking | None, step: str, row: str) -> Calling | None:
    if looking is None or step not in looking.spec.steps or looking.spec.steps[step].call is None:
        return None
    return Calling(looking, step, row)


def _done(desk: Desk) -> StatusLine | None:
    """What was just recorded."""
    case, _dot, step = desk.request.GET.get("done", "").partition(".")
    if not case:
        return None
    looking = look(desk, case)
    return (
        status_line(looking, looking.spec.steps[step].label, step)
        if step in looking.spec.steps
        else None
    )


def pane(call: Calling, form: StepForm | None) -> CallPane:
    """The middle column."""
    looking, speaker = call.looking, call.looking.speaker
    once = new_id(looking.desk.caller.now)
    refused = call.refused if form is None else None
    tried = form is not None and form.ident == "try-form"
    script = None if refused else (call.form(form) if form and not tried else call.form(once=once))
    link = link_of(looking, call.call) if call.call.link else None
    return CallPane(
        name=call.places.customer(),
        number=shown.number(looking.speaker, looking.case),
        open_href=looking.desk.href("case", looking.case.id),
        label=speaker.word(call.spec.label),
        version=call.script_version() if call.call.pages else "",
        contact=reached_by(looking),
        ways=_ways(call) if not refused else [],
        form=script,
        tried=None if refused else (form if tried else call.try_form(once + "t")),
        tried_words=call.tried_words(),
        tried_open=tried,
        link=link.lines if link is not None else [],
        link_code=link.code if link is not None else None,
        follows=[] if refused else call.follows(),
        refused=refused,
    )


def _ways(call: Calling) -> list[Action]:
    """The other way: a link that the customer answers himself."""
    looking, step = call.looking, call.call.link
    if step is None or step not in looking.open_steps:
        return []
    again = bool(call.calls.links)
    return [
        Action(
            label=_("再发一次链接") if again else _("发链接，请顾客自己答"),
            href=looking.desk.href("do", looking.case.id, step),
            method="post",
            icon="link",
            once=new_id(looking.desk.caller.now) + "l",
            fields=[*standing(looking), ("back", "revisits"), ("back_step", call.step)],
        )
    ]


def _names(desk: Desk, cases: Sequence[Case]) -> Mapping[str, str | None]:
    """The texts behind titles and names of some cases; one query."""
    wanted: list[Any] = []
    for case in cases:
        wanted += [case.fields.get(path) for path in shown.title_paths(desk.speaker, case)]
        spec = desk.speaker.pack.procedures.get(case.procedure)
        path = customer_path(spec, case.fields) if spec is not None else ""
        wanted.append(case.fields.get(path))
    return open_all(desk.caller.company.id, *wanted)


def _entry(
    desk: Desk, one: Waiting, texts: Mapping[str, str | None], view: str, *, current: bool
) -> CallEntry:
    case = one.case
    speaker = Speaker(desk.caller, desk.caller.book.of_edition(case.edition), desk.speaker.lang)
    spec = speaker.pack.procedures[case.procedure]
    path = customer_path(spec, case.fields)
    field = shown.field_spec(speaker, case.procedure, path) if path else None
    name = shown.covered(speaker, field, revealed(case.fields.get(path), texts)) if path else ""
    query = f"?case={case.id}&step={one.step}" + (f"&row={one.place}" if one.place else "")
    tags = [Tag(words=_("第 %(round)s 轮") % {"round": case.rounds + 1}, tone="soon")]
    agreed = one.agreed(speaker)
    return CallEntry(
        href=desk.href("revisits") + query + (f"&view={view}" if view else ""),
        name=name or speaker.word(spec.label),
        number=one.place or shown.number(speaker, case),
        what=shown.title(speaker, case, texts),
        words=" · ".join(_tried(one, speaker)),
        countdown=_countdown(one, speaker),
        agreed=_("约 %(moment)s") % {"moment": speaker.moment(agreed)} if agreed else "",
        tags=tags if case.rounds else [],
        current=current,
    )


def _countdown(one: Waiting, speaker: Speaker) -> Countdown | None:
    if one.row is None:
        return None
    found = countdowns.of_row(one.row, speaker)
    return None if found.state is CountdownState.NO_LIMIT and one.agreed(speaker) else found


def _tried(one: Waiting, speaker: Speaker) -> list[str]:
    tries = one.calls.of(one.step)
    words = []
    if one.calls.answered is not None:
        words.append(_("顾客已自己回答，请核对"))
    elif one.unanswered:
        words.append(
            _("链接 %(moment)s 发出，未答") % {"moment": speaker.short(one.calls.links[-1])}
        )
    if tries:
        count = one.calls.missed
        if count:
            words.append(
                ngettext("%(count)s 次没有联系上", "%(count)s 次没有联系上", count)
                % {"count": count}
            )
    return words or [_("还没有联系")]


def _in_view(owed: Sequence[Waiting], view: str, speaker: Speaker) -> list[Waiting]:
    tests: dict[str, Callable[[Waiting], bool]] = {
        "late": lambda one: _late(one, speaker),
        "agreed": lambda one: one.agreed(speaker) is not None,
        "link": lambda one: one.unanswered,
        "sample": lambda one: one.sampled,
    }
    return [one for one in owed if tests[view](one)] if view in tests else list(owed)


def _late(one: Waiting, speaker: Speaker) -> bool:
    return bool(one.row and one.row.due_at and one.row.due_at < speaker.caller.now)


def _permitted(desk: Desk) -> list[Waiting]:
    """Calls that are permitted now and not owed, such as those made while things are put right."""
    found = read.permitted(desk.caller)
    logs = read.logs_of([case for _calling, case in found])
    waiting_now = []
    for calling, case in found:
        looking = look_at(desk, case, logs[case.id])
        if not looking.standing.get(calling.step):
            calls = read.calls_of(looking.spec, calling.step, looking.events)
            waiting_now.append(Waiting(case, calling.step, calls))
    return waiting_now


def look_at(desk: Desk, case: Case, events: list[Any]) -> Looking:
    """A case that was already fetched by permission, with its log at hand."""
    looking = Looking(desk, case, Sight("masked", unmask=False))
    looking.__dict__["events"] = events
    return looking


def _summary(owed: Sequence[Waiting], speaker: Speaker) -> str:
    today = speaker.today
    moments = (_when(one, speaker) for one in owed)
    due = sum(
        not open_end and speaker.rules.local_date(at) <= today for open_end, at, _id in moments
    )
    words = _("今天应回访 %(due)s 位，共 %(count)s 位在等")
    return words % {"due": due, "count": len(owed)}


def _chips(desk: Desk, owed: Sequence[Waiting], view: str) -> list[FilterChip]:
    here, speaker = desk.href("revisits"), desk.speaker
    words = [
        ("", _("全部"), "phone-call"),
        ("late", _("已逾期"), "alert-triangle"),
        ("agreed", _("约好时间"), "calendar-time"),
        ("link", _("链接未答"), "link"),
        ("sample", _("抽样"), "arrows-shuffle"),
    ]
    found = [
        FilterChip(
            words=label,
            icon=icon,
            href=f"{here}?view={name}" if name else here,
            on=name == view,
            count=len(_in_view(owed, name, speaker)),
            tone="late" if name == "late" and _in_view(owed, name, speaker) else "",
        )
        for name, label, icon in words
    ]
    if any(c.spec.may for c in read.callings(speaker.pack)):
        href = f"{here}?view=may"
        found.append(FilterChip(words=_("可以回访"), icon="plus", href=href, on=view == "may"))
    return found


def _empty(view: str) -> Empty:
    if view == "may":
        return Empty(title=_("现在没有可以回访的"), words=_("到了可以回访的环节会列在这里。"))
    return Empty(
        title=_("没有等您回访的顾客"),
        words=_("到了回访的环节，会按到期时间排在这里；您经手过的由别人回访。"),
    )
