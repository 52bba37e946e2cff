"""An explanation of a due moment in words: for staff, for the customer, for print."""

from dataclasses import dataclass
from datetime import date, datetime

from huiyin.obligations.explain import DueExplanation, Lever, LimitLine
from huiyin.obligations.model import DutyState, Note
from huiyin.worktime import ExplanationWords, Lang, format_left, format_moment

WHY: dict[str, tuple[str, str]] = {
    "trigger": ("“{what}”时产生", "arose with “{what}”"),
    "start": ("起点由“{what}”得知", "its start became known with “{what}”"),
    "level": ("级别变更，随“{what}”改定", "the level changed with “{what}”"),
    "extension": ("延期获准（“{what}”）", "extended (“{what}”)"),
    "correction": ("更正了起点", "its start was corrected"),
    "pause": ("暂停计时", "the clock was paused"),
    "pack": ("改按新版制度", "moved to another version of the regulation"),
    "cadence": ("按节奏产生", "came with its rhythm"),
    "approval": ("“{what}”提交审批", "“{what}” was put up for approval"),
}

REASONS: dict[str, tuple[str, str]] = {
    "level": ("级别还没有认定", "the level is not determined yet"),
    "parameter": ("公司还没有设定参数", "the company has not set the parameter yet"),
    "not_started": ("起算的事还没有发生", "what it counts from has not happened yet"),
    "not_given": ("时限还没有给出", "the limit has not been given yet"),
    "no_limit": ("没有时限", "it has no limit"),
}

STATES: dict[DutyState, tuple[str, str]] = {
    DutyState.PENDING: ("待办", "owed"),
    DutyState.UNDETERMINED: ("时限未定", "limit not determined"),
    DutyState.DONE: ("按时办结", "done in time"),
    DutyState.DONE_LATE: ("逾期办结", "done late"),
    DutyState.BREACHED: ("已逾期", "overdue"),
    DutyState.LAPSED: ("不再需要", "no longer called for"),
    DutyState.WAIVED: ("已免除", "waived"),
}

NOTES: dict[Note, tuple[str, str]] = {
    Note.CLAIMED_IN_TIME: (
        "补录称按时办理，逾期记录仍保留",
        "said to have been in time; the breach stays",
    ),
    Note.SHORTENED: ("时限变短时已经过了", "the limit was shortened into the past"),
    Note.BORN_LATE: ("产生时已经过了时限", "its limit had passed when it arose"),
    Note.EXTENDED: ("延期获准", "extended"),
    Note.LATE_EXTENSION: (
        "延期申请晚了，仍按原时限评判",
        "asked too late; judged by the old limit",
    ),
    Note.TOO_EARLY: ("办得过早，不算", "done too early, does not count"),
    Note.EXCUSED: ("有人说明过原因", "somebody explained it"),
}


@dataclass(frozen=True)
class LimitWords:
    """One limit in words; `counted` is the calendar's account of it when there is one."""

    moment: str
    why: str
    basis: str
    counted: ExplanationWords | None
    in_force: bool


@dataclass(frozen=True)
class DueWords:
    """An explanation for a reader."""

    title: str
    state: str
    bearer: str
    clauses: tuple[str, ...]
    limits: tuple[LimitWords, ...]
    breach: str
    notes: tuple[str, ...]
    levers: tuple[str, ...]
    customer: str

    def lines(self) -> list[str]:
        """Everything as plain lines, for a terminal."""
        found = [self.title, f"  {self.state}  {self.bearer}", *(f"  {c}" for c in self.clauses)]
        for limit in self.limits:
            found.append(
                f"  {'▸' if limit.in_force else '·'} {limit.moment}  {limit.why}  {limit.basis}".rstrip()
            )
            if limit.counted is not None:
                found.append(f"      {limit.counted.title}")
                found += [f"      {row.span}  {row.how}" for row in limit.counted.rows]
        found += [f"  {text}" for text in (self.breach, *self.notes) if text]
        return found + [f"  → {text}" for text in self.levers]


class _Speaker:
    """Says things about one explanation in one language."""

    def __init__(self, it: DueExplanation, lang: Lang, today: date | None) -> None:
        self.it, self.lang, self.today = it, lang, today

    def pick(self, words: tuple[str, str]) -> str:
        return words[1 if self.lang == "en" else 0]

    def say(self, word: str) -> str:
        return self.it.rules.pack.say(word, self.lang)

    def moment(self, moment: datetime | None) -> str:
        calendar = self.it.rules.calendar
        return format_moment(moment, calendar, self.lang, self.today) if moment is not None else ""


