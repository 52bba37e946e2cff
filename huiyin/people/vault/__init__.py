"""Personal data, locked under one key for each data subject; the key thrown away is the erasure."""

from huiyin.people.vault.keys import MasterKeyMissing, UnknownMasterKey
from huiyin.people.vault.kinds import ValueKind
from huiyin.people.vault.likeness import (
    FACT,
    TEXT,
    Alike,
    alike,
    fact_mark,
    keep_marks,
    likeness,
    marks_of_case,
    text_marks,
)
from huiyin.people.vault.search import (
    find_by_tail,
    find_by_value,
    find_subjects,
    indexes_of,
    indexes_of_case,
    likenesses,
    with_index,
)
from huiyin.people.vault.store import (
    SubjectErased,
    erase_subject,
    new_subject,
    open_values,
    seal_values,
    subject_keys,
)

__all__ = [
    "FACT",
    "TEXT",
    "Alike",
    "MasterKeyMissing",
    "SubjectErased",
    "UnknownMasterKey",
    "ValueKind",
    "alike",
    "erase_subject",
    "fact_mark",
    "find_by_tail",
    "find_by_value",
    "find_subjects",
    "indexes_of",
    "indexes_of_case",
    "keep_marks",
    "likeness",
    "likenesses",
    "marks_of_case",
    "new_subject",
    "open_values",
    "seal_values",
    "subject_keys",
    "text_marks",
    "with_index",
]
