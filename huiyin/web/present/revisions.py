"""Revisions in words: values with their units, what changes and for whom, who signs, refusals."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from huiyin.obligations.rules import Rules
from huiyin.policies.models import Revision
from huiyin.policies.revising import CannotRevise, Office, signatures
from huiyin.policies.rights import TOP, chain
from huiyin.policies.rules import pack_of
from huiyin.policy.across import Parameter
from huiyin.policy.diff import diff
from huiyin.policy.diff_words import EFFECTS
from huiyin.policy.values import numeric, with_values
from huiyin.web.parts import ApprovalState, ApprovalStep, ApprovalStrip, Field, Refusal
from huiyin.web.policy_pages import BlockShown, ChangeLine, ParameterRow
from huiyin.web.present.speaker import Speaker

PREFIX = "value-"
"""Before the name of a parameter in the form."""


def unit_words(speaker: Speaker, unit: str) -> str:
    """A unit in the reader's language."""
    known = {
        "minute": _("分钟"),
        "hour": _("小时"),
        "workhour": _("个工作小时"),
        "day": _("天"),
        "workday": _("个工作日"),
        "week": _("周"),
        "month": _("个月"),
        "year": _("年"),
        "person": _("人"),
        "case": _("件"),
        "count": _("次"),
        "time": _("次"),
        "yuan": _("元"),
        "percent": "%",
    }
    return known.get(unit) or speaker.word(unit)


def value_words(speaker: Speaker, spec: Parameter, value: str) -> str:
    """A value with its unit; empty when there is none."""
    if not value:
        return ""
    if not value.replace(".", "").isdigit():
        parts = value.replace("，", "、").replace(",", "、").split("、")
        return ("、" if speaker.lang == "zh" else ", ").join(speaker.word(p.strip()) for p in parts)
    unit = unit_words(speaker, spec.unit)
    return f"{value}{unit}" if unit == "%" else f"{value} {unit}"


def parameter_rows(
    speaker: Speaker,
    now: Rules,
    row: Revision,
    typed: Mapping[str, str],
    wrong: Mapping[str, tuple[str, str]],
    *,
    editable: bool,
) -> list[ParameterRow]:
    """Every parameter of the pack that is meant: what it is, now, and as drafted."""
    pack = pack_of(row.pack)
    today = now.local_date(speaker.caller.now)
    lines = []
    for name, spec in pack.parameters.items():
        old = now.raw_parameter(name, today) or "" if name in now.pack.parameters else ""
        value = typed.get(name, old)
        may = editable and not spec.fixed
        lines.append(
            ParameterRow(
                label=speaker.word(spec.label),
                note=speaker.word(spec.note) if spec.note else "",
                clauses=speaker.clauses(spec.clause, 2),
                value=value_words(speaker, spec, old) or _("未设定"),
                fixed=spec.fixed,
                changed=value != old,
                drafted=value_words(speaker, spec, value) if value != old else "",
                field=_field(speaker, name, spec, value, wrong.get(name)) if may else None,
            )
        )
    return sorted(lines, key=lambda line: (not line.changed, line.fixed))


def _field(
    speaker: Speaker, name: str, spec: Parameter, value: str, wrong: tuple[str, str] | None
) -> Field:
    return Field(
        kind="number" if numeric(spec) else "text",
        name=PREFIX + name,
        label=speaker.word(spec.label),
        hidden_label=True,
        value=value,
        unit=unit_words(speaker, spec.unit),
        help=_bounds(spec),
        error=fault_words(wrong) if wrong else "",
    )


def _bounds(spec: Parameter) -> str:
    """What may be written, and what is suggested; a suggestion is never the regulation's word."""
    said = []
    if spec.min is not None and spec.max is not None:
        said.append(_("%(min)s 到 %(max)s") % {"min": spec.min, "max": spec.max})
    elif spec.min is not None:
        said.append(_("不小于 %(min)s") % {"min": spec.min})
    elif spec.max is not None:
        said.append(_("不大于 %(max)s") % {"max": spec.max})
    if spec.suggest is not None:
        said.append(_("建议 %(value)s") % {"value": spec.suggest})
    return _("，").join(said)


def fault_words(wrong: tuple[str, str]) -> str:
    """What is wrong with a value, and what is wanted."""
    kind, bound = wrong
    return {
        "whole": _("写整数，不带单位"),
        "min": _("不能小于 %(bound)s") % {"bound": bound},
        "max": _("不能大于 %(bound)s") % {"bound": bound},
        "empty": _("公司必须设定这个值，空着不能启用"),
        "fixed": _("制度写死的值，改它要出新版"),
    }[kind]


def changes(speaker: Speaker, now: Rules, row: Revision) -> list[ChangeLine]:
    """What the revision changes, in words; values compared as of the day it begins."""
    today = now.local_date(speaker.caller.now)
    day = row.effective_on or today
    kept = {name: {"0001-01-01": now.raw_parameter(name, today)} for name in now.pack.parameters}
    after = {name: dict(values) for name, values in kept.items()}
    for name, value in row.values.items():
        after.setdefault(name, {})[day.isoformat()] = value
    before, new = with_values(now.pack, kept), with_values(pack_of(row.pack), after)
    english = speaker.lang == "en"
    return [
        ChangeLine(
            effect=EFFECTS[one.effect][english],
            words=one.en if english else one.zh,
            whom=(", " if english else "、").join(speaker.word(w) for w in one.whom),
        )
        for one in diff(before, new)
    ]


