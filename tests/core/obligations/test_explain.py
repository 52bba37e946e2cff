"""Why a duty is due when it is: told from the log alone, day by day, in both languages."""

from datetime import datetime
from typing import Any

import pytest

from huiyin.obligations.explain import DueExplanation, UnknownInstance, explain, explain_all
from huiyin.obligations.explain_words import words
from huiyin.obligations.scenarios import Runner
from tests.core.obligations.test_study_scenarios import cast_of, rules_of, scenarios


def played(company: str, scenario: dict[str, Any]) -> tuple[Runner, Any, datetime]:
    runner = Runner(rules_of(scenario["pack"]), cast_of(company), scenario)
    draft = runner._played(runner.given)
    now = runner._moment(scenario["now"])
    return runner, draft.events, now


def named(part: str) -> tuple[str, dict[str, Any]]:
    company, scenario = next(p.values for p in scenarios() if part in p.values[1]["name"])
    return company, scenario


def explained(part: str, duty: str, now: str | None = None) -> DueExplanation:
    company, scenario = named(part)
    runner, log, until = played(company, scenario)
    at = runner._moment(now) if now else until
    return next(it for it in explain_all(runner.rules, log, at) if it.instance.duty == duty)


@pytest.mark.parametrize(("company", "scenario"), list(scenarios()))
def test_every_term_is_counted_again_to_the_same_moment(
    company: str, scenario: dict[str, Any]
) -> None:
    runner, log, now = played(company, scenario)
    for it in explain_all(runner.rules, log, now):
        for limit in it.limits:
            if limit.line.term is not None:
                assert limit.counted is not None, it.instance.id
                assert limit.counted.limit.moment == limit.line.moment
        for lang in ("zh", "en"):
            assert words(it, lang).title


def test_a_changed_level_shows_every_limit_and_the_act_that_set_it() -> None:
    it = explained("延期——违期后才批", "handle")
    first, second = it.limits
    assert it.changed
    assert first.source is not None
    assert first.source.what == "分流并发处理通知单"
    assert second.source is not None
    assert (second.line.why, second.source.what, second.in_force) == ("extension", "延期审批", True)


def test_a_breach_is_explained_by_the_limit_that_passed_not_by_the_one_in_force() -> None:
    it = explained("延期——违期后才批", "handle")
    said = words(it, "zh")
    assert "3月13日" in said.title
    assert "逾期" in said.breach
    assert words(it, "en").breach.startswith("overdue since Fri 13 Mar 2026 18:00")


def test_skipped_days_are_named() -> None:
    it = explained("二级 3 个工作日跨国庆", "handle")
    counted = words(it, "zh").limits[-1].counted
    assert counted is not None
    assert any("国庆节" in row.how for row in counted.rows)


def test_what_a_limit_waits_for_and_what_each_level_would_bring_is_said() -> None:
    it = explained("纸质凭证后补", "handle")
    said = words(it, "zh")
    assert "级别还没有认定" in said.title
    levels = {lever.what: lever.moment for lever in it.levers if lever.kind == "level"}
    assert set(levels) == {"一级", "二级", "三级"}
    assert levels["三级"] is None
    assert any("在等：级别还没有认定" in text for text in said.levers)


def test_an_extension_is_offered_until_the_moment_at_which_it_must_be_asked() -> None:
    it = explained("延期——逾期申请", "handle")  # granted until the 20th, one workday ahead of which
    offered = [lever for lever in it.levers if lever.kind == "extend"]
    assert [f"{lever.until:%m-%d %H:%M}" for lever in offered] == ["03-19 18:00"]
    said = words(it, "zh").levers
    assert any(text.startswith("最迟 2026年3月19日 周四 18:00 前可“书面延期说明”") for text in said)


def test_a_rhythm_and_a_stated_date_have_no_count_but_a_source() -> None:
    it = explained("复杂：节点成为期限", "milestone")
    assert it.limit.counted is None
    assert it.limit.source is not None
    assert it.limit.source.what == "初步方案或思路"


def test_an_unknown_instance_is_an_error_of_the_caller() -> None:
    company, scenario = named("迟一秒")
    runner, log, now = played(company, scenario)
    with pytest.raises(UnknownInstance):
        explain(runner.rules, log, "no@1", now)
    assert explain(runner.rules, log, "handle@case", now).instance.duty == "handle"
