"""Programs that the demo's tests run on the demo's own database: what is there, as JSON."""

import json
import sys

from huiyin.boot import start_django

start_django()

from huiyin import clock  # noqa: E402
from huiyin.cases.models import Case, CaseEvent, DutyRow  # noqa: E402
from huiyin.channels.models import Message  # noqa: E402
from huiyin.people.models import Absence, Company, Person  # noqa: E402


def count() -> object:
    """How much there is."""
    tables = (Company, Person, Case, CaseEvent, DutyRow, Message)
    return {table.__name__: table._default_manager.count() for table in tables}


def owed() -> object:
    """What the main company owes now."""
    company, now = Company.objects.get(slug="wugang"), clock.now()
    rows = DutyRow.objects.filter(company=company, owed=True)
    roles = {role for row in rows for role in row.bearer_roles.split("+") if role}
    events = CaseEvent.objects.filter(company=company, kind="acted", body__contains='"customer"')
    return {
        "roles": sorted(roles),
        "late": rows.filter(due_at__lt=now).count(),
        "soon": rows.filter(due_at__gte=now).count(),
        "deputies": Absence.objects.filter(person__company=company, until__gt=now).count(),
        "unread": Message.objects.filter(company=company, read_at=None).exclude(person="").count(),
        "by_customers": events.count(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"count": count, "owed": owed}[sys.argv[1]]()))
