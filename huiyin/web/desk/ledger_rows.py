"""The rows of a ledger as one reader may see them: of cases, acts, papers, duties, periods, people.

Every ledger is a view over the one log, or over the records beside it; it holds nothing itself. A
page is fetched by key and costs the same whatever lies behind it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huiyin.cases.access import may_find, of_own_hand, visible
from huiyin.cases.caller import Caller
from huiyin.cases.lists import PAGE, page_of
from huiyin.cases.log import event_of
from huiyin.cases.models import Case, CaseEvent, DutyRow, Opening
from huiyin.cases.whens import needs_log, stored
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.facts import Facts
from huiyin.obligations.retention import kept_until, least
from huiyin.policy.across import Ledger
from huiyin.policy.conditions import Condition
from huiyin.policy.ledgers import grouped, part_of, procedure_of
from huiyin.web.desk.ledger_groups import groups
from huiyin.web.parts import Cell
from huiyin.web.present.ledger_lists import openings, people
from huiyin.web.present.ledger_more import COMMON, NAMED, RISKS
from huiyin.web.present.ledgers import Entry, Sheet, column
from huiyin.web.present.speaker import Speaker

FLOW = (Kind.ACTED, Kind.SIGNED, Kind.ISSUED, Kind.VOIDED)
EVENTS: Mapping[str, Sequence[Kind]] = {
    "events": FLOW,
    "documents": (Kind.ISSUED,),
    "unmasked": (Kind.UNMASKED,),
    "risks": tuple(RISKS),
}
COUNTED = 1000
"""So many rows are added up; beyond it a page says only that there are more."""

Keyed = TypeVar("Keyed", CaseEvent, DutyRow, Opening)


@dataclass(frozen=True)
class Narrow:
    """What a reader narrowed a ledger to: values of columns of its cases, and a span of time."""

    cases: Mapping[str, str] = field(default_factory=dict)
    late: bool = False
    since: datetime | None = None
    until: datetime | None = None

    def span(self, name: str) -> Q:
        """The span of time, asked of a column."""
        asked = Q()
        if self.since is not None:
            asked &= Q(**{f"{name}__gte": self.since})
        if self.until is not None:
            asked &= Q(**{f"{name}__lt": self.until})
        return asked


@dataclass(frozen=True)
class Key:
    """Where a page begins: before or after a key, and how many rows it has."""

    before: str = ""
    after: str = ""
    size: int = PAGE


@dataclass(frozen=True)
class Lines:
    """One page, and the keys of the pages around it."""

    rows: list[list[Cell]]
    newer: str = ""
    older: str = ""


@dataclass(frozen=True)
class Sum:
    """How many rows there are in all, how many of them late and open; None where not told."""

    rows: int
    late: int | None = None
    open: int | None = None
    more: bool = False


class Book:
    """One ledger of the pack before one reader."""

    def __init__(
        self,
        speaker: Speaker,
        spec: Ledger,
        link: Callable[[str], str],
        narrow: Narrow | None = None,
    ) -> None:
        self.speaker, self.spec, self.link = speaker, spec, link
        self.narrow = narrow or Narrow()
        self.caller: Caller = speaker.caller
        self.procedure = procedure_of(speaker.pack, spec)
        self.part = part_of(speaker.pack, spec)

    # -- columns --

    @property
    def paths(self) -> Sequence[str]:
        """The columns as the pack lists them, behind the number that leads to the case."""
        named = {"number", "schedule", "person", "archive_number"}
        own = grouped(self.spec) or named & set(self.spec.columns)
        return self.spec.columns if own else ("number", *self.spec.columns)

    @property
    def headings(self) -> list[str]:
        """What stands above the columns; of two alike each says its step."""
        procedure = self.procedure or self.speaker.pack.main_procedure
        said = [self._heading(procedure, path) for path in self.paths]
        steps = self.speaker.pack.procedures[procedure].steps
        return [
            f"{self.speaker.word(steps[step].label)} · {words}"
            if said.count(words) > 1 and (step := path.partition(".")[0]) in steps
            else words
            for path, words in zip(self.paths, said, strict=True)
        ]

    def _heading(self, procedure: str, path: str) -> str:
        """A column of all procedures is named by the first one that has it."""
        pack = self.speaker.pack
        if self.spec.rows == "documents" and path == "state":
            return _("状态")
        said = column(self.speaker, procedure, path)
        if self.procedure or said != self.speaker.word(path):
            return said
        others = (column(self.speaker, name, path) for name in pack.procedures)
        return next((one for one in others if one != self.speaker.word(path)), said)

    # -- rows --

    def page(self, key: Key) -> Lines:
        """One page of rows."""
        if grouped(self.spec):
            return Lines(groups(self.speaker, self.spec, self._grouped(), self.paths))
        if self.spec.rows == "people":
            return Lines(people(self.speaker, self.spec, self.narrow.cases.get("unit", "")))
        if self.spec.rows == "schedules":
            found, newer, older = keyset(key, self._openings())
            able = [one for one in found if one.case is None or may_find(one.case, self.caller)]
            return Lines(openings(self.speaker, able, self.paths, self.link), newer, older)
        entries, newer, older = self._entries(key)
        sheet = Sheet(self.speaker, entries, self.link, COMMON, NAMED)
        kept = [one for one in entries if self._holds(sheet, one)]
        rows = [[sheet.cell(one, path) for path in self.paths] for one in kept]
        return Lines(rows, newer, older)

    def pages(self, size: int) -> Iterator[Lines]:
        """Every page, one after the other."""
        key = Key(size=size)
        while True:
            lines = self.page(key)
            yield lines
            if not lines.older:
                return
            key = Key(before=lines.older, size=size)

    def sum(self) -> Sum | None:
        """How many rows the ledger has; None where only the log could tell, row by row."""
        if grouped(self.spec) or self.spec.rows in ("people", "archive") or self._asks_log():
            return None
        rows: QuerySet[Any] = self._records()
        ids = list(rows.order_by("-id").values_list("id", flat=True)[: COUNTED + 1])
        if len(ids) > COUNTED:
            return Sum(COUNTED, more=True)
        rows = rows.model.objects.filter(id__in=ids)
        if rows.model is not Case:
            cases = visible(self.caller).filter(id__in=rows.values("case"))
            rows = rows.exclude(case__in=barred(self.caller, cases))
            late = late_duties(self.caller.now)
            return Sum(rows.count(), rows.filter(late).count() if rows.model is DutyRow else None)
        rows = rows.exclude(id__in=barred(self.caller, rows))
        counts = rows.aggregate(
            rows=Count("id"),
            late=Count("id", filter=Q(late=True)),
            open=Count("id", filter=Q(closed_at=None)),
        )
        return Sum(**counts)

    def _records(self) -> QuerySet[Any]:
        if self.spec.rows == "schedules":
            return self._openings()
        if self.spec.rows == "duties":
            return self._duties()
        if self.spec.rows in EVENTS or self.part:
            return self._events()
        return self._cases().filter(self.narrow.span("opened_at"))

    def _grouped(self) -> QuerySet[Any]:
        """Everything that is counted, without what names the reader."""
        rows, out = self._records(), barred(self.caller, self._cases())
        return rows.exclude(**{"id__in" if rows.model is Case else "case__in": out})

    def _entries(self, key: Key) -> tuple[list[Entry], str, str]:
        rows = self._records()
        found: Sequence[Any]
        if self.spec.rows == "duties":
            found, newer, older = keyset(key, rows.select_related("case"))
            entries = [Entry(row.case, duty=row) for row in found]
        elif self.spec.rows in EVENTS or self.part:
            found, newer, older = keyset(key, rows.select_related("case"))
            entries = [Entry(row.case, event=event_of(row.body)) for row in found]
        else:
            rows = rows.select_related("parent", "lead")
            page = page_of(rows, before=key.before, after=key.after, size=key.size)
            entries, newer, older = [Entry(c) for c in page.cases], page.newer, page.older
        return [one for one in entries if may_find(one.case, self.caller)], newer, older

    def _cases(self) -> QuerySet[Case]:
        """Cases that the reader may open, of his own ones when the ledger says so."""
        cases = visible(self.caller, "masked").filter(**self.narrow.cases)
        if self.narrow.late:
            cases = cases.filter(late=True)
        if self.procedure:
            cases = cases.filter(procedure=self.procedure)
        if self.spec.mine:
            cases = of_own_hand(self.caller, cases)
        if self.spec.rows == "archive":
            cases = cases.filter(self._old_enough())
        return cases.filter(stored(_of_case(self.spec, self.part)))

    def _events(self) -> QuerySet[CaseEvent]:
        kinds = Q(kind__in=EVENTS.get(self.spec.rows, FLOW))
        if self.part not in ("", "events"):
            kinds = Q(kind=Kind.ACTED, body__contains=f'"step":"{self.part}"')
        rows = CaseEvent.objects.filter(kinds, company=self.caller.company)
        return rows.filter(self.narrow.span("at"), case__in=self._cases().values("id"))

    def _duties(self) -> QuerySet[DutyRow]:
        rows = DutyRow.objects.filter(company=self.caller.company, benchmark=False)
        rows = rows.filter(self.narrow.span("opened_at"), case__in=self._cases().values("id"))
        if self.spec.duties:
            rows = rows.filter(duty__in=self.spec.duties)
        states = {
            "late": late_duties(self.caller.now),
            "open": Q(owed=True),
            "done": Q(state__in=("done", "done_late")),
        }
        asked = Q(pk__in=[]) if self.spec.states else Q()
        for name in self.spec.states:
            asked |= states[name]
        return rows.filter(asked)

    def _openings(self) -> QuerySet[Opening]:
        rows = Opening.objects.filter(company=self.caller.company).select_related("case")
        rows = rows.filter(self.narrow.span("opened_at"))
        if self.narrow.cases or self.narrow.late:
            return rows.filter(case__in=self._cases().values("id"))
        return rows.filter(Q(case=None) | Q(case__in=self._cases().values("id")))

    # -- what keeps a row --

    def _asks_log(self) -> bool:
        return self.spec.rows == "archive" or bool(
            self.spec.when and (self.part or needs_log(self.spec.when))
        )

    def _holds(self, sheet: Sheet, entry: Entry) -> bool:
        """Whether a row meets the condition, the act of the row telling its own fields."""
        rules = self.caller.book.of_edition(entry.case.edition)
        if self.spec.rows == "archive":
            kept = kept_until(rules, sheet.folded[entry.case.id])
            return bool(kept and kept.until and kept.until < self.speaker.today)
        if not self._asks_log():
            return True
        state = sheet.folded[entry.case.id]
        if entry.event is not None and entry.event.kind == Kind.ACTED:
            step, form = entry.event.data["step"], entry.event.data.get("form") or {}
            others = {k: v for k, v in state.fields.items() if not k.startswith(f"{step}.")}
            state.fields = others | {f"{step}.{name}": value for name, value in form.items()}
        return Facts(rules, state, self.caller.now).holds(self.spec.when)

    def _old_enough(self) -> Q:
        """Closed cases that began so long ago that their term of keeping may have passed."""
        rules, retention = self.speaker.rules, self.speaker.pack.retention
        asked = Q(pk__in=[])
        for item in retention.classes if retention else ():
            term = least(rules, item, self.speaker.today)
            if term is not None:
                levels = Q(level__in=item.level) if item.level else Q()
                asked |= levels & Q(opened_at__lt=self.caller.now - term)
        return asked & Q(closed_at__isnull=False)


def late_duties(now: datetime) -> Q:
    """Duties whose limit was missed, done since or not, whether or not anybody has looked."""
    return Q(breach_at__isnull=False) | Q(owed=True, due_at__lt=now)


def barred(caller: Caller, cases: QuerySet[Case]) -> list[str]:
    """Cases that name the reader, from which he must stand aside: they do not even count."""
    naming = cases.annotate(said=Cast("fields", TextField()))
    named = naming.filter(said__contains=caller.actor.person)
    return [case.id for case in named if not may_find(case, caller)]


def _of_case(spec: Ledger, part: str) -> Condition:
    """The condition without what it asks of the act that a row is: that is looked up in the act."""
    if not part:
        return spec.when
    kept = [fact for fact in spec.when.all if not (fact.field or "").startswith(f"{part}.")]
    return Condition(all=tuple(kept))


def keyset(key: Key, rows: QuerySet[Keyed]) -> tuple[list[Keyed], str, str]:
    """A page of rows by their key, newest first, and the keys of the pages around it."""
    if key.after.isdigit():
        found = list(rows.filter(id__gt=int(key.after)).order_by("id")[: key.size + 1])
        more, found = len(found) > key.size, found[: key.size][::-1]
        newer = str(found[0].pk) if more and found else ""
        return found, newer, str(found[-1].pk) if found else ""
    start = rows.filter(id__lt=int(key.before)) if key.before.isdigit() else rows
    found = list(start.order_by("-id")[: key.size + 1])
    more, found = len(found) > key.size, found[: key.size]
    newer = str(found[0].pk) if key.before and found else ""
    return found, newer, str(found[-1].pk) if more and found else ""