def words(it: DueExplanation, lang: Lang = "zh", today: date | None = None) -> DueWords:
    """Put an explanation into words; dates of `today`'s year are written without the year."""
    speaker = _Speaker(it, lang, today)
    return DueWords(
        title=_title(speaker),
        state=speaker.pick(STATES[it.instance.state]),
        bearer=_bearer(speaker),
        clauses=tuple(_clause(speaker, n) for n in range(len(it.clauses))),
        limits=tuple(_limit(speaker, limit) for limit in it.limits),
        breach=_breach(speaker),
        notes=tuple(
            speaker.pick(NOTES[note]) for note in dict.fromkeys(note for note, _ in it.notes)
        ),
        levers=tuple(text for text in (_lever(speaker, lever) for lever in it.levers) if text),
        customer=_customer(speaker),
    )


def _title(speaker: _Speaker) -> str:
    it, label = speaker.it, speaker.say(speaker.it.item.label)
    limit = it.limit.line
    if it.instance.row is not None:
        label = f"{label} · {it.instance.row}"
    if limit.moment is None:
        reason = speaker.pick(REASONS[limit.reason])
        return speaker.pick(
            (f"“{label}”为什么没有确定的时限：{reason}", f"Why “{label}” has no moment: {reason}")
        )
    moment = speaker.moment(limit.moment)
    return speaker.pick((f"为什么“{label}”的时限是 {moment}？", f"Why is “{label}” due {moment}?"))


def _bearer(speaker: _Speaker) -> str:
    bearer, roles = speaker.it.bearer, speaker.it.rules.pack.roles
    said = getattr(speaker.it.item, "bearer_label", "")
    if said:
        return speaker.say(said)
    names = [speaker.say(roles[role].label) if role in roles else role for role in bearer.roles]
    return (", " if speaker.lang == "en" else "、").join(
        [*names, *([bearer.person] if bearer.person else [])]
    )


def _clause(speaker: _Speaker, number: int) -> str:
    clause = speaker.it.clauses[number]
    if clause.text is None:
        return clause.id
    text = (speaker.lang == "en" and clause.text.text_en) or clause.text.text
    return f"{clause.id} {clause.text.cite} {text}"


def _limit(speaker: _Speaker, limit: LimitLine) -> LimitWords:
    what = speaker.say(limit.source.what) if limit.source is not None else ""
    why = speaker.pick(WHY[limit.line.why]).format(what=what)
    moment = speaker.moment(limit.line.moment)
    if not moment:
        moment = speaker.pick(REASONS[limit.line.reason])
        shown = speaker.moment(limit.line.shown)
        moment += (
            speaker.pick((f"（最严为 {shown}）", f" (at the strictest {shown})")) if shown else ""
        )
    counted = (
        limit.counted.words(speaker.lang, speaker.today) if limit.counted is not None else None
    )
    return LimitWords(moment, why, _basis(speaker, limit), counted, limit.in_force)


def _basis(speaker: _Speaker, limit: LimitLine) -> str:
    term = limit.line.term.words(speaker.lang) if limit.line.term is not None else ""
    if limit.parameter is None:
        return term
    value = term or speaker.pick(("未设定", "not set"))
    return f"{speaker.say(limit.parameter.label)} = {value}"


def _breach(speaker: _Speaker) -> str:
    breach = speaker.it.breach
    if breach is None:
        return ""
    limit, known = speaker.moment(breach.limit), speaker.moment(breach.at)
    text = speaker.pick((f"{limit} 逾期", f"overdue since {limit}"))
    if breach.by_change:
        text += speaker.pick((f"，{known} 才知道", f", known only from {known}"))
    seconds = ((speaker.it.instance.closed or speaker.it.at) - breach.limit).total_seconds()
    return (
        f"{text}{speaker.pick(('，', ', '))}{format_left(-seconds, speaker.lang)}"
        if seconds > 0
        else text
    )


def _lever(speaker: _Speaker, lever: Lever) -> str:
    clause = "".join(f"[{c}]" for c in lever.clause)
    what, until, moment = (
        speaker.say(lever.what),
        speaker.moment(lever.until),
        speaker.moment(lever.moment),
    )
    if lever.kind == "do":
        text = speaker.pick((f"办完“{what}”即了结", f"“{what}” fulfils it"))
    elif lever.kind == "extend":
        text = speaker.pick((f"最迟 {until} 前可“{what}”", f"“{what}” is possible until {until}"))
    elif lever.kind == "level":
        other = moment or speaker.pick(("没有确定的时限", "no moment"))
        text = speaker.pick((f"若改为“{what}”：{other}", f"as “{what}”: {other}"))
    else:
        wait = speaker.pick(REASONS[lever.what]) if lever.what in REASONS else what
        text = speaker.pick((f"在等：{wait}", f"waits: {wait}"))
    return f"{text} {clause}".rstrip()


def _customer(speaker: _Speaker) -> str:
    """The promise in a customer's words: no clause, no role, no blame."""
    it = speaker.it
    promise = getattr(it.item, "promise", "")
    if not promise:
        return ""
    said, moment = speaker.say(promise), it.limit.line.moment
    if moment is None:
        return said
    until = speaker.moment(moment)
    return speaker.pick((f"{said}，最迟 {until}", f"{said}, by {until} at the latest"))
