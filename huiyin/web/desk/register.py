"""D4 and P5: registering what came in. Staff open a case by any opening step that is theirs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.cases.commands import acting
from huiyin.cases.commands.acting import Doing
from huiyin.cases.work import Gone, Refused, Repeated, effect_of
from huiyin.obligations.fold import Fold
from huiyin.obligations.may import Question
from huiyin.people.ids import new_id
from huiyin.policy.procedures import Step
from huiyin.web.desk.drafts import handed_in, handed_in_before, restored
from huiyin.web.desk.files import files_of, taking_files
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.likely import beside_form, links_of
from huiyin.web.desk.looking import refusal_part
from huiyin.web.desk.panes import outcome_field, password_field
from huiyin.web.desk.signing import password_fault
from huiyin.web.pages import Criterion, Promise, RegisterPage
from huiyin.web.parts import (
    Action,
    DraftState,
    Empty,
    Field,
    MarkedText,
    Notice,
    Section,
    Span,
    StepForm,
    Tab,
    Tabs,
)
from huiyin.web.present.forms import Given, Painter, faults_of, read, summary
from huiyin.web.present.speaker import Speaker

UNPROCESSABLE, CONFLICT = 422, 409


def each_opening(desk: Desk) -> Iterator[tuple[str, tuple[str, str, Step]]]:
    """What the reader may open: key -> procedure, step and its spec; the main procedure's first."""
    rules = desk.speaker.rules
    main = rules.pack.main_procedure
    for procedure in sorted(rules.pack.procedures, key=lambda name: name != main):
        spec = rules.pack.procedures[procedure]
        fold = Fold(rules)
        fold.state.procedure = procedure
        fold.state.unit = None
        question = Question(rules, fold.state, desk.caller.directory, desk.caller.now)
        for step in spec.opening_steps:
            if not question.standing(step, desk.caller.actor.person):
                yield f"{procedure}.{step}", (procedure, step, spec.steps[step])


def openings(desk: Desk) -> dict[str, tuple[str, str, Step]]:
    """Everything that the reader may open."""
    return dict(each_opening(desk))


@taking_files
@desk
def register(desk: Desk) -> HttpResponse:
    """Open a case: choose what to register, fill in, hand in once."""
    able = openings(desk)
    if not able:
        return nothing(desk)
    key = desk.request.GET.get("what", "")
    key = key if key in able else next(iter(able))
    procedure, step, spec = able[key]
    if desk.request.method == "POST":
        return _handed_in(desk, able, key)
    before = restored(desk, f"register.{key}", spec, desk.speaker)
    values = before.given.values if before else first_values(desk, spec)
    form = _form(
        desk,
        key,
        procedure,
        step,
        spec,
        values,
        {},
        restored=before.moment if before else "",
    )
    return _page(desk, able, key, form, saved=before.moment if before else "")


def nothing(desk: Desk) -> HttpResponse:
    """Say that the reader's posts register nothing."""
    empty = Empty(
        title=_("您的岗位没有可以登记的事项"),
        words=_("登记由制度指定的岗位办理；需要登记请找接收人员。"),
    )
    return render(
        desk.request,
        "web/nothing.html",
        {"shell": desk.shell("register"), "title": _("登记"), "empty": empty},
    )


def first_values(desk: Desk, spec: Step) -> dict[str, Any]:
    """The reader's own unit and the present moment, where a form asks for such."""
    values: dict[str, Any] = {}
    local = desk.speaker.calendar.local(desk.caller.now)
    for name, field in spec.form.items():
        if field.kind == "unit" and desk.caller.actor.unit:
            values[name] = desk.caller.actor.unit
        if field.kind == "moment" and field.not_future and field.required:
            values[name] = f"{local:%Y-%m-%dT%H:%M}"
    return values


