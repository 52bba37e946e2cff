"""Links that a customer is sent: who holds one sees that case, as with its query code.

Nothing is stored: a token is the case's id with a keyed hash over the act that sent it. The newest
link of a case holds, the older ones are gone.
"""

import hmac
from base64 import b32encode
from collections.abc import Iterable, Sequence

from huiyin.cases import log
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case
from huiyin.cases.work import Gone
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.people.vault.index import index_key
from huiyin.policy.procedures import Procedure

LENGTH = 20


def link_steps(spec: Procedure) -> frozenset[str]:
    """The steps of a procedure that send a link."""
    return frozenset(s.call.link for s in spec.steps.values() if s.call and s.call.link)


def sent(events: Iterable[Event], steps: Iterable[str]) -> Event | None:
    """The act that sent the newest link; None when none was sent."""
    wanted, found = set(steps), None
    for event in events:
        if event.kind == Kind.ACTED and event.data["step"] in wanted:
            found = event
    return found


def token_of(case: Case, seq: int) -> str:
    """The token that act `seq` of a case sent."""
    text = f"link\n{case.id}\n{seq}".encode()
    digest = hmac.new(index_key(case.company_id), text, "sha256").digest()
    return f"{case.id}.{b32encode(digest).decode().lower()[:LENGTH]}"


def access_link(caller: Caller, token: str) -> Case:
    """The case whose newest link has this token: a customer's way to the own case. Raises `Gone`."""
    case_id = token.partition(".")[0]
    rows = Case.objects.select_related("subject")
    case = rows.filter(company=caller.company, id=case_id).first()
    if case is None:
        raise Gone(case_id)
    steps = link_steps(caller.book.of_edition(case.edition).pack.procedures[case.procedure])
    event = sent(_log(case, steps), steps)
    if event is None or not hmac.compare_digest(token_of(case, event.seq), token):
        raise Gone(case_id)
    return case


def _log(case: Case, steps: frozenset[str]) -> Sequence[Event]:
    return log.read(case.id) if steps else ()
