"""One submission of a customer's form: its text, its files, and what is wrong with either."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.cases.commands.acting import Doing
from huiyin.eventlog.envelope import CUSTOMER
from huiyin.obligations.act import Act
from huiyin.obligations.may import Question
from huiyin.obligations.model import CaseState
from huiyin.obligations.refusal import Refusal
from huiyin.policy.procedures import Step
from huiyin.records import intake
from huiyin.records.models import HeldFile
from huiyin.records.refusals import shortened
from huiyin.records.uploads import discard
from huiyin.web.parts import ErrorSummary, FileItem
from huiyin.web.portal.fields import Body, CustomerForm, clean, phone_faults
from huiyin.web.portal.frame import Portal
from huiyin.web.present.forms import faults_of, summary
from huiyin.web.present.speaker import Speaker

HELD = "held:"
"""Begins the value of the button that takes a file out again."""


class Submission:
    """What came with one press of a button. `key` is the one-time key of the form, if it is ours."""

    def __init__(
        self, door: Portal, speaker: Speaker, step: str, spec: Step, unit: str = ""
    ) -> None:
        self.door, self.speaker, self.step, self.spec = door, speaker, step, spec
        self.form = CustomerForm(speaker, spec, unit, settings.EVIDENCE_FILES)
        self.post: QueryDict = clean(door.request.POST)
        self.key = door.used()
        self.faults: dict[str, str] = {}
        self.rest: list[Refusal] = []

    @cached_property
    def typed(self) -> dict[str, Any]:
        """What the customer typed."""
        return self.form.typed(self.post)

    @property
    def once(self) -> str:
        """The one-time key for the form when it is shown again: the same, or a fresh one."""
        return self.door.request.POST["once"] if self.key else self.door.once()

    @property
    def changes(self) -> bool:
        """Whether only a row or a file was added or taken away."""
        return bool(self.post.get("add") or self.post.get("remove"))

    def take_files(self) -> None:
        """Hold what arrived and may be held; a fault stands at its field."""
        uploads = self.door.uploads
        if uploads is None or self.key is None:
            return
        removed = self.post.get("remove", "")
        if removed.startswith(HELD):
            intake.drop(self.door.company.id, self.key, only=removed.removeprefix(HELD))
        fields = {name for name, spec in self.form.asked.items() if spec.kind == "file"}
        arrived = [one for one in uploads.arrived if one.field in fields]
        for stray in uploads.arrived:
            if stray.field not in fields:
                discard(self.door.company.id, stray)
        found = {name: list(faults) for name, faults in uploads.faults.items() if name in fields}
        for name in fields:
            mine = [one for one in arrived if one.field == name]
            faults = intake.hold(self.door.company.id, self.key, mine, at=self.door.caller.now)
            found.setdefault(name, []).extend(faults)
        self.faults |= {
            n: " ".join(f.words() for f in faults) for n, faults in found.items() if faults
        }

    @cached_property
    def held(self) -> list[HeldFile]:
        """The files that wait with this form."""
        return intake.held(self.door.company.id, self.key) if self.key else []

    def values(self) -> dict[str, Any]:
        """What the step takes."""
        return self.form.complete(self.typed, intake.values(self.held))

    def check(self, state: CaseState, outcome: str | None = None) -> bool:
        """Ask the core what refuses the form; True when nothing does.

        A bad file alone refuses too: its sender must learn of it while the rest is still there.
        """
        caller = self.door.caller
        question = Question(self.speaker.rules, state, caller.directory, caller.now)
        act = Act(
            name=self.step, actor=CUSTOMER, at=caller.now, form=self.values(), outcome=outcome
        )
        self.refused(question.refusals(act))
        for name, words in phone_faults(self.form.asked, self.typed).items():
            self.faults.setdefault(name, words)
        return not self.faults and not self.rest

    def refused(self, refusals: Sequence[Refusal]) -> None:
        """Sort what the core refuses into sentences at fields and the rest."""
        beside = {r.field: customer_words(r, self.speaker) for r in refusals if r.field is not None}
        _staff_words, rest = faults_of(refusals, self.speaker)
        self.faults |= self.form.beside(beside)
        self.rest += rest

    def doing(self, *, outcome: str | None = None, seen: int | None = None) -> Doing:
        """The step as the command takes it."""
        return Doing(
            step=self.step,
            form=self.values(),
            outcome=outcome,
            seen=seen,
            files=intake.facts(self.held),
        )

    def keep(self) -> intake.Keep:
        """What the command stores along with the case."""
        return intake.keeping(self.held, at=self.door.caller.now, by_customer=True)

    def done(self) -> None:
        """Nothing waits any more for a form that was accepted."""
        if self.key:
            intake.drop(self.door.company.id, self.key)

    # -- shown again --

    def body(self) -> Body:
        """The fields with everything typed, and what is wrong beside it."""
        files: dict[str, list[FileItem]] = {}
        for row in self.held:
            files.setdefault(row.field, []).append(_item(row))
        return self.form.body(self.typed, self.faults, files, self.post.get("add", ""))

    def problems(self, *, brief: bool) -> ErrorSummary | None:
        """Above the button: what to correct."""
        found = summary(self.faults, self.spec.form, self.speaker)
        return ErrorSummary(problems=found.problems, brief=brief) if found else None


def _item(row: HeldFile) -> FileItem:
    name = shortened(intake.held_name(row))
    return FileItem(name=name, words=size_words(row.size), kind=row.kind, remove=HELD + row.id)


def size_words(size: int) -> str:
    """A file's size."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(size // 1024, 1)} KB"


def customer_words(refusal: Refusal, speaker: Speaker) -> str:
    """A refusal at a field as a customer reads it: no name of the field, which stands above it."""
    inner = refusal.params.get("inner")
    if isinstance(inner, Refusal):
        return customer_words(inner, speaker)
    said = _SAID.get(refusal.code)
    if said is None:
        return refusal.words(speaker.pack, speaker.lang)
    return said(refusal.params, speaker)


def _missing(params: Mapping[str, Any], speaker: Speaker) -> str:
    marks = ("、" if speaker.lang == "zh" else ", ").join(
        map(speaker.word, params.get("marks") or ())
    )
    return _("请填写，或选“%(marks)s”。") % {"marks": marks} if marks else _("请填写。")


def _too_long(params: Mapping[str, Any], speaker: Speaker) -> str:
    return _("太长了：现有 %(count)s 字，最多 %(bound)s 字。") % dict(params)


_SAID = {"missing": _missing, "too_long": _too_long}