def _handed_in(desk: Desk, able: Mapping[str, tuple[str, str, Step]], key: str) -> HttpResponse:
    procedure, step, spec = able[key]
    post = desk.request.POST
    once = desk.once
    files = files_of(desk, once)
    read_now = read(post, spec, desk.speaker)
    given = replace(read_now, values={**read_now.values, **files.values})
    more: dict[str, Any] = {"outcome": given.outcome or "", "once": once, "files": files}
    if given.changes_rows or post.get("look"):
        form = _form(desk, key, procedure, step, spec, given.values, {}, **more)
        return _page(desk, able, key, form, values=given.values)
    faults = dict(files.faults)
    if spec.sign and (wrong := password_fault(desk.request)):
        faults["password"] = wrong
    if faults:
        form = _form(desk, key, procedure, step, spec, given.values, faults, **more)
        return _page(desk, able, key, form, status=UNPROCESSABLE, values=given.values)
    doing = Doing(
        step=step,
        form=given.values,
        outcome=given.outcome,
        signature="password" if spec.sign else None,
        files=files.facts(),
    )
    name, keep = f"register.{key}", files.keep(desk)
    before = None if post.get("again") else handed_in_before(desk, name)
    if before and before != effect_of(desk.caller, once):
        return _already(desk, able, key, given, before, **more)
    try:
        links = links_of(desk, post)
        case = acting.open_case(
            desk.caller, procedure, [doing], command=once, then=keep, links=links
        )
    except Refused as refused:
        return _refused(desk, able, key, given, refused, **more)
    except Repeated as repeated:
        return HttpResponseRedirect(desk.href("case", repeated.case_id))
    handed_in(desk, name, once)
    return HttpResponseRedirect(desk.href("case", case.id) + "#act")


def _already(
    desk: Desk,
    able: Mapping[str, tuple[str, str, Step]],
    key: str,
    given: Given,
    before: str,
    **more: Any,
) -> HttpResponse:
    """The very same was registered a moment ago: perhaps somebody went back, perhaps two came."""
    link = Action(label=_("看刚才登记的那一件"), href=desk.href("case", before))
    answer = Notice(
        title=_("一样的内容刚才已经登记过了。"),
        words=_("没有重复登记。如果确实是另一件，再按一次按钮。"),
        links=[link],
        tone="soon",
        alert=True,
    )
    more |= {"answer": answer, "hidden": [("again", "1")]}
    form = _form(desk, key, *able[key], given.values, {}, **more)
    return _page(desk, able, key, form, status=CONFLICT, values=given.values)


def _refused(
    desk: Desk,
    able: Mapping[str, tuple[str, str, Step]],
    key: str,
    given: Given,
    refused: Refused,
    **more: Any,
) -> HttpResponse:
    procedure, step, spec = able[key]
    beside, rest = faults_of(refused.refusals, desk.speaker)
    answer = refusal_part(desk.speaker, spec.label, rest, brief=False) if rest else None
    form = _form(
        desk,
        key,
        procedure,
        step,
        spec,
        given.values,
        beside,
        answer=answer,
        **more,
    )
    return _page(desk, able, key, form, status=UNPROCESSABLE, values=given.values)


@require_POST
@desk
def like(desk: Desk) -> HttpResponse:
    """Likely cases for what is typed so far; a piece of the page."""
    able = openings(desk)
    key = desk.request.GET.get("what", "")
    if key not in able:
        raise Gone(key)
    procedure, step, spec = able[key]
    post = desk.request.POST
    values = read(post, spec, desk.speaker).values
    found, hidden = beside_form(desk, procedure, step, spec, values, post)
    page = {
        "duplicates": found,
        "duplicates_hidden": hidden,
        "duplicates_href": desk.href("like"),
    }
    return render(desk.request, "web/likely.html", {"page": page})


