"""A company, its units, its persons and the posts they hold.

Every span of time is half open: from `since` on, up to but without `until`; an empty `until` has no
end. Rows are ended, not deleted, so that the organisation of any past day can be shown.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiyin.people.ids import LENGTH, new_id


def default_windows() -> list[list[str]]:
    """Office hours of a new company, until it sets its own."""
    return [["09:00", "12:00"], ["13:00", "18:00"]]


class Company(models.Model):
    """A tenant. `org_revision` counts every change of its organisation.

    `org_stamp` is new with every change, and unlike the count never comes again after a rollback:
    by it a process knows whether the picture it keeps is of today.

    `windows` are the office hours of a working day, pairs of `HH:MM` on the company's clock;
    `own_days` its own working and rest days, `YYYY-MM-DD` to `{"working": bool, "name": text}`;
    `complete_years` the years whose official notice it has entered there in full.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    timezone = models.CharField(max_length=60, default="Asia/Shanghai")
    windows = models.JSONField(default=default_windows)
    close_of_business = models.CharField(max_length=5, default="18:00")
    own_days = models.JSONField(default=dict, blank=True)
    complete_years = models.JSONField(default=list, blank=True)
    logo = models.FileField(upload_to="logos", blank=True)
    created = models.DateTimeField()
    org_revision = models.PositiveIntegerField(default=0)
    org_stamp = models.CharField(max_length=LENGTH, default=new_id, editable=False)

    class Meta:
        """Plain table."""

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A department or a store. `kind` is a word of the company's pack; `phone` is for customers."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="units")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Codes are unique in a company; nothing is its own parent."""

        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="people_unit_code"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="people_unit_not_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gt=F("active_from")),
                name="people_unit_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who works in a company, with or without an account."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="persons")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="persons"
    )
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    active = models.BooleanField(default=True)
    employee_no = models.CharField(max_length=60, blank=True)
    joined = models.DateTimeField()

    class Meta:
        """One person for an account in each company; employee numbers are unique where given."""

        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="people_person_user"),
            models.UniqueConstraint(
                fields=["company", "employee_no"],
                condition=~Q(employee_no=""),
                name="people_person_employee_no",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """What a person is in a unit. `roles` are role ids of the pack; a head leads the unit."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    roles = models.JSONField(default=list)
    is_head = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A span has a length."""

        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="people_post_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.title}"


class Absence(models.Model):
    """A person is away; the deputy, if one is named, does the duties meanwhile."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="deputisings"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A span has a length, and nobody deputises for himself."""

        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="people_absence_span"
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")),
                name="people_absence_not_own_deputy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.since:%Y-%m-%d}"


class Unalterable(Exception):
    """A record of a change is neither altered nor deleted: record another change."""


class OrganisationChange(models.Model):
    """Who changed what in the organisation, one row for each `org_revision`; never altered.

    `by` is the id of a person of the company, or `system`. A row taken out leaves a gap in the
    revisions.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=LENGTH)
    verb = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    class Meta:
        """One row a revision."""

        constraints = [
            models.UniqueConstraint(fields=["company", "revision"], name="people_change_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new record; an old one is refused with `Unalterable`."""
        if not self._state.adding:
            raise Unalterable(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse with `Unalterable`."""
        raise Unalterable(str(self))
