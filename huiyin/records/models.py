"""Tables of the records room: evidence of cases, copies of reports, files that wait, tries."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.people.ids import LENGTH, new_id
from huiyin.people.models import Company, DataSubject

KINDS = [("photo", "photo"), ("video", "video"), ("document", "document")]
SCANS = [("clean", "clean"), ("unscanned", "unscanned"), ("infected", "infected")]


class File(models.Model):
    """A file in the store: what it is, and its own key, which `wrapped_key` holds.

    `digest` is the SHA-256 of the plain bytes, `size` their number. `media` is the type that was
    found in the bytes, not the one that was claimed. `label` is the name its owner gave it, locked
    under the file's own key, since people write names of people into names of files.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=KINDS)
    label = models.BinaryField()
    wrapped_key = models.BinaryField()
    scan = models.CharField(max_length=10, choices=SCANS, default="unscanned")
    stored_at = models.DateTimeField()

    class Meta:
        """Common to evidence and to files that wait."""

        abstract = True


class Evidence(File):
    """A file that belongs to a case. Its key is wrapped by the key of the case's data subject."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="+")
    by_customer = models.BooleanField(default=False)

    class Meta:
        """Listed by case; equal content is found by its digest."""

        indexes = [
            models.Index(fields=["case", "id"], name="records_evidence_case"),
            models.Index(fields=["company", "digest"], name="records_evidence_digest"),
        ]

    def __str__(self) -> str:
        return self.id


class HeldFile(File):
    """A file whose form was not accepted yet; `form` is the form's one-time key.

    It waits for the corrected form, for a day at most. Its key is wrapped by the master key.
    """

    form = models.CharField(max_length=LENGTH + 10)
    field = models.CharField(max_length=80)

    class Meta:
        """Fetched by form, swept by age."""

        indexes = [
            models.Index(fields=["company", "form", "id"], name="records_held_form"),
            models.Index(fields=["stored_at"], name="records_held_age"),
        ]

    def __str__(self) -> str:
        return self.id


class Reading(models.Model):
    """Somebody of the company opened an original; thumbnails are not counted."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="readings")
    person = models.CharField(max_length=LENGTH)
    at = models.DateTimeField()

    class Meta:
        """Read by evidence."""

        indexes = [models.Index(fields=["evidence", "at"], name="records_reading_at")]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.person}"


class Tries(models.Model):
    """How often somebody tried something since a moment; `key` is a keyed hash of what and who."""

    key = models.CharField(primary_key=True, max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """Swept by age."""

        indexes = [models.Index(fields=["since"], name="records_tries_age")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"


class ReportCopy(models.Model):
    """The figures of a report as they were when it was handed in: by which event of which case.

    `body` is canonical JSON without personal data, `hash` its SHA-256. Added, never changed or
    deleted; triggers see to it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    report = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    period = models.CharField(max_length=20)
    counted_at = models.DateTimeField()
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        """One copy each time a report is handed in."""

        constraints = [
            models.UniqueConstraint(fields=["case", "report", "seq"], name="records_copy_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.period}"
