"""The virus scanner: asked in its own language, and missed without harm."""

import socketserver
import struct
import threading
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from huiyin.cases.models import Case
from huiyin.records import evidence, intake, scanner
from huiyin.records.models import Evidence
from huiyin.records.sweep import rescan
from tests.shell.cases.world import World
from tests.shell.records.files import photo
from tests.shell.records.sending import FORM, NOW, add, held

BAD = photo(size=(31, 31))


class Clamd(socketserver.StreamRequestHandler):
    """Answers as clamd does: finds one certain picture bad."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        found = b"stream: Eicar-Test-Signature FOUND\0" if content == BAD else b"stream: OK\0"
        self.wfile.write(found)


@pytest.fixture
def clamd(settings: Settings) -> Iterator[None]:
    """A scanner that listens."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EVIDENCE_SCANNER = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


@pytest.mark.django_db
def test_without_a_scanner_a_file_is_taken_and_said_to_be_unscanned(world: World) -> None:
    held(world.company.id, ("a.jpg", photo()), at=NOW)
    assert [row.scan for row in intake.held(world.company.id, FORM)] == ["unscanned"]


@pytest.mark.django_db
@pytest.mark.usefixtures("clamd")
def test_a_scanned_file_is_clean_and_an_infected_one_is_refused(world: World) -> None:
    (said,) = held(world.company.id, ("good.jpg", photo()), ("bad.jpg", BAD), at=NOW)
    assert said == "“bad.jpg”没有通过病毒检查，没有收下。"
    assert [row.scan for row in intake.held(world.company.id, FORM)] == ["clean"]


@pytest.mark.django_db
def test_a_scanner_that_does_not_answer_stops_no_complaint(
    world: World, settings: Settings
) -> None:
    settings.EVIDENCE_SCANNER = "127.0.0.1:1"
    assert held(world.company.id, ("a.jpg", photo()), at=NOW) == []
    assert [row.scan for row in intake.held(world.company.id, FORM)] == ["unscanned"]


@pytest.mark.django_db
def test_what_was_not_scanned_is_scanned_later_and_what_is_infected_is_closed(
    world: World, case: Case, settings: Settings, request: pytest.FixtureRequest
) -> None:
    good, bad = add(world, case, ("good.jpg", photo()), ("bad.jpg", BAD))
    request.getfixturevalue("clamd")
    assert rescan() == 2
    assert dict(Evidence.objects.values_list("id", "scan")) == {
        good.id: "clean",
        bad.id: "infected",
    }
    bad.refresh_from_db()
    with pytest.raises(evidence.Gone):
        evidence.file_key(bad)
    assert scanner.scan([b"x"]) == "clean"
