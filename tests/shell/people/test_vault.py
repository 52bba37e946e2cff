"""Personal data: locked under its subject's key, found by equality only, gone when the key is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from huiyin.eventlog.chain import extend, genesis, verify
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.people.models import DataSubject, PersonalValue
from huiyin.people.rotation import rewrap
from huiyin.people.vault import (
    SubjectErased,
    UnknownMasterKey,
    ValueKind,
    erase_subject,
    find_by_tail,
    find_by_value,
    find_subjects,
    new_subject,
    open_values,
    seal_values,
    subject_keys,
)
from huiyin.people.vault.cipher import Unreadable
from huiyin.people.vault.keys import Keyring
from tests.shell.people.cast import Cast

CASE = "01JNCASE000000000000000001"
STORY = "昨晚八点场，主持人迟到了四十分钟，我的电话是 138 0011 2071。"
KINDS = {"name": ValueKind.NAME, "phone": ValueKind.PHONE, "mail": ValueKind.MAIL}
VALUES = {"name": "林小满", "phone": "138 0011 2071", "mail": "Man@Example.com", "story": STORY}


@pytest.fixture
def subject(cast: Cast, now: datetime) -> DataSubject:
    return new_subject(cast.company.id, at=now)


@pytest.fixture
def refs(subject: DataSubject, now: datetime) -> dict[str, str]:
    return seal_values(subject, VALUES, kinds=KINDS, case_id=CASE, at=now)


def test_values_come_back_as_they_were_typed(cast: Cast, refs: dict[str, str]) -> None:
    opened = open_values(refs.values(), company=cast.company.id)
    assert {field: opened[ref] for field, ref in refs.items()} == VALUES


def test_nothing_of_a_value_stands_in_the_tables(refs: dict[str, str]) -> None:
    stored = b"".join(
        bytes(part)
        for row in PersonalValue.objects.filter(id__in=refs.values())
        for part in (row.ciphertext, row.blind_index, row.tail_index)
        if part is not None
    )
    for text in (*VALUES.values(), "2071"):
        assert text.encode() not in stored


def test_all_values_of_a_form_are_one_insert_and_are_read_by_one_query(
    cast: Cast, subject: DataSubject, now: datetime
) -> None:
    find_by_value(cast.company.id, "x")  # the company's key is asked for once in a process
    with CaptureQueriesContext(
        connection,
    ) as writing:
        refs = seal_values(subject, VALUES, kinds=KINDS, case_id=CASE, at=now)
    with CaptureQueriesContext(connection) as reading:
        open_values(refs.values(), company=cast.company.id)
    inserts = [query for query in writing.captured_queries if "INSERT" in query["sql"]]
    assert (len(inserts), len(reading)) == (1, 1)


@pytest.mark.parametrize(
    "typed", ["13800112071", "+86 138 0011 2071", "0086-138-0011-2071", "１３８００１１２０７１"]
)
def test_a_phone_is_found_however_it_is_written(
    cast: Cast, refs: dict[str, str], typed: str
) -> None:
    assert find_by_value(cast.company.id, typed) == (CASE,)


@pytest.mark.parametrize("typed", ["1380011207", "2071", "3800112071", "13800112072", "", "   "])
def test_a_part_of_a_phone_finds_nothing(cast: Cast, refs: dict[str, str], typed: str) -> None:
    assert find_by_value(cast.company.id, typed) == ()


def test_names_and_mail_addresses_are_found_by_equality(cast: Cast, refs: dict[str, str]) -> None:
    assert find_by_value(cast.company.id, "林 小满") == (CASE,)
    assert find_by_value(cast.company.id, "man@example.com") == (CASE,)
    assert find_by_value(cast.company.id, "林小") == ()
    assert find_by_value(cast.company.id, STORY) == ()


def test_a_case_is_found_by_the_last_four_digits(cast: Cast, refs: dict[str, str]) -> None:
    assert find_by_tail(cast.company.id, "2071") == (CASE,)
    assert find_by_tail(cast.company.id, "0011") == ()
    assert find_by_tail(cast.company.id, "071") == ()
    assert find_by_tail(cast.company.id, "²071") == ()


def test_a_customer_with_two_cases_is_found_in_both_the_newer_first(
    cast: Cast, refs: dict[str, str], now: datetime
) -> None:
    later = CASE[:-1] + "2"
    again = new_subject(cast.company.id, at=now)
    seal_values(
        again, {"tel": "13800112071"}, kinds={"tel": ValueKind.PHONE}, case_id=later, at=now
    )
    assert find_by_value(cast.company.id, "13800112071") == (later, CASE)
    assert len(find_subjects(cast.company.id, "13800112071")) == 2


def test_another_company_finds_and_opens_nothing(
    cast: Cast, subject: DataSubject, refs: dict[str, str], now: datetime
) -> None:
    other = cast.other_company.id
    assert find_by_value(other, "13800112071") == ()
    assert find_by_tail(other, "2071") == ()
    assert find_subjects(other, "13800112071") == ()
    assert open_values(refs.values(), company=other) == {}
    assert subject_keys([subject.id], company=other) == {}
    with pytest.raises(DataSubject.DoesNotExist):
        erase_subject(subject.id, company=other, at=now)


def test_a_ciphertext_moved_to_another_row_does_not_open(cast: Cast, refs: dict[str, str]) -> None:
    name = PersonalValue.objects.get(id=refs["name"])
    PersonalValue.objects.filter(id=refs["phone"]).update(ciphertext=name.ciphertext)
    with pytest.raises(Unreadable):
        open_values([refs["phone"]], company=cast.company.id)


def test_an_altered_ciphertext_does_not_open(cast: Cast, refs: dict[str, str]) -> None:
    stored = bytearray(PersonalValue.objects.get(id=refs["name"]).ciphertext)
    stored[-1] ^= 1
    PersonalValue.objects.filter(id=refs["name"]).update(ciphertext=bytes(stored))
    with pytest.raises(Unreadable):
        open_values([refs["name"]], company=cast.company.id)


def test_after_erasure_values_are_unreadable_while_the_log_still_verifies(
    cast: Cast, subject: DataSubject, refs: dict[str, str], now: datetime
) -> None:
    facts: list[tuple[Kind, dict[str, Any]]] = [
        (Kind.OPENED, {"procedure": "complaint", "pack": "p", "version": "1"}),
        (Kind.ACTED, {"step": "register", "form": {k: {"ref": v} for k, v in refs.items()}}),
        (Kind.ERASED, {"subject": subject.id, "reason": "顾客要求"}),
    ]
    events = [
        Event(case=CASE, seq=seq, kind=kind, at=now, recorded=now, command="M", data=data)
        for seq, (kind, data) in enumerate(facts, 1)
    ]
    chain = extend(genesis(CASE), events)

    assert erase_subject(subject.id, company=cast.company.id, at=now + timedelta(days=1))

    opened = open_values(refs.values(), company=cast.company.id)
    assert opened == dict.fromkeys(refs.values())
    assert find_by_value(cast.company.id, "13800112071") == ()
    assert find_by_tail(cast.company.id, "2071") == ()
    assert subject_keys([subject.id], company=cast.company.id) == {subject.id: None}
    assert verify(chain, case=CASE, head=chain[-1].hash) == ()


def test_erasing_one_subject_leaves_the_others(
    cast: Cast, subject: DataSubject, refs: dict[str, str], now: datetime
) -> None:
    companion = new_subject(cast.company.id, at=now)
    kept = seal_values(companion, {"name": "赵同"}, case_id=CASE, at=now)
    erase_subject(subject.id, company=cast.company.id, at=now)
    assert open_values(kept.values(), company=cast.company.id) == {kept["name"]: "赵同"}


def test_erasing_twice_changes_nothing(cast: Cast, subject: DataSubject, now: datetime) -> None:
    assert erase_subject(subject.id, company=cast.company.id, at=now)
    assert not erase_subject(subject.id, company=cast.company.id, at=now + timedelta(days=1))
    subject.refresh_from_db()
    assert subject.erased_at == now


def test_nothing_more_is_written_for_an_erased_subject(
    cast: Cast, subject: DataSubject, now: datetime
) -> None:
    erase_subject(subject.id, company=cast.company.id, at=now)
    subject.refresh_from_db()
    with pytest.raises(SubjectErased):
        seal_values(subject, {"name": "林小满"}, case_id=CASE, at=now)


def test_a_new_master_key_takes_over_without_touching_a_value(
    cast: Cast, subject: DataSubject, refs: dict[str, str], settings: Settings, now: datetime
) -> None:
    erased = new_subject(cast.company.id, at=now)
    erase_subject(erased.id, company=cast.company.id, at=now)
    before = set(PersonalValue.objects.values_list("id", flat=True))
    old, new = settings.MASTER_KEY, b"n" * 32

    settings.MASTER_KEY, settings.OLD_MASTER_KEYS = new, (old,)
    assert open_values([refs["name"]], company=cast.company.id) == {refs["name"]: "林小满"}
    assert rewrap() == 3  # two companies' index keys, one living subject
    assert rewrap() == 0

    settings.OLD_MASTER_KEYS = ()
    assert open_values([refs["name"]], company=cast.company.id) == {refs["name"]: "林小满"}
    assert find_by_value(cast.company.id, "13800112071") == (CASE,)
    assert set(PersonalValue.objects.values_list("id", flat=True)) == before
    erased.refresh_from_db()
    assert erased.wrapped_key is None


def test_a_foreign_master_key_opens_nothing_and_says_which_key_is_missing(
    cast: Cast, refs: dict[str, str], settings: Settings
) -> None:
    settings.MASTER_KEY = b"x" * 32
    with pytest.raises(UnknownMasterKey, match="no master key with the id"):
        open_values([refs["name"]], company=cast.company.id)


def test_a_key_wrapped_for_one_subject_does_not_open_for_another(
    cast: Cast, subject: DataSubject, now: datetime
) -> None:
    other = new_subject(cast.company.id, at=now)
    DataSubject.objects.filter(id=other.id).update(wrapped_key=subject.wrapped_key)
    with pytest.raises(Unreadable):
        subject_keys([other.id], company=cast.company.id)


def test_two_companies_have_different_indexes_for_the_same_phone(
    cast: Cast, refs: dict[str, str], now: datetime
) -> None:
    elsewhere = new_subject(cast.other_company.id, at=now)
    seal_values(
        elsewhere, {"tel": "13800112071"}, kinds={"tel": ValueKind.PHONE}, case_id="X", at=now
    )
    hashes = PersonalValue.objects.filter(kind=ValueKind.PHONE).values_list(
        "blind_index", flat=True
    )
    assert len({bytes(found) for found in hashes if found}) == 2


def test_a_ring_tells_its_own_keys_from_others() -> None:
    ring = Keyring(b"a" * 32, (b"b" * 32,))
    wrapped = Keyring(b"b" * 32).wrap(b"k" * 32, b"here")
    assert ring.knows(wrapped)
    assert not ring.is_current(wrapped)
    assert not Keyring(b"c" * 32).knows(wrapped)
