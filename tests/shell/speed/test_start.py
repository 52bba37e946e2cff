"""A start reads only what the first page needs, and reads no pack twice."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.later import Later, all_later, warm
from huiyin.policies import compiled
from huiyin.policies.commands import install
from huiyin.policies.models import PackVersion
from huiyin.policy.load import load
from tests.shell.cases.world import LONG_AGO
from tests.shell.own import own_database, program

PACK = Path(__file__).parents[3] / "policy_packs" / "jubensha" / "2026.1"


@pytest.mark.slow
def test_the_sign_in_page_comes_before_packs_pictures_and_the_worker_are_read(
    tmp_path: Path,
) -> None:
    with own_database(tmp_path) as environment:
        done = program(environment, "tests.shell.speed.first_page")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [200, []]


def test_every_address_leads_to_a_view() -> None:
    warm()
    views = list(all_later())
    assert len(views) > 40
    assert all(callable(later.view) for later in views)


def test_a_view_answers_for_itself_what_the_handlers_ask_it() -> None:
    sign_in = Later("allauth.account.views.login")
    assert sign_in.login_required is False
    assert not hasattr(sign_in, "view_class")


@pytest.fixture
def version(db: None, tmp_path: Path, settings: Settings) -> PackVersion:
    settings.VAR_DIR = tmp_path
    return install(load(PACK), by="system", at=LONG_AGO)


def test_a_pack_is_parsed_once_and_then_read_as_kept(
    version: PackVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = compiled.pack_from(version)
    monkeypatch.setattr(compiled, "parse", None)
    assert compiled.pack_from(version) == parsed == load(PACK).pack


@pytest.mark.parametrize("spoilt", [b"", b"nonsense", b"0" * 64 + b"\ncposix\nsystem\n."])
def test_a_kept_pack_that_is_spoilt_or_not_ours_is_parsed_anew(
    version: PackVersion, tmp_path: Path, spoilt: bytes
) -> None:
    compiled.pack_from(version)
    (file,) = (tmp_path / "packs").iterdir()
    good = file.read_bytes()
    file.write_bytes(spoilt)
    assert compiled.pack_from(version) == load(PACK).pack
    assert file.read_bytes().partition(b"\n")[0] == good.partition(b"\n")[0]


def test_where_nothing_can_be_kept_packs_are_parsed_all_the_same(
    version: PackVersion, tmp_path: Path
) -> None:
    (tmp_path / "packs").write_text("a file where the folder should be")
    assert compiled.pack_from(version) == load(PACK).pack
