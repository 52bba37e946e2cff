"""Figures in words: a value with what it is made of, its target, and why there is none."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from huiyin.obligations.metrics import REFERENCE, Group
from huiyin.policy.across import Metric
from huiyin.policy.metrics import COUNTS, SHARES, dims, subject
from huiyin.web.parts import Met, Point, Trend
from huiyin.web.present.ledgers import column
from huiyin.web.present.periods import period_words, short_words
from huiyin.web.present.speaker import Speaker
from huiyin.worktime import Period
from huiyin.worktime.words import format_span

HUNDRED = Decimal(100)
PERSONAL_KINDS = ("person", "people")


@dataclass(frozen=True)
class Told:
    """One metric of the pack, told to one reader."""

    speaker: Speaker
    metric: Metric

    @property
    def label(self) -> str:
        """What the metric is called."""
        return self.speaker.word(self.metric.label)

    def value(self, group: Group) -> str:
        """The value in words; empty where there is no data."""
        kind, value = self.metric.kind, group.value
        if value is None:
            return ""
        if kind in SHARES:
            return f"{value * HUNDRED:.1f} %"
        if kind == "duration":
            return format_span(float(value), self.speaker.lang)
        if kind in COUNTS:
            return f"{int(value):,}"
        return f"{value:,.2f}".rstrip("0").rstrip(".")

    def basis(self, group: Group) -> str:
        """What the value is made of: "47 / 50", "n = 50"; nothing where it is a number of cases."""
        if group.value is None or self.metric.kind in COUNTS:
            return ""
        if self.metric.kind in SHARES:
            return f"{group.n:,} / {group.of:,}"
        return f"n = {group.of:,}"

    def full(self, group: Group) -> str:
        """Value and basis together, or that there is no data."""
        if not self.value(group):
            return _("无数据")
        basis = self.basis(group)
        return f"{self.value(group)}（{basis}）" if basis else self.value(group)

    def apart(self, group: Group) -> list[str]:
        """What is told beside the value and counts neither for nor against it."""
        counts = [
            (_("获准延期后按时 %(count)s"), group.extended),
            (_("未到期 %(count)s"), group.open),
            (_("时限未定 %(count)s"), group.undetermined),
            (_("未答复 %(count)s"), group.unanswered),
        ]
        said = [words % {"count": count} for words, count in counts if count]
        if group.median is not None:
            span = format_span(float(group.median), self.speaker.lang)
            said.append(_("中位 %(span)s") % {"span": span})
        if group.paused:
            span = format_span(group.paused, self.speaker.lang)
            said.append(_("停表共 %(span)s") % {"span": span})
        return said

    # -- the target --

    def target(self) -> Decimal | None:
        """The target as a number; of a share in percent. None without one, or where none is set."""
        text = (self.metric.target or "").removesuffix("%").strip()
        rules = self.speaker.rules
        if text in rules.pack.parameters:
            text = rules.raw_parameter(text, self.speaker.today) or ""
        try:
            return Decimal(text) if text else None
        except InvalidOperation:
            return None

    def target_words(self) -> str:
        """The target in words; empty without one."""
        target = self.target()
        if target is None:
            return _("公司还没有设定") if self.metric.target else ""
        sign = "≥" if self._more_is_better else "≤"
        return f"{sign} {target:f}{' %' if self.metric.kind in SHARES else ''}"

    def met(self, group: Group) -> Met | None:
        """Whether the target was met; None where there is none, or nothing to hold against it."""
        target, value = self.target(), group.value
        if target is None or value is None:
            return None
        held = value * HUNDRED if self.metric.kind in SHARES else value
        met = held >= target if self._more_is_better else held <= target
        words = _("达到 %(target)s") if met else _("未达到 %(target)s")
        return Met(words=words % {"target": self.target_words()}, met=met)

    @property
    def _more_is_better(self) -> bool:
        return self.metric.kind in SHARES - {"late", "repeat"} or self.metric.kind == "mean"

    # -- why there is none --

    def why_none(self) -> str:
        """Why there is no value: counted elsewhere, or nothing to count."""
        kind = self.metric.kind
        if kind == "imported":
            source = self.speaker.word(self.metric.source or "")
            return _("由%(source)s报来，本期没有报") % {"source": source or _("别处")}
        if kind == "platform_age":
            return _("取自平台的运行记录，这里还没有接上")
        if not self.countable:
            return _("所数的不在案件里，这里还不能计算")
        return _("本期没有可以计算的")

    @property
    def countable(self) -> bool:
        """Whether the log can say anything about it."""
        return subject(self.speaker.pack, self.metric) is not None

    # -- groups --

    @property
    def dims(self) -> list[str]:
        """The headings of what tells the groups apart."""
        return [self._dim(name) for name in dims(self.metric)]

    def _dim(self, name: str) -> str:
        said = {
            "unit": _("部门"),
            "level": _("级别"),
            "person": _("人员"),
            "person_unit": _("人员所在部门"),
            "version": _("制度版本"),
        }
        return said.get(name) or column(self.speaker, self._procedure(), name)

    def _procedure(self) -> str:
        found = subject(self.speaker.pack, self.metric)
        return found.procedure if found is not None else self.speaker.pack.main_procedure

    @property
    def names_people(self) -> bool:
        """Whether groups stand for persons: they are then listed by name, not by figure."""
        return any(self._of_person(name) for name in dims(self.metric))

    def _of_person(self, name: str) -> bool:
        return name == "person" or self._kind(name) in PERSONAL_KINDS

    def _kind(self, path: str) -> str:
        step, _dot, name = path.partition(".")
        known = self.speaker.pack.procedures[self._procedure()].steps.get(step)
        field = known.form.get(name) if known is not None else None
        return field.kind if field is not None else ""

    def keys(self, group: Group) -> list[str]:
        """The values that a group stands for, in words."""
        pairs = zip(dims(self.metric), group.keys, strict=False)
        return [self._key(name, key) for name, key in pairs]

    def _key(self, name: str, key: str) -> str:
        speaker = self.speaker
        if not key:
            return _("未填")
        if key.startswith(REFERENCE):
            return _("（个人信息，不显示）")
        if self._of_person(name):
            return speaker.person(key) or key
        if name in ("unit", "person_unit") or self._kind(name) == "unit":
            return speaker.unit(key) or key
        level = speaker.level(key) if name == "level" else None
        return level.words if level is not None else speaker.word(key)

    # -- over time --

    def trend(self, periods: list[Period], groups: list[Group], *, large: bool = False) -> Trend:
        """A line over some periods, the oldest first, from nought to the highest."""
        values = [group.value for group in groups]
        highest = max((value for value in values if value is not None), default=Decimal(0))
        points = [
            Point(
                label=short_words(period),
                words=self.value(group) or _("无"),
                height=None if group.value is None else float(group.value / (highest or 1)),
            )
            for period, group in zip(periods, groups, strict=True)
        ]
        said = _("；").join(
            f"{period_words(self.speaker, period)} {self.full(group)}"
            for period, group in zip(periods, groups, strict=True)
        )
        return Trend(label=f"{self.label}：{said}", points=points, large=large)
