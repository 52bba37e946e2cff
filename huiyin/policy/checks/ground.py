"""What every check stands on: the pack, its sources, its tests, and how a finding is made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from huiyin.policy.checks.kinds import KINDS
from huiyin.policy.checks.metric_words import METRICS
from huiyin.policy.checks.walk import Path
from huiyin.policy.checks.words import MESSAGES
from huiyin.policy.findings import Finding
from huiyin.policy.forms import FormField
from huiyin.policy.load import Loaded, Place, locate
from huiyin.policy.pack import Pack
from huiyin.policy.packtests import PackTests
from huiyin.policy.procedures import Procedure, Step

SHOWN = 12
"""So many known names are listed beside an unknown one."""


@dataclass(frozen=True)
class Ground:
    """A loaded pack, its tests and the day of checking (None: nothing is said about stale dates)."""

    loaded: Loaded
    tests: PackTests = field(default_factory=PackTests)
    today: date | None = None

    @property
    def pack(self) -> Pack:
        """The pack itself."""
        return self.loaded.pack

    def place(self, path: Path) -> Place:
        """File and line of a part; shorthand in the source has fewer keys than the model."""
        places = self.loaded.places
        if path in places:
            return places[path]
        short = tuple(key for key in path if key != "all")
        return places.get(short) or locate(places, path)

    def say(self, code: str, path: Path, clause: Iterable[str] = (), **params: object) -> Finding:
        """A finding with the words of its code."""
        file, line = self.place(path)
        return self.at(code, file, line, clause, **params)

    def at(
        self, code: str, file: str, line: int, clause: Iterable[str] = (), **params: object
    ) -> Finding:
        """A finding at a known line."""
        words = MESSAGES.get(code) or METRICS[code]
        chinese = {key: _joined(value, "、") for key, value in params.items()}
        english = {key: _joined(value, ", ") for key, value in params.items()}
        if "kind" in params:
            chinese["kind"], english["kind"] = KINDS[str(params["kind"])]
        return Finding(
            file=file,
            line=line,
            code=code,
            clause=", ".join(clause),
            message=words.zh.format(**chinese),
            hint=words.hint_zh.format(**chinese),
            message_en=words.en.format(**english),
            hint_en=words.hint_en.format(**english),
            warning=words.warning,
        )

    def unknown(
        self, kind: str, name: str, known: Iterable[str], path: Path, clause: Iterable[str] = ()
    ) -> Finding:
        """A name that leads nowhere, with the nearest known one or the list of all."""
        names = list(dict.fromkeys(known))
        close = get_close_matches(name, names, n=1, cutoff=0.5)
        if not names:
            return self.say("N202", path, clause, kind=kind, name=name)
        shown = close or [*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])]
        return self.say("N201", path, clause, kind=kind, name=name, known=shown)

    def only(
        self,
        kind: str,
        names: Iterable[str | None],
        known: Iterable[str],
        path: Path,
        clause: Iterable[str] = (),
    ) -> Iterator[Finding]:
        """A finding for each name that is not known; None names nothing."""
        choices = list(known)
        for name in names:
            if name is not None and name not in choices:
                yield self.unknown(kind, name, choices, path, clause)

    def scopes(self) -> list["Scope"]:
        """Every procedure with its place."""
        return [Scope(self, name, spec) for name, spec in self.pack.procedures.items()]


def _joined(value: object, comma: str) -> str:
    return comma.join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


@dataclass(frozen=True)
class Scope:
    """One procedure: the names that its conditions, terms and people may use."""

    ground: Ground
    name: str
    spec: Procedure

    @property
    def path(self) -> Path:
        """Where the procedure stands in the sources."""
        return ("procedures", self.name)

    def field(self, path: str, form: Mapping[str, FormField] | None = None) -> FormField | None:
        """The field that `step.field` means, or a field of the form at hand; None when unknown."""
        step, dot, name = path.rpartition(".")
        if not dot:
            return (form or {}).get(path)
        if path == "opened.target":
            return self._target()
        spec = self.spec.steps.get(step)
        if spec is None:
            return None
        return outcome_field(spec) if name == "outcome" else spec.form.get(name)

    def _target(self) -> FormField | None:
        """For whom a schedule opens this procedure: a person where it is `per` one, else a unit."""
        pack = self.ground.pack
        per = [s.per for s in pack.schedules.values() if s.opens == self.name and s.per]
        if not per:
            return None
        people = all(one == "person" or one in pack.roles for one in per)
        return FormField(label="", type="person" if people else "unit")

    def fields(self, form: Mapping[str, FormField] | None = None) -> list[str]:
        """Every path that `field` knows."""
        paths = [f"{step}.{name}" for step, s in self.spec.steps.items() for name in s.form]
        return [*(form or {}), *paths]

    def outcome_keys(self) -> list[str]:
        """Every `step` and `step:outcome`."""
        keys = list(self.spec.steps)
        return keys + [f"{s}:{o}" for s, spec in self.spec.steps.items() for o in spec.outcomes]

    def flags_set(self) -> set[str]:
        """Flags that some step or outcome of this procedure sets."""
        found: set[str] = set()
        for step in self.spec.steps.values():
            found |= set(step.flag)
            for outcome in step.outcomes.values():
                found |= set(outcome.flag)
        return found


def outcome_field(step: Step) -> FormField | None:
    """A step's outcome looked at as a field: a choice among its outcomes."""
    if not step.outcomes:
        return None
    return FormField(label="outcome", type="choice", of=tuple(step.outcomes))


def form_at_hand(step: Step) -> dict[str, FormField]:
    """The form that a step's own conditions see: its fields and its outcome."""
    outcome = outcome_field(step)
    return {**step.form, **({"outcome": outcome} if outcome else {})}
