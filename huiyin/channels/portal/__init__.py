"""Messages to customers, shown on the page where they follow their case."""

from huiyin.cases.models import Case
from huiyin.channels.models import Message


def for_customer(case: Case) -> list[Message]:
    """What the customer of a case was told, the oldest first."""
    rows = Message.objects.filter(case=case, person="").select_related("event")
    return list(rows.order_by("id"))


__all__ = ["for_customer"]
