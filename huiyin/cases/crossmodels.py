"""Tables for what goes across cases: openings of schedules, facts that watches count, episodes."""

from django.db import models
from django.db.models import Q

from huiyin.people.ids import LENGTH, new_id
from huiyin.people.models import Company


class Opening(models.Model):
    """That a period of a schedule was opened for a target, or skipped; opening twice is impossible.

    `period` is its name (2026-W41), `period_start` its first day, `due_on` the day meant; `target`
    is the unit or person, empty for the company. Without a case the period had no working day, or
    another period's case serves it (`merged_into`).
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    schedule = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    period_start = models.DateField()
    target = models.CharField(max_length=LENGTH, blank=True)
    due_on = models.DateField(null=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    merged_into = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        """Once a company, schedule, period and target."""

        constraints = [
            models.UniqueConstraint(
                fields=["company", "schedule", "period_start", "target"], name="cases_opening_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.period} {self.target}"


class Episode(models.Model):
    """One finding of a watch in one group, with the case it opened; at most one is open.

    `before` and `after` are the counts as they were measured and stand in the case's log; `after` is
    measured at `due_at`, the same span after the case ended. Both are of its newest round.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    watch = models.CharField(max_length=80)
    group = models.CharField(max_length=64)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed = models.BooleanField(default=False)
    before = models.PositiveIntegerField(default=0)
    after = models.PositiveIntegerField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        """One open episode a group."""

        constraints = [
            models.UniqueConstraint(
                fields=["company", "watch", "group"],
                condition=Q(closed=False),
                name="cases_episode_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="cases_episode_unmeasured",
                condition=Q(closed=True, after=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.watch} {self.case_id}"


class Fact(models.Model):
    """One case as a watch counts it: `group` tells which are the same, `apart` which differ.

    Hashes of the values, by which personal data cannot be read. `looked` is false until the watch
    has looked at the group with this fact in it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    watch = models.CharField(max_length=80)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    group = models.CharField(max_length=64)
    apart = models.CharField(max_length=64)
    occurred = models.DateTimeField()
    looked = models.BooleanField(default=False)
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="facts")

    class Meta:
        """One fact a case and watch; read by group, found by what nobody looked at."""

        constraints = [models.UniqueConstraint(fields=["case", "watch"], name="cases_fact_once")]
        indexes = [
            models.Index(fields=["company", "watch", "group", "occurred"], name="cases_fact_group"),
            models.Index(fields=["id"], name="cases_fact_new", condition=Q(looked=False)),
        ]

    def __str__(self) -> str:
        return f"{self.watch} {self.case_id}"


class Involved(models.Model):
    """That a person acted on a case, and whether he opened it; written by a trigger on the log."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="involved")
    person = models.CharField(max_length=LENGTH)
    opened = models.BooleanField()

    class Meta:
        """Once a person and case; found by person."""

        constraints = [
            models.UniqueConstraint(fields=["person", "case"], name="cases_involved_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.case_id}"


class Named(models.Model):
    """That a form of a case names a person as who may do a step or sign; written with the case."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="named")
    person = models.CharField(max_length=LENGTH)

    class Meta:
        """Once a person and case; found by person."""

        constraints = [models.UniqueConstraint(fields=["person", "case"], name="cases_named_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.case_id}"


class Aside(models.Model):
    """That a case is about a person who must stand aside and finds nothing of it; written with the case."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="aside")
    person = models.CharField(max_length=LENGTH)

    class Meta:
        """Once a person and case; found by person."""

        constraints = [models.UniqueConstraint(fields=["person", "case"], name="cases_aside_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.case_id}"


class Move(models.Model):
    """A decision that the running cases of a company go over to another edition, and how far it came.

    Cases are taken in the order of their ids; `cursor` is the last one looked at, so that whoever
    goes on, goes on there. `stayed` are those that the edition cannot take: their procedure or
    their stage is not in it.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    reason = models.CharField(max_length=400)
    clause = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    actor = models.JSONField()
    total = models.PositiveIntegerField()
    cursor = models.CharField(max_length=LENGTH, blank=True)
    chunks = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    stayed = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """At most one is under way in a company."""

        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(finished_at=None, stopped_at=None),
                name="cases_move_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.edition}"


class MetricEntry(models.Model):
    """What a case contributes to a metric of its pack, as the fold says; written by delivery.

    `first`, `second` and `third` are the case's values of the metric's dims, in their order; a text
    that is kept outside the log stands there as a keyed hash.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    metric = models.CharField(max_length=80)
    place = models.CharField(max_length=140, blank=True)
    at = models.DateTimeField()
    first = models.CharField(max_length=200, blank=True)
    second = models.CharField(max_length=200, blank=True)
    third = models.CharField(max_length=200, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    of = models.PositiveSmallIntegerField()
    apart = models.CharField(max_length=12, blank=True)
    paused = models.PositiveIntegerField(default=0)

    class Meta:
        """Once a place in a case; added up by metric and time."""

        constraints = [
            models.UniqueConstraint(fields=["case", "metric", "place"], name="cases_metric_once")
        ]
        indexes = [models.Index(fields=["company", "metric", "at"], name="cases_metric_at")]

    def __str__(self) -> str:
        return f"{self.metric} {self.case_id}"


class Export(models.Model):
    """That somebody took a ledger out of the house: when it began, and when it ended or broke off.

    Two rows with one `command`: `begun` before the first byte leaves, then `ended` or `broken` with
    how many rows had left. Added, never changed or deleted; triggers see to it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=80)
    command = models.CharField(max_length=LENGTH + 10)
    state = models.CharField(max_length=8)
    person = models.CharField(max_length=LENGTH)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    narrowed = models.CharField(max_length=400, blank=True)
    rows = models.PositiveIntegerField(null=True)

    class Meta:
        """One beginning a command, and one end; the last ones of a ledger are listed."""

        constraints = [
            models.UniqueConstraint(
                fields=["company", "command", "state"], name="cases_export_once"
            )
        ]
        indexes = [models.Index(fields=["company", "ledger", "-id"], name="cases_export_ledger")]

    def __str__(self) -> str:
        return f"{self.ledger} {self.command} {self.state}"
