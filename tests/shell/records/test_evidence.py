"""Evidence: taken only when it is what it claims to be, locked, and gone with its data subject."""

import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from PIL import Image
from pytest_django import Settings

from huiyin.cases import log
from huiyin.cases.models import Case
from huiyin.cases.work import Gone
from huiyin.eventlog.chain import verify
from huiyin.eventlog.envelope import Actor
from huiyin.people.vault import erase_subject
from huiyin.people.vault.cipher import Unreadable
from huiyin.records import evidence, intake, serve
from huiyin.records.kinds import MEGABYTE
from huiyin.records.models import Evidence, HeldFile, Reading
from huiyin.records.sealedfiles import PIECE
from huiyin.records.sweep import tidy
from huiyin.records.uploads import FarTooLarge, receive_into_store
from tests.shell.cases.world import World, study
from tests.shell.records.files import Endless, document, heic, photo, video
from tests.shell.records.sending import FORM, NOW, add, held, send

pytestmark = pytest.mark.django_db


def stored(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def whole(row: Evidence) -> bytes:
    return b"".join(evidence.read(row, evidence.file_key(row)))


def test_a_photo_becomes_evidence_under_the_digest_of_its_bytes_and_lies_locked(
    world: World, case: Case, store: Path
) -> None:
    content = photo()
    (row,) = add(world, case, ("地面积水.jpg", content))
    assert (row.kind, row.media, row.size) == ("photo", "image/jpeg", len(content))
    assert row.digest == hashlib.sha256(content).hexdigest()
    assert whole(row) == content
    (file,) = stored(store)
    assert file.name == f"{row.digest}-{row.id}"
    assert content[:64] not in file.read_bytes()
    event = log.read(case.id)[-1]
    assert event.kind == "evidence_added"
    assert (event.data["evidence"], event.data["digest"]) == (row.id, row.digest)
    assert "地面积水" not in str(event.data)
    assert verify(log.sealed(case.id)) == ()
    assert HeldFile.objects.count() == 0


def test_the_name_of_a_file_is_locked_with_it(world: World, case: Case) -> None:
    (row,) = add(world, case, ("林女士的聊天.png", photo("PNG", (20, 20))))
    assert "林".encode() not in bytes(row.label)
    assert evidence.names([row]) == {row.id: "林女士的聊天.png"}


def test_with_the_key_of_the_data_subject_its_evidence_is_gone_and_the_log_still_verifies(
    world: World, case: Case, store: Path
) -> None:
    (row,) = add(world, case, ("a.jpg", photo()))
    erase_subject(row.subject_id, company=world.company.id, at=NOW)
    with pytest.raises(evidence.Gone):
        whole(row)
    assert evidence.names([row]) == {row.id: None}
    assert verify(log.sealed(case.id)) == ()
    tidy(NOW + timedelta(days=36500))
    assert stored(store) == []
    assert Evidence.objects.count() == 1


def test_a_video_is_kept_in_pieces_and_any_part_of_it_can_be_read(world: World, case: Case) -> None:
    content = video(3 * PIECE + 77)
    (row,) = add(world, case, ("包间.mp4", content))
    key = evidence.file_key(row)
    for start, stop in ((0, 1), (PIECE - 1, PIECE + 1), (2 * PIECE, len(content)), (5, 3 * PIECE)):
        assert b"".join(evidence.read(row, key, start, stop)) == content[start:stop]


@pytest.mark.parametrize("change", ["cut", "altered", "swapped"])
def test_a_stored_file_that_was_changed_does_not_open(
    world: World, case: Case, store: Path, change: str
) -> None:
    rows = add(world, case, ("a.mp4", video(2 * PIECE)), ("b.mp4", video(2 * PIECE + 1)))
    first, second = (next(p for p in stored(store) if p.name.endswith(row.id)) for row in rows)
    locked = first.read_bytes()
    if change == "cut":
        first.write_bytes(locked[: 4 + PIECE + 16])
    elif change == "altered":
        first.write_bytes(locked[:100] + bytes([locked[100] ^ 1]) + locked[101:])
    else:
        first.write_bytes(second.read_bytes())
    with pytest.raises(Unreadable):
        whole(rows[0])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", b"<html><script>1</script></html>", "内容不是 JPG"),
        ("a.jpg", photo()[:900], "打不开"),
        ("a.png", photo(), "内容不是 PNG"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(500), "打不开"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "收不了"),
        ("a.html", b"<!doctype html>", "收不了"),
        ("a.exe", b"MZ" + bytes(100), "收不了"),
        ("没有后缀", photo(), "收不了"),
        ("a.docm", document(), "收不了"),
        ("a.mp4", b"MZ" + bytes(500), "内容不是 MP4"),
        ("a.txt", b"<script>alert(1)</script>", "内容不是 TXT"),
        ("a.txt", b"MZ\0\0", "内容不是 TXT"),
        ("a.pdf", b"", "是空的"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(
    world: World, store: Path, name: str, content: bytes, words: str
) -> None:
    (said,) = held(world.company.id, (name, content), at=NOW)
    assert words in said
    assert name in said
    assert stored(store) == []
    assert HeldFile.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.JPG", photo()),
        ("a.png", photo("PNG", (30, 30))),
        ("a.webp", photo("WEBP", (30, 30))),
        ("a.mov", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + bytes(99)),
        ("a.pdf", b"%PDF-1.7\n" + bytes(99) + b"%%EOF\n"),
        ("记录.docx", document()),
        ("通话.amr", b"#!AMR\n" + bytes(99)),
        ("聊天.txt", "门口没有人 😡".encode()),
        ("聊天.txt", "门口没有人".encode("gb18030")),
    ],
)
def test_what_customers_really_send_is_taken(world: World, name: str, content: bytes) -> None:
    assert held(world.company.id, (name, content), at=NOW) == []


