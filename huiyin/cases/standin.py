"""Who stands in when the posts that owe a duty are all barred or vacant (pack-study 5.15)."""

from datetime import datetime

from huiyin.cases.projection import StandIn
from huiyin.obligations.act import Directory
from huiyin.obligations.model import CaseState, Instance
from huiyin.obligations.people import eligible
from huiyin.obligations.rules import Rules
from huiyin.policy.procedures import Procedure
from huiyin.policy.who import Whos


def stand_in(rules: Rules, state: CaseState, directory: Directory, at: datetime) -> StandIn:
    """A function from an instance to the person who stands in; empty when a post can owe it."""

    def found(instance: Instance) -> str:
        whos, barred = _meant(rules.procedure(state.procedure).spec, state, instance)
        if not whos:
            return ""
        who = eligible(rules, state, whos, directory, at, barred)
        return who.may[0] if who.above and who.may else ""

    return found


def _meant(spec: Procedure, state: CaseState, instance: Instance) -> tuple[Whos, frozenset[str]]:
    if instance.kind == "approval":
        name = instance.duty.removeprefix("approval ")
        approval = state.approvals[name]
        signed = {person for person, _ in approval.signed.values()}
        return spec.approvals[name].signers[0].by, approval.proposers | signed
    item = spec.duties.get(instance.duty) or spec.cadences[instance.duty]
    for key in item.done_by:
        step = spec.steps.get(key.partition(":")[0])
        if step is not None:
            return step.by, frozenset(p for s in step.not_by for p in state.doers.get(s, ()))
    return (), frozenset()
