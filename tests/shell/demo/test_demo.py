"""The demo as a stranger starts it: five companies with a past, all of it true to the log."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.demo.script import Words, scripts, span, turns
from huiyin.policy.load import load
from tests.shell.own import ROOT, huiyin, own_database, program

Environment = dict[str, str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Environment, str]]:
    """A tenth of the demo, played once for this module; the environment and what it printed."""
    with own_database(tmp_path_factory.mktemp("demo")) as environment:
        done = huiyin(environment, "demo", "--no-serve", "--scale", "0.1")
        assert done.returncode == 0, done.stderr[-4000:]
        yield environment, done.stdout


@pytest.mark.slow
def test_no_act_of_the_story_is_refused_and_the_database_agrees_with_its_log(
    played: tuple[Environment, str],
) -> None:
    checked = huiyin(played[0], "verify")
    assert checked.returncode == 0, checked.stdout
    assert len(checked.stdout.splitlines()) == len(scripts()) == 5
    assert "faults 0" in checked.stdout


@pytest.mark.slow
def test_the_start_tells_where_to_go_and_as_whom_and_keeps_it_for_the_owner_alone(
    played: tuple[Environment, str],
) -> None:
    environment, said = played
    assert "http://127.0.0.1:8000/p/wugang/s/XH/" in said
    assert "gu.wugang" in said
    kept = Path(environment["HUIYIN_VAR"]) / "demo-signins.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    password = json.loads((kept.parent / "demo.json").read_text())["password"]
    assert password in kept.read_text("utf-8")


@pytest.mark.slow
def test_started_again_it_goes_on_with_the_same_data_within_seconds(
    played: tuple[Environment, str],
) -> None:
    before = program(played[0], "tests.shell.demo.programs", "count").stdout
    began = time.monotonic()
    again = huiyin(played[0], "demo", "--no-serve", "--scale", "0.1")
    assert time.monotonic() - began < 30  # a fraction of it on a machine that does nothing else
    assert again.returncode == 0
    assert program(played[0], "tests.shell.demo.programs", "count").stdout == before


@pytest.mark.slow
def test_every_part_of_the_main_company_has_something_to_do_and_something_was_late(
    played: tuple[Environment, str],
) -> None:
    found = json.loads(program(played[0], "tests.shell.demo.programs", "owed").stdout)
    posts = {"store_receiver", "unit_head", "customer_service", "operations", "management"}
    assert posts <= set(found["roles"])
    assert found["late"] > 0
    assert found["soon"] > 0
    assert found["deputies"] > 0
    assert found["unread"] > 0
    assert found["by_customers"] > 0


@pytest.mark.slow
@pytest.mark.skipif(os.environ["HUIYIN_TEST_DB"] != "sqlite", reason="only a file begins anew")
def test_a_start_that_was_cut_short_begins_anew_the_next_time(tmp_path: Path) -> None:
    with own_database(tmp_path) as environment:
        words = ["demo", "--no-serve", "--scale", "0.05", "--company", "general"]
        program_path = str(Path(sys.executable).with_name("huiyin"))
        started = subprocess.Popen(
            [program_path, *words], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        assert started.stderr is not None
        assert any(" %" in line for line in started.stderr)  # it is in the middle of its story
        started.send_signal(signal.SIGKILL)
        started.communicate()
        again = huiyin(environment, *words)
        assert again.returncode == 0
        assert "beginning anew" in again.stderr
        assert huiyin(environment, "verify").returncode == 0


def test_every_word_of_a_demo_company_is_there_in_english() -> None:
    for script in scripts():
        said = script.said
        named = [said["company"], *said["units"].values(), *said["people"].values()]
        assert all(entry["name_en"].isascii() for entry in named)
        assert all(entry["title_en"].isascii() for entry in said["people"].values())


def test_every_post_of_a_demo_company_holds_roles_of_its_pack() -> None:
    for script in scripts():
        roles = load(script.pack_folder).pack.roles
        for key, entry in script.said["people"].items():
            assert set(entry["roles"]) <= set(roles), f"{script.name}: {key}"


def test_the_words_of_a_case_stand_where_the_script_names_them() -> None:
    words = Words({"who": "$boss", "boss": "01ID", "brief": "漏水", "list": ["a", "b"]})
    said = words.say(
        {
            "owner": "$who",
            "text": "关于{brief}",
            "rows": {"for": "$list", "most": "1", "row": {"n": "$it"}},
        }
    )
    assert said == {"owner": "01ID", "text": "关于漏水", "rows": [{"n": "a"}]}
    assert words.say({"count": "$list"}) == "2"


def test_a_segment_stands_in_the_place_of_its_name() -> None:
    found = turns([{"use": "both"}, "head end 1h"], {"both": ["clerk begin 2-4m", "clerk go 0m"]})
    assert [turn.do for turn in found] == ["begin", "go", "end"]
    assert span("2-4m")[1].total_seconds() == 240
