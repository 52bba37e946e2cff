"""How the reader's own duties of this month were kept, as bars that lead to their cases."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.figures import mine_since
from huiyin.web.desk.frame import Desk
from huiyin.web.desk.policy import duty_label
from huiyin.web.parts import Bar
from huiyin.worktime.words import written_date

MOST = 4


@dataclass(frozen=True)
class Shares:
    """The bars of a month, what they are about, and what they leave out."""

    title: str
    words: str
    bars: list[Bar] = field(default_factory=list)
    note: str = ""


def month_start(desk: Desk) -> tuple[date, datetime]:
    """The first day of the month, and its first moment."""
    first = desk.speaker.today.replace(day=1)
    return first, desk.speaker.rules.day_start(first)


def shares_of(desk: Desk) -> Shares:
    """What fell to the reader this month and has come to its end, the most frequent first."""
    first, since = month_start(desk)
    known = desk.speaker.pack.procedures
    kept = {key: one for key, one in mine_since(desk.caller, since).items() if key[0] in known}
    ended = sorted(
        ((one, key) for key, one in kept.items() if one.rate is not None),
        key=lambda pair: (-(pair[0].met + pair[0].late), pair[1]),
    )
    bars = [
        Bar(
            label=duty_label(desk.speaker, *key),
            words=f"{one.met} / {one.met + one.late}",
            done=one.met,
            late=one.late,
            total=one.met + one.late,
            href=desk.href("cases") + f"?procedure={key[0]}&mine={key[0]}.{key[1]}",
        )
        for one, key in ended[:MOST]
    ]
    going = sum(one.open for one in kept.values())
    left = ngettext(
        "另有 %(count)s 项未到期，不计入。", "另有 %(count)s 项未到期，不计入。", going
    ) % {"count": going}
    return Shares(
        title=_("本月我的办理"),
        words=_("%(day)s至今") % {"day": _day(desk, first)},
        bars=bars,
        note=" ".join([_("按时 / 应办，斜纹为迟；只算您经手的案件。"), *([left] if going else [])]),
    )


def _day(desk: Desk, day: date) -> str:
    """A day without its weekday."""
    first, rest = written_date(day, desk.speaker.lang, with_year=False).split(" ", 1)
    return first if desk.speaker.lang == "zh" else rest
