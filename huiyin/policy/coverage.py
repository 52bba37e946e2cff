"""Coverage: every clause, what carries it out, which executed scenarios prove it, what it waits for.

Truthful on purpose: a scenario proves a clause only when it holds and touches something that
carries the clause out; whatever else is claimed is shown as a claim.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiyin.policy.checks.walk import Path, clauses_at
from huiyin.policy.pack import Pack


class Standing(StrEnum):
    """Where a clause stands; the first that applies."""

    UNPLACED = "unplaced"
    FAILING = "failing"
    PROVEN = "proven"
    WAITS = "waits"
    PRODUCT = "product"
    PEOPLE = "people"
    CLAIMED = "claimed"
    PLACED = "placed"


WORDS: dict[Standing, tuple[str, str]] = {
    Standing.UNPLACED: ("未落实", "unplaced"),
    Standing.FAILING: ("测试未过", "test fails"),
    Standing.PROVEN: ("已证明", "proven"),
    Standing.WAITS: ("已落实，待后续能力", "placed, waiting"),
    Standing.PRODUCT: ("由系统保证", "kept by the product"),
    Standing.PEOPLE: ("留给人，有记录", "left to people, recorded"),
    Standing.CLAIMED: ("场景声称，未触及", "claimed, not touched"),
    Standing.PLACED: ("已落实，未证明", "placed, unproven"),
}

KINDS: dict[str, tuple[str, str]] = {
    "steps": ("环节", "step"),
    "form": ("字段", "field"),
    "columns": ("表格列", "column"),
    "outcomes": ("结果", "outcome"),
    "duties": ("义务", "duty"),
    "cadences": ("节奏", "cadence"),
    "approvals": ("审批", "approval"),
    "signers": ("签署", "signature"),
    "measures": ("计量", "measure"),
    "needs": ("条件", "gate"),
    "extension": ("延期", "extension"),
    "breach": ("违期后果", "breach"),
    "dossier": ("卷宗", "file part"),
    "emergency": ("紧急", "emergency"),
    "procedures": ("程序", "procedure"),
    "parameters": ("参数", "parameter"),
    "levels": ("级别", "level"),
    "channels": ("渠道", "channel"),
    "categories": ("类别", "category"),
    "roles": ("角色", "role"),
    "documents": ("文书", "document"),
    "notices": ("通知", "notice"),
    "schedules": ("定期", "schedule"),
    "watches": ("监测", "watch"),
    "samples": ("抽样", "sample"),
    "retention": ("保管期", "retention"),
    "revising": ("修订", "revising"),
    "access": ("查阅", "access"),
    "ledgers": ("台账", "ledger"),
    "metrics": ("指标", "metric"),
    "reports": ("报告", "report"),
    "registers": ("名册", "register"),
    "staffing": ("配备", "staffing"),
    "credentials": ("凭证", "credential"),
    "attestations": ("声明", "attestation"),
    "judgements": ("判断", "judgement"),
    "platform": ("系统", "platform"),
    "basis": ("依据", "basis"),
    "flags": ("标记", "flag"),
    "overlays": ("增补", "overlay"),
    "pausing": ("暂停", "pausing"),
    "links": ("关联方式", "relation"),
}

PEOPLE = frozenset({"judgements", "attestations"})
WAITING = {"records": "records", "people": "people", "reports": "reports"}


@dataclass(frozen=True)
class Carrier:
    """One thing of the pack that carries a clause out."""

    kind: str
    path: Path
    label: str

    def words(self, pack: Pack, lang: str = "zh") -> str:
        """Kind and label for the reader."""
        english = lang.startswith("en")
        zh, en = KINDS.get(self.kind, (self.kind, self.kind))
        return f"{en} “{pack.say(self.label, lang)}”" if english else f"{zh}“{self.label}”"


@dataclass(frozen=True)
class Proof:
    """One scenario that names a clause: whether it holds, and whether it touched what carries it."""

    scenario: str
    holds: bool
    touched: bool


@dataclass(frozen=True)
class Covered:
    """One clause with everything known about it."""

    clause: str
    cite: str
    text: str
    enforcement: str
    waits: str
    carriers: tuple[Carrier, ...]
    proofs: tuple[Proof, ...]

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        kinds = {carrier.kind for carrier in self.carriers}
        tests = (
            (Standing.UNPLACED, not self.carriers),
            (Standing.FAILING, any(not proof.holds for proof in self.proofs)),
            (Standing.PROVEN, any(proof.touched for proof in self.proofs)),
            (Standing.WAITS, bool(self.waits)),
            (Standing.PRODUCT, kinds == {"platform"}),
            (Standing.PEOPLE, bool(kinds) and kinds <= PEOPLE | {"platform"}),
            (Standing.CLAIMED, bool(self.proofs)),
        )
        return next((standing for standing, applies in tests if applies), Standing.PLACED)


@dataclass(frozen=True)
class Coverage:
    """All clauses of a pack, in the order of its clause file."""

    pack: Pack
    clauses: tuple[Covered, ...]

    def totals(self, enforcement: str | None = None) -> Counter[Standing]:
        """How many clauses stand where; of one kind of enforcement when named."""
        return Counter(c.standing for c in self.clauses if enforcement in (None, c.enforcement))

    @property
    def broken(self) -> bool:
        """Whether a clause is unplaced or a test that should prove one fails."""
        return any(c.standing in (Standing.UNPLACED, Standing.FAILING) for c in self.clauses)

    def unproven(self) -> tuple[Covered, ...]:
        """Clauses that the system must enforce and that no scenario proves, waiting ones left out."""
        open_ = (Standing.PLACED, Standing.CLAIMED)
        return tuple(c for c in self.clauses if c.enforcement == "system" and c.standing in open_)

    def as_data(self) -> dict[str, object]:
        """Plain data for `--json`."""
        return {
            "pack": self.pack.pack,
            "version": self.pack.version,
            "totals": {str(standing): number for standing, number in sorted(self.totals().items())},
            "clauses": [
                {
                    "clause": c.clause,
                    "cite": c.cite,
                    "enforcement": c.enforcement,
                    "standing": str(c.standing),
                    "waits": c.waits,
                    "carriers": [
                        {"kind": x.kind, "path": list(x.path), "label": x.label} for x in c.carriers
                    ],
                    "proofs": [
                        {"scenario": p.scenario, "holds": p.holds, "touched": p.touched}
                        for p in c.proofs
                    ],
                }
                for c in self.clauses
            ],
        }


def carriers(pack: Pack) -> dict[str, tuple[Carrier, ...]]:
    """For each clause that something cites: what carries it out."""
    found: dict[str, dict[Path, Carrier]] = {}
    for path, item, _, cited in clauses_at(pack):
        carrier = Carrier(kind_of(path), path, label_of(pack, path, item))
        for clause in cited:
            found.setdefault(clause, {})[path] = carrier
    return {clause: tuple(places.values()) for clause, places in found.items()}


def kind_of(path: Path) -> str:
    """The innermost part of a pack that a place belongs to."""
    return next((str(key) for key in reversed(path) if key in KINDS), str(path[0]) if path else "")


def label_of(pack: Pack, path: Path, item: object) -> str:
    """What people call a place: its own label, or that of the item around it."""
    own = getattr(item, "label", "") or getattr(item, "says", "")
    if own:
        return str(own)
    at: object = pack
    label = ""
    for key in path:
        at = _inside(at, key)
        label = str(getattr(at, "label", "") or label)
    return label or ".".join(map(str, path))


def _inside(at: object, key: str | int) -> object:
    if isinstance(at, Mapping):
        return at.get(key)
    if isinstance(at, (tuple, list)) and isinstance(key, int):
        return at[key]
    return getattr(at, str(key), None) or getattr(at, f"{key}_", None)


def cover(pack: Pack, proofs: Mapping[str, Iterable[Proof]]) -> Coverage:
    """Put clauses, carriers and proofs together."""
    by_clause = carriers(pack)
    return Coverage(
        pack,
        tuple(
            Covered(
                clause=name,
                cite=clause.cite,
                text=clause.text,
                enforcement=clause.enforcement,
                waits=clause.waits,
                carriers=by_clause.get(name, ()),
                proofs=tuple(proofs.get(name, ())),
            )
            for name, clause in pack.clauses.items()
        ),
    )
