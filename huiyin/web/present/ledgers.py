"""What the columns of a ledger say: of a case, of one act on it, of one duty, of one paper.

A pack names columns by a field (`step.field`), by a step (when and by whom it was last done), by
`duties.name`, or by one of the common names below. Personal values stay covered.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases import log
from huiyin.cases.access import may_find, visible
from huiyin.cases.lists import joined_to
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.personal import open_all, revealed
from huiyin.eventlog.envelope import Event
from huiyin.obligations.facts import number
from huiyin.obligations.fold import Fold
from huiyin.obligations.model import CaseState
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Procedure
from huiyin.web.parts import Cell
from huiyin.web.present import cases as shown
from huiyin.web.present.speaker import Speaker

NAMES = {
    "number": gettext_noop("编号"),
    "opened": gettext_noop("接收"),
    "received_at": gettext_noop("接收"),
    "unit": gettext_noop("部门"),
    "stage": gettext_noop("环节"),
    "since": gettext_noop("进入环节"),
    "level": gettext_noop("级别"),
    "flags": gettext_noop("标记"),
    "rounds": gettext_noop("退回次数"),
    "closed": gettext_noop("结束"),
    "changed": gettext_noop("最近办理"),
    "last_track": gettext_noop("最近办理"),
    "waited": gettext_noop("已等"),
    "paused": gettext_noop("累计暂停"),
    "paused_share": gettext_noop("暂停占比"),
    "parent": gettext_noop("来自案件"),
    "lead": gettext_noop("并入"),
    "contacts": gettext_noop("来访次数"),
    "holder": gettext_noop("现由谁办"),
    "bearer": gettext_noop("由谁办"),
    "due": gettext_noop("时限"),
    "limit": gettext_noop("时限"),
    "next_due": gettext_noop("时限"),
    "state": gettext_noop("按时与否"),
    "done": gettext_noop("办结"),
    "duty": gettext_noop("事项"),
    "clause": gettext_noop("条款"),
    "at": gettext_noop("发生"),
    "recorded": gettext_noop("记录"),
    "by": gettext_noop("经办人"),
    "person": gettext_noop("经办人"),
    "step": gettext_noop("办理"),
    "outcome": gettext_noop("结果"),
    "document": gettext_noop("文书"),
    "issued_at": gettext_noop("签发"),
    "issued_by": gettext_noop("签发人"),
    "replaced_by": gettext_noop("换发为"),
    "what": gettext_noop("看了什么"),
    "reason": gettext_noop("事由"),
    "notes": gettext_noop("说明"),
    "told": gettext_noop("逾期报给"),
    "supervision": gettext_noop("逾期引起的案件"),
    "archive_number": gettext_noop("档案编号"),
    "completed": gettext_noop("保管期起算"),
    "keep_until": gettext_noop("保管到"),
    "kind": gettext_noop("风险"),
    "source": gettext_noop("出自"),
    "schedule": gettext_noop("周期工作"),
    "period": gettext_noop("周期"),
    "target": gettext_noop("对象"),
    "roles": gettext_noop("岗位"),
    "count": gettext_noop("件数"),
    "matters": gettext_noop("事件数（并入的不另算）"),
    "late": gettext_noop("其中有逾期"),
}

STATES = {
    "pending": gettext_noop("待办"),
    "undetermined": gettext_noop("待定"),
    "done": gettext_noop("按时"),
    "done_late": gettext_noop("迟"),
    "breached": gettext_noop("逾期"),
    "lapsed": gettext_noop("不再需要"),
    "waived": gettext_noop("已免除"),
}

LATE = frozenset({"breached", "done_late"})


@dataclass(frozen=True)
class Entry:
    """One row: a case, and where the row is an act or a duty of it, which."""

    case: Case
    event: Event | None = None
    duty: DutyRow | None = None


class Sheet:
    """The rows of one page; logs and duties of its cases are read once, when a column needs them."""

    def __init__(
        self,
        speaker: Speaker,
        entries: Iterable[Entry],
        link: Callable[[str], str],
        common: "Mapping[str, Column]",
        named: "Mapping[str, NamedColumn]",
    ) -> None:
        self.common, self.named = common, named
        self.speaker = speaker
        self.entries = list(entries)
        self.link = link
        self.cases = list({entry.case.id: entry.case for entry in self.entries}.values())

    @cached_property
    def logs(self) -> Mapping[str, list[Event]]:
        """The logs of the page's cases; one query."""
        return log.read_many([case.id for case in self.cases])

    @cached_property
    def duties(self) -> Mapping[str, list[DutyRow]]:
        """The duties of the page's cases, soonest first; one query."""
        found: dict[str, list[DutyRow]] = {case.id: [] for case in self.cases}
        for row in DutyRow.objects.filter(case__in=self.cases).order_by("due_at", "id"):
            found[row.case_id].append(row)
        return found

    @cached_property
    def joined(self) -> Mapping[str, int]:
        """How many cases were joined to each case of the page; one query."""
        return joined_to(self.cases)

    @cached_property
    def children(self) -> Mapping[str, list[Case]]:
        """The cases that the page's cases opened and the reader may see; one query."""
        found: dict[str, list[Case]] = {case.id: [] for case in self.cases}
        rows = visible(self.speaker.caller).filter(parent__in=self.cases)
        for child in rows.order_by("id"):
            if child.parent_id is not None and may_find(child, self.speaker.caller):
                found[child.parent_id].append(child)
        return found

    @cached_property
    def folded(self) -> Mapping[str, CaseState]:
        """What the logs of the page's cases come to."""
        book = self.speaker.caller.book
        return {
            case.id: Fold(book.of_edition(case.edition), book.by_name).run(self.logs[case.id]).state
            for case in self.cases
        }

    @cached_property
    def texts(self) -> Mapping[str, str | None]:
        """The texts behind references; one query."""
        said = [entry.event.data for entry in self.entries if entry.event is not None]
        company = self.speaker.caller.company.id
        return open_all(company, *(case.fields for case in self.cases), *said)

    def spec(self, case: Case) -> Procedure:
        """The procedure of a case under its own version."""
        book = self.speaker.caller.book
        return book.of_edition(case.edition).pack.procedures[case.procedure]

    def next(self, entry: Entry) -> DutyRow | None:
        """The duty of a row: its own, or what is owed soonest on its case."""
        if entry.duty is not None:
            return entry.duty
        owed = [row for row in self.duties[entry.case.id] if row.owed]
        return min(owed, key=lambda r: (r.due_at is None, r.due_at or r.opened_at), default=None)

    def last(self, case: Case, step: str) -> Event | None:
        """The last time a step was done."""
        acts = [e for e in self.logs[case.id] if e.kind == "acted" and e.data["step"] == step]
        return acts[-1] if acts else None

    def who(self, row: DutyRow | None) -> str:
        """Who owes, in words: the person, or the post."""
        if row is None:
            return ""
        if row.bearer_person:
            return self.speaker.person(row.bearer_person)
        roles = [self.speaker.role(role) for role in row.bearer_roles.split("+") if role]
        return _("、").join(roles)

    def cell(self, entry: Entry, path: str) -> Cell:
        """One cell."""
        if path in self.common:
            return self.common[path](self, entry)
        head, _dot, rest = path.partition(".")
        if head in self.named:
            return self.named[head](self, entry, rest)
        return self._of_step(entry, head, rest)

    def _of_step(self, entry: Entry, step: str, name: str) -> Cell:
        form = self.spec(entry.case).steps
        field = form[step].form.get(name) if step in form else None
        if field is not None:
            return self._field(entry, f"{step}.{name}", field)
        event = self.last(entry.case, step)
        if event is None:
            return Cell(none=_("未办理"))
        if name == "at":
            return self.moment(event.at)
        if name == "by":
            return Cell(words=self.speaker.person(event.actor.person))
        if name == "outcome":
            return Cell(words=self.speaker.word(event.data.get("outcome") or ""), none=_("无"))
        who = self.speaker.person(event.actor.person)
        return Cell(words=f"{self.speaker.short(event.at)} {who}")

    def _field(self, entry: Entry, path: str, field: FormField) -> Cell:
        """A field as the row's own act wrote it, else as the case has it now."""
        step, _dot, name = path.partition(".")
        value = entry.case.fields.get(path)
        if entry.event is not None and entry.event.data.get("step") == step:
            value = (entry.event.data.get("form") or {}).get(name)
        if field.kind == "table":
            rows = value if isinstance(value, list) else []
            return Cell(
                words=_("%(count)s 行") % {"count": len(rows)} if rows else "", none=_("未填")
            )
        said = revealed(value, self.texts)
        typed = self._typed(field, said)
        if isinstance(typed, datetime):
            return self.moment(typed)
        words = shown.covered(self.speaker, field, said)
        return Cell(words=words, none=_("未填"), clip=True, typed=typed)

    def _typed(self, field: FormField, value: Any) -> Decimal | date | datetime | None:
        """The number, day or moment that a field holds, for a spreadsheet."""
        if field.kind in ("number", "money"):
            return number(value)
        moment = self.speaker.rules.moment(value) if field.kind in ("moment", "date") else None
        if moment is None:
            return None
        local = self.speaker.calendar.local(moment)
        return local.date() if field.kind == "date" else local

    def moment(self, moment: datetime | None, none: str = "") -> Cell:
        """A moment in words, and as such."""
        if moment is None:
            return Cell(none=none)
        local = self.speaker.calendar.local(moment)
        year = "" if local.year == self.speaker.today.year else f"{local.year}-"
        return Cell(words=f"{year}{self.speaker.short(moment)}", typed=local)


