"""P5: stop the clock first, with the customer in front; the rest of the form can wait.

One press receives the matter and begins its registration: two steps of the pack in one command.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.commands import acting
from huiyin.cases.commands.acting import Doing
from huiyin.cases.work import Refused, Repeated
from huiyin.people.ids import new_id
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Step
from huiyin.web.desk import late_entry
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import refusal_part
from huiyin.web.desk.register import each_opening, first_values, nothing
from huiyin.web.parts import Field, NextStep, Refusal, StepForm
from huiyin.web.portal_pages import QuickPage
from huiyin.web.present.forms import Painter, faults_of, read, summary

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Quick:
    """The steps that one press does, each with the fields that it cannot do without."""

    procedure: str
    steps: tuple[tuple[str, Step], ...]
    title: tuple[str, ...] = ()

    def fields(self) -> dict[str, FormField]:
        """What must be asked, and what names the case, under names that tell the steps apart."""
        found: dict[str, FormField] = {}
        for name, spec in self.steps:
            for field, asked in spec.form.items():
                path = f"{name}.{field}"
                if asked.required or asked.required_if or path in self.title:
                    found[path] = asked
        return found


def quick_steps(desk: Desk) -> Quick | None:
    """The first opening step that is the reader's, and the step its first clock waits for."""
    rules = desk.speaker.rules
    for _key, (procedure, step, spec) in each_opening(desk):
        compiled = rules.procedure(procedure)
        for duty in compiled.duties_after.get(step, ()):
            following = compiled.spec.duties[duty].done_by[0].partition(":")[0]
            other = compiled.spec.steps.get(following)
            if other is not None and not other.sign and not other.outcomes and following != step:
                return Quick(procedure, ((step, spec), (following, other)), compiled.spec.title)
        return Quick(procedure, ((step, spec),), compiled.spec.title)
    return None


@desk
def quick(desk: Desk) -> HttpResponse:
    """Register in one press."""
    able = quick_steps(desk)
    if able is None:
        return nothing(desk)
    if desk.request.method == "POST":
        return _handed_in(desk, able)
    values = {
        f"{name}.{k}": v for name, spec in able.steps for k, v in first_values(desk, spec).items()
    }
    return _page(desk, able, values, {})


def _handed_in(desk: Desk, able: Quick) -> HttpResponse:
    post = desk.request.POST
    doings: list[Doing] = []
    values: dict[str, Any] = {}
    for name, spec in able.steps:
        asked = Step.model_construct(**{**dict(spec), "form": _own(able, name)})
        given = read(post, asked, desk.speaker).values
        values |= given
        form = {key.partition(".")[2]: value for key, value in given.items()}
        at, fault = late_entry.moment(desk.request, desk.speaker, f"{name}.{late_entry.NAME}")
        if fault:
            return _page(
                desk, able, values, {f"{name}.{late_entry.NAME}": fault}, status=UNPROCESSABLE
            )
        doings.append(Doing(step=name, form=form, at=at))
    try:
        case = acting.open_case(desk.caller, able.procedure, doings, command=desk.once)
    except Refused as refused:
        return _refused(desk, able, values, refused)
    except Repeated as repeated:
        return HttpResponseRedirect(desk.href("case", repeated.case_id))
    return HttpResponseRedirect(desk.href("case", case.id) + "#act")


def _own(able: Quick, step: str) -> dict[str, FormField]:
    return {name: spec for name, spec in able.fields().items() if name.startswith(f"{step}.")}


def _refused(desk: Desk, able: Quick, values: Mapping[str, Any], refused: Refused) -> HttpResponse:
    beside, rest = faults_of(refused.refusals, desk.speaker)
    faults = {}
    for name in able.fields():
        words = beside.pop(name.partition(".")[2], "")
        if words:
            faults[name] = words
    label = able.steps[0][1].label
    answer = refusal_part(desk.speaker, label, rest, brief=False) if rest else None
    return _page(desk, able, values, faults, answer=answer, status=UNPROCESSABLE)


def _page(
    desk: Desk,
    able: Quick,
    values: Mapping[str, Any],
    faults: Mapping[str, str],
    *,
    answer: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    speaker = desk.speaker
    fields = able.fields()
    paper = late_entry.asked(desk.request)
    body: list[Any] = []
    for name, _spec in able.steps:
        painter = Painter(speaker, values, faults, clauses=False, scope=f"{name}.")
        body += painter.fields(_own(able, name))
    if paper:
        body += [_occurred(desk, name, spec, faults) for name, spec in able.steps]
    form = StepForm(
        action=desk.href("quick"),
        submit=speaker.word(able.steps[-1][1].verb or able.steps[-1][1].label),
        body=body,
        hidden=[("paper", "1")] if paper else [],
        once=new_id(desk.caller.now),
        problems=summary(faults, fields, speaker),
        answer=answer,
    )
    page = QuickPage(
        title=_("快速登记"),
        back_href=desk.href("duties"),
        form=form,
        steps=_following(desk, able),
        submit_words=_("先停住时限，其余内容随后补齐"),
    )
    return render(
        desk.request,
        "web/quick_register.html",
        {"shell": desk.shell("register"), "page": page},
        status=status,
    )


def _occurred(desk: Desk, name: str, spec: Step, faults: Mapping[str, str]) -> Field:
    key = f"{name}.{late_entry.NAME}"
    asked = late_entry.field(desk.request, key, faults.get(key, ""))
    return replace(asked, label=f"{desk.speaker.word(spec.label)} · {asked.label}")


def _following(desk: Desk, able: Quick) -> list[NextStep]:
    spec = desk.speaker.pack.procedures[able.procedure]
    last = able.steps[-1][0]
    rules = desk.speaker.rules.procedure(able.procedure)
    found = []
    for name in rules.duties_after.get(last, ()):
        duty = spec.duties[name]
        term = desk.speaker.rules.written(duty.due.within or "")
        when = _("之后 %(term)s") % {"term": term.words(desk.speaker.lang)} if term else _("之后")
        found.append(NextStep(when=when, what=desk.speaker.word(duty.label)))
    return found[:3]
