"""The sections of a report: figures, rows of ledgers, and what a person wrote in the report's case."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.personal import revealed
from huiyin.obligations.metrics import Group
from huiyin.policy.across import Report
from huiyin.policy.forms import FormField
from huiyin.records.copies import Copy
from huiyin.reports.copies import figure_in
from huiyin.reports.figures import Figure
from huiyin.reports.overview import counted
from huiyin.reports.runs import Run
from huiyin.reports.spans import Span, span_before, span_of
from huiyin.web.desk.frame import Desk
from huiyin.web.desk.ledger_rows import COUNTED, Book, Key, Narrow
from huiyin.web.desk.ledgers import ledger_table, seen_by
from huiyin.web.desk.looking import Looking
from huiyin.web.desk.metric_parts import figure_part, group_table, metric_href
from huiyin.web.pages import FactLine
from huiyin.web.parts import Action, Notice
from huiyin.web.present.facts import line_of
from huiyin.web.present.figures import Told
from huiyin.web.report_pages import ReportSection
from huiyin.worktime import Period

ROWS = 20
"""So many rows of a ledger stand in a report; the rest are in the ledger."""
NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


@dataclass(frozen=True)
class Draft:
    """A report about a period before one reader; `looking` at its case where he may open it."""

    desk: Desk
    name: str
    spec: Report
    period: Period
    run: Run | None
    looking: Looking | None
    copy: Copy | None = None

    @property
    def span(self) -> Span:
        """The period with its moments."""
        return span_of(self.desk.speaker.rules, self.period.unit, self.period.first)


def sections(draft: Draft) -> list[ReportSection]:
    """Every section that the pack lists, and at the end whatever else the maker wrote."""
    found = [_section(draft, section) for section in draft.spec.sections]
    found += _rest(draft)
    return [_numbered(draft, n, one) for n, one in enumerate(found)]


def _numbered(draft: Draft, place: int, section: dict[str, Any]) -> ReportSection:
    chinese = draft.desk.speaker.lang == "zh" and place < len(NUMBERS)
    number = f"{NUMBERS[place]}、" if chinese else f"{place + 1}."
    return ReportSection(number=number, **section)


def _section(draft: Draft, section: dict[str, Any]) -> dict[str, Any]:
    if "ledger" in section:
        return _ledger(draft, section)
    if "text" in section:
        return _text(draft, section)
    return _metric(draft, section)


# -- rows of a ledger --


def _ledger(draft: Draft, section: dict[str, Any]) -> dict[str, Any]:
    desk, name = draft.desk, str(section["ledger"])
    spec = desk.speaker.pack.ledgers[name]
    narrow = Narrow(since=draft.span.start, until=draft.span.end)
    book = Book(desk.speaker, spec, lambda case: desk.href("case", case), narrow)
    lines = book.page(Key(size=ROWS))
    link = Action(label=_("看整本台账"), href=desk.href("ledger", name))
    return {
        "title": _title(draft, section, spec.label),
        "clause": next(iter(desk.speaker.clauses(spec.clause, 1)), None),
        "table": ledger_table(desk, book, lines.rows) if lines.rows else None,
        "empty": "" if lines.rows else _("本期没有这样的记录。"),
        "note": " ".join(_row_notes(draft, book, len(lines.rows), lines.older)),
        "link": link if name in seen_by(desk) else None,
    }


def _row_notes(draft: Draft, book: Book, shown: int, older: str) -> list[str]:
    """How many rows there are, and that they are those of now where the figures are not."""
    said = [_rows_words(book, shown)] if older else []
    if draft.copy is not None and shown:
        said.append(_("各行是现在的台账，不是提交时的。"))
    return said


def _rows_words(book: Book, shown: int) -> str:
    """How many rows there are, where not all of them stand there."""
    total = book.sum()
    if total is None:
        return _("只列最近 %(shown)s 条，其余在台账里。") % {"shown": shown}
    if total.more:
        said = {"count": COUNTED, "shown": shown}
        return _("超过 %(count)s 条，只列最近 %(shown)s 条，其余在台账里。") % said
    said = {"count": total.rows, "shown": shown}
    return _("共 %(count)s 条，只列最近 %(shown)s 条，其余在台账里。") % said


def _title(draft: Draft, section: dict[str, Any], label: str) -> str:
    return draft.desk.speaker.word(str(section.get("title") or label))


# -- what a person writes --


def _text(draft: Draft, section: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        path: field for path, field in _fields(draft) if path.partition(".")[2] == section["text"]
    }
    title = {"title": _title(draft, section, str(section["text"]))}
    written = _lines(draft, found)
    return title | ({"written": written} if written else {"missing": _missing(draft, found)})


def _rest(draft: Draft) -> list[dict[str, Any]]:
    """What the step that hands the report in holds besides its sections of text."""
    told = {section.get("text") for section in draft.spec.sections}
    step = draft.run.step if draft.run is not None else ""
    found: dict[str, Any] = {
        path: field
        for path, field in _fields(draft)
        if path.partition(".")[0] == step and path.partition(".")[2] not in told
    }
    if not found:
        return []
    written = _lines(draft, found)
    if written:
        return [{"title": _("编制人填写的"), "written": written}]
    return [{"title": _("编制人填写的"), "missing": _missing(draft, found)}]


def _fields(draft: Draft) -> Iterator[tuple[str, FormField]]:
    """Every field of the report's procedure, by its path."""
    spec = draft.desk.speaker.pack.procedures.get(draft.spec.procedure or "")
    for step, one in spec.steps.items() if spec is not None else ():
        for name, field in one.form.items():
            yield f"{step}.{name}", field