def _rows(fields: Iterable[Field]) -> list[list[Field]]:
    """Short fields stand two by two, in the pack's order; what needs room has a row of its own."""
    rows: list[list[Field]] = []
    for one in fields:
        if rows and len(rows[-1]) == 1 and one.short and rows[-1][0].short:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _form(
    desk: Desk,
    key: str,
    procedure: str,
    step: str,
    spec: Step,
    values: Mapping[str, Any],
    faults: Mapping[str, str],
    **more: Any,
) -> StepForm:
    speaker = desk.speaker
    add_to = desk.request.POST.get("add", "")
    here = desk.href("register") + f"?what={key}"
    back = more.get("restored", "")
    items = more["files"].items() if "files" in more else {}
    painter = Painter(speaker, values, faults, add_to=add_to, files=items)
    fields = [*outcome_field(spec, more.get("outcome", ""), faults, speaker)]
    fields += painter.fields(spec.form)
    body: list[Any] = [Section(title=speaker.word(spec.label), rows=_rows(fields))]
    if spec.sign:
        body.append(password_field(faults.get("password", "")))
    verb = speaker.word(spec.verb or spec.label)
    return StepForm(
        action=here,
        submit=_("%(verb)s并签名") % {"verb": verb} if spec.sign else verb,
        body=body,
        once=more.get("once") or new_id(desk.caller.now),
        signs=speaker.person(desk.caller.actor.person) if spec.sign else "",
        files=any(field.kind == "file" for field in spec.form.values()),
        problems=summary(faults, spec.form, speaker),
        answer=more.get("answer"),
        hidden=more.get("hidden", ()),
        draft=DraftState(restored=back, discard=here + "&fresh=1") if back else None,
        draft_action=desk.href("draft", f"register.{key}"),
        shortcut=True,
        foot=True,
    )


def _page(
    desk: Desk,
    able: Mapping[str, tuple[str, str, Step]],
    key: str,
    form: StepForm,
    *,
    status: int = 200,
    saved: str = "",
    values: Mapping[str, Any] | None = None,
) -> HttpResponse:
    procedure, step, spec = able[key]
    speaker = desk.speaker
    found, hidden = beside_form(desk, procedure, step, spec, values or {}, desk.request.POST)
    asks = bool(speaker.pack.procedures[procedure].links)
    here = desk.href("register")
    tabs = [
        Tab(words=_tab_words(speaker, *able[k]), href=f"{here}?what={k}", on=k == key) for k in able
    ]
    page = RegisterPage(
        title=_tab_words(speaker, procedure, step, spec),
        form=form,
        paper_href=desk.href("quick") + "?paper=1",
        draft=DraftState(saved=saved),
        promises=_promises(speaker, procedure, step),
        criteria=_criteria(speaker) if procedure == speaker.pack.main_procedure else (),
        after=_after(speaker, procedure, spec),
        duplicates=found,
        duplicates_hidden=hidden,
        duplicates_href=desk.href("like") + f"?what={key}" if asks else "",
    )
    context = {
        "shell": desk.shell("register"),
        "page": page,
        "kinds": Tabs(label=_("登记什么"), tabs=tabs),
        "quick_href": desk.href("quick"),
    }
    return render(desk.request, "web/register.html", context, status=status)


def _tab_words(speaker: Speaker, procedure: str, step: str, spec: Step) -> str:
    label = speaker.word(speaker.pack.procedures[procedure].label)
    return speaker.word(spec.label) if procedure == speaker.pack.main_procedure else label


def _promises(speaker: Speaker, procedure: str, step: str) -> list[Promise]:
    """The clocks that start with this registration, in the words of the pack."""
    spec = speaker.pack.procedures[procedure]
    found = []
    for name in speaker.rules.procedure(procedure).duties_after.get(step, ()):
        duty = spec.duties[name]
        chips = speaker.clauses(duty.clause, 1)
        found.append(Promise(label=speaker.word(duty.label), clause=chips[0] if chips else None))
    return found[:5]


def _criteria(speaker: Speaker) -> list[Criterion]:
    lines = []
    for level in speaker.pack.levels.values():
        marks = _("、").join(speaker.word(w) for w in (*level.any, *level.all))
        if marks:
            lines.append(
                Criterion(
                    text=MarkedText(
                        spans=[
                            Span(text=speaker.word(level.label), kind="strong"),
                            Span(text="：" + marks),
                        ]
                    )
                )
            )
    return lines


def _after(speaker: Speaker, procedure: str, spec: Step) -> list[str]:
    if not spec.to:
        return []
    following = [s for s in speaker.pack.procedures[procedure].steps.values() if spec.to in s.in_][
        :3
    ]
    return [_("随后：%(label)s") % {"label": speaker.word(s.label)} for s in following]
