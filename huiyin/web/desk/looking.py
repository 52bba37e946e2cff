"""A case under a reader's eyes: its log folded up to now, and what the reader may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from huiyin.cases import log
from huiyin.cases.access import Sight, access_case
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.personal import open_all
from huiyin.cases.work import Gone
from huiyin.eventlog.envelope import Event
from huiyin.obligations.act import Act
from huiyin.obligations.assess import conclude
from huiyin.obligations.fold import Fold
from huiyin.obligations.may import Question
from huiyin.obligations.model import Assessment
from huiyin.obligations.refusal import Refusal
from huiyin.policy.procedures import Procedure
from huiyin.web.desk.duties import item_of
from huiyin.web.desk.frame import Desk
from huiyin.web.desk.ledger_fill import fill
from huiyin.web.parts import Refusal as RefusalPart
from huiyin.web.present.prefill import Known
from huiyin.web.present.speaker import Speaker


@dataclass
class Looking:
    """A case under a reader's eyes: its log folded up to now, and what the reader may do."""

    desk: Desk
    case: Case
    sight: Sight

    @cached_property
    def speaker(self) -> Speaker:
        """Speaks in the words of the case's own pack version."""
        caller = self.desk.caller
        return Speaker(caller, caller.book.of_edition(self.case.edition), self.desk.speaker.lang)

    @cached_property
    def events(self) -> list[Event]:
        """The log."""
        return log.read(self.case.id)

    @cached_property
    def fold(self) -> Fold:
        """The log folded under the case's rules."""
        return Fold(self.speaker.rules, self.desk.caller.book.by_name).run(self.events)

    @cached_property
    def assessment(self) -> Assessment:
        """What is owed now."""
        return conclude(self.fold, self.desk.caller.now)

    @cached_property
    def spec(self) -> Procedure:
        """The procedure of the case."""
        return self.speaker.pack.procedures[self.case.procedure]

    @cached_property
    def rows(self) -> list[DutyRow]:
        """The duties as stored, in the order they arose."""
        return list(DutyRow.objects.filter(case=self.case).order_by("due_at", "id"))

    @cached_property
    def texts(self) -> Mapping[str, str | None]:
        """Texts behind every reference of the log; one query."""
        return open_all(self.case.company_id, *(event.data for event in self.events))

    @cached_property
    def known(self) -> Known:
        """What the forms said so far, for the forms that follow."""
        filled = partial(fill, self.desk, self.case)
        state = self.assessment.state
        return Known(self.speaker, self.spec, state, self.events, self.texts, filled)

    @cached_property
    def question(self) -> Question:
        """Asks the core what may be done."""
        state = self.assessment.state
        return Question(self.speaker.rules, state, self.desk.caller.directory, self.desk.caller.now)

    @cached_property
    def standing(self) -> dict[str, tuple[Refusal, ...]]:
        """What refuses each step to the reader before any form is filled in."""
        person = self.desk.caller.actor.person
        return {
            name: self.question.standing(name, person)
            for name in self.spec.steps
            if name not in self.spec.opening_steps or self.spec.steps[name].in_
        }

    @cached_property
    def approval(self) -> str | None:
        """The approval that waits for the reader's signature."""
        actor = self.desk.caller.actor
        for name, approval in self.assessment.state.approvals.items():
            act = Act(kind="sign", name=name, actor=actor, at=self.desk.caller.now)
            if approval.status == "open" and not self.question.refusals(act):
                return name
        return None

    @cached_property
    def open_steps(self) -> list[str]:
        """Steps the reader may do now, those first that fulfil what is owed soonest."""
        able = [name for name, refused in self.standing.items() if not refused]
        urgency: dict[str, int] = {}
        for n, row in enumerate(row for row in self.rows if row.owed):
            urgency.setdefault(item_of(row, self.spec)[2], n)
        done = self.assessment.state.steps
        return sorted(
            able,
            key=lambda s: (
                urgency.get(s, 999),
                s in done and done[s].valid,
                self.spec.steps[s].may,
            ),
        )


def look(desk: Desk, case_id: str) -> Looking:
    """Fetch a case for a reader who sees more than its number. Raises `Gone`."""
    looking = glance(desk, case_id)
    if not looking.sight.whole:
        raise Gone(case_id)
    return looking


def glance(desk: Desk, case_id: str) -> Looking:
    """Fetch a case for a reader who sees its number at least. Raises `Gone`."""
    case, sight = access_case(desk.caller, case_id)
    return Looking(desk, case, sight)


def refusal_part(
    speaker: Speaker, label: str, refusals: Sequence[Refusal], *, brief: bool = True
) -> RefusalPart:
    """Why something cannot be done: each reason a sentence, with its clause."""
    clauses = tuple(dict.fromkeys(c for refusal in refusals for c in refusal.clause))
    words = [refusal.words(speaker.pack, speaker.lang) for refusal in refusals[:3]]
    return RefusalPart(
        title=speaker.word(label) + ("：" if speaker.lang == "zh" else ": ") + words[0],
        missing=words[1:],
        clauses=speaker.clauses(clauses, 1),
        brief=brief,
    )
