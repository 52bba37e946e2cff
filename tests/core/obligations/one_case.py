"""One case of a small pack, on which people work command by command."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.eventlog.envelope import Actor
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.act import Act
from huiyin.obligations.assess import conclude
from huiyin.obligations.draft import Draft
from huiyin.obligations.fold import Fold
from huiyin.obligations.model import Assessment, CaseState, Instance
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, Directory, shown
from huiyin.policy.load import parse


def rules_from(text: str) -> Rules:
    return Rules(parse({"pack.yaml": text}).pack)


class Case:
    """One case; the procedure is the first of the pack, it opens on 2 March 2026, a Monday, at nine."""

    def __init__(
        self,
        text: str,
        people: Mapping[str, Mapping[str, Any]],
        versions: dict[str, Rules] | None = None,
        units: Mapping[str, Mapping[str, Any]] | None = None,
        unit: str | None = None,
        absent: Mapping[str, Mapping[str, str]] | None = None,
        **parameters: str,
    ) -> None:
        made = rules_from(text)
        values = {name: {"0001-01-01": value} for name, value in parameters.items()}
        self.rules = Rules(made.pack, parameters=values)
        self.cast = Cast(units or {"部": {}}, people, absent or {})
        opened = self.at("2026-03-02T09:00")
        self.draft = Draft(Fold(self.rules, versions), "case", "0", opened, Directory(self.cast))
        self.draft.open(
            next(iter(made.pack.procedures)), self.actor(next(iter(people))), opened, unit=unit
        )
        self.number = 0

    @property
    def state(self) -> CaseState:
        return self.draft.fold.state

    def actor(self, who: str) -> Actor:
        return self.cast.actor(who)

    def at(self, text: str) -> datetime:
        moment = self.rules.moment(text)
        assert moment is not None
        return moment

    def begin(self, moment: str) -> None:
        self.number += 1
        self.draft.command, self.draft.recorded = str(self.number), self.at(moment)
        self.draft.fold.advance(self.draft.recorded)

    def do(
        self, moment: str, step: str, who: str = "甲", occurred: str = "", **form: Any
    ) -> list[str]:
        """Do a step; what refuses it, in words. `occurred` is when it happened if that was earlier."""
        self.begin(moment)
        row, outcome = form.pop("row", None), form.pop("outcome", None)
        at = self.at(occurred or moment)
        act = Act(name=step, actor=self.actor(who), at=at, form=form, row=row, outcome=outcome)
        return self._finish(act)

    def sign(self, moment: str, approval: str, who: str, decision: str = "approve") -> list[str]:
        self.begin(moment)
        act = Act(
            kind="sign", name=approval, actor=self.actor(who), at=self.at(moment), decision=decision
        )
        return self._finish(act)

    def withdraw(self, moment: str, approval: str, who: str) -> list[str]:
        self.begin(moment)
        return self._finish(
            Act(kind="withdraw", name=approval, actor=self.actor(who), at=self.at(moment))
        )

    def _finish(self, act: Act) -> list[str]:
        refused = self.draft.act(act)
        self.draft.finish()
        return [refusal.full(self.rules.pack) for refusal in refused]

    def note(self, moment: str, kind: Kind, **data: Any) -> None:
        self.begin(moment)
        self.draft.record(kind, data)
        self.draft.finish()

    def owed(self, moment: str) -> dict[str, str]:
        """All duties as scenarios write them."""
        self.draft.fold.advance(self.at(moment))
        return shown(self.draft.fold.rules, self.state)

    def assessed(self, moment: str) -> Assessment:
        return conclude(self.draft.fold, self.at(moment))

    def instance(self, duty: str) -> Instance:
        """The latest instance of a duty."""
        return [i for i in self.state.instances.values() if i.duty == duty][-1]
