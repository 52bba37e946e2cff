"""Which cases may be about the same matter: marks kept after cases are written, asked while one works.

What is compared: texts that tell what happened (by bands, without opening any), facts that the
company's watches call the same and short words of the form (by equality, within one unit), personal
values (by blind index). Who asks sees only cases he may see, and how many others there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huiyin.cases.access import may_find, visible
from huiyin.cases.caller import Caller
from huiyin.cases.marks import Matter, compared, marks_of, matter_of, name_of, words_of
from huiyin.cases.models import Case
from huiyin.obligations.rules import Rules, Unset
from huiyin.people.vault import Alike, alike, indexes_of_case, likeness, marks_of_case, with_index
from huiyin.worktime import before

LOOK_BACK = timedelta(days=90)
"""How far back at least; farther where a watch of the pack looks farther."""

LEAST = 0.35
PERSON, NAME, A_FACT, UNIT = 0.6, 0.25, 0.2, 0.1
"""What an equal phone or number, an equal name, an equal fact, the same unit weigh beside a text."""


@dataclass(frozen=True)
class Likely:
    """A case that may be about the same, and why: likeness of texts, equal kinds of values, facts."""

    case: Case
    text: float
    values: frozenset[str]
    facts: tuple[str, ...]
    unit: bool

    @property
    def score(self) -> float:
        """All of it in one figure, for the order."""
        person = PERSON if self.values - {"name"} else NAME if self.values else 0.0
        return self.text + person + A_FACT * len(self.facts) + UNIT * self.unit


@dataclass(frozen=True)
class Found:
    """Likely cases, the likeliest first, and how many more the caller may not see."""

    cases: tuple[Likely, ...] = ()
    hidden: int = 0


def like_case(caller: Caller, case: Case, apart: Iterable[str], *, most: int) -> Found:
    """What may be about the same as a case; those in `apart` were decided about."""
    rules = caller.book.of_edition(case.edition)
    stored = marks_of_case(case.id)
    spec = rules.pack.procedures[case.procedure]
    known = Matter(case.procedure, case.unit, case.fields) if stored else matter_of(case, spec)
    matter = replace(
        known,
        indexes=indexes_of_case(case.company_id, case.id),
        apart=frozenset([case.id, *apart]),
        marks=stored,
    )
    return likely(caller, rules, matter, most=most)


def likely(caller: Caller, rules: Rules, matter: Matter, *, most: int) -> Found:
    """What may be about the same matter; the number of queries does not depend on what is found."""
    if not rules.pack.procedures[matter.procedure].links:
        return Found()
    company, since = caller.company.id, window(rules, matter.procedure, caller.now)
    marks = matter.marks or marks_of(company, rules, matter)
    marked = alike(company, marks, since=since, apart=matter.apart)
    named = with_index(company, matter.indexes, since=since, apart=matter.apart)
    rows = Case.objects.filter(
        company=company, procedure=matter.procedure, id__in=marked.keys() | named.keys()
    )
    paths = compared(rules, matter.procedure)
    judged = [_judge(paths, matter, row, marked.get(row.id), named.get(row.id)) for row in rows]
    good = sorted(
        (one for one in judged if one.score >= LEAST and may_find(one.case, caller)),
        key=lambda one: (-one.score, one.case.id),
    )
    ids = [one.case.id for one in good]
    seen = set(visible(caller).filter(id__in=ids).values_list("id", flat=True))
    mine = [one for one in good if one.case.id in seen]
    return Found(tuple(mine[:most]), len(good) - len(mine))


def window(rules: Rules, procedure: str, now: datetime) -> datetime:
    """Since when cases are compared."""
    since = now - LOOK_BACK
    for watch in rules.pack.watches.values():
        if watch.within and (watch.procedure or rules.pack.main_procedure) == procedure:
            try:
                term = rules.term(watch.within, rules.local_date(now))
            except Unset:
                continue
            since = min(since, before(now, term, rules.whole_days, rules.calendar))
    return since


def _judge(
    paths: Iterable[str],
    matter: Matter,
    row: Case,
    marked: Alike | None,
    named: frozenset[str] | None,
) -> Likely:
    """Facts are compared as they are now: a mark of what was written before does not count."""
    same = bool(matter.unit) and row.unit == matter.unit
    equal = {
        name_of(path): path
        for path in paths
        if same and words_of(matter.fields.get(path)) & words_of(row.fields.get(path))
    }
    text = likeness(marked.texts) if marked else 0.0
    return Likely(row, text, named or frozenset(), tuple(equal.values()), same)
