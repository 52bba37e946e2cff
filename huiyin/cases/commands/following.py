"""What the product itself records after an event: a case opened by a breach, a message delivered."""

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.cases.caller import Caller
from huiyin.cases.work import Repeated, Work, run
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.draft import Effect


def open_because_of(
    caller: Caller, case_id: str, procedure: str, seq: int, *, command: str
) -> None:
    """Open a child case because of event `seq` of a case; both logs say so. Once a command."""

    def body(work: Work) -> None:
        work.open_child(work.load(case_id), Effect("open", procedure, seq))

    _once(caller, body, command)


def record_delivered(
    caller: Caller, case_id: str, data: Mapping[str, Any], *, command: str
) -> None:
    """Record that a message was delivered, where the pack wants a receipt. Once a command."""

    def body(work: Work) -> None:
        work.load(case_id).draft.record(Kind.DELIVERED, data)

    _once(caller, body, command)


def _once(caller: Caller, body: Callable[[Work], None], command: str) -> None:
    try:
        run(caller, body, command=command)
    except Repeated:
        return
