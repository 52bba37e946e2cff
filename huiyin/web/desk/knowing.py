"""D6, the right column: what to know before calling: the case, its rounds, the tries, the own words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.calls import Try, named
from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from huiyin.policy.contacts import Call
from huiyin.policy.procedures import Procedure
from huiyin.web.desk.calling import Calling
from huiyin.web.pages import FactLine
from huiyin.web.parts import Tag, Timeline, TimelineEntry
from huiyin.web.parts.script import Compared, Comparison
from huiyin.web.present import cases as shown
from huiyin.web.present.facts import facts_of
from huiyin.web.present.speaker import Speaker
from huiyin.web.revisit_pages import KnowFirst

FACTS = 6


def know_first(call: Calling) -> KnowFirst:
    """Everything beside a call."""
    looking = call.looking
    speaker, state = looking.speaker, looking.assessment.state
    unmask = looking.desk.href("unmask", looking.case.id)
    facts = facts_of(speaker, looking.case, state, looking.texts, unmask, looking.sight)
    version, text = call.kept_script
    return KnowFirst(
        facts=[*_head(call), *_rounds(call)],
        more=facts.lines,
        masked_words=facts.masked_words,
        tries=_tries(call),
        tries_words=_("没有联系上的也算一条，不算回访") if call.calls.missed else "",
        compared=list(_compared(call)),
        draw=_draw(call),
        kept_title=_("话术 %(version)s") % {"version": version} if version else "",
        kept=text,
    )


def _head(call: Calling) -> list[FactLine]:
    looking, speaker = call.looking, call.looking.speaker
    lines = [
        FactLine(
            label=_("事情"),
            words=shown.title(speaker, looking.case, looking.texts, 120),
            tags=[Tag(words=speaker.word(flag)) for flag in looking.case.flags],
        )
    ]
    level = speaker.pack.levels.get(looking.case.level)
    if level is not None:
        lines.append(FactLine(label=_("级别"), words=speaker.word(level.label)))
    doers = sorted(speaker.person(person) for person in call.calls.doers)
    if doers:
        between = "、" if speaker.lang == "zh" else ", "
        words = _("%(names)s（经手人不能回访本案）") % {"names": between.join(doers)}
        lines.append(FactLine(label=_("经手人"), words=words))
    return lines


def _rounds(call: Calling) -> Iterable[FactLine]:
    """What each round came to: the answers of customers so far, one line each."""
    speaker, number = call.looking.speaker, 0
    for one in call.calls.tries:
        if not one.reached or one.early:
            continue
        number += 1
        words = f"{speaker.short(one.at)} {speaker.word(one.outcome)}".strip()
        yield FactLine(label=_("第 %(round)s 轮") % {"round": number}, words=words)
    here = call.looking.case.rounds + 1
    if here > 1:
        words = _("现在是第 %(round)s 轮") % {"round": here}
        yield FactLine(label=_("轮次"), words=words)


def _tries(call: Calling) -> Timeline | None:
    """Calls, links and answers, newest first."""
    speaker, calls = call.looking.speaker, call.calls
    found = [(one.at, _try(speaker, call.call, one)) for one in calls.tries]
    found += [
        (at, TimelineEntry(occurred=speaker.short(at), act=_("发出链接"))) for at in calls.links
    ]
    if calls.answered is not None:
        act = _("顾客自己回答")
        entry = TimelineEntry(occurred=speaker.short(calls.answered), act=act, tone="accent")
        found.append((calls.answered, entry))
    entries = [entry for _at, entry in sorted(found, key=lambda pair: pair[0], reverse=True)]
    return Timeline(entries=entries) if entries else None


def _try(speaker: Speaker, call: Call, one: Try) -> TimelineEntry:
    way = speaker.word(str(one.form.get(call.way or "", "")))
    act = (
        speaker.word(one.outcome)
        if one.outcome
        else _("联系上了")
        if one.reached
        else _("没有联系上")
    )
    following = speaker.rules.moment(one.next) if one.next else None
    words = _("下次 %(moment)s") % {"moment": speaker.moment(following)} if following else ""
    return TimelineEntry(
        occurred=speaker.short(one.at),
        act=" ".join(filter(None, (way, act))),
        who=speaker.person(one.by),
        what=words,
        tone="accent" if one.reached else "",
        note=_("整改过程中") if one.early else "",
    )


def _compared(call: Calling) -> Iterable[Comparison]:
    """The record beside the customer's own answer: of this case, or of the cases a sample drew."""
    looking = call.looking
    if call.call.answer:
        fields, texts = looking.assessment.state.fields, looking.texts
        here = _comparison(looking.speaker, looking.spec, fields, texts, call.step, call.call, "")
        yield from filter(None, (here,))
    drawn = {case.id: case for case in named(looking.desk.caller, _numbers(call))}
    values = [value for case in drawn.values() for value in case.fields.values()]
    texts = open_all(looking.case.company_id, *values) if values else {}
    for case in drawn.values():
        yield from _of_case(looking.speaker, case, texts)


def _of_case(speaker: Speaker, case: Case, texts: Mapping[str, str | None]) -> Iterable[Comparison]:
    spec = speaker.pack.procedures[case.procedure]
    for name, step in spec.steps.items():
        if step.call is not None and step.call.answer:
            found = _comparison(speaker, spec, case.fields, texts, name, step.call, case.number)
            if found is not None:
                yield found


def _numbers(call: Calling) -> list[str]:
    """The cases that a sample drew: the row, or the rows of the table it filled."""
    if call.row:
        return [call.row]
    samples, fields = call.looking.speaker.pack.samples, call.looking.assessment.state.fields
    found: list[str] = []
    for name, field in call.spec.form.items():
        if field.filled_from in samples and field.columns:
            first = next(iter(field.columns))
            rows = fields.get(f"{call.step}.{name}") or ()
            found += [str(row.get(first, "")) for row in rows if isinstance(row, Mapping)]
    return found


def _comparison(
    speaker: Speaker,
    spec: Procedure,
    fields: Mapping[str, Any],
    texts: Mapping[str, str | None],
    step: str,
    call: Call,
    number: str,
) -> Comparison | None:
    lines = []
    answer = spec.steps[call.answer or ""]
    for mine, other in call.same.items():
        recorded = revealed(fields.get(f"{step}.{mine}"), texts)
        answered = revealed(fields.get(f"{call.answer}.{other}"), texts)
        field = spec.steps[step].form.get(mine)
        label = speaker.word(field.label) if field is not None else _("结果")
        said = shown.covered(speaker, field, recorded)
        told = shown.covered(speaker, answer.form.get(other), answered)
        free = field is not None and field.free_text
        differs = bool(said and told) and not free and said != told
        lines.append(Compared(label=label, recorded=said, answered=told, differs=differs))
    if not any(line.answered for line in lines):
        return None
    differ = sum(line.differs for line in lines)
    words = _("%(count)s 处不一致") % {"count": differ} if differ else ""
    title = " ".join(filter(None, (_("记录与顾客自己的回答"), number)))
    return Comparison(title=title, lines=lines, differ=words)


def _draw(call: Calling) -> list[tuple[str, str]]:
    """How a sample was drawn: from how many, with which seed, so that anybody can draw again."""
    opened = call.looking.events[0].data.get("because") or {}
    if "seed" not in opened:
        return []
    return [
        (_("从"), _("%(count)s 件里抽") % {"count": len(opened.get("pool") or ())}),
        (_("抽出"), _("%(count)s 件") % {"count": len(opened.get("drawn") or ())}),
        (_("种子"), f"{opened['seed'][:16]}…"),
    ]
