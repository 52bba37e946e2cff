"""Tables: messages, made once an event and recipient, and their sending by ways outside the house."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case, CaseEvent
from huiyin.people.ids import LENGTH, new_id
from huiyin.people.models import Company

KINDS = [("notice", "notice"), ("reminder", "reminder"), ("breach", "breach")]
STATES = [(word, word) for word in ("waiting", "sending", "sent", "failed", "unsure")]


class Message(models.Model):
    """Something said to one person, or to the customer of a case when `person` is empty.

    `key` is the notice of the pack, or the instance of the duty. The texts hold no personal data.
    Made in the transaction that takes the event from the outbox, so it is made exactly once.
    """

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="+")
    person = models.CharField(max_length=LENGTH, blank=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    key = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text = models.TextField()
    text_en = models.TextField()
    late = models.BooleanField(default=False)
    created = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Once an event, notice and recipient; read by recipient, newest first."""

        constraints = [
            models.UniqueConstraint(
                fields=["event", "key", "person"], name="channels_message_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "person", "-id"], name="channels_inbox", condition=~Q(person="")
            ),
            models.Index(
                fields=["company", "person"],
                name="channels_unread",
                condition=Q(read_at__isnull=True) & ~Q(person=""),
            ),
            models.Index(fields=["case", "id"], name="channels_customer", condition=Q(person="")),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.person or 'customer'}"


class Sending(models.Model):
    """That a message is to leave by a way outside the house, and how far that got."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="sendings")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        """Once a message and channel; found by when it is to be tried next."""

        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="channels_sending_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try", "id"], name="channels_waiting", condition=Q(state="waiting")
            ),
            models.Index(
                fields=["next_try", "id"], name="channels_marked", condition=Q(state="sending")
            ),
            models.Index(
                fields=["message", "id"],
                name="channels_to_call",
                condition=Q(state="waiting", channel="call"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class CustomerLanguage(models.Model):
    """In which language the customer of a case last used the portal; the next words come in it.

    Outside the log like `read_at`: how somebody reads is nothing that happened to the case.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    lang = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.case_id} {self.lang}"