def _lines(draft: Draft, fields: dict[str, FormField]) -> list[FactLine]:
    """What was written in some fields, covered as on the page of the case."""
    looking = draft.looking
    if looking is None:
        return []
    said, texts = looking.assessment.state.fields, looking.texts
    unmask = draft.desk.href("unmask", looking.case.id)
    return [
        line_of(looking.speaker, field, path, revealed(said[path], texts), unmask, looking.sight)
        for path, field in fields.items()
        if path in said
    ]


def _missing(draft: Draft, fields: dict[str, FormField]) -> Notice:
    """What must still be written, by whom and in which step; or why it is not shown."""
    speaker, run, looking = draft.desk.speaker, draft.run, draft.looking
    labels = _("、").join(speaker.word(field.label) for field in fields.values())
    if run is None:
        if draft.spec.procedure is None:
            return Notice(words=_("没有提交的程序，这一栏没有人填。"), icon="circle-dashed")
        return Notice(words=_("这一期的案件还没有开出，到时由编制人填写。"), icon="circle-dashed")
    if looking is None:
        return Notice(words=_("写在报告的案件里，您不能看那件案件。"), icon="eye-off")
    step = looking.spec.steps.get(next(iter(fields), run.step).partition(".")[0])
    if step is None or run.sent is not None:
        return Notice(words=_("提交时没有填写。"), icon="circle-minus")
    said = {
        "fields": labels,
        "who": _("、").join(speaker.role(who.role) for who in step.by if who.role),
        "step": speaker.word(step.label),
    }
    words = _("还要写：%(fields)s。由%(who)s在“%(step)s”里填写。") % said
    href = draft.desk.href("case", run.case.id) + f"?do={run.step}#act"
    return Notice(
        words=words, icon="pencil", tone="soon", links=[Action(label=_("去填写"), href=href)]
    )


# -- figures --


def _metric(draft: Draft, section: dict[str, Any]) -> dict[str, Any]:
    desk, name = draft.desk, str(section["metric"])
    speaker = desk.speaker
    told = Told(speaker, speaker.pack.metrics[name])
    found: dict[str, Any] = {
        "title": _title(draft, section, told.metric.label),
        "clause": next(iter(speaker.clauses(told.metric.clause, 1)), None),
    }
    if not told.countable:
        return found | {"empty": told.why_none()}
    found["link"] = Action(label=_("看这项指标"), href=metric_href(desk, name, draft.span))
    now, before = _figure(draft, name)
    if not (section.get("beside") or told.metric.beside):
        before = None
    found["parts"] = [figure_part(desk, told, now, before)]
    if now.groups:
        least = _least(draft, section)
        found["table"] = group_table(desk, told, now, least=least, most=ROWS)
    return found | {"note": " · ".join(told.apart(now.total))}


def _figure(draft: Draft, name: str) -> tuple[Figure, Group | None]:
    """A figure as it was kept when the report was handed in, else as it is now."""
    caller, span = draft.desk.caller, draft.span
    kept = figure_in(caller, draft.copy.body, name, span) if draft.copy is not None else None
    if kept is not None:
        return kept
    earlier = span_before(draft.desk.speaker.rules, span)
    return counted(caller, name, span), counted(caller, name, earlier, by=()).total


def _least(draft: Draft, section: dict[str, Any]) -> int:
    """So many cases a group must have to stand in a section; a number or a parameter."""
    rules, asked = draft.desk.speaker.rules, str(section.get("least", ""))
    if asked in rules.pack.parameters:
        asked = rules.raw_parameter(asked, draft.desk.speaker.today) or ""
    return int(asked) if asked.isdigit() else 0
