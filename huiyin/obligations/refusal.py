"""Refusals: every one says what is missing, under which clause, and who can do it (DESIGN rule 6)."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from huiyin.policy.pack import Pack

WORDS: dict[str, tuple[str, str]] = {
    "not_open": ("案件还没有开始，先“{first}”", "The case has not begun; start with “{first}”"),
    "already_open": (
        "案件已经开始，不能再“{step}”",
        "The case has begun; “{step}” cannot be done again",
    ),
    "stage": (
        "现处“{stage}”，“{step}”只能在“{wanted}”办理",
        "The case is at “{stage}”; “{step}” is for “{wanted}”",
    ),
    "no_right": (
        "{actor}无权“{step}”，须{wanted}{can}",
        "{actor} may not do “{step}”; it takes {wanted}{can}",
    ),
    "others": (
        "“{step}”应由他人办理，{actor}已办过“{done}”{can}",
        "“{step}” is for somebody else: {actor} did “{done}”{can}",
    ),
    "recused": ("{actor}被投诉，应当回避", "{actor} is named in the case and must stand aside"),
    "vacant": (
        "没有可以办理“{step}”的人，请补任：{wanted}",
        "Nobody can do “{step}”; fill the post: {wanted}",
    ),
    "gate": ("{says}{open}", "{says}{open}"),
    "credential": (
        "{actor}还没有“{credential}”，不能办理",
        "{actor} has no “{credential}” and cannot act",
    ),
    "confirm": (
        "“{watch}”须先由{wanted}确认{can}",
        "“{watch}” is first confirmed by {wanted}{can}",
    ),
    "drawn": (
        "{actor}办过抽中的案件，“{step}”应由他人办理",
        "{actor} worked on a case that was drawn; “{step}” is for somebody else",
    ),
    "not_in_pool": (
        "“{label}”里的{value}不在可抽的案件里",
        "{value} in “{label}” is none of the cases that could be drawn",
    ),
    "drawn_missing": (
        "“{label}”缺抽中的{value}",
        "“{label}” lacks {value}, which was drawn",
    ),
    "no_pause": ("这类案件的计时不能暂停", "The clocks of such a case cannot be paused"),
    "not_pausing": (
        "{actor}无权暂停计时，须{wanted}{can}",
        "{actor} may not pause the clocks; it takes {wanted}{can}",
    ),
    "no_consent": ("暂停须先得到顾客同意", "A pause takes the customer's consent first"),
    "paused_already": ("计时已经暂停", "The clocks are paused already"),
    "nothing_to_pause": ("没有正在计时、可以暂停的时限", "No running clock may be paused"),
    "paused_long": (
        "累计暂停已到上限，恢复不能晚于 {limit}",
        "Pauses together have a bound; resume by {limit} at the latest",
    ),
    "barred": (
        "“{label}”第 {rows} 项{value}，不能判为“{outcome}”",
        "Item {rows} of “{label}”: {value}; it cannot be “{outcome}”",
    ),
    "other_standard": (
        "“{label}”应为现行的“{called}”，请重新打开这一环节，按现行标准核查",
        "“{label}” must be “{called}”, which is in force; open the step again and check by it",
    ),
    "other_script": (
        "“{label}”应为现行的“{called}”，请重新打开这一环节，按现行话术问",
        "“{label}” must be “{called}”, which is in force; open the step again and ask by it",
    ),
    "off_standard": (
        "“{label}”缺“{called}”的第 {rows} 项",
        "“{label}” lacks item {rows} of “{called}”",
    ),
    "extended_enough": (
        "“{duty}”已延期 {count} 次，最多 {bound} 次",
        "“{duty}” was extended {count} times; {bound} at most",
    ),
    "extension_waits": (
        "“{approval}”还有一次申请在等签，要改请先撤回",
        "an earlier request still awaits “{approval}”; take it back first",
    ),
    "extension_past": (
        "“{duty}”的时限 {limit} 已过，延期须在到期前申请",
        "the limit of “{duty}”, {limit}, has passed; an extension is asked for before it",
    ),
    "extended_far": (
        "“{duty}”一次延期不能晚于 {limit}",
        "“{duty}” is extended until {limit} at most, at one time",
    ),
    "once": ("“{step}”本轮已经办过", "“{step}” was done in this round"),
    "round": (
        "“{step}”是第 {was} 轮的，现在是第 {now} 轮，请按现在的情况重新办理",
        "“{step}” was filled in for round {was}; it is round {now} now: do it anew",
    ),
    "window": (
        "“{step}”只能在 {limit} 以前办理",
        "“{step}” could be done until {limit}",
    ),
    "part": ("答复里缺“{label}”", "the reply does not say “{label}”"),
    "outcome": ("“{step}”须写明结果：{choices}", "Say the outcome of “{step}”: {choices}"),
    "row": ("须指明是哪一项：{choices}", "Say which row: {choices}"),
    "determine": ("“{level}”须由{wanted}认定{can}", "“{level}” is determined by {wanted}{can}"),
    "lower": ("降低“{level}”须由{wanted}认定{can}", "Lowering “{level}” takes {wanted}{can}"),
    "unset": (
        "参数“{parameter}”未设定，请公司先设定",
        "The parameter “{parameter}” is not set; the company must set it",
    ),
    "level_unset": ("级别未认定", "the level is not determined"),
    "turn": ("轮到{wanted}{can}", "It is the turn of {wanted}{can}"),
    "not_signer": ("{actor}不能签：{why}{can}", "{actor} cannot sign: {why}{can}"),
    "nothing_to_sign": ("没有待签内容", "Nothing awaits a signature"),
    "only_proposer": ("只有提出人可以撤回", "Only the proposer may withdraw"),
    "unknown_step": ("制度里没有“{step}”这一环节", "The regulation has no step “{step}”"),
    "missing": ("“{label}”未填{marks}", "“{label}” is missing{marks}"),
    "choice": (
        "“{label}”只能是：{choices}；现为“{value}”",
        "“{label}” must be one of: {choices}; it is “{value}”",
    ),
    "number": ("“{label}”须是数字；现为“{value}”", "“{label}” must be a number; it is “{value}”"),
    "too_small": ("“{label}”少于{bound}", "“{label}” is below {bound}"),
    "too_large": ("“{label}”超过{bound}", "“{label}” is above {bound}"),
    "moment": (
        "“{label}”不是日期时间；请写成 2026-01-31 09:30",
        "“{label}” is no date and time; write 2026-01-31 09:30",
    ),
    "date": ("“{label}”不是日期；请写成 2026-01-31", "“{label}” is no date; write 2026-01-31"),
    "future": ("“{label}”在将来", "“{label}” lies in the future"),
    "before": ("“{label}”早于“{other}”", "“{label}” is before “{other}”"),
    "after": ("“{label}”晚于“{other}”", "“{label}” is after “{other}”"),
    "beyond": (
        "“{label}”不晚于“{duty}”现有的时限{limit}",
        "“{label}” is not after the present limit of “{duty}”, {limit}",
    ),
    "routing": (
        "“{category}”只能分给：{choices}；现为“{value}”",
        "“{category}” goes to: {choices}; it is “{value}”",
    ),
    "twice": (
        "“{label}”里“{column}”重复：{value}",
        "“{value}” stands twice under “{column}” in “{label}”",
    ),
    "capped": (
        "“{label}”晚于“{duty}”的时限{limit}",
        "“{label}” is after the limit of “{duty}”, {limit}",
    ),
    "rows_equal": (
        "“{label}”有{rows}行，应与“{other}”（{count}）相同",
        "“{label}” has {rows} rows; “{other}” says {count}",
    ),
    "few_rows": ("“{label}”少于{bound}项", "“{label}” has fewer than {bound} entries"),
    "vague": (
        "“{label}”含模糊用词“{word}”，请写清楚",
        "“{label}” has the vague word “{word}”; be precise",
    ),
    "disagrees": ("“{label}”与“{other}”不一致", "“{label}” does not agree with “{other}”"),
    "falls": (
        "“{label}”不能低于上次的{last}",
        "“{label}” may not fall below the last value, {last}",
    ),
    "level_low": ("按所选情形至少为“{level}”", "What was ticked makes it at least “{level}”"),
    "level_unmet": (
        "“{level}”须全部符合，尚缺：{lacking}",
        "“{level}” takes all of its criteria; not met: {lacking}",
    ),
    "other_category": (
        "“{value}”不属于“{category}”，可选：{choices}",
        "“{value}” does not belong to “{category}”; choose: {choices}",
    ),
    "named": (
        "“{label}”不能是被投诉的{actor}",
        "“{label}” cannot be {actor}, who is named in the case",
    ),
    "channel": (
        "渠道“{channel}”由{wanted}接收{can}",
        "The channel “{channel}” is received by {wanted}{can}",
    ),
    "no_relation": ("制度没有“{relation}”这种关联", "The regulation has no relation “{relation}”"),
    "relation_here": (
        "这两件不是同一种案件，不能“{relation}”",
        "The two are not of one kind: no “{relation}”",
    ),
    "related_already": ("这两件已经是“{relation}”", "The two are “{relation}” already"),
    "joined_already": (
        "{case}已经并入别的案件；先取消那次合并",
        "{case} is joined to another case; take that back first",
    ),
    "leads_already": (
        "{case}已有并入的案件，只能作为主件",
        "{case} has cases joined to it and can only be the lead",
    ),
    "ended": (
        "{case}已经结束，不能合并；可以关联",
        "{case} has ended and cannot be joined; it can be related",
    ),
    "not_related": ("这两件没有“{relation}”", "The two are not “{relation}”"),
    "foreign": ("表单没有“{label}”这一项", "The form has no field “{label}”"),
    "in_row": ("第{row}行：{inner}", "Row {row}: {inner}"),
    "too_long": (
        "“{label}”太长：{count} 字，最多 {bound} 字",
        "“{label}” is too long: {count} characters, at most {bound}",
    ),
}


@dataclass(frozen=True)
class Refusal:
    """One reason why an act is refused. `who` are persons who could do it; `field` the form field meant."""

    code: str
    clause: tuple[str, ...] = ()
    field: str | None = None
    who: tuple[str, ...] = ()
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses cited, those of a refusal inside a row included."""
        inner = self.params.get("inner")
        return (*self.clause, *(inner.clauses if isinstance(inner, Refusal) else ()))

    def words(self, pack: Pack, lang: str = "zh") -> str:
        """The sentence in the reader's language, without the clause."""
        english = lang.startswith("en")
        params = {key: _say(pack, value, lang) for key, value in self.params.items()}
        if params.get("can"):
            params["can"] = f"; {params['can']} can" if english else f"；可由：{params['can']}"
        if params.get("open"):
            params["open"] = f": {params['open']}" if english else f"：{params['open']}"
        if params.get("marks"):
            params["marks"] = (
                f" (or mark: {params['marks']})" if english else f"，或注明：{params['marks']}"
            )
        return WORDS[self.code][1 if english else 0].format(**params)

    def full(self, pack: Pack, lang: str = "zh") -> str:
        """The sentence with the clauses in front, as staff and tests read it."""
        clause = "".join(f"[{c}]" for c in self.clause)
        return f"{clause} {self.words(pack, lang)}".strip()


def _say(pack: Pack, value: Any, lang: str) -> str:
    if isinstance(value, Refusal):
        return value.words(pack, lang)
    if isinstance(value, (list, tuple)):
        return (", " if lang.startswith("en") else "、").join(pack.say(str(v), lang) for v in value)
    return pack.say(str(value), lang)
