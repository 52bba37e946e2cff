"""Tables: installed pack versions (immutable), adoptions and parameter values (append-only)."""

from typing import Any, NoReturn

from django.db import models

from huiyin.people.ids import LENGTH, new_id
from huiyin.people.models import Company


class PackVersion(models.Model):
    """One installed version of a pack: its source files and tests as they were, and the files' digest."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    slug = models.SlugField(max_length=60)
    version = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    sources = models.JSONField()
    tests = models.JSONField(default=dict)
    installed_at = models.DateTimeField()
    installed_by = models.CharField(max_length=LENGTH)

    class Meta:
        """A version is installed once; other content needs another version."""

        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="policies_pack_version")
        ]

    def __str__(self) -> str:
        return f"{self.slug}@{self.version}"


class CompanyPolicy(models.Model):
    """That a company runs a pack; `stamp` is renewed whenever anything of its rules changes."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="policies")
    slug = models.SlugField(max_length=60)
    stamp = models.CharField(max_length=LENGTH, default=new_id)

    class Meta:
        """One row a company and pack."""

        constraints = [
            models.UniqueConstraint(fields=["company", "slug"], name="policies_company_slug")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.slug}"


class Adoption(models.Model):
    """An edition: a company takes a pack version and its values into force from a moment.

    Editions are numbered in the order in which they take effect. A case stays on the edition it
    was opened under unless a recorded decision moves it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="adoptions")
    number = models.PositiveIntegerField(default=1)
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="adoptions")
    effective_from = models.DateTimeField()
    adopted_at = models.DateTimeField()
    adopted_by = models.CharField(max_length=LENGTH)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        """Read by company and moment; numbers are never given twice."""

        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="policies_edition")
        ]
        indexes = [
            models.Index(fields=["company", "effective_from"], name="policies_adoption_since")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.pack_id}"


class ParameterValue(models.Model):
    """A value that a company set, in force from a day; never altered, later ones stand beside it.

    `edition` is the one that brought it, unknown to cases of earlier editions; 0 is known to all.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="parameter_values")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    edition = models.PositiveIntegerField(default=0)
    effective = models.DateField()
    value = models.CharField(max_length=80, null=True)  # noqa: DJ001  (null: not set, "" is no value)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=LENGTH)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        """Read whole for a company's pack, in the order set."""

        indexes = [models.Index(fields=["company", "slug", "id"], name="policies_parameter_set")]

    def __str__(self) -> str:
        return f"{self.name} {self.effective}"


class Revision(models.Model):
    """A change of a company's regulation in the making: values, or another version of the pack.

    It is drafted, checked, submitted, signed in the order the pack says, and becomes an edition at
    midnight of `effective_on`. What it is compared with is the edition `base`. `state` is what its
    events say; `findings` what the signers were shown when it was submitted.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    base = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    effective_on = models.DateField(null=True)
    move_running = models.BooleanField(default=False)
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=12)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=LENGTH)
    findings = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(null=True)

    class Meta:
        """Numbered within a company; listed newest first."""

        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="policies_revision_number")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.number}"


class ToolRun(models.Model):
    """One run of an author's tool in the background: what was asked, how far it is, what it said.

    `cut_at` is when somebody stopped it. `seen_at` is moved on while it goes on, so that one whose
    process died is found and begun anew.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="runs")
    tool = models.CharField(max_length=12)
    arguments = models.JSONField(default=dict)
    lang = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=LENGTH)
    seen_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    cut_at = models.DateTimeField(null=True)
    good = models.BooleanField(default=True)
    said = models.JSONField(default=dict)

    class Meta:
        """Waiting ones are looked for often."""

        indexes = [
            models.Index(
                fields=["id"],
                name="policies_run_waiting",
                condition=models.Q(ended_at=None, cut_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.tool} {self.id}"


class AppendOnly(Exception):
    """What happened to a revision is added, never changed or deleted."""


class RevisionEventSet(models.QuerySet["RevisionEvent"]):
    """Refuses every way of changing what was recorded."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class RevisionEvent(models.Model):
    """One recorded fact of a revision: who did what; chained by hash over the canonical body."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=LENGTH)
    body = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = RevisionEventSet.as_manager()

    class Meta:
        """One event a place."""

        constraints = [
            models.UniqueConstraint(fields=["revision", "seq"], name="policies_revision_event")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.seq} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly
