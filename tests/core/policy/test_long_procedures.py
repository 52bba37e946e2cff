"""A procedure may be written in several files; what two of them say twice is refused."""

import pytest

from huiyin.policy.findings import PackRefused
from huiyin.policy.load import parse

HEAD = """
pack: bakery
version: 2026.1
title: 面包房
counting: {day: {day_zero: excluded, end: midnight}}
roles: {baker: 面包师}
"""
FIRST = """
label: 投诉
stages: [受理, 结束]
steps:
  take: {label: 受理, by: baker, to: 受理}
"""
SECOND = """
steps:
  close: {label: 结束, by: baker, in: [受理], to: 结束}
duties:
  close: {label: 结束, after: take, due: {within: 1 day}, done_by: close}
"""


def test_the_files_of_a_procedure_are_read_as_one_and_keep_their_lines() -> None:
    loaded = parse(
        {
            "pack.yaml": HEAD,
            "procedures/complaint.yaml": FIRST,
            "procedures/complaint.closing.yaml": SECOND,
        }
    )
    spec = loaded.pack.procedures["complaint"]
    assert set(spec.steps) == {"take", "close"}
    assert set(spec.duties) == {"close"}
    place = loaded.places[("procedures", "complaint", "steps", "close")]
    assert place == ("procedures/complaint.closing.yaml", 3)


def test_a_step_written_in_two_files_is_refused_by_name() -> None:
    sources = {
        "pack.yaml": HEAD,
        "procedures/complaint.yaml": FIRST,
        "procedures/complaint.again.yaml": FIRST,
    }
    with pytest.raises(PackRefused) as refused:
        parse(sources)
    said = " ".join(finding.message for finding in refused.value.findings)
    assert "take" in said
    assert "label" in said
