"""Drafts: what somebody typed and has not handed in, encrypted, for one person or one device.

A draft knows the one-time key of its form. Once a command has had its effect under that key the
draft is of no use: one that arrives late is not kept, and one that slipped in is not given back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from huiyin.cases.caller import Caller
from huiyin.cases.models import Draft
from huiyin.cases.work import effect_of
from huiyin.people.vault.cipher import Unreadable, lock, place, unlock
from huiyin.people.vault.index import index_key
from huiyin.writegate import gate

LARGEST = 200_000  # characters
NAME_LENGTH = 120

AGAIN = timedelta(hours=1)
"""For so long the same words of the same owner are the same matter: somebody went back."""

Fields = Mapping[str, Sequence[str]]


def _digest(fields: Fields) -> str:
    """What was said; what was left empty says nothing, whether or not a browser sends it."""
    said = {name: [v for v in values if v] for name, values in fields.items()}
    told = {name: values for name, values in said.items() if values}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


class TooLong(Exception):
    """More was typed than a draft holds."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed, and when it was kept."""

    fields: dict[str, list[str]]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """The drafts of one owner: a member of staff, or a customer's device."""

    caller: Caller
    owner: str

    def _where(self, form: str) -> bytes:
        return place("cases_draft.body", self.caller.company.id, f"{self.owner}.{form}")

    def keep(self, form: str, fields: Fields, key: str) -> bool:
        """Keep what was typed into a form; False if that form was handed in. Raises `TooLong`."""
        text = json.dumps({"key": key, "fields": dict(fields)}, ensure_ascii=False)
        if len(text) > LARGEST or len(form) > NAME_LENGTH:
            raise TooLong
        if self._used(key):
            return False
        company = self.caller.company
        body = lock(index_key(company.id), text.encode(), self._where(form))
        values = {"company": company, "body": body, "saved_at": self.caller.now}
        with gate():
            Draft.objects.update_or_create(owner=self.owner, form=form, defaults=values)
        return True

    def kept(self, form: str) -> Kept | None:
        """What was typed into a form and not handed in."""
        company = self.caller.company
        row = Draft.objects.filter(owner=self.owner, form=form, company=company).first()
        if row is None:
            return None
        try:
            held = json.loads(unlock(index_key(company.id), bytes(row.body), self._where(form)))
        except Unreadable:
            return None
        if "fields" not in held or self._used(held["key"]):
            return None
        return Kept(held["fields"], row.saved_at)

    def drop(self, form: str) -> None:
        """Forget what was typed into a form."""
        with gate():
            Draft.objects.filter(owner=self.owner, form=form, company=self.caller.company).delete()

    def sent(self, form: str, fields: Fields, key: str) -> None:
        """Forget the draft; remember what was handed in: a digest of it, and its one-time key."""
        self.drop(form)
        told = {"words": [_digest(fields)], "key": [key], "at": [self.caller.now.isoformat()]}
        self.keep(f"sent {form}", told, "")

    def sent_before(self, form: str, fields: Fields) -> str | None:
        """The one-time key under which the same was handed in a moment ago."""
        last = self.kept(f"sent {form}")
        if last is None or last.fields["words"] != [_digest(fields)]:
            return None
        recent = self.caller.now - datetime.fromisoformat(last.fields["at"][0]) < AGAIN
        return last.fields["key"][0] if recent else None

    def _used(self, key: str) -> bool:
        return bool(key) and effect_of(self.caller, key) is not None
