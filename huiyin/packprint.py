"""What the author's tools say: lines and tables, Chinese or English, for a terminal or a page."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huiyin.obligations.packrun import Played
from huiyin.obligations.simulate import Outcome
from huiyin.obligations.whatif import Figure, WhatIf
from huiyin.policy.coverage import WAITING, WORDS, Coverage, Covered, Standing
from huiyin.policy.findings import Finding
from huiyin.policy.notes import Remark
from huiyin.policy.pack import Pack

ENFORCED = {
    "system": ("系统", "system"),
    "evidence": ("留证", "evidence"),
    "attest": ("声明", "attest"),
}
ENGLISH_CODES = ("E801", "E802")


def pick(lang: str, zh: str, en: str) -> str:
    """The text in the reader's language."""
    return en if lang.startswith("en") else zh


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first row is a head where it says so."""

    rows: Sequence[Sequence[str]]
    head: bool = False

    def lines(self) -> Iterable[str]:
        """The rows as lines with aligned columns; the last column is as long as it is."""
        rows = self.rows
        widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
        for row in rows:
            cells = [cell + " " * (widths[n] - width(cell)) for n, cell in enumerate(row[:-1])]
            yield "  ".join([*cells, row[-1]]).rstrip()


Block = str | Table
"""What a tool says: a line, or a table."""


def lines(blocks: Iterable[Block]) -> Iterable[str]:
    """Blocks as the lines of a terminal."""
    for block in blocks:
        if isinstance(block, Table):
            yield from block.lines()
        else:
            yield block


def findings(found: Iterable[Finding], lang: str, *, every: bool) -> Iterable[str]:
    """One line a finding; words without English are summed up unless all are asked for."""
    silent = 0
    for finding in found:
        if finding.code in ENGLISH_CODES and not every:
            silent += 1
        else:
            yield finding.words(lang)
    if silent:
        yield pick(
            lang,
            f"提示 E801 另有 {silent} 处缺英文（--words 逐条列出，--strict 视为错误）",
            f"warning E801 {silent} more without English (--words lists them, --strict makes them errors)",
        )


def remarks(found: Iterable[Remark], lang: str) -> Iterable[str]:
    """Remarks, the urgent ones marked."""
    for remark in found:
        yield ("! " if remark.urgent else "· ") + remark.words(lang)


def failures(played: Iterable[Played]) -> Iterable[str]:
    """Each scenario that does not hold, with every difference."""
    yield from (str(one) for one in played if not one.holds)


def coverage(found: Coverage, lang: str, *, only_open: bool) -> Iterable[Block]:
    """The table of clauses, then the totals."""
    closed = (Standing.PROVEN, Standing.PRODUCT, Standing.PEOPLE)
    shown = [c for c in found.clauses if not (only_open and c.standing in closed)]
    yield Table([_row(found, clause, lang) for clause in shown])
    yield ""
    yield from totals(found, lang)


def _row(found: Coverage, clause: Covered, lang: str) -> tuple[str, ...]:
    standing = WORDS[clause.standing][1 if lang.startswith("en") else 0]
    if clause.waits:
        standing += f" ({WAITING.get(clause.waits, clause.waits)})"
    enforced = ENFORCED[clause.enforcement][1 if lang.startswith("en") else 0]
    carried = [carrier.words(found.pack, lang) for carrier in clause.carriers]
    more = [f"+{len(carried) - 3}"] if len(carried) > 3 else []
    proven = sum(proof.holds and proof.touched for proof in clause.proofs)
    scenes = pick(lang, f"{proven} 个场景", f"{proven} scenarios") if proven else "—"
    return clause.clause, clause.cite, enforced, standing, scenes, " · ".join([*carried[:3], *more])


def totals(found: Coverage, lang: str) -> Iterable[Block]:
    """How many clauses stand where, by kind of enforcement."""
    kinds = [kind for kind in ENFORCED if found.totals(kind)]
    english = lang.startswith("en")
    head = ["", *(ENFORCED[kind][1 if english else 0] for kind in kinds), pick(lang, "合计", "sum")]
    rows: list[list[str]] = [head]
    for standing in Standing:
        counts = [found.totals(kind)[standing] for kind in kinds]
        if sum(counts):
            rows.append([WORDS[standing][1 if english else 0], *map(str, counts), str(sum(counts))])
    rows.append(
        [pick(lang, "条款", "clauses"), *(str(sum(found.totals(k).values())) for k in kinds)]
    )
    rows[-1].append(str(len(found.clauses)))
    yield Table(rows, head=True)


PARTS = {
    "duties": ("义务", "duties"),
    "cadences": ("节奏", "rhythms"),
    "steps": ("环节", "steps"),
    "approvals": ("审批", "approvals"),
}


def unchanged(counted: Mapping[str, int], changes: int, lang: str) -> Iterable[str]:
    """How many changes there are, and how much stays as it was."""
    english = lang.startswith("en")
    kept = [f"{PARTS[part][1 if english else 0]} {number}" for part, number in counted.items()]
    yield pick(
        lang,
        f"{changes} 处变更；不变：{'、'.join(kept)}",
        f"{changes} changes; unchanged: {', '.join(kept)}",
    )


# -- what if, and a year ahead --

KINDS_OF_DIFFERENCE = {
    "now_late": ("按时 → 逾期", "kept → late"),
    "now_kept": ("逾期 → 按时", "late → kept"),
    "moved": ("时限移动", "limit moved"),
    "appears": ("新增", "appears"),
    "disappears": ("消失", "disappears"),
}
NAMED = 5


def percent(figure: Figure | None) -> str:
    """A rate, or a dash where nothing was due."""
    if figure is None or figure.rate is None:
        return "—"
    return f"{figure.rate:.1%}"


def label(pack: Pack, key: tuple[str, str], lang: str) -> str:
    """What a duty of a procedure is called."""
    procedure, duty = key
    spec = pack.procedures.get(procedure)
    items = {**spec.duties, **spec.cadences} if spec else {}
    item = items.get(duty)
    return pack.say(item.label if item else duty, lang)


def whatif(found: WhatIf, pack: Pack, lang: str) -> Iterable[Block]:
    """The rates that change, the differences by kind, the acts that nothing matches."""
    english = lang.startswith("en")
    rows = [[pick(lang, "义务", "duty"), pick(lang, "原", "before"), pick(lang, "改后", "after")]]
    for key in dict.fromkeys([*found.before, *found.after]):
        before, after = percent(found.before.get(key)), percent(found.after.get(key))
        if found.before.get(key) != found.after.get(key):
            rows.append([label(pack, key, lang), before, after])
    yield (
        Table(rows, head=True)
        if len(rows) > 1
        else pick(lang, "各义务的按时率不变", "no rate changes")
    )
    for kind, number in found.kinds().most_common():
        cases = dict.fromkeys(d.case for d in found.differences if d.kind == kind)
        named = [*list(cases)[:NAMED], *(["…"] if len(cases) > NAMED else [])]
        yield f"{KINDS_OF_DIFFERENCE[kind][1 if english else 0]}: {number} ({'; '.join(named)})"
    for act in found.unmatched[:NAMED]:
        yield pick(lang, "没有对应：", "no counterpart: ") + f"{act.case} #{act.seq} {act.what}"
    counted = (found.cases, len(found.changed_cases), len(found.unmatched))
    yield pick(
        lang,
        "{} 件，{} 件有变，{} 个环节没有对应",
        "{} cases, {} come out differently, {} acts without counterpart",
    ).format(*counted)


def year(outcome: Outcome, pack: Pack, days: int, lang: str) -> Iterable[Block]:
    """What is kept least stands first; then how busy each post was."""
    head = [
        pick(lang, "义务", "duty"),
        pick(lang, "按时率", "kept"),
        pick(lang, "逾期", "late"),
        "",
    ]
    rows = [head]
    for key, figure in outcome.latest():
        rows.append(
            [
                label(pack, key, lang),
                percent(figure),
                str(figure.late),
                f"/ {figure.in_time + figure.late}",
            ]
        )
    yield Table(rows, head=True)
    yield ""
    heads = pick(lang, "岗位 人数 每人每天分钟 平均等待分钟", "post people minutes/day wait")
    rows = [heads.split()]
    for post in outcome.posts:
        busy = post.worked / post.people / days
        spec = pack.roles.get(post.role)
        name = pack.say(spec.label if spec else post.role, lang)
        rows.append([name, str(post.people), f"{busy:.0f}", f"{post.mean_wait:.0f}"])
    yield Table(rows, head=True)
    said = pick(lang, "{} 件，{} 次办理，{} 天", "{} cases, {} acts, {} days")
    yield said.format(outcome.cases, outcome.acts, days)
