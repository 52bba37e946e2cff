"""Who is to be told what: notices of the pack, reminders, breaches. Pure; decides, does not send.

A trigger of a notice is written alone or as `procedure.trigger`. Alone it means the company's main
procedure where it leads somewhere there, else every procedure that knows it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.act import Directory
from huiyin.obligations.facts import Facts
from huiyin.obligations.model import CaseState, Instance
from huiyin.obligations.people import eligible, named_in_case
from huiyin.obligations.rules import Rules, Unset
from huiyin.policy.across import Notice
from huiyin.policy.procedures import Procedure, Signer
from huiyin.policy.who import CUSTOMER_ROLE, Who

CUSTOMERS = (CUSTOMER_ROLE, "complainant")
NOBODY = ("system", "public")


def keys_of(state: CaseState, event: Event) -> tuple[str, ...]:
    """What an event set off, as triggers are written; `state` is that after its command."""
    data, kind = event.data, event.kind
    found: list[str] = []
    if kind == Kind.ACTED:
        step, outcome = str(data["step"]), data.get("outcome")
        found = [step] if outcome is None else [step, f"{step}:{outcome}"]
    elif kind == Kind.SIGNED:
        found = _settled(state, event)
    elif (kind == Kind.OPENED and data.get("because")) or kind == Kind.REOPENED:
        found = ["opened"]
    elif kind == Kind.CHILD_CLOSED:
        found = _closed(state, event)
    return (*found, *(f"stage {name}" for name, _, seq in state.stages if seq == event.seq))


def _settled(state: CaseState, event: Event) -> list[str]:
    """`approved NAME` or `refused NAME` when this signature was the last one."""
    name = str(event.data["approval"])
    approval = state.approvals.get(name)
    if approval is None or approval.of_seq != event.data["of"] or approval.closed != event.at:
        return []
    return [f"{approval.status} {name}"] if approval.status in ("approved", "refused") else []


def _closed(state: CaseState, event: Event) -> list[str]:
    procedure = state.children.get(str(event.data["child"]), ("", False))[0]
    outcome = event.data.get("outcome")
    return [f"closed {procedure}"] + ([f"closed {procedure}:{outcome}"] if outcome else [])


def called(rules: Rules, state: CaseState, event: Event) -> tuple[str, ...]:
    """Names of the notices that an event calls for, in the order of the pack."""
    keys = set(keys_of(state, event))
    if not keys:
        return ()
    facts = Facts(rules, state, event.at)
    return tuple(
        name
        for name, notice in rules.pack.notices.items()
        if keys & set(_meant(rules, state.procedure, notice)) and _holds(facts, notice)
    )


def _holds(facts: Facts, notice: Notice) -> bool:
    try:
        return facts.holds(notice.when)
    except Unset:
        return False


def _meant(rules: Rules, procedure: str, notice: Notice) -> Iterator[str]:
    """The triggers of a notice as they are written inside one procedure."""
    main = rules.pack.main_procedure
    for key in notice.after:
        head, dot, rest = key.partition(".")
        if dot and head in rules.pack.procedures:
            if head == procedure:
                yield rest
        elif procedure == main or not leads(rules.pack.procedures[main], key):
            yield key


def leads(spec: Procedure, key: str) -> bool:
    """Whether a trigger is known in a procedure."""
    for word, names in (
        ("stage ", spec.stages),
        ("approved ", spec.approvals),
        ("refused ", spec.approvals),
    ):
        if key.startswith(word):
            return key.removeprefix(word) in names
    if key == "opened" or key.startswith("closed "):
        return spec.opening_stage is not None if key == "opened" else True
    step, colon, outcome = key.partition(":")
    return step in spec.steps and (not colon or outcome in spec.steps[step].outcomes)


@dataclass(frozen=True)
class Telling:
    """Finds who is to be told, in a case as it stands, at a moment."""

    rules: Rules
    state: CaseState
    directory: Directory
    at: datetime

    def bearers(self, instance: Instance) -> tuple[str, ...]:
        """Who owes an instance: the person, or whoever holds the posts; deputies for the absent."""
        bearer = instance.bearer
        if bearer.person is not None:
            return self._present([bearer.person])
        found: list[str] = []
        for role in bearer.roles:
            whos = (Who(role=role),)
            if bearer.unit is None:
                found += eligible(self.rules, self.state, whos, self.directory, self.at).may
            else:
                found += self.directory.holders(role, bearer.unit)
        if bearer.unit is None:
            return tuple(dict.fromkeys(found))
        named = named_in_case(self.rules, self.state)
        kept = self._present([person for person in found if person not in named])
        return kept or self._heads(bearer.unit, named)

    def signers(self, approval: str, signer: Signer) -> tuple[str, ...]:
        """Who may give a signature now: not who proposed it, nor who signed already."""
        given = self.state.approvals[approval]
        barred = given.proposers | {person for person, _ in given.signed.values()}
        return eligible(
            self.rules, self.state, signer.by, self.directory, self.at, frozenset(barred)
        ).may

    def superiors(self, persons: Sequence[str], unit: str | None = None) -> tuple[str, ...]:
        """The head of the unit in which they owe it, or of the unit above for who heads it himself."""
        found: list[str] = []
        plain = [p for p in persons if not self._is_head(p, unit)] or list(persons)
        for person in plain:
            units = self.directory.units(person)
            start = unit or (units[0] if units else self.state.unit)
            found += self._heads(start, frozenset({person}))
        if not persons:
            found += self._heads(unit or self.state.unit, frozenset())
        return tuple(dict.fromkeys(found))

    def _is_head(self, person: str, unit: str | None) -> bool:
        units = [unit] if unit else list(self.directory.units(person))[:1]
        return any(person in self.directory.heads(u) for u in units if u)

    def _heads(self, unit: str | None, without: frozenset[str]) -> tuple[str, ...]:
        while unit is not None:
            heads = self._present([h for h in self.directory.heads(unit) if h not in without])
            if heads:
                return heads
            unit = self.directory.parent(unit)
        return ()

    def _present(self, persons: Iterable[str]) -> tuple[str, ...]:
        found = (self.directory.deputy(person, self.at) or person for person in persons)
        return tuple(dict.fromkeys(found))

    def working(self, persons: Sequence[str]) -> tuple[str, ...]:
        """Those who did something on the case already; everybody while nobody of them did."""
        hands = set().union(*self.state.doers.values())
        return tuple(person for person in persons if person in hands) or tuple(persons)

    def of_roles(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Who holds some roles, in the scope of the case, not whom it is about."""
        found: list[str] = []
        for role in roles:
            found += eligible(
                self.rules, self.state, (Who(role=role),), self.directory, self.at
            ).may
        return tuple(dict.fromkeys(found))

    def recipients(self, notice: Notice, event: Event) -> tuple[str, ...]:
        """Persons whom a notice is for, `customer` among them when it is for the customer.

        Where the event laid a duty on certain persons of a role that the notice names, it is for
        them; else for those of the role who work on the case; else for everybody who holds it.
        Whoever did it is not told of it where somebody else is.
        """
        born = [i for i in self.state.instances.values() if i.seq == event.seq and i.owed]
        charged = [p for i in born if i.bearer.person for p in self.bearers(i)]
        found: list[str] = []
        for to in notice.to:
            found += self._one(to, event, born, charged)
        others = [person for person in found if person != event.actor.person]
        return tuple(dict.fromkeys(others or found))

    def _one(
        self, to: str, event: Event, born: list[Instance], charged: list[str]
    ) -> Sequence[str]:
        if to in CUSTOMERS:
            return [CUSTOMER_ROLE] if has_customer(self.rules, self.state) else []
        if to in NOBODY:
            return ()
        if to == "bearer":
            return [person for instance in born for person in self.bearers(instance)]
        if to == "superior":
            doer = event.actor.person
            known = bool(self.directory.units(doer))
            return self.superiors([doer] if known else [], None if known else self.state.unit)
        if to == "everybody":
            return self.of_roles(self.rules.pack.roles)
        holders = set(self.directory.holders(to))
        mine = [person for person in charged if person in holders]
        return mine or self.working(self.of_roles([to]))


def has_customer(rules: Rules, state: CaseState) -> bool:
    """Whether a case of this kind has a customer who can look at it."""
    spec = rules.procedure(state.procedure).spec
    return spec.main or any(who.role == CUSTOMER_ROLE for s in spec.steps.values() for who in s.by)
