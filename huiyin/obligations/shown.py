"""Instances of duties in the short words that scenarios use."""

from datetime import datetime, timedelta

from huiyin.obligations.model import CaseState, DutyState, Instance, Note
from huiyin.obligations.rules import Rules


def shown(rules: Rules, state: CaseState) -> dict[str, str]:
    """All instances in the short words that scenarios use: `done_late 03-19T10:00`."""
    found = {}
    for instance in state.instances.values():
        number = f".{instance.ordinal}" if instance.ordinal > 1 else ""
        row = f"/{instance.row}" if instance.row is not None else ""
        found[f"{instance.duty}{number}{row}"] = _words(rules, instance)
    return found


_NOTES = {
    Note.CLAIMED_IN_TIME: "称按时，补录",
    Note.SHORTENED: "期限变短时已过",
    Note.EXTENDED: "延期获准",
    Note.LATE_EXTENSION: "逾期申请，按原期限计",
    Note.EXCUSED: "已说明",
}
_REASONS = {
    "level": "级别未认定",
    "parameter": "参数未设定",
    "not_started": "起点未到",
    "not_given": "时限未给出",
}


def _words(rules: Rules, instance: Instance) -> str:
    notes = list(dict.fromkeys(_NOTES[n] for n, _ in instance.notes if n in _NOTES))
    early = [
        f"{_day(rules, what)} 过早，不算" for note, what in instance.notes if note is Note.TOO_EARLY
    ]
    tail = f" ({'；'.join(notes + early)})" if notes or early else ""
    moment = instance.moment
    if moment is not None:
        return f"{instance.state} {short(rules, moment)}{tail}"
    if instance.state is DutyState.UNDETERMINED:
        return f"{instance.state} 未定 ({_REASONS[instance.limit.reason]}){tail}"
    return f"{instance.state} 无期限{tail}"


def _day(rules: Rules, moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(rules.calendar.tz).strftime("%m-%d")


def short(rules: Rules, moment: datetime) -> str:
    """`03-19T10:00`, and `03-19` alone for the end of that day."""
    local = rules.calendar.local(moment)
    if local + timedelta(microseconds=1) == rules.calendar.start_of(
        local.date() + timedelta(days=1)
    ):
        return local.strftime("%m-%d")
    return local.strftime("%m-%dT%H:%M")