def test_the_same_file_sent_twice_with_one_form_is_held_once(world: World, store: Path) -> None:
    held(world.company.id, ("a.jpg", photo()), at=NOW)
    held(world.company.id, ("a.jpg", photo()), ("b.jpg", photo(size=(9, 9))), at=NOW)
    assert len(intake.held(world.company.id, FORM)) == 2
    assert len(stored(store)) == 2


def test_more_files_than_a_form_takes_are_named(world: World, settings: Settings) -> None:
    settings.EVIDENCE_FILES = 2
    files = [(f"{n}.png", photo("PNG", (10 + n, 10))) for n in range(3)]
    (said,) = held(world.company.id, *files, at=NOW)
    assert "最多 2 个文件" in said
    assert "2.png" in said
    (again,) = held(world.company.id, ("4.png", photo("PNG", (44, 44))), at=NOW)
    assert "最多 2 个文件" in again


def test_a_photo_over_its_limit_is_refused_and_the_file_after_it_is_taken(
    world: World, store: Path, settings: Settings
) -> None:
    settings.EVIDENCE_MB = {"photo": 1, "video": 200, "document": 20}
    handler = send(
        world.company.id, ("大.jpg", bytes(MEGABYTE + 1)), ("小.png", photo("PNG", (9, 9)))
    )
    (fault,) = handler.faults["files"]
    assert fault.words() == "“大.jpg”超过 1 MB，没有收下。其他内容都还在。"
    assert [one.name for one in handler.arrived] == ["小.png"]
    assert len(stored(store)) == 1


def upload(filling: int, company: str) -> tuple[Endless, object]:
    """Post one enormous video behind a story."""
    edge = "edge"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="story"\r\n\r\n水很深\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="v.mp4"\r\n'
        "Content-Type: video/mp4\r\n\r\n"
    ).encode()
    body = Endless(head, filling, f"\r\n--{edge}--\r\n".encode())
    request = RequestFactory().post("/")
    request.META |= {
        "CONTENT_TYPE": f"multipart/form-data; boundary={edge}",
        "CONTENT_LENGTH": str(body.length),
    }
    request._stream = body  # type: ignore[attr-defined]
    request._read_started = False  # type: ignore[attr-defined]
    request.content_type, request.content_params = "multipart/form-data", {"boundary": edge}
    return body, request


def test_an_upload_of_500_mb_is_refused_with_a_sentence_and_leaves_nothing_behind(
    world: World, store: Path
) -> None:
    body, request = upload(500 * MEGABYTE, world.company.id)
    handler = receive_into_store(request, world.company.id)  # type: ignore[arg-type]
    assert request.POST["story"] == "水很深"  # type: ignore[attr-defined]
    (fault,) = handler.faults["files"]
    assert fault.words() == "这次的文件一共 500 MB，一次最多 400 MB，都没有收下。文字还在。"
    assert handler.arrived == []
    assert stored(store) == []
    assert body.read_bytes == body.length


def test_a_video_over_200_mb_is_not_kept_beyond_its_limit(world: World, store: Path) -> None:
    _body, request = upload(230 * MEGABYTE, world.company.id)
    handler = receive_into_store(request, world.company.id)  # type: ignore[arg-type]
    assert request.POST["story"] == "水很深"  # type: ignore[attr-defined]
    (fault,) = handler.faults["files"]
    assert "超过 200 MB" in fault.words()
    assert stored(store) == []


def test_a_request_of_absurd_size_is_not_read_at_all(world: World) -> None:
    body, request = upload(5000 * MEGABYTE, world.company.id)
    with pytest.raises(FarTooLarge):
        receive_into_store(request, world.company.id)  # type: ignore[arg-type]
    assert body.read_bytes == 0


def test_files_of_a_form_that_never_comes_again_are_swept_after_a_day(
    world: World, store: Path
) -> None:
    held(world.company.id, ("a.jpg", photo()), at=NOW)
    tidy(NOW + timedelta(hours=23))
    assert len(intake.held(world.company.id, FORM)) == 1
    tidy(NOW + timedelta(hours=25))
    assert intake.held(world.company.id, FORM) == []
    assert stored(store) == []


