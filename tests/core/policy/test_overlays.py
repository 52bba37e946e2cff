"""What a company adds to a form is asked there; what the regulation asks cannot be taken away."""

import pytest

from huiyin.policy.check import check, errors
from huiyin.policy.findings import PackRefused
from huiyin.policy.load import parse
from tests.core.policy.test_attestations import HEAD

OVERLAY = "overlays: [{label: 公司增补, clause: a1, step: %s, fields: {%s: {label: 芯片号, required: true}}}]"


def test_a_field_of_the_company_is_part_of_the_form() -> None:
    pack = parse({"pack.yaml": HEAD + OVERLAY % ("complaint.take", "chip")}).pack
    form = pack.procedures["complaint"].steps["take"].form
    assert form["chip"].required
    assert form["chip"].label == "芯片号"


def test_a_field_of_the_regulation_cannot_be_replaced() -> None:
    head = HEAD.replace("by: clerk, to: 办理}", "by: clerk, to: 办理, form: {chip: {label: 编号}}}")
    with pytest.raises(PackRefused, match="增补只能加") as refused:
        parse({"pack.yaml": head + OVERLAY % ("complaint.take", "chip")})
    assert refused.value.findings[0].line == head.count("\n") + 1


def test_a_step_that_is_not_there_is_found() -> None:
    found = errors(check(parse({"pack.yaml": HEAD + OVERLAY % ("complaint.tkae", "chip")})))
    assert any("complaint.take" in finding.message + finding.hint for finding in found)
