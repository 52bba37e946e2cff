"""Standing facts of a person until a date or a version: a commitment signed, a training done."""

from django.db import models
from django.db.models import F, Q

from huiyin.people.ids import LENGTH, new_id
from huiyin.people.models.organisation import Person


class Credential(models.Model):
    """That a person holds what the pack calls `name`, in a version, for a span of time."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="credentials")
    name = models.CharField(max_length=80)
    version = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        """A span has a length."""

        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="people_credential_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.name}"
