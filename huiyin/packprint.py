"""How `huiyin pack …` writes: lines and tables for a terminal, Chinese or English."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from huiyin.obligations.packrun import Played
from huiyin.policy.coverage import WAITING, WORDS, Coverage, Covered, Standing
from huiyin.policy.findings import Finding
from huiyin.policy.notes import Remark

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


def table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Rows as lines with aligned columns; the last column is as long as it is."""
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = [cell + " " * (widths[n] - width(cell)) for n, cell in enumerate(row[:-1])]
        yield "  ".join([*cells, row[-1]]).rstrip()


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


def coverage(found: Coverage, lang: str, *, only_open: bool) -> Iterable[str]:
    """The table of clauses, then the totals."""
    closed = (Standing.PROVEN, Standing.PRODUCT, Standing.PEOPLE)
    shown = [c for c in found.clauses if not (only_open and c.standing in closed)]
    yield from table([_row(found, clause, lang) for clause in shown])
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


def totals(found: Coverage, lang: str) -> Iterable[str]:
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
    yield from table(rows)


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