def is_late(row: DutyRow, now: datetime) -> bool:
    """Whether a limit was missed, whether or not anybody has looked since."""
    return row.state in LATE or bool(row.owed and row.due_at and row.due_at < now)


def state(row: DutyRow, now: datetime) -> Cell:
    """Where a duty stands."""
    late = is_late(row, now)
    known = "breached" if late and row.owed else row.state
    return Cell(words=str(_(STATES[known])), late=late)


def column(speaker: Speaker, procedure: str, path: str) -> str:
    """The heading of a column."""
    if path in NAMES:
        return str(_(NAMES[path]))
    spec = speaker.pack.procedures[procedure]
    head, _dot, name = path.partition(".")
    if head in ("duties", "children", "approvals", "credentials"):
        return _of_named(speaker, spec, head, name)
    step = spec.steps.get(head)
    if step is None:
        return speaker.word(path)
    if name in step.form:
        return speaker.word(step.form[name].label)
    label = speaker.word(step.label)
    return f"{label} · {_(NAMES[name])}" if name in NAMES else label


def _of_named(speaker: Speaker, spec: Procedure, head: str, name: str) -> str:
    pack = speaker.pack
    places: Mapping[str, Mapping[str, Any]] = {
        "duties": {**spec.duties, **spec.cadences},
        "children": pack.procedures,
        "approvals": spec.approvals,
        "credentials": pack.credentials,
    }
    item = places[head].get(name)
    return speaker.word(item.label) if item is not None else name


Column = Callable[[Sheet, Entry], Cell]
NamedColumn = Callable[[Sheet, Entry, str], Cell]
