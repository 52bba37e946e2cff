"""Likely cases beside a registration and a case: what they are, what may be decided about them."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from huiyin.cases.access import access_case, works_on
from huiyin.cases.commands.linking import DISTINCT, Link
from huiyin.cases.likeness import Found, Likely, like_case, likely
from huiyin.cases.marks import Matter
from huiyin.cases.models import Case
from huiyin.cases.personal import KINDS
from huiyin.people.ids import new_id
from huiyin.people.vault import indexes_of
from huiyin.policy.procedures import Relation, Step
from huiyin.web.desk.frame import Desk
from huiyin.web.desk.looking import Looking
from huiyin.web.pages import Duplicate
from huiyin.web.parts import Action
from huiyin.web.present import cases as shown
from huiyin.web.present.likely import duplicates, field_of, hidden_words, relation_words

BESIDE_FORM, BESIDE_CASE = 3, 4
PREFIX = field_of("")


def beside_form(
    desk: Desk, procedure: str, step: str, spec: Step, values: Mapping[str, Any], post: QueryDict
) -> tuple[list[Duplicate], str]:
    """Likely cases for a form that is being filled in, and how many are hidden."""
    speaker = desk.speaker
    pack_spec = speaker.pack.procedures[procedure]
    if not pack_spec.links or not values:
        return [], ""
    texts = {f"{step}.{n}": v for n, v in values.items() if isinstance(v, str)}
    personal = [
        (KINDS[field.mask], str(values[name]))
        for name, field in spec.form.items()
        if field.mask in KINDS and values.get(name) and values[name] not in field.or_mark
    ]
    facts = {f"{step}.{n}": v for n, v in values.items() if not spec.form[n].free_text}
    unit = str(values.get(spec.sets_unit or "") or desk.caller.actor.unit or "")
    matter = Matter(
        procedure,
        desk.caller.unit_id(unit) if unit else "",
        facts,
        {path: text for path, text in texts.items() if path in pack_spec.story},
        indexes_of(desk.caller.company.id, personal),
    )
    found = likely(desk.caller, speaker.rules, matter, most=BESIDE_FORM)
    shown_ = duplicates(speaker, found, lambda case: desk.href("case", case), chosen=decided(post))
    return shown_, hidden_words(found)


def decided(post: QueryDict) -> dict[str, str]:
    """What a form says about likely cases."""
    return {k.removeprefix(PREFIX): str(v) for k, v in post.items() if k.startswith(PREFIX)}


def links_of(desk: Desk, post: QueryDict) -> list[Link]:
    """The decisions of a form as links; of cases that the reader may not see there are none."""
    found = []
    for other, relation in sorted(decided(post).items()):
        access_case(desk.caller, other)
        found.append(Link(other, relation))
    return found


def beside_case(looking: Looking) -> tuple[list[Duplicate], str]:
    """Likely cases of a case at hand, and how many are hidden; nobody is asked twice."""
    caller, case = looking.desk.caller, looking.case
    state = looking.assessment.state
    if (
        not looking.spec.links
        or state.closed is not None
        or not works_on(caller, looking.speaker.rules, case.procedure)
    ):
        return [], ""
    known = {other for _relation, other in state.links}
    found = like_case(caller, case, known, most=BESIDE_CASE)
    return _parts(looking, found), hidden_words(found)


def _parts(looking: Looking, found: Found) -> list[Duplicate]:
    def actions(one: Likely) -> list[Action]:
        return [_action(looking, one.case, name) for name in (*looking.spec.links, DISTINCT)]

    href = looking.desk.href
    return duplicates(looking.speaker, found, lambda case: href("case", case), actions=actions)


def _action(looking: Looking, other: Case, name: str) -> Action:
    words = relation_words(looking.speaker, looking.spec, name)
    full = f"{words} {shown.number(looking.speaker, other)}"
    if looking.spec.links.get(name, Relation()).joins:
        href = looking.desk.href("join", looking.case.id, other.id) + f"?as={name}"
        return Action(label=words, href=href, small=True, label_full=full)
    return Action(
        label=words,
        href=looking.desk.href("relate", looking.case.id, other.id),
        method="post",
        fields=[("as", name)],
        once=new_id(looking.desk.caller.now),
        small=True,
        style="quiet" if name == DISTINCT else "",
        label_full=full,
    )
