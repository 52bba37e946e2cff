"""Who may see, draft, sign and move: as the pack says, else the head office of the company.

Where a pack does not say how it is changed, whoever has a post in the topmost unit drafts, and the
head of that unit approves; running cases then stay where they are.
"""

from dataclasses import dataclass
from datetime import datetime

from huiyin.eventlog.envelope import Actor
from huiyin.people.directory import Directory
from huiyin.policy.pack import Pack

TOP = ""
"""Stands for the head of the topmost unit in a chain of signatures."""


@dataclass(frozen=True)
class Rights:
    """What somebody may do about the regulation of the company."""

    read: bool
    look_on: bool
    draft: bool
    move: bool


def rights(pack: Pack, people: Directory, actor: Actor) -> Rights:
    """The rights of an actor with the posts held now."""
    spec, roles = pack.revising, set(actor.roles)
    if spec is None:
        draft = any(post.unit in tops(people) for post in people.posts_of(actor.person))
        signs, looks, moves = actor.person in _heads(people), False, False
    else:
        draft = bool(roles & set(spec.drafted_by))
        signs, looks = bool(roles & set(spec.signed_by)), bool(roles & set(spec.seen_by))
        moves = bool(roles & set(spec.running))
    return Rights(bool(roles), draft or signs or looks, draft, moves)


def chain(pack: Pack) -> tuple[str, ...]:
    """Who signs a revision, one after the other: roles of the pack, or the head of the top."""
    return pack.revising.signed_by if pack.revising is not None else (TOP,)


def may_sign(role: str, people: Directory, actor: Actor) -> bool:
    """Whether an actor may give the signature of a place in the chain."""
    return actor.person in _heads(people) if role == TOP else role in actor.roles


def signers(role: str, people: Directory, at: datetime) -> tuple[str, ...]:
    """Who may sign there, for whoever waits for it."""
    return tuple(_heads(people)) if role == TOP else people.holders(role, at=at)


def tops(people: Directory) -> set[str]:
    """Units without a unit above."""
    return {unit.id for unit in people.units() if people.parent(unit.id) is None}


def _heads(people: Directory) -> list[str]:
    return [person for unit in sorted(tops(people)) for person in people.head_of(unit)]
