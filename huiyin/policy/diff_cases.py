"""Differences of two versions inside a procedure: duties, rhythms, steps, forms, approvals."""

from huiyin.policy.conditions import Condition, Fact
from huiyin.policy.diff_words import (
    Change,
    Changes,
    Effect,
    Pair,
    by_size,
    compare_dues,
    due_words,
    roles_of,
    sides,
    term_of,
)
from huiyin.policy.forms import FormField
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Approval, Cadence, Due, Duty, Procedure, Step


def procedures(pair: Pair) -> Changes:
    """Every procedure of either version."""
    for name, old, new in sides(pair.old.procedures, pair.new.procedures):
        if old is None and new is not None:
            yield pair.change(
                Effect.CHANGED, new.label, "新增程序“{label}”", "new procedure “{label}”"
            )
        elif new is None and old is not None:
            yield pair.change(
                Effect.CHANGED, old.label, "取消程序“{label}”", "procedure “{label}” is gone"
            )
        elif old is not None and new is not None and old != new:
            yield from _inside(pair, name, old, new)


def _inside(pair: Pair, name: str, old: Procedure, new: Procedure) -> Changes:
    if old.stages != new.stages:
        zh = f"“{{label}}”的阶段：{'、'.join(old.stages)} → {'、'.join(new.stages)}"
        en = f"stages of “{{label}}”: {', '.join(old.stages)} → {', '.join(new.stages)}"
        yield pair.change(Effect.CHANGED, new.label, zh, en)
    for field in sorted({*old.recuse, *new.recuse} - ({*old.recuse} & {*new.recuse})):
        effect = Effect.TIGHTENED if field in new.recuse else Effect.RELAXED
        zh = f"“{{label}}”{'新增' if field in new.recuse else '取消'}回避：{field}"
        en = f"“{{label}}”: recusal by {field} {'is new' if field in new.recuse else 'is gone'}"
        yield pair.change(effect, new.label, zh, en, new.recuse_clause)
    for _, duty, duty_new in sides(old.duties, new.duties):
        yield from _duty(pair, name, duty, duty_new)
    for _, beat, beat_new in sides(old.cadences, new.cadences):
        yield from _cadence(pair, beat, beat_new)
    for _, step, step_new in sides(old.steps, new.steps):
        yield from _step(pair, (old, new), step, step_new)
    for _, chain, chain_new in sides(old.approvals, new.approvals):
        yield from _approval(pair, chain, chain_new)


# -- duties and rhythms --


def _duty(pair: Pair, procedure: str, old: Duty | None, new: Duty | None) -> Changes:
    item = new or old
    if item is None or old == new:
        return
    whom = pair.labels(pair.owing((procedure, item)))
    if old is None:
        zh, en = (
            f"新增义务“{{label}}”：{_due(pair, item)[0]}",
            f"new duty “{{label}}”: {_due(pair, item)[1]}",
        )
        yield pair.change(Effect.TIGHTENED, item.label, zh, en, item.clause, whom)
    elif new is None:
        yield pair.change(
            Effect.RELAXED,
            item.label,
            "取消义务“{label}”",
            "duty “{label}” is gone",
            item.clause,
            whom,
        )
    else:
        yield from _dues(pair, old, new, whom)
        if (old.after, old.done_by, old.when) != (new.after, new.done_by, new.when):
            zh, en = "“{label}”何时产生、如何办结有变", "when “{label}” arises or ends has changed"
            yield pair.change(Effect.CHANGED, new.label, zh, en, new.clause, whom)
        if old.benchmark != new.benchmark:
            effect = Effect.RELAXED if new.benchmark else Effect.TIGHTENED
            zh = f"“{{label}}”{'只提醒，不计违期' if new.benchmark else '计违期'}"
            en = f"“{{label}}” {'only warns' if new.benchmark else 'is counted when late'}"
            yield pair.change(effect, new.label, zh, en, new.clause, whom)


def _due(pair: Pair, duty: Duty) -> tuple[str, str]:
    pack = pair.new
    labels = {n: s.label for p in pack.procedures.values() for n, s in p.steps.items()}
    if duty.due.by_level is None:
        return due_words(pack, duty.due, labels)
    parts = [(level, due_words(pack, due, labels)) for level, due in duty.due.by_level.items()]
    zh = "；".join(f"{level} {words[0]}" for level, words in parts)
    return zh, "; ".join(f"{pack.say(level, 'en')} {words[1]}" for level, words in parts)