def test_a_file_can_be_taken_out_of_its_form_again(world: World, store: Path) -> None:
    held(world.company.id, ("a.jpg", photo()), ("b.png", photo("PNG", (9, 9))), at=NOW)
    first, second = intake.held(world.company.id, FORM)
    intake.drop(world.company.id, FORM, only=first.id)
    assert [row.id for row in intake.held(world.company.id, FORM)] == [second.id]
    assert len(stored(store)) == 1


def get(world: World, who: str, case: Case, row: Evidence, **headers: str) -> Any:
    request = RequestFactory().get("/", headers=headers)
    return serve.evidence_file(request, world.caller(who, NOW), case.id, row.id)


def test_staff_of_the_case_open_the_original_and_are_noted(world: World, case: Case) -> None:
    content = photo(place=True)
    (row,) = add(world, case, ("a.jpg", content))
    response = get(world, "小李", case, row)
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")
    assert "sandbox" in response["Content-Security-Policy"]
    reading = Reading.objects.get()
    assert (reading.evidence_id, reading.person) == (row.id, world.persons["小李"])


def test_documents_are_saved_and_not_opened_in_the_browser(world: World, case: Case) -> None:
    (row,) = add(world, case, ("林女士.pdf", b"%PDF-1.7\n" + bytes(99) + b"%%EOF\n"))
    disposition = get(world, "小李", case, row)["Content-Disposition"]
    assert disposition == f'attachment; filename="{row.id[-8:]}.pdf"'


def test_a_player_may_ask_for_a_part_of_a_video(world: World, case: Case) -> None:
    content = video(PIECE)
    (row,) = add(world, case, ("v.mp4", content))
    response = get(world, "小李", case, row, Range="bytes=10-19")
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes 10-19/{len(content)}"
    assert b"".join(response.streaming_content) == content[10:20]
    assert get(world, "小李", case, row, Range=f"bytes={len(content)}-").status_code == 416


def test_another_company_does_not_find_the_evidence_and_neither_does_an_outsider(
    world: World, case: Case
) -> None:
    (row,) = add(world, case, ("a.jpg", photo()))
    stranger = study("cinema")
    with pytest.raises(Gone):
        get(stranger, next(iter(stranger.persons)), case, row)
    plain = replace(world.caller("小李", NOW), actor=Actor(person=world.persons["DM小陈"]))
    with pytest.raises(Gone):
        serve.evidence_file(RequestFactory().get("/"), plain, case.id, row.id)
    assert Reading.objects.count() == 0


def test_the_preview_is_small_upright_and_tells_neither_place_nor_camera(
    world: World, case: Case
) -> None:
    (row,) = add(world, case, ("a.jpg", photo(place=True)))
    response = serve.evidence_thumb(world.caller("小李", NOW), case.id, row.id)
    picture = Image.open(io.BytesIO(response.content))
    assert picture.format == "WEBP"
    assert max(picture.size) == 800
    assert not picture.getexif()
    assert b"Some Camera" not in response.content


def test_erased_evidence_is_answered_with_gone(world: World, case: Case) -> None:
    (row,) = add(world, case, ("a.jpg", photo()))
    erase_subject(row.subject_id, company=world.company.id, at=NOW)
    assert get(world, "小李", case, row).status_code == 410
    assert serve.evidence_thumb(world.caller("小李", NOW), case.id, row.id).status_code == 410


def test_a_photo_of_an_iphone_is_kept_as_it_is_and_shown_as_jpeg(world: World, case: Case) -> None:
    (row,) = add(world, case, ("IMG_0001.HEIC", heic()))
    assert (row.kind, row.media, whole(row)) == ("photo", "image/heic", heic())
    caller = world.caller("小李", case.changed_at)
    shown = serve.evidence_file(RequestFactory().get("/"), caller, case.id, row.id)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert isinstance(shown, HttpResponse)
    picture = Image.open(io.BytesIO(shown.content))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (96, 64), {})
    asked = RequestFactory().get("/", {"original": "1"})
    original = serve.evidence_file(asked, caller, case.id, row.id)
    assert original.headers["Content-Type"] == "image/heic"
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert isinstance(original, StreamingHttpResponse)
    assert b"".join(original.streaming_content) == heic()  # type: ignore[arg-type]
    assert Reading.objects.filter(evidence=row).count() == 2
    small = Image.open(io.BytesIO(evidence.preview(row)))
    assert (small.format, small.size) == ("WEBP", (96, 64))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.heic", heic()[:-40]), ("a.heic", heic()[:300]), ("a.heic", video()), ("a.heic", photo())],
)
def test_what_is_no_such_photo_is_refused(world: World, name: str, content: bytes) -> None:
    (words,) = held(world.company.id, (name, content), at=NOW)
    assert "没有收下" in words
