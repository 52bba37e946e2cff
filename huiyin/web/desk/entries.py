"""Entries made before on a case: what was answered then, and the draft that sums them up."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.personal import revealed
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.facts import number
from huiyin.policy.procedures import Step
from huiyin.web.desk.looking import Looking
from huiyin.web.present import cases as shown
from huiyin.web.tracking_pages import Answer, Earlier, Question
from huiyin.worktime.words import written_date

SHOWN = 3


def acts_of(looking: Looking, step: str) -> list[Event]:
    """The acts of one step, oldest first."""
    return [e for e in looking.events if e.kind == Kind.ACTED and e.data["step"] == step]


def earlier_of(looking: Looking, step: str) -> Earlier | None:
    """The latest entries of a step side by side; None before the first."""
    acts = acts_of(looking, step)[-SHOWN:][::-1]
    if not acts:
        return None
    spec, speaker = looking.spec.steps[step], looking.speaker
    columns = [answers_of(looking, spec, act) for act in acts]
    asked = [label for label in _labels(looking, spec) if any(label in one for one in columns)]
    questions = [
        Question(label=label, answers=_answers([one.get(label, "") for one in columns]))
        for label in asked
    ]
    times = [f"{speaker.short(act.at)} {speaker.person(act.actor.person)}" for act in acts]
    return Earlier(times=times, questions=questions)


def _answers(said: Sequence[str]) -> list[Answer]:
    """Newest first, each marked when it differs from the one before it in time."""
    before = [*said[1:], said[-1]]
    return [Answer(words=now, changed=now != then) for now, then in zip(said, before, strict=True)]


def _labels(looking: Looking, spec: Step) -> list[str]:
    return [_("结果"), *(looking.speaker.word(field.label) for field in spec.form.values())]


def answers_of(looking: Looking, spec: Step, act: Event) -> dict[str, str]:
    """What one entry said, by the label of the question, covered as a reader may see it."""
    speaker = looking.speaker
    found = {}
    if act.data.get("outcome"):
        found[_("结果")] = speaker.word(act.data["outcome"])
    for name, value in (act.data.get("form") or {}).items():
        field = spec.form.get(name)
        if field is None or field.kind in ("table", "file"):
            continue
        words = shown.covered(speaker, field, revealed(value, looking.texts))
        if words:
            found[speaker.word(field.label)] = words
    return found


def drafted(looking: Looking, step: str) -> dict[str, Any]:
    """Drafts for the texts of a form that the pack wants summed up from another step's entries."""
    spec = looking.spec.steps[step]
    return {
        name: draft_of(looking, step, field.drafted_from)
        for name, field in spec.form.items()
        if field.drafted_from is not None
    }


def draft_of(looking: Looking, step: str, source: str) -> str:
    """The facts with figures since the report before: where the case stands, then entry by entry."""
    handed = acts_of(looking, step)
    since = handed[-1].seq if handed else 0
    acts = [act for act in acts_of(looking, source) if act.seq > since]
    lines = [_head(looking), *_standing(looking, source, since), *_counted(looking, source, acts)]
    for act in acts:
        answers = answers_of(looking, looking.spec.steps[source], act)
        said = "；".join(f"{label} {words}" for label, words in answers.items())
        who = looking.speaker.person(act.actor.person)
        lines.append(f"{looking.speaker.moment(act.at)} {who}：{said}")
    return "\n".join(lines)


def _head(looking: Looking) -> str:
    speaker, case = looking.speaker, looking.case
    day = written_date(speaker.today, speaker.lang, with_year=True)
    level = speaker.level(case.level)
    title = shown.title(speaker, case, looking.texts)
    parts = [day, case.number, title, level.words if level else "", speaker.word(case.stage)]
    return " · ".join(part for part in parts if part)


def _standing(looking: Looking, source: str, since: int) -> list[str]:
    """Progress now and at the report before, and the limit."""
    speaker, spec = looking.speaker, looking.spec
    found = []
    paths = spec.progress.of if spec.progress else ()
    for path in (p for p in paths if p.partition(".")[0] == source):
        name = path.partition(".")[2]
        values = [
            (act.seq, number((act.data.get("form") or {}).get(name)))
            for act in acts_of(looking, source)
        ]
        known = [(seq, value) for seq, value in values if value is not None]
        if known:
            before = [value for seq, value in known if seq <= since]
            words = _("进度 %(now)s%%") % {"now": known[-1][1]}
            words += _("，上次上报 %(then)s%%") % {"then": before[-1]} if before else ""
            found.append(words)
    watched = spec.progress.against if spec.progress else ()
    for row in looking.rows:
        if not row.owed or row.due_at is None or row.duty not in watched:
            continue
        label = speaker.word(spec.duties[row.duty].label)
        said = {"label": label, "moment": speaker.moment(row.due_at)}
        late = row.due_at < looking.desk.caller.now
        found.append(
            (_("%(label)s %(moment)s，已过") if late else _("%(label)s %(moment)s")) % said
        )
    return ["；".join(found)] if found else []


def _counted(looking: Looking, source: str, acts: Sequence[Event]) -> list[str]:
    label = looking.speaker.word(looking.spec.steps[source].label)
    words = [_("本期%(label)s %(count)s 次") % {"label": label, "count": len(acts)}]
    since = acts[0].at if acts else looking.case.opened_at
    late = [
        r
        for r in looking.rows
        if r.kind == "cadence"
        and r.breach_at
        and r.breach_at >= since
        and r.duty in looking.spec.tracking_rhythms
    ]
    if late:
        words.append(_("漏 %(count)s 次") % {"count": len(late)})
    notices = [e for e in looking.events if e.kind == Kind.CHILD_OPENED and e.at >= since]
    procedures = looking.speaker.pack.procedures
    pressed = [
        e for e in notices if (p := procedures.get(str(e.data["procedure"]))) and p.supervision
    ]
    if pressed:
        words.append(_("督办 %(count)s 次") % {"count": len(pressed)})
    return ["，".join(words)]
