"""Editors find the format at an address; scenarios are also played by the values of a draft."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huiyin import clock, packjobs
from huiyin.policies.models import PackVersion, ToolRun
from huiyin.policies.revising import Wanted, draft
from huiyin.policy.jsonschema import schemas
from tests.shell.policies.house import PACK, SCENARIOS, at, office, open_house
from tests.shell.policies.test_pages import TODAY, browser, text_of, url

pytestmark = pytest.mark.django_db
OK, NOT_FOUND = 200, 404


def test_each_schema_has_an_address_that_a_stranger_may_read() -> None:
    for name, said in schemas().items():
        answer = Client().get(f"/schema/{name}.schema.json")
        assert answer.status_code == OK
        assert json.loads(answer.content) == said
    assert Client().get("/schema/secret.schema.json").status_code == NOT_FOUND


def test_the_scenarios_are_played_by_the_values_of_the_draft(on: Callable[[str], Any]) -> None:
    world = open_house(PACK.replace("unit: day, values: {}", "unit: day, values: {2026-01-01: 5}"))
    tests = dict(SCENARIOS)
    tests["tests/complaint.yaml"] = tests["tests/complaint.yaml"].replace("finish_days: 5, ", "")
    PackVersion.objects.filter(slug="small").update(tests=tests)
    when = at("2026-03-05T08:00")
    row = draft(
        office(world, "主管", "2026-03-05T08:00"), Wanted({"finish_days": "5"}, when.date())
    )
    page = {"reason": "", "effective_on": "2026-03-20", "act": "save"}
    with on(TODAY):
        owner = browser(world, "主管")
        seen: list[str] = []
        for days, changed in (("5", 0), ("3", 1)):
            answer = owner.post(
                url(f"revisions/{row.number}/act/"), {**page, "value-finish_days": days}
            )
            assert answer.status_code in (OK, 302), text_of(answer)
            while packjobs.run_waiting(clock.now):
                pass
            run = ToolRun.objects.filter(tool="test").exclude(id__in=seen).get()
            seen.append(run.id)
            assert (run.good, run.said["facts"].get("changed", 0)) == (True, changed), run.said
        assert "场景结果不同" in str(run.said["blocks"])
