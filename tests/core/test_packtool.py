"""The tools of a pack author, as they are called: what they print and how they end."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huiyin import packtool
from tests.core.policy.bakery_pack import FOLDER, edited

BAKERY = str(FOLDER)


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(packtool.app, list(words))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """The bakery with a stage that does not exist and a scenario that does not hold."""
    folder = tmp_path / "bakery" / "2026.1"
    for file in sorted(FOLDER.rglob("*.yaml")):
        target = folder / file.relative_to(FOLDER)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        target.write_text(
            text.replace("done_late 03-02T10:30", "done 03-02T10:30"), encoding="utf-8"
        )
    return str(folder)


def test_a_good_pack_passes_every_tool() -> None:
    assert run("check", BAKERY, "--strict")[0] == 0
    code, text = run("test", BAKERY, "-v")
    assert code == 0
    assert "15 个场景成立，0 个不成立" in text
    code, text = run("coverage", BAKERY, "--need-proof", "--mutate")
    assert code == 0
    assert "28 项逐一删去，0 项删去后测试仍全过" in text


def test_a_scenario_that_does_not_hold_is_shown_with_its_difference_and_fails(broken: str) -> None:
    code, text = run("test", broken)
    assert code == 1
    assert "duties.register：应为 done 03-02T10:30，实为 done_late 03-02T10:30" in text
    assert run("test", broken, "-k", "每周五")[0] == 0
    code, text = run("coverage", broken)
    assert code == 1
    assert "测试未过" in text


def test_a_malformed_pack_shows_every_finding_and_fails(broken: str) -> None:
    file = Path(broken) / "procedures" / "complaint.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("to: 待登记", "to: 待登计"), encoding="utf-8"
    )
    code, text = run("check", broken)
    assert code == 1
    assert "procedures/complaint.yaml:11: 错误 N201 [a1] 没有叫“待登计”的阶段；请写：待登记" in text
    code, text = run("check", broken, "--lang", "en")
    assert "error N201 [a1] there is no stage called “待登计”; write: 待登记" in text


def test_a_file_that_cannot_be_read_is_one_finding_among_others(broken: str) -> None:
    (Path(broken) / "clauses.yaml").write_text("a1: {cite: [", encoding="utf-8")
    code, text = run("check", broken)
    assert code == 1
    assert "clauses.yaml:2: 错误 P001 不是合格的 YAML" in text
    assert run("test", broken)[0] == 1


def test_coverage_is_plain_data_on_request() -> None:
    code, text = run("coverage", BAKERY, "--json")
    assert code == 0
    (found,) = json.loads(text)
    assert found["totals"] == {"people": 1, "product": 1, "proven": 8}
    first = found["clauses"][0]
    assert (first["clause"], first["standing"]) == ("a1", "proven")
    carried = [(carrier["kind"], carrier["label"]) for carrier in first["carriers"]]
    assert ("duties", "30 分钟内登记") in carried


def test_two_versions_are_compared_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "bakery" / "2027.1"
    for name, text in edited("pack.yaml", "{2026-01-01: 30}", "{2026-01-01: 20}").sources.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    code, text = run("diff", BAKERY, str(folder))
    assert code == 0
    assert "收紧 [a1] “登记时限”：30 分钟 → 20 分钟，自 2026-01-01 起（对店员）" in text
    assert "1 处变更" in text


def test_a_due_moment_is_explained_from_a_scenario() -> None:
    code, text = run("explain", BAKERY, "提前一个工作日", "--duty", "handle")
    assert code == 0
    assert "延期获准（“审批延期”）" in text
    assert run("explain", BAKERY, "没有这个场景")[0] == 2


def test_schemas_are_printed_and_written(tmp_path: Path) -> None:
    code, text = run("schema", "--kind", "procedure")
    assert code == 0
    assert "Duty" in json.loads(text)["$defs"]
    code, text = run("schema", "--out", str(tmp_path / "schema"))
    assert code == 0
    assert "# yaml-language-server: $schema=" in text
    assert (tmp_path / "schema" / "pack.schema.json").is_file()


def test_an_unknown_pack_is_an_answer_with_the_known_ones() -> None:
    code, text = run("check", "没有这家公司")
    assert code == 2
    assert "没有制度包“没有这家公司”" in text


def test_another_value_is_tried_on_the_packs_own_scenarios() -> None:
    code, text = run("whatif", BAKERY, "--set", "begin_limit=20", "--target", "1.0")
    assert code == 0
    assert "30 分钟内登记" in text
    assert "按时 → 逾期: 6 (恰好三十分钟登记算按时" in text
    assert "要达到 100%，begin_limit 设为 31 即可" in text
    assert run("whatif", BAKERY, "--set", "begn_limit=20")[0] == 2
    assert run("whatif", BAKERY, "--set", "begin_limit")[0] == 2


def test_a_year_is_played_with_so_many_people() -> None:
    words = ["simulate", BAKERY, "--per-day", "4", "--days", "30", "--people", "clerk=1"]
    code, text = run(
        *words, "--mix", "普通投诉三个工作日的最后一分钟=3", "--minutes", "register=20"
    )
    assert code == 0
    assert "处理时限" in text
    assert "店员" in text
    assert run(*words, "--mix", "没有这个场景")[0] == 2
