"""Sending files as a browser does, and making evidence of them."""

from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from huiyin.cases.commands.marking import add_evidence
from huiyin.cases.models import Case
from huiyin.records import evidence, intake
from huiyin.records.models import Evidence
from huiyin.records.uploads import EvidenceUploads, receive_into_store
from tests.shell.cases.world import World

NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
FORM = "01FORM00000000000000000000"


def send(company: str, *files: tuple[str, bytes], field: str = "files") -> EvidenceUploads:
    """Post files from a form; what arrived and what did not."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    request = RequestFactory().post("/", {"story": "水很深", field: sent})
    handler = receive_into_store(request, company)
    assert request.POST["story"] == "水很深"
    assert not request.FILES
    return handler


def held(company: str, *files: tuple[str, bytes], at: datetime) -> list[str]:
    """Send and hold files; the sentences about those not taken."""
    handler = send(company, *files)
    faults = intake.hold(company, FORM, handler.arrived, at=at)
    faults += [one for found in handler.faults.values() for one in found]
    return [one.words() for one in faults]


def add(world: World, case: Case, *files: tuple[str, bytes], who: str = "小李") -> list[Evidence]:
    """Make evidence of files."""
    now = case.changed_at
    assert held(world.company.id, *files, at=now) == []
    rows = intake.held(world.company.id, FORM)
    keep = intake.keeping(rows, at=now, by_customer=False)
    add_evidence(world.caller(who, now), case.id, intake.facts(rows), then=keep)
    return evidence.of_case(case)
