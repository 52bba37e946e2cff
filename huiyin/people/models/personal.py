"""Personal data: one key for each data subject, and the values it locks.

Cases, events and papers hold only the id of a value. Destroying a subject's key makes every value
of that subject unreadable for ever, and touches no log.
"""

from django.db import models

from huiyin.people.ids import LENGTH, new_id
from huiyin.people.models.organisation import Company


class CompanyKey(models.Model):
    """The key with which a company's blind indexes are made, wrapped by the master key."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="index_key"
    )
    wrapped_key = models.BinaryField()

    class Meta:
        """Plain table."""

    def __str__(self) -> str:
        return self.company_id


class DataSubject(models.Model):
    """Somebody whose data is held. The key is empty once the subject was erased."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="subjects")
    wrapped_key = models.BinaryField(null=True)
    created = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """A subject has a key until it is erased, and none after."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped_key=None, erased_at__isnull=False)
                | models.Q(wrapped_key__isnull=False, erased_at=None),
                name="people_subject_key_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class PersonalValue(models.Model):
    """One value, encrypted under its subject's key.

    `case_id` is the case it was written in, as plain text: rooms above are not known here.
    `blind_index` finds equal values, `tail_index` values that end in the same four digits; both are
    keyed hashes and are emptied when the subject is erased.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="values")
    case_id = models.CharField(max_length=LENGTH)
    field = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    ciphertext = models.BinaryField()
    blind_index = models.BinaryField(max_length=32, null=True)
    tail_index = models.BinaryField(max_length=32, null=True)
    created = models.DateTimeField()

    class Meta:
        """Indexes for exact search, and for what one case holds."""

        indexes = [
            models.Index(fields=["company", "blind_index"], name="people_value_blind"),
            models.Index(fields=["company", "tail_index"], name="people_value_tail"),
            models.Index(fields=["company", "case_id"], name="people_value_case"),
        ]

    def __str__(self) -> str:
        return self.id


class LikenessMark(models.Model):
    """One mark of a case by which like cases are found: a band of a text, or a fact; a keyed hash.

    `subject` is whose text it was; erasing the subject deletes the marks of the texts.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    subject = models.ForeignKey(DataSubject, models.CASCADE, null=True, related_name="marks")
    case_id = models.CharField(max_length=LENGTH)
    kind = models.CharField(max_length=4)
    value = models.BigIntegerField()
    occurred = models.DateTimeField()

    class Meta:
        """Once a case; found by value within a window."""

        constraints = [
            models.UniqueConstraint(fields=["case_id", "value"], name="people_mark_once")
        ]
        indexes = [models.Index(fields=["company", "value", "occurred"], name="people_mark_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
