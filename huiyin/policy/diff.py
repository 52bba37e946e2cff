"""What a new version of a pack changes, in words: for whom it becomes tighter or easier.

Compared are clauses, parameters, levels, procedures (see `diff_cases`), retention and access. A
change is `tightened` (less time, more to do, fewer who may), `relaxed` (the opposite) or `changed`
(neither can be said). The words are the changelog entry of the version.
"""

from collections.abc import Iterator

from huiyin.policy import diff_cases
from huiyin.policy.across import Parameter
from huiyin.policy.checks.walk import walk
from huiyin.policy.diff_words import (
    NOTHING,
    Change,
    Changes,
    Effect,
    Pair,
    by_size,
    sides,
)
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Duty
from huiyin.worktime import Duration, Unit

DEPTHS = ("none", "number", "masked", "full")
UNITS = frozenset(unit.value for unit in Unit)


def diff(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Every difference that somebody will notice, in the order of the pack's parts."""
    pair = Pair(old, new)
    found: list[Change] = []
    for part in (_clauses, _parameters, _levels, diff_cases.procedures, _retention, _access):
        found += part(pair)
    return tuple(found)


def unchanged(old: Pack, new: Pack) -> dict[str, int]:
    """How many duties, steps and approvals stay exactly as they were."""
    found = {"duties": 0, "cadences": 0, "steps": 0, "approvals": 0}
    for name in old.procedures.keys() & new.procedures.keys():
        for part in found:
            before, after = (getattr(side.procedures[name], part) for side in (old, new))
            found[part] += sum(before[key] == after[key] for key in before.keys() & after.keys())
    return found


def _clauses(pair: Pair) -> Changes:
    for name, old, new in sides(pair.old.clauses, pair.new.clauses):
        if old is None and new is not None:
            zh, en = f"新增条款 {name}：{new.text}", f"new clause {name}: {new.text_en or new.text}"
            yield Change(Effect.CHANGED, name, zh, en, (name,))
        elif new is None and old is not None:
            zh, en = (
                f"取消条款 {name}：{old.text}",
                f"clause {name} is gone: {old.text_en or old.text}",
            )
            yield Change(Effect.CHANGED, name, zh, en, (name,))
        elif old and new and (old.text, old.enforcement) != (new.text, new.enforcement):
            zh = f"条款 {name} 改为：{new.text}（原：{old.text}）"
            en = f"clause {name} now says: {new.text_en or new.text}"
            yield Change(Effect.CHANGED, name, zh, en, (name,))


# -- parameters --


def _parameters(pair: Pair) -> Changes:
    for name, old, new in sides(pair.old.parameters, pair.new.parameters):
        if old is None and new is not None:
            zh, en = "新增参数“{label}”：", "new parameter “{label}”: "
            value = _value(new, new.values.get(max(new.values, default=""), ""))
            text = (zh + (value[0] or "由公司设定"), en + (value[1] or "set by the company"))
            yield pair.change(Effect.CHANGED, new.label, *text, new.clause)
        elif new is None and old is not None:
            yield pair.change(
                Effect.CHANGED,
                old.label,
                "取消参数“{label}”",
                "parameter “{label}” is gone",
                old.clause,
            )
        elif old is not None and new is not None:
            yield from _values(pair, name, old, new)


def _values(pair: Pair, name: str, old: Parameter, new: Parameter) -> Changes:
    """Every day from which another value is in force than before."""
    whom = pair.labels({role for duty in _users(pair.new, name) for role in pair.owing(duty)})
    for day in sorted({*old.values, *new.values}):
        before, after = _in_force(old, day), _in_force(new, day)
        if (before, old.unit) == (after, new.unit):
            continue
        effect = Effect.CHANGED
        if before and after and old.unit == new.unit and old.unit in UNITS and whom:
            effect = by_size(int(before), int(after))
        zh = f"“{{label}}”：{_value(old, before)[0] or '未设定'} → {_value(new, after)[0] or '未设定'}，自 {day} 起"
        en = f"“{{label}}”: {_value(old, before)[1] or 'not set'} → {_value(new, after)[1] or 'not set'} from {day}"
        yield pair.change(effect, new.label, zh, en, new.clause, whom)


def _in_force(parameter: Parameter, day: str) -> str:
    past = [known for known in parameter.values if known <= day]
    return parameter.values[max(past)] if past else ""


def _value(parameter: Parameter, value: str) -> tuple[str, str]:
    if not value:
        return NOTHING
    if parameter.unit in UNITS and value.isdigit() and int(value):
        term = Duration(int(value), Unit(parameter.unit))
        return term.words("zh"), term.words("en")
    return f"{value} {parameter.unit}", f"{value} {parameter.unit}"


def _users(pack: Pack, parameter: str) -> Iterator[tuple[str, Duty]]:
    """The duties whose limit a parameter sets."""
    for name, spec in pack.procedures.items():
        for duty in spec.duties.values():
            terms = [getattr(item, "within", None) for _, item in walk(duty.due)]
            if parameter in terms:
                yield name, duty


# -- levels, retention, access --


def _levels(pair: Pair) -> Changes:
    if pair.old.level_order != pair.new.level_order:
        old, new = "、".join(pair.old.level_order), "、".join(pair.new.level_order)
        yield Change(Effect.CHANGED, "levels", f"级别：{old} → {new}", f"levels: {old} → {new}")
    for name, old_level, new_level in sides(pair.old.levels, pair.new.levels):
        if old_level is None or new_level is None:
            continue
        criteria = [set(level.any) | set(level.all) for level in (old_level, new_level)]
        for word in sorted(criteria[1] - criteria[0]):
            zh, en = f"“{{label}}”的情形新增：{word}", f"new criterion of “{{label}}”: {word}"
            yield pair.change(Effect.CHANGED, name, zh, en, new_level.clause)
        for word in sorted(criteria[0] - criteria[1]):
            zh, en = f"“{{label}}”的情形取消：{word}", f"criterion of “{{label}}” is gone: {word}"
            yield pair.change(Effect.CHANGED, name, zh, en, new_level.clause)
        yield from pair.fewer_or_more(
            name,
            set(old_level.determined_by),
            set(new_level.determined_by),
            "认定",
            new_level.clause,
        )


def _retention(pair: Pair) -> Changes:
    old, new = pair.old.retention, pair.new.retention
    if old == new:
        return
    if old is None or new is None:
        zh, en = (
            ("新增保管期", "retention is new")
            if old is None
            else ("取消保管期", "retention is gone")
        )
        yield Change(Effect.CHANGED, "retention", zh, en)
        return
    kept = [{(c.level, c.flag): c.keep for c in side.classes} for side in (old, new)]
    for key in dict.fromkeys([*kept[0], *kept[1]]):
        before, after = kept[0].get(key, "—"), kept[1].get(key, "—")
        if before != after:
            what = "、".join([*key[0], *([key[1]] if key[1] else [])]) or "其他"
            zh, en = f"“{what}”保管期：{before} → {after}", f"kept for “{what}”: {before} → {after}"
            yield Change(Effect.CHANGED, what, zh, en, new.clause)


def _access(pair: Pair) -> Changes:
    old = {(a.role, a.cases, a.procedures): a for a in pair.old.access}
    new = {(a.role, a.cases, a.procedures): a for a in pair.new.access}
    for key, before, after in sides(old, new):
        depths = [DEPTHS.index(side.depth) if side is not None else 0 for side in (before, after)]
        if depths[0] == depths[1]:
            continue
        effect = Effect.RELAXED if depths[1] > depths[0] else Effect.TIGHTENED
        item = after or before
        clause = item.clause if item is not None else ()
        zh = f"查阅（{key[1]}）：{DEPTHS[depths[0]]} → {DEPTHS[depths[1]]}"
        en = f"access ({key[1]}): {DEPTHS[depths[0]]} → {DEPTHS[depths[1]]}"
        yield Change(effect, str(key[0]), zh, en, clause, pair.labels({key[0]}))
