"""One group of a watch: the cases that are the same to it, what belongs to an episode and what does not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet

from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, Episode, Fact
from huiyin.obligations.rules import Rules, Unset
from huiyin.obligations.schedules import calendar_start
from huiyin.policy.across import Watch
from huiyin.worktime import Period, add, next_period, period_of
from huiyin.writegate import gate

USUAL = timedelta(days=30)
"""How long before and after is compared where the watch says no window."""


@dataclass(frozen=True)
class Group:
    """One group of a watch of a company, as it is looked at."""

    caller: Caller
    rules: Rules
    name: str
    watch: Watch
    key: str

    @cached_property
    def fresh(self) -> list[Fact]:
        """What the watch has not looked at, the oldest first."""
        return list(self._rows().filter(looked=False).order_by("occurred", "id"))

    def facts(self, since: datetime | None, until: datetime | None = None) -> list[Fact]:
        """What belongs to no episode yet and lies within a span, the oldest first."""
        rows = self._rows().filter(episode=None)
        if since is not None:
            rows = rows.filter(occurred__gte=since)
        if until is not None:
            rows = rows.filter(occurred__lt=until)
        return list(rows.order_by("occurred", "id"))

    def again(self, moment: datetime) -> Episode | None:
        """The last episode, when its case put it right less than a window before a moment."""
        rows = Episode.objects.filter(
            company=self.caller.company, watch=self.name, group=self.key, closed=True
        )
        last = rows.select_related("case").order_by("-id").first()
        if last is None or last.case.closed_at is None:
            return None
        ended, resolved = last.case.closed_at, self._resolved(self.watch.opens)
        if resolved and last.case.stage not in resolved:
            return None  # nothing was put right, so nothing came back
        return last if ended < moment <= ended + span_of(self.rules, self.watch, ended) else None

    @cached_property
    def remedies(self) -> list[Case]:
        """Ended cases of the procedure that the watch asks for, which cases of the group led to.

        A case led to one that it opened, or that some watch opened because of it.
        """
        name = self.watch.after or ""
        mine = self._rows().values("case")
        caused = Fact.objects.filter(company=self.caller.company, case__in=mine).exclude(
            episode=None
        )
        led = Q(parent__in=mine) | Q(id__in=caused.values("episode__case"))
        rows = Case.objects.filter(led, company=self.caller.company, procedure=name)
        if resolved := self._resolved(name):
            rows = rows.filter(stage__in=resolved)
        return list(rows.exclude(closed_at=None).order_by("closed_at", "id"))

    def remedy_before(self, moment: datetime) -> list[str]:
        """The remedy that ended last before a moment, after which something came back; none or one."""
        ended = [case.id for case in self.remedies if case.closed_at and case.closed_at < moment]
        return ended[-1:]

    def spans(self) -> list[tuple[datetime, datetime]]:
        """From the end of each remedy as long as what comes back is the same matter."""
        ends = [case.closed_at for case in self.remedies if case.closed_at is not None]
        return [(end, end + span_of(self.rules, self.watch, end)) for end in ends]

    def _resolved(self, procedure: str) -> tuple[str, ...]:
        """The stages in which a case of a procedure ended with its matter put right; empty: all."""
        return self.rules.pack.procedures[procedure].resolved

    def count(self, since: datetime, until: datetime) -> int:
        """How many of the same there were in a span."""
        return self._rows().filter(occurred__gt=since, occurred__lte=until).count()

    def span(self, first: Period, last: Period) -> QuerySet[Fact]:
        """All cases of some periods, whatever episode they belong to."""
        calendar = self.rules.calendar
        return self._rows().filter(
            occurred__gte=calendar_start(calendar, first.first),
            occurred__lt=calendar_start(calendar, next_period(last).first),
        )

    def _rows(self) -> QuerySet[Fact]:
        return Fact.objects.filter(company=self.caller.company, watch=self.name, group=self.key)

    def open_episode(self) -> Episode | None:
        """The episode whose case is open; one that has ended meanwhile is closed."""
        rows = Episode.objects.filter(
            company=self.caller.company, watch=self.name, group=self.key, closed=False
        )
        with gate():
            rows.filter(case__closed_at__isnull=False).update(closed=True)
        return rows.first()

    def period(self, moment: datetime) -> Period:
        """The period of the watch's rhythm in which a moment lies."""
        return period_of(self.watch.each or "day", self.rules.local_date(moment))


def span_of(rules: Rules, watch: Watch | None, at: datetime) -> timedelta:
    """How long before and after is compared, and how long what comes back is the same matter."""
    if watch is None or not watch.within:
        return USUAL
    try:
        term = rules.term(watch.within, rules.local_date(at))
    except Unset:
        return USUAL
    return add(at, term, rules.whole_days, rules.calendar).moment - at
