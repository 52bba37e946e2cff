"""What is asked of the person beside the post: standing facts held; confirming what a watch found."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.obligations.act import Directory
from huiyin.obligations.model import CaseState
from huiyin.obligations.people import SPECIAL, eligible, wanted
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules
from huiyin.obligations.samples import draws


def fit(
    rules: Rules,
    state: CaseState,
    step: str,
    person: str,
    directory: Directory,
    at: datetime,
) -> Iterator[Refusal]:
    """What keeps a person from a step although the post would allow it."""
    if person in SPECIAL:
        return
    yield from _unproven(rules, state, step, person, directory, at)
    yield from _unconfirmed(rules, state, step, person, directory, at)
    for drawn in (one for one in draws(state.because) if person in one.get("apart", ())):
        spec = rules.procedure(state.procedure).spec.steps[step]
        sample = rules.pack.samples.get(str(drawn["sample"]))
        params = {"step": spec.label, "actor": directory.name(person)}
        yield Refusal("drawn", sample.clause if sample else spec.clause, params=params)


def _unproven(
    rules: Rules, state: CaseState, step: str, person: str, directory: Directory, at: datetime
) -> Iterator[Refusal]:
    """Steps that ask for a standing fact of the person: a commitment signed, a training done."""
    names = {"every step", step, f"{state.procedure}.{step}"}
    asked = {
        name: credential
        for name, credential in rules.pack.credentials.items()
        if names & set(credential.needed_for)
    }
    held = directory.credentials(person, at) if asked else frozenset()
    for name, credential in asked.items():
        holders = {p for role in credential.roles for p in directory.holders(role)}
        if name not in held and (not credential.roles or person in holders):
            params = {"credential": credential.label, "actor": directory.name(person)}
            yield Refusal("credential", credential.clause, params=params)


def _unconfirmed(
    rules: Rules, state: CaseState, step: str, person: str, directory: Directory, at: datetime
) -> Iterator[Refusal]:
    """What a watch found is first confirmed by whom the watch names."""
    watch = rules.confirming(state)
    if watch is None:
        return
    found = eligible(rules, state, watch.confirm_by, directory, at)
    if person not in found.may:
        params = {
            "watch": watch.label,
            "step": rules.procedure(state.procedure).spec.steps[step].label,
            "wanted": wanted(rules, watch.confirm_by),
            "can": tuple(directory.name(p) for p in found.may[:5]),
        }
        yield Refusal("confirm", watch.clause, who=found.may, params=params)
