"""What a pack says to be confirmed becomes a case with one signed step, owed until its period ends."""

import pytest

from huiyin.policy.check import check, errors
from huiyin.policy.findings import PackRefused
from huiyin.policy.load import Loaded, parse
from huiyin.policy.pack import Pack

HEAD = """
pack: small
version: '2026.1'
title: 小店
counting: {day: {day_zero: excluded, end: midnight}}
roles: {head: {label: 店长, scope: unit}, clerk: {label: 店员}}
clauses:
  a1: {cite: 第一条, text: 服务台有标识。, enforcement: attest}
  a2: {cite: 第二条, text: 每名店员读过制度。, enforcement: attest}
procedures:
  complaint:
    label: 投诉
    main: true
    stages: [办理]
    steps: {take: {label: 登记, by: clerk, to: 办理}}
  walk:
    label: 巡店
    stages: [完成]
    steps: {look: {label: 看, by: head, to: 完成}}
"""
SIGN = "attestations: {sign: {label: 标识, clause: a1, owner: head, each: %s, checklist: [在, 看得清]}}"


def loaded(text: str) -> Loaded:
    return parse({"pack.yaml": HEAD + text})


def pack_with(text: str) -> Pack:
    return loaded(text).pack


def test_an_attestation_becomes_a_procedure_and_what_opens_it() -> None:
    pack = pack_with(SIGN % "quarter")
    spec = pack.procedures["attestation_sign"]
    step, duty = spec.steps["confirm"], spec.duties["confirm"]
    assert [who.role for who in (*step.by, *duty.bearer)] == ["head", "head"]
    assert step.sign
    assert spec.separate
    assert not spec.opening_steps
    assert [field.label for field in step.form.values()][:2] == ["在", "看得清"]
    assert all(step.form[name].required for name in ("item_1", "item_2"))
    assert duty.due.end_of == "same_quarter"
    assert duty.clause == step.clause == ("a1",)
    opening = pack.schedules["attestation_sign"]
    assert (opening.opens, opening.each, opening.per) == ("attestation_sign", "quarter", None)
    assert pack.say(step.label, "en") == "Check and sign"


@pytest.mark.parametrize("each", ["day", "week", "month", "quarter", "half_year", "year"])
def test_it_is_owed_until_the_period_ends(each: str) -> None:
    duty = pack_with(SIGN % each).procedures["attestation_sign"].duties["confirm"]
    assert duty.due.end_of == f"same_{each}"


def test_with_each_version_there_is_a_term_instead() -> None:
    duty = pack_with(SIGN % "version").procedures["attestation_sign"].duties["confirm"]
    assert (duty.due.within, duty.due.end_of) == ("30 days", None)


def test_what_everybody_of_a_post_confirms_is_owed_by_each_in_person() -> None:
    text = "attestations: {read: {label: 读过, clause: a2, owner: clerk, per: clerk, each: year}}"
    pack = pack_with(text)
    step = pack.procedures["attestation_read"].steps["confirm"]
    assert [who.person for who in step.by] == ["opened.target"]
    assert pack.schedules["attestation_read"].per == "clerk"
    assert next(iter(step.form.values())).label == "所述属实"


def test_one_that_a_procedure_of_the_pack_does_is_left_to_it() -> None:
    text = (
        "attestations: {sign: {label: 标识, clause: a1, owner: head, each: month, procedure: walk}}"
    )
    pack = pack_with(text)
    assert list(pack.procedures) == ["complaint", "walk"]
    assert not pack.schedules


def test_a_rhythm_or_an_owner_that_nobody_knows_is_found_where_it_is_written() -> None:
    found = errors(check(loaded((SIGN % "sometimes").replace("owner: head", "owner: nobody"))))
    line = HEAD.count("\n") + 1
    told = {
        (finding.line, word)
        for finding in found
        for word in ("sometimes", "nobody")
        if word in finding.message
    }
    assert told == {(line, "sometimes"), (line, "nobody")}


def test_one_without_owner_is_refused_as_before() -> None:
    with pytest.raises(PackRefused, match="owner"):
        pack_with("attestations: {sign: {label: 标识, clause: a1, each: month}}")
