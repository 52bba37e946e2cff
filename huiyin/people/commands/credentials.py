"""Standing facts of a person are recorded and ended: a commitment signed, a training done."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.people.commands.change import changing, stored
from huiyin.people.commands.persons import person_in
from huiyin.people.ids import new_id
from huiyin.people.models import Credential


def record_credential(
    company: str,
    *,
    person: str,
    name: str,
    at: datetime,
    by: str,
    version: str = "",
    until: datetime | None = None,
    note: str = "",
) -> Credential:
    """Record that a person holds what the pack calls `name`, in place of an older one."""
    credential_id = new_id(at)
    data = {"credential": credential_id, "person": person, "name": name, "version": version}
    with changing(company, "record_credential", by=by, at=at, data=data) as row:
        holder = person_in(row, person)
        older = holder.credentials.filter(name=name, since__lt=at)
        older.filter(Q(until=None) | Q(until__gt=at)).update(until=at)
        credential = Credential(
            id=credential_id,
            person=holder,
            name=name,
            version=version,
            since=at,
            until=until,
            note=note,
        )
        return stored(credential, new=True)


def end_credential(company: str, credential: str, *, at: datetime, by: str) -> Credential:
    """Record that a person no longer holds it from now on."""
    data = {"credential": credential}
    with changing(company, "end_credential", by=by, at=at, data=data) as row:
        found = Credential.objects.filter(person__company=row, id=credential).first()
        if found is None or (found.until is not None and found.until <= at):
            raise ValidationError({"credential": _("没有这项有效的记录。")})
        found.until = at
        return stored(found, new=False)
