"""A customer's own case: its log folded up to now, and what the customer may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from huiyin.cases import log
from huiyin.cases.access import access_query
from huiyin.cases.codes import fits, hash_of
from huiyin.cases.links import access_link
from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from huiyin.cases.work import Gone
from huiyin.channels.models import Message
from huiyin.channels.portal import for_customer
from huiyin.eventlog.envelope import Event
from huiyin.obligations.assess import conclude
from huiyin.obligations.fold import Fold
from huiyin.obligations.may import Question
from huiyin.obligations.model import Assessment
from huiyin.policy.procedures import Procedure, Step
from huiyin.policy.who import CUSTOMER_ROLE
from huiyin.web.portal.fields import CustomerForm
from huiyin.web.portal.frame import Portal
from huiyin.web.present.speaker import Speaker

LINK = "link:"
"""Begins what a device keeps of a link, to tell it from a code."""


@dataclass
class Looking:
    """A case under its customer's eyes."""

    door: Portal
    case: Case
    code: str

    @cached_property
    def speaker(self) -> Speaker:
        """Speaks in the words of the case's own pack version."""
        rules = self.door.caller.book.of_edition(self.case.edition)
        return Speaker.of(self.door.caller, rules)

    @cached_property
    def events(self) -> list[Event]:
        """The log."""
        return log.read(self.case.id)

    @cached_property
    def fold(self) -> Fold:
        """The log folded under the case's rules."""
        return Fold(self.speaker.rules, self.door.caller.book.by_name).run(self.events)

    @cached_property
    def assessment(self) -> Assessment:
        """What is owed now."""
        return conclude(self.fold, self.door.caller.now)

    @cached_property
    def spec(self) -> Procedure:
        """The procedure of the case."""
        return self.speaker.pack.procedures[self.case.procedure]

    @cached_property
    def texts(self) -> Mapping[str, str | None]:
        """Texts behind every reference of the log; one query."""
        return open_all(self.case.company_id, *(event.data for event in self.events))

    @cached_property
    def told(self) -> Mapping[int, list[Message]]:
        """What the customer was told, by the event that it is about; one query."""
        found: dict[int, list[Message]] = {}
        for message in for_customer(self.case):
            found.setdefault(message.event.seq, []).append(message)
        return found

    @cached_property
    def own_steps(self) -> dict[str, Step]:
        """The steps of the procedure that a customer does on a running case."""
        return {
            name: step
            for name, step in self.spec.steps.items()
            if name not in self.spec.opening_steps
            and any(who.role == CUSTOMER_ROLE for who in step.by)
        }

    @cached_property
    def open_steps(self) -> dict[str, Step]:
        """Those that may be done now."""
        caller = self.door.caller
        state = self.assessment.state
        question = Question(self.speaker.rules, state, caller.directory, caller.now)
        person = caller.actor.person
        return {n: s for n, s in self.own_steps.items() if not question.standing(n, person)}

    @cached_property
    def opening(self) -> tuple[Event, Step] | None:
        """The act by which the customer opened the case, if it was the customer."""
        for event in self.events:
            if event.kind == "acted" and event.actor.person == "customer":
                step = self.spec.steps.get(event.data["step"])
                if step is not None and event.data["step"] in self.spec.opening_steps:
                    return event, step
        return None

    def said(self, event: Event, name: str) -> object:
        """A value of a form, its references opened; None where it was erased."""
        return revealed((event.data.get("form") or {}).get(name), self.texts)

    @property
    def customer_name(self) -> str:
        """What the customer wants to be called; empty when it was not said or was erased."""
        if self.opening is None:
            return ""
        event, step = self.opening
        contact = CustomerForm(self.speaker, step).contact
        for name in contact.beside if contact else ():
            value, spec = self.said(event, name), step.form[name]
            if spec.mask == "name" and isinstance(value, str) and value not in spec.or_mark:
                return value
        return ""

    @property
    def others(self) -> int:
        """How many complain together with the customer."""
        if self.opening is None:
            return 0
        event, step = self.opening
        for name, spec in step.form.items():
            rows = (event.data.get("form") or {}).get(name)
            if spec.kind == "table" and spec.rows_equal and isinstance(rows, (list, tuple)):
                return len(rows) - 1
        return 0

    @property
    def phone(self) -> str:
        """The number to call: of the case's unit, or of the next one above that has one."""
        people, unit = self.door.caller.people, self.case.unit
        while entry := people.unit(unit or ""):
            if entry.phone:
                return entry.phone
            unit = entry.parent or ""
        return ""

    @property
    def intake(self) -> str:
        """The number to name on the phone: the case's own, or the day and the end of its id."""
        if self.case.number:
            return self.case.number
        day = self.speaker.rules.local_date(self.case.opened_at)
        return f"S{day:%Y%m%d}-{self.case.id[-6:]}"

    def href(self, name: str, *args: object) -> str:
        """The address of a page of this case."""
        return self.door.href(name, self.case.id, *args)


def look(door: Portal, case_id: str) -> Looking:
    """The case that this device holds the code of, or the newest link. Raises `Gone`."""
    code = door.device.codes.get(case_id)
    if code is None:
        raise Gone(case_id)
    if code.startswith(LINK):
        return Looking(door, access_link(door.caller, code.removeprefix(LINK)), "")
    case = access_query(door.company, hash_of(door.company.id, code))
    if case.id != case_id or not fits(door.company.id, code, case.query_hash):
        raise Gone(case_id)
    return Looking(door, case, code)


def find(door: Portal, code: str) -> Looking:
    """The case of a code that was typed or read. Raises `Gone`."""
    case = access_query(door.company, hash_of(door.company.id, code))
    if not fits(door.company.id, code, case.query_hash):
        raise Gone(code)
    return Looking(door, case, code)