def strip(
    speaker: Speaker, office: Office, row: Revision, checked: tuple[str, bool]
) -> ApprovalStrip:
    """Drafted, checked, signed by one after the other, in force."""
    done, now, later = ApprovalState.DONE, ApprovalState.NOW, ApprovalState.NEXT
    drafting = row.state == "drafted"
    who = f"{speaker.person(row.drafted_by)} {speaker.short(row.drafted_at)}"
    words, good = checked
    steps = [
        ApprovalStep(name=_("起草"), state=now if drafting else done, words=who),
        ApprovalStep(name=_("检查与测试"), state=done if good else later, words=words),
    ]
    given = signatures(row)
    for place, role in enumerate(chain(office.rules.pack)):
        name = role_words(speaker, role)
        if place < len(given):
            one = given[place]
            state = done if one.decision == "signed" else ApprovalState.RETURNED
            words = f"{speaker.person(one.by)} {speaker.short(one.at)}"
        else:
            waits = row.state == "submitted" and place == len(given)
            state, words = (now, _("等待签字")) if waits else (later, "")
        steps.append(ApprovalStep(name=name, state=state, words=words))
    since = row.effective_on.isoformat() if row.effective_on else _("还没有定")
    begun = row.state == "approved"
    steps.append(ApprovalStep(name=_("生效"), state=done if begun else later, words=since))
    return ApprovalStrip(steps=steps)


def role_words(speaker: Speaker, role: str) -> str:
    """Whose signature a place of the chain is."""
    return _("最上级部门的领导") if role == TOP else speaker.role(role)


def state_words(state: str) -> str:
    """Where a revision stands."""
    return {
        "drafted": _("草稿"),
        "submitted": _("待批准"),
        "approved": _("已批准"),
        "refused": _("未批准"),
        "discarded": _("已放弃"),
    }[state]


def event_words(kind: str) -> str:
    """What happened to a revision."""
    return {
        "drafted": _("起草"),
        "changed": _("修改草稿"),
        "submitted": _("送审批"),
        "withdrawn": _("撤回"),
        "discarded": _("放弃"),
        "signed": _("同意并签名"),
        "refused": _("不同意"),
        "approved": _("批准完成，定为新版次"),
    }[kind]


def title(speaker: Speaker, row: Revision, current: str) -> str:
    """What a revision is about: the version it brings, the values it changes."""
    pack = pack_of(row.pack)
    named = [speaker.word(pack.parameters[n].label) for n in row.values if n in pack.parameters]
    if row.pack_id != current:
        named.insert(0, _("换用 %(version)s 版") % {"version": row.pack.version})
    sign = "、" if speaker.lang == "zh" else ", "
    return sign.join(named[:3]) + ("…" if len(named) > 3 else "") or _("还没有改动")


def refusal(
    speaker: Speaker, office: Office, refused: CannotRevise, row: Revision | None
) -> Refusal:
    """Why it cannot be done, who can, and what to do next."""
    pack = office.rules.pack
    parameters = pack_of(row.pack).parameters if row is not None else pack.parameters
    named = [speaker.word(parameters[d].label) for d in refused.details if d in parameters]
    who = _("、").join(role_words(speaker, role) for role in chain(pack))
    missing = {
        "right": _("您的岗位不能做这一步。"),
        "own": _("起草的人和已签过的人不能再签。"),
        "state": _("这份修订已经到了别的状态，请看最新的记录。"),
        "values": _("有的值还不能用：%(names)s。") % {"names": _("、").join(named)},
        "nothing": _("没有任何改动。"),
        "base": _("另一份修订已先批准。请保存一次草稿，与新版次重新比较，再送审批。"),
        "past": _("生效日期只能定在明天或以后。"),
        "errors": _("检查或测试没有通过，或者还没有跑完。"),
    }[refused.why]
    clauses = pack.revising.clause if pack.revising is not None else ()
    return Refusal(
        title=_("现在不能这样做。"),
        missing=[missing],
        who=[_("由 %(who)s 依次签字。") % {"who": who}] if refused.why in ("right", "own") else [],
        clauses=speaker.clauses(clauses, 2),
    )


def shown(blocks: Iterable[object]) -> list[BlockShown]:
    """What a tool said, for a page."""
    found = []
    for block in blocks:
        if isinstance(block, str):
            if block.strip():
                found.append(BlockShown(words=block.removeprefix("== "), title=block[:3] == "== "))
        elif isinstance(block, Mapping):
            rows: Sequence[Sequence[str]] = block["rows"]
            head = rows[0] if block["head"] and rows else ()
            found.append(BlockShown(head=head, rows=rows[1:] if block["head"] else rows))
    return found


def day_of(text: str) -> date | None:
    """A day as the form writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
