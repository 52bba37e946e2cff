"""Tables of the cases room: the append-only log, and what is folded from it for speed.

`CaseEvent` is the only truth; `Case` columns and `DutyRow` can be dropped and rebuilt to the same
bytes (DESIGN rule 2). Triggers in the first migration refuse to change or delete events and seals.
"""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from huiyin.cases.crossmodels import (
    Aside,
    Episode,
    Export,
    Fact,
    Involved,
    MetricEntry,
    Move,
    Named,
    Opening,
)
from huiyin.people.ids import LENGTH, new_id
from huiyin.people.models import Company, DataSubject
from huiyin.policies.models import PackVersion


class Case(models.Model):
    """One case: where it stands, folded from its log. `fields` are the latest form values.

    `pack` and `edition` are what it is judged by now. `unjudged` is set when it was moved to other
    rules together with many and its duties have not been judged by them yet; the sweep does it.
    `lead` is the case it was joined to as the same matter; figures count only those without one.
    `late` says that a limit of it was ever missed.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    unjudged = models.BooleanField(default=False)
    procedure = models.CharField(max_length=60)
    number = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=LENGTH, blank=True)
    stage = models.CharField(max_length=60, blank=True)
    stage_since = models.DateTimeField(null=True)
    level = models.CharField(max_length=60, blank=True)
    flags = models.JSONField(default=list)
    rounds = models.PositiveIntegerField(default=0)
    late = models.BooleanField(default=False)
    fields = models.JSONField(default=dict)
    pauses = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64)
    next_due_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    lead = models.ForeignKey("self", models.PROTECT, null=True, related_name="members")
    subject = models.ForeignKey(DataSubject, models.PROTECT, null=True, related_name="+")
    query_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        """Lists go by company and time; the sweep by what is due next; the portal by query code."""

        indexes = [
            models.Index(fields=["company", "procedure", "-id"], name="cases_list"),
            models.Index(
                fields=["company", "procedure", "-id"],
                name="cases_open",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["company", "unit", "-id"], name="cases_unit"),
            models.Index(
                fields=["company", "procedure", "-id"], name="cases_late", condition=Q(late=True)
            ),
            models.Index(  # also finds what a number begins with, whatever the database's collation
                fields=["company", "number"],
                name="cases_number",
                opclasses=["varchar_ops", "varchar_pattern_ops"],
            ),
            models.Index(
                fields=["next_due_at", "id"],
                name="cases_due",
                condition=Q(next_due_at__isnull=False),
            ),
            models.Index(fields=["query_hash"], name="cases_query", condition=~Q(query_hash="")),
        ]

    def __str__(self) -> str:
        return self.number or self.id


class AppendOnly(Exception):
    """Events are added, never changed or deleted; write a correcting event instead."""


class EventSet(models.QuerySet["CaseEvent"]):
    """Refuses every way of changing what was recorded."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class CaseEvent(models.Model):
    """One sealed event. `body` is its canonical JSON, over which `hash` was taken.

    `command` and `position` are unique, so that a command that is sent twice has one effect.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    recorded = models.DateTimeField()
    command = models.CharField(max_length=LENGTH + 10)
    position = models.PositiveIntegerField()
    body = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventSet.as_manager()

    class Meta:
        """One event a place in the chain; one effect a command."""

        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="cases_event_seq"),
            models.UniqueConstraint(fields=["command", "position"], name="cases_event_command"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class DutyRow(models.Model):
    """One instance of a duty as the fold says. `owed` rows are what people see as their duties.

    `bearer_roles` are the roles that owe it, joined by `+`; `bearer_person` is set when one person
    owes it: named in a form, or standing in for a post that is barred or vacant. `due_at` is the
    limit in force, of a breach the limit that was missed.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="duties")
    instance = models.CharField(max_length=120)
    duty = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    ordinal = models.PositiveIntegerField()
    row = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=14)
    owed = models.BooleanField()
    bearer_roles = models.CharField(max_length=200, blank=True)
    bearer_unit = models.CharField(max_length=LENGTH, blank=True)
    bearer_person = models.CharField(max_length=LENGTH, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True)
    parameter = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    breach_limit = models.DateTimeField(null=True)
    breach_at = models.DateTimeField(null=True)
    notes = models.JSONField(default=list)
    benchmark = models.BooleanField(default=False)
    paused_from = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        """My duties go by bearer and due moment; statistics by duty and state."""

        constraints = [
            models.UniqueConstraint(fields=["case", "instance"], name="cases_duty_instance")
        ]
        indexes = [
            models.Index(
                fields=["company", "bearer_roles", "bearer_unit", "due_at", "id"],
                name="cases_duty_post",
                condition=Q(owed=True),
            ),
            models.Index(
                fields=["bearer_person", "due_at", "id"],
                name="cases_duty_person",
                condition=Q(owed=True),
            ),
            models.Index(
                fields=["company", "due_at", "id"], name="cases_duty_due", condition=Q(owed=True)
            ),
            models.Index(fields=["company", "duty", "opened_at"], name="cases_duty_kind"),
            models.Index(
                fields=["company", "due_at"],
                name="cases_duty_rhythm",
                condition=Q(kind="cadence"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.instance}"


class Series(models.Model):
    """The last number taken of a series; locked by the taking, so numbers have no gaps."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a series."""

        constraints = [models.UniqueConstraint(fields=["company", "key"], name="cases_series_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class Outbox(models.Model):
    """Events that delivery has not walked yet; filled by a trigger in the event's own transaction.

    A queue rather than a cursor: on PostgreSQL a lower id may commit after a higher one. What could
    not be delivered waits until `again_at`.
    """

    event = models.OneToOneField(CaseEvent, models.DO_NOTHING, primary_key=True, related_name="+")
    again_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        """Plain table."""

    def __str__(self) -> str:
        return str(self.pk)


class CompanySeal(models.Model):
    """A seal over the chain heads of all a company's cases among the events up to an id; chained.

    Made hourly; recomputed from the log by `verify`, so that removing a whole case shows.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    cases = models.PositiveIntegerField()
    upto = models.BigIntegerField()

    class Meta:
        """One chain a company."""

        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="cases_seal_number")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.number}"


class Draft(models.Model):
    """What somebody has typed and not yet handed in; encrypted under the company's key."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    owner = models.CharField(max_length=LENGTH)
    form = models.CharField(max_length=120)
    body = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        """One draft a form and person."""

        constraints = [models.UniqueConstraint(fields=["owner", "form"], name="cases_draft_form")]

    def __str__(self) -> str:
        return f"{self.owner} {self.form}"


__all__ = [
    "AppendOnly",
    "Aside",
    "Case",
    "CaseEvent",
    "CompanySeal",
    "Draft",
    "DutyRow",
    "Episode",
    "EventSet",
    "Export",
    "Fact",
    "Involved",
    "MetricEntry",
    "Move",
    "Named",
    "Opening",
    "Outbox",
    "Series",
]
