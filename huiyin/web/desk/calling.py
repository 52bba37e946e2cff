"""D6, the middle: one call: the script page by page, a try that reached nobody, what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.calls import Calls, calls_of
from huiyin.cases.personal import revealed
from huiyin.obligations.facts import number
from huiyin.obligations.rules import Unset
from huiyin.policy.contacts import Call
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Step
from huiyin.web.desk.drafts import restored
from huiyin.web.desk.looking import Looking, refusal_part
from huiyin.web.desk.panes import act_form, draft_name, fresh_form
from huiyin.web.desk.scripts import newest
from huiyin.web.pages import FactLine
from huiyin.web.parts import Choice, Field, Refusal, StepForm
from huiyin.web.parts.script import Consequence, ScriptPage
from huiyin.web.present.facts import line_of
from huiyin.web.present.follows import Following, followings
from huiyin.web.present.forms import scale_of
from huiyin.web.present.places import Places

BACK = ("back", "revisits")
REACHED_BY = ("phone", "mail")


@dataclass
class Calling:
    """One call on the customer of a case."""

    looking: Looking
    step: str
    row: str = ""

    @property
    def spec(self) -> Step:
        """The step."""
        return self.looking.spec.steps[self.step]

    @property
    def call(self) -> Call:
        """What the pack says about the call."""
        call = self.spec.call
        assert call is not None  # noqa: S101  (only steps with a call come here)
        return call

    @cached_property
    def calls(self) -> Calls:
        """What the log says about the tries so far."""
        return calls_of(self.looking.spec, self.step, self.looking.events, self.row)

    @cached_property
    def places(self) -> Places:
        """Fills the places of the script."""
        looking = self.looking
        return Places(looking.speaker, looking.case, looking.assessment.state, looking.texts)

    @property
    def refused(self) -> Refusal | None:
        """Why the reader may not make this call; whoever worked on the case among them."""
        found = self.looking.standing.get(self.step, ())
        return (
            refusal_part(self.looking.speaker, self.spec.label, found, brief=False)
            if found
            else None
        )

    # -- the form --

    def form(self, offered: StepForm | None = None, once: str = "") -> StepForm:
        """The script as one form, its fields under the pages that ask for them."""
        form = offered or self._fresh(once)
        return replace(
            form,
            body=self._pages(form.body),
            target="",
            ident="call-form",
            hidden=[*form.hidden, BACK, *self._which_row()],
            submit=_("保存回访") if self.call.pages else form.submit,
            files=form.files,
        )

    def _fresh(self, once: str) -> StepForm:
        """The form as the reader left it, or with what is known."""
        looking = self.looking
        if restored(looking.desk, draft_name(looking, self.step), self.spec, looking.speaker):
            return fresh_form(looking, self.step)
        values = {**looking.known.values(self.step), **self.offers()}
        return act_form(looking, self.step, values, {}, once, row=self.row)

    def _open(self, field: Field) -> bool:
        """Whether the script asks it: not what only a try that reached nobody needs, nor what is known."""
        only_missed = field.name == self.call.next and bool(self.call.missed)
        unneeded = field.name == self.call.why and self.calls.answered is None
        known = field.name == "row" and bool(self.row)
        return not (only_missed or known or (unneeded and not field.error))

    def _which_row(self) -> list[tuple[str, str]]:
        return [("row", self.row)] if self.row else []

    def offers(self) -> dict[str, Any]:
        """What the form begins with: that somebody answered, and what the customer said himself."""
        state, texts = self.looking.assessment.state, self.looking.texts
        values: dict[str, Any] = dict(self.call.reached)
        if self.calls.answered is not None and self.call.answer:
            for name, other in self.call.same.items():
                said = state.fields.get(f"{self.call.answer}.{other}")
                said = texts.get(said["ref"]) if isinstance(said, Mapping) else said
                values |= {name: said} if said and name != "outcome" else {}
        kept = self.call.kept
        if kept is not None and kept.into:
            values[kept.into] = self.script_version()
        return values

    @cached_property
    def kept_script(self) -> tuple[str, str]:
        """Version and text of the script that the company keeps; of the pack when it keeps none."""
        kept = self.call.kept
        found = newest(self.looking, kept) if kept is not None else None
        return found or ("", "")

    def script_version(self) -> str:
        """The version of the script that is read out."""
        pack = self.looking.speaker.pack
        return self.kept_script[0] or _("制度 %(version)s 版") % {"version": pack.version}

    def _pages(self, drawn: Sequence[object]) -> list[Any]:
        fields = [one for one in drawn if isinstance(one, Field) and self._open(one)]
        others: list[Any] = [one for one in drawn if not isinstance(one, Field)]
        by_name = {field.name: self._shaped(field) for field in fields}
        pages = self.call.pages
        if not pages:
            return [*by_name.values(), *others]
        speaker = self.looking.speaker
        placed = {name for page in pages for name in page.asks}
        rest = [field for name, field in by_name.items() if name not in placed]
        found = []
        for index, page in enumerate(pages, 1):
            body = [by_name[name] for name in page.asks if name in by_name]
            last = index == len(pages)
            found.append(
                ScriptPage(
                    title=speaker.word(page.label),
                    number=index,
                    of=len(pages),
                    says=self.places.fill(page.says),
                    body=[*body, *([*rest, *others] if last else ())],
                    clauses=speaker.clauses(page.clause, 1),
                )
            )
        return found

    def _shaped(self, field: Field) -> Field:
        """A score is chosen, not typed; what a low score asks for shows itself when it is low."""
        spec = self.spec.form.get(field.name)
        if spec is None:
            return self._reached(field) if field.name == "outcome" else field
        if (steps := scale_of(spec)) and field.kind == "number":
            choices = [Choice(value=n, label=n, chosen=n == field.value) for n in steps]
            field = replace(field, kind="choice", choices=choices)
        if not field.when and spec.required_if:
            field = replace(field, when=self._when(spec))
        return field

    def _reached(self, field: Field) -> Field:
        """The outcomes of a call that reached somebody; the other one has a form of its own."""
        missed = self.call.missed.get("outcome")
        return replace(field, choices=[one for one in field.choices if one.value != missed])

    def _when(self, spec: FormField) -> list[tuple[str, str]]:
        """The scores at or under a bound, spelled out for the script."""
        rules, found = self.looking.speaker.rules, []
        today = self.looking.speaker.today
        for fact in (*spec.required_if.all, *spec.required_if.any):
            other = self.spec.form.get(fact.field or "")
            if other is None or fact.at_most is None:
                return []
            try:
                bound = number(rules.number(fact.at_most, today))
            except Unset:
                return []
            found += [(str(fact.field), n) for n in scale_of(other) if bound and int(n) <= bound]
        return found

    # -- a try that reached nobody --

    def try_form(self, once: str) -> StepForm | None:
        """The short form of a try that reached nobody."""
        if not self.call.missed:
            return None
        return self.short(act_form(self.looking, self.step, {}, {}, once, row=self.row))

    def short(self, form: StepForm) -> StepForm:
        """Of the step's form only what such a try asks for; the rest is said by the pack."""
        return replace(
            form,
            body=[
                replace(one, prefix="t", required=True)
                for one in form.body
                if isinstance(one, Field) and one.name in self.call.tries
            ],
            hidden=[*form.hidden, BACK, *self._which_row(), *self.call.missed.items()],
            target="",
            ident="try-form",
            submit=_("没有联系上，记一次"),
            problems=None,
            signs="",
            draft_action="",
            shortcut=False,
            others=[],
            note="",
        )

    def tried_words(self) -> str:
        """How many tries reached nobody, and what the pack says about many of them."""
        missed = self.calls.missed
        words = ngettext(
            "已连续 %(count)s 次没有联系上", "已连续 %(count)s 次没有联系上", missed
        ) % {"count": missed}
        most = self._most()
        if most is None or not self.call.out:
            return words if missed else ""
        out = self.looking.speaker.word(self.looking.spec.steps[self.call.out].label)
        after = _("满 %(most)s 次以后可以“%(out)s”，不算满意") % {"most": most, "out": out}
        return f"{words}；{after}" if missed else after

    def _most(self) -> str | None:
        speaker = self.looking.speaker
        if self.call.most is None:
            return None
        try:
            return speaker.rules.number(self.call.most, speaker.today)
        except Unset:
            return None

    # -- what follows --

    def follows(self) -> list[Consequence]:
        """What each outcome leads to."""
        looking = self.looking
        found = followings(looking.speaker, looking.fold, self.step, self.spec)
        return [
            _consequence(one) for one in found if one.outcome != self.call.missed.get("outcome")
        ]


def reached_by(looking: Looking) -> list[FactLine]:
    """How to reach the customer, covered until a reason is given."""
    unmask, found = looking.desk.href("unmask", looking.case.id), []
    for step, item in looking.spec.steps.items():
        for name, field in item.form.items():
            path = f"{step}.{name}"
            if field.mask in REACHED_BY and path in looking.assessment.state.fields:
                value = revealed(looking.assessment.state.fields[path], looking.texts)
                found.append(line_of(looking.speaker, field, path, value, unmask, looking.sight))
    return found[:2]


def _consequence(one: Following) -> Consequence:
    return Consequence(
        outcome=one.outcome,
        label=one.label,
        words="；".join(one.lines),
        strong=one.strong,
        clauses=one.clauses,
    )
