"""An explanation in words: the title, the five facts, and the table of stretches."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Final, Literal, NamedTuple

from huiyin.worktime.calendar import PROVISIONAL
from huiyin.worktime.duration import Lang, Unit
from huiyin.worktime.notes import (
    ExplanationWords,
    Fact,
    How,
    Reckoning,
    Stretch,
    StretchWords,
)
from huiyin.worktime.words import (
    day_name,
    format_clock,
    format_hours,
    format_moment,
    format_span,
    source_words,
    written_date,
)

FactKey = Literal["from", "count", "skipped", "paused", "to"]


class _Text(NamedTuple):
    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


_LABELS: Final[dict[FactKey, _Text]] = {
    "from": _Text("从", "From"),
    "count": _Text("计", "Count"),
    "skipped": _Text("跳过", "Skipped"),
    "paused": _Text("暂停", "Paused"),
    "to": _Text("到", "To"),
}
_HOW: Final[dict[How, _Text]] = {
    "start": _Text("起点，首日不计", "start; the first day is not counted"),
    "counted": _Text("{amount}，计入", "{amount}, counted"),
    "makeup": _Text("调休上班，{amount}，计入", "make-up, {amount}, counted"),
    "company_work": _Text("公司上班，{amount}，计入", "worked by the company, {amount}, counted"),
    "rest": _Text("{name}，跳过 {amount}", "{name}, {amount} skipped"),
    "holiday": _Text("{name}放假，跳过 {amount}", "{name}, {amount} skipped"),
    "company_rest": _Text("{name}，跳过 {amount}", "{name}, {amount} skipped"),
    "running": _Text("{amount}，计入", "{amount}, counted"),
    "closed": _Text("{name}，不计", "{name}, not counted"),
    "paused": _Text("暂停 {amount}，不计", "paused, {amount} not counted"),
}
_NONE: Final = _Text("无", "none")
_COMMA: Final = _Text("，", ", ")
_CLOSED: Final = _Text("办公时间以外", "outside office hours")
_AMOUNTS_ZH: Final = {"workday": "个工作日", "day": "天"}


def describe(it: Reckoning, lang: Lang, today: date | None) -> ExplanationWords:
    """An explanation for a reader; dates of `today`'s year are written without the year."""
    return ExplanationWords(
        title=_title(it, lang, today),
        facts=_facts(it, lang, today),
        rows=tuple(_row(stretch, it, lang, today) for stretch in it.stretches),
    )


def _title(it: Reckoning, lang: Lang, today: date | None) -> str:
    start = format_moment(it.start, it.calendar, lang, today)
    end = format_moment(it.limit.moment, it.calendar, lang, today)
    skipped, paused = _skipped(it, lang), _paused(it, lang)
    if lang == "zh":
        parts = [f"从 {start} 起计 {it.term.words(lang)}"]
        parts += ["首日不计"] if _zero_excluded(it) else []
        parts += [f"跳过 {skipped}"] if skipped else []
        parts += [f"暂停 {paused}"] if paused else []
        return (
            "，".join([*parts, f"到 {end} 为止"])
            + ("（暂定）" if it.limit.provisional else "")
            + "。"
        )
    parts = [f"{it.term.words(lang)} from {start}"]
    parts += ["the first day not counted"] if _zero_excluded(it) else []
    parts += [f"{skipped} skipped"] if skipped else []
    parts += [f"{paused} paused"] if paused else []
    maybe = " (provisional)" if it.limit.provisional else ""
    return ", ".join(parts) + f": until {end}{maybe}."


def _facts(it: Reckoning, lang: Lang, today: date | None) -> tuple[Fact, ...]:
    def fact(key: FactKey, value: str, remark: str = "") -> Fact:
        return Fact(key, _LABELS[key].to(lang), value or _NONE.to(lang), remark)

    return (
        fact("from", format_moment(it.start, it.calendar, lang, today)),
        fact("count", it.term.words(lang), _how_counted(it, lang)),
        fact("skipped", _skipped(it, lang), _skipped_by_name(it, lang)),
        fact("paused", _paused(it, lang)),
        fact(
            "to",
            format_moment(it.limit.moment, it.calendar, lang, today),
            _not_published(it, lang) if it.limit.provisional else "",
        ),
    )


def _zero_excluded(it: Reckoning) -> bool:
    return bool(it.days) and it.days[0].note == "zero"