def _dues(pair: Pair, old: Duty, new: Duty, whom: tuple[str, ...]) -> Changes:
    before: dict[str, Due] = old.due.by_level or {"": old.due}
    after: dict[str, Due] = new.due.by_level or {"": new.due}
    for level, was, now in sides(before, after):
        if was == now:
            continue
        if was is None or now is None:
            zh = f"“{{label}}”（{level}）{'新增' if was is None else '取消'}时限"
            en = f"“{{label}}” ({level}): limit {'is new' if was is None else 'is gone'}"
            yield pair.change(Effect.CHANGED, new.label, zh, en, new.clause, whom)
            continue
        yield _limit(pair, new, level, (was, now), whom)


def _limit(
    pair: Pair, duty: Duty, level: str, dues: tuple[Due, Due], whom: tuple[str, ...]
) -> Change:
    packs, words = (pair.old, pair.new), []
    for pack, due in zip(packs, dues, strict=True):
        labels = {n: s.label for p in pack.procedures.values() for n, s in p.steps.items()}
        words.append(due_words(pack, due, labels))
    of_zh, of_en = (f"（{level}）", f" ({pair.both(level)[1]})") if level else ("", "")
    zh = f"“{{label}}”{of_zh}：{words[0][0]} → {words[1][0]}"
    en = f"“{{label}}”{of_en}: {words[0][1]} → {words[1][1]}"
    return pair.change(compare_dues(pair, *dues), duty.label, zh, en, duty.clause, whom)


def _cadence(pair: Pair, old: Cadence | None, new: Cadence | None) -> Changes:
    item = new or old
    if item is None or old == new:
        return
    whom = pair.labels(roles_of(item.bearer))
    if old is None:
        zh, en = "新增节奏“{label}”", "new rhythm “{label}”"
        yield pair.change(Effect.TIGHTENED, item.label, zh, en, item.clause, whom)
    elif new is None:
        zh, en = "取消节奏“{label}”", "rhythm “{label}” is gone"
        yield pair.change(Effect.RELAXED, item.label, zh, en, item.clause, whom)
    else:
        was, now = (_rhythm(side, beat) for side, beat in ((pair.old, old), (pair.new, new)))
        if was[0] == now[0]:
            zh, en = "节奏“{label}”的条件有变", "the ground of rhythm “{label}” has changed"
            yield pair.change(Effect.CHANGED, item.label, zh, en, item.clause, whom)
            return
        zh, en = f"节奏“{{label}}”：{was[0]} → {now[0]}", f"rhythm “{{label}}”: {was[1]} → {now[1]}"
        effect = Effect.CHANGED if old.days != new.days else by_size(was[2], now[2])
        yield pair.change(effect, item.label, zh, en, item.clause, whom)


SLOTS = {
    "day": ("每天", "daily", 1),
    "week": ("每周", "weekly", 7),
    "month": ("每月", "monthly", 30),
}


def _rhythm(pack: Pack, beat: Cadence) -> tuple[str, str, int]:
    """How often, in both languages, and how many days lie between two turns."""
    if beat.each is not None:
        return SLOTS[beat.each]
    term = term_of(pack, beat.gap or "")
    if term is None:
        return beat.gap or "", beat.gap or "", 0
    return f"每 {term.words('zh')}", f"every {term.words('en')}", term.count


# -- steps and forms --


def _step(
    pair: Pair, inside: tuple[Procedure, Procedure], old: Step | None, new: Step | None
) -> Changes:
    item = new or old
    if item is None or old == new:
        return
    if old is None or new is None:
        zh = f"{'新增' if old is None else '取消'}环节“{{label}}”"
        en = f"step “{{label}}” is {'new' if old is None else 'gone'}"
        yield pair.change(
            Effect.CHANGED, item.label, zh, en, item.clause, pair.labels(roles_of(item.by))
        )
        return
    yield from pair.fewer_or_more(new.label, roles_of(old.by), roles_of(new.by), "办理", new.clause)
    yield from _gates(pair, new, old.needs, new.needs)
    yield from _separated(pair, inside, old, new)
    for name, field, field_new in sides(old.form, new.form):
        yield from _field(pair, new, name, field, field_new)
    if (old.in_, old.to) != (new.in_, new.to) or set(old.outcomes) != set(new.outcomes):
        zh, en = (
            "“{label}”在何阶段办、办后到哪里有变",
            "where “{label}” is done or leads has changed",
        )
        yield pair.change(Effect.CHANGED, new.label, zh, en, new.clause)
    if old.sign != new.sign:
        effect = Effect.TIGHTENED if new.sign else Effect.RELAXED
        zh = f"“{{label}}”{'须签字' if new.sign else '不再须签字'}"
        en = f"“{{label}}” {'is signed' if new.sign else 'is no longer signed'}"
        yield pair.change(effect, new.label, zh, en, new.clause)