def _how_counted(it: Reckoning, lang: Lang) -> str:
    """The counting rule in words: "首日不计，末日到 24:00"."""
    if it.rule is None:
        if it.term.unit is Unit.WORKHOUR:
            hours = [f"{a:%H:%M}—{b:%H:%M}" for a, b in it.calendar.windows]
            return _Text("只计工作日 " + "、".join(hours), "workdays " + ", ".join(hours)).to(lang)
        return _Text("连续计算，夜间和休息日照计", "runs on through nights and rest days").to(lang)
    parts: list[_Text] = []
    if _zero_excluded(it):
        parts.append(_Text("首日不计", "first day not counted"))
    elif it.days[0].counted:
        parts.append(_Text("首日计入", "first day counted"))
    clock = format_clock(it.limit.moment, it.calendar)
    parts.append(_Text(f"末日到 {clock}", f"last day until {clock}"))
    if any(stretch.how == "makeup" for stretch in it.stretches):
        parts.append(_Text("含调休上班", "make-up days included"))
    return _COMMA.to(lang).join(part.to(lang) for part in parts)


def _skipped(it: Reckoning, lang: Lang) -> str:
    if it.term.unit is Unit.WORKHOUR:
        return _span_of(it, "closed", lang)
    days = sum(note.note == "skipped" for note in it.days)
    return amount_words(f"{days} day{'' if days == 1 else 's'}", lang) if days else ""


def _skipped_by_name(it: Reckoning, lang: Lang) -> str:
    if it.term.unit is Unit.WORKHOUR:
        return _Text("办公时间以外和休息日", "outside office hours, rest days").to(lang)
    names = Counter(day_name(note.day, lang) for note in it.days if note.note == "skipped")
    if lang == "zh":
        return "，".join(f"{name} {count} 天" for name, count in names.items())
    return ", ".join(f"{name} {count} d" for name, count in names.items())


def _paused(it: Reckoning, lang: Lang) -> str:
    if it.rule is None:
        return _span_of(it, "paused", lang)
    days = sum(note.note == "paused" for note in it.days)
    unit = "workday" if it.term.unit is Unit.WORKDAY else "day"
    return amount_words(f"{days} {unit}{'' if days == 1 else 's'}", lang) if days else ""


def _span_of(it: Reckoning, how: How, lang: Lang) -> str:
    seconds = sum(_seconds(s.start, s.end) for s in it.stretches if s.how == how)
    return format_span(seconds, lang) if seconds else ""


def _seconds(start: datetime, end: datetime) -> float:
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()


def _not_published(it: Reckoning, lang: Lang) -> str:
    ordinals = range(it.start.toordinal(), it.limit.moment.toordinal() + 1)
    found = {date.fromordinal(n).year for n in ordinals if it.calendar.marks[n] & PROVISIONAL}
    open_years = sorted(found)
    named = "、".join(str(year) for year in open_years)
    return _Text(
        f"暂定：{named} 年节假日安排尚未公布",
        f"provisional: the holidays of {named.replace('、', ', ')} are not published yet",
    ).to(lang)


def _row(stretch: Stretch, it: Reckoning, lang: Lang, today: date | None) -> StretchWords:
    name = day_name(stretch.day, lang)
    if stretch.how == "closed" and stretch.day.working:
        name = _CLOSED.to(lang)
    by_day = it.term.unit is Unit.WORKDAY and stretch.how not in ("start", "paused")
    return StretchWords(
        span=_span_words(stretch, it, lang, today),
        how=_HOW[stretch.how].to(lang).format(amount=amount_words(stretch.amount, lang), name=name),
        running=amount_words(stretch.running, lang),
        source=source_words(stretch.day, lang) if by_day else "",
    )


def _span_words(stretch: Stretch, it: Reckoning, lang: Lang, today: date | None) -> str:
    start, end = it.calendar.local(stretch.start), it.calendar.local(stretch.end)
    with_year = today is None or {start.year, end.year} != {today.year}
    first = written_date(start.date(), lang, with_year=with_year)
    last = written_date(end.date(), lang, with_year=with_year)
    if it.rule is not None and stretch.how != "start":
        return first if first == last else f"{first}—{last}"
    since = f"{first} {_exact_clock(start, it)}"
    if stretch.how == "start":
        return since
    return f"{since}—{'' if first == last else last + ' '}{_exact_clock(end, it)}"


def _exact_clock(moment: datetime, it: Reckoning) -> str:
    clock = format_clock(moment, it.calendar)
    return f"{moment:%H:%M:%S}" if moment.second and clock != "24:00" else clock


def amount_words(amount: str, lang: Lang) -> str:
    """A plain amount of a stretch ("2 workdays", "5400 seconds") for a reader."""
    number, unit = amount.split()
    unit = unit.removesuffix("s")
    if unit == "second":
        return format_hours(int(number), lang)
    return f"{number} {_AMOUNTS_ZH[unit]}" if lang == "zh" else amount