def _gates(pair: Pair, step: Step, old: Condition, new: Condition) -> Changes:
    was, now = {*old.all, *old.any}, {*new.all, *new.any}
    for facts, effect, zh_verb, en_verb in (
        ([f for f in (*new.all, *new.any) if f not in was], Effect.TIGHTENED, "新增", "new"),
        ([f for f in (*old.all, *old.any) if f not in now], Effect.RELAXED, "取消", "gone"),
    ):
        for fact in facts:
            zh = f"“{{label}}”的条件{zh_verb}：{_fact(fact)}"
            en = f"gate of “{{label}}” is {en_verb}: {pair.both(_fact(fact))[1]}"
            yield pair.change(effect, step.label, zh, en, fact.clause or step.clause)


def _fact(fact: Fact) -> str:
    value = getattr(fact, fact.kind)
    shown = "、".join(value) if isinstance(value, tuple) else str(value)
    return fact.says or f"{fact.kind} {shown}"


def _separated(pair: Pair, inside: tuple[Procedure, Procedure], old: Step, new: Step) -> Changes:
    known = {**inside[0].steps, **inside[1].steps}
    for other in sorted({*old.not_by} ^ {*new.not_by}):
        effect = Effect.TIGHTENED if other in new.not_by else Effect.RELAXED
        label = known[other].label if other in known else other
        zh = f"办过“{label}”的人{'不得再' if other in new.not_by else '可以'}办“{{label}}”"
        en = f"may {'no longer ' if other in new.not_by else 'now '}do “{{label}}”: who did “{pair.both(label)[1]}”"
        yield pair.change(effect, new.label, zh, en, new.clause)


def _field(
    pair: Pair, step: Step, name: str, old: FormField | None, new: FormField | None
) -> Changes:
    item = new or old
    if item is None or old == new:
        return
    clause, label = item.clause or step.clause, item.label
    if old is None or new is None:
        demanded = item.required or bool(item.required_if)
        tighter = Effect.TIGHTENED if old is None else Effect.RELAXED
        zh = f"“{step.label}”的表单{'新增' if old is None else '取消'}“{{label}}”"
        en = f"“{{label}}” on the form of “{pair.both(step.label)[1]}” is {'new' if old is None else 'gone'}"
        yield pair.change(tighter if demanded else Effect.CHANGED, label, zh, en, clause)
        return
    if (old.required, old.required_if) != (new.required, new.required_if):
        weight = [2 if f.required else 1 if f.required_if else 0 for f in (old, new)]
        effect = Effect.CHANGED
        if weight[0] != weight[1]:
            effect = Effect.TIGHTENED if weight[1] > weight[0] else Effect.RELAXED
        words = {2: ("必填", "always"), 1: ("视情形必填", "in some cases"), 0: ("选填", "optional")}
        zh = f"“{step.label}”的“{{label}}”：{words[weight[0]][0]} → {words[weight[1]][0]}"
        en = f"“{{label}}” of “{pair.both(step.label)[1]}”: {words[weight[0]][1]} → {words[weight[1]][1]}"
        yield pair.change(effect, label, zh, en, clause)
    elif (old.of, old.type, old.min, old.max, old.or_mark) != (
        new.of,
        new.type,
        new.min,
        new.max,
        new.or_mark,
    ):
        zh = f"“{step.label}”的“{{label}}”可填的内容有变"
        en = f"what “{{label}}” of “{pair.both(step.label)[1]}” takes has changed"
        yield pair.change(Effect.CHANGED, label, zh, en, clause)


# -- approvals --


def _approval(pair: Pair, old: Approval | None, new: Approval | None) -> Changes:
    item = new or old
    if item is None or old == new:
        return
    if old is None or new is None:
        effect = Effect.TIGHTENED if old is None else Effect.RELAXED
        zh = f"{'新增' if old is None else '取消'}审批“{{label}}”"
        en = f"approval “{{label}}” is {'new' if old is None else 'gone'}"
        yield pair.change(effect, item.label, zh, en, item.clause)
        return
    chains = [["/".join(sorted(roles_of(s.by))) for s in side.signers] for side in (old, new)]
    if chains[0] != chains[1]:
        effect = Effect.CHANGED
        if len(chains[0]) != len(chains[1]):
            effect = Effect.TIGHTENED if len(chains[1]) > len(chains[0]) else Effect.RELAXED
        said = [" → ".join("/".join(pair.labels(c.split("/"))) for c in chain) for chain in chains]
        zh, en = (
            f"审批“{{label}}”：{said[0]} 改为 {said[1]}",
            f"approval “{{label}}”: {said[0]} becomes {said[1]}",
        )
        yield pair.change(effect, new.label, zh, en, new.clause)
    elif old != new:
        zh, en = (
            "审批“{label}”的条件或总时长有变",
            "conditions or total time of “{label}” have changed",
        )
        yield pair.change(Effect.CHANGED, new.label, zh, en, new.clause)
