"""Personal data, locked under one key for each data subject; the key thrown away is the erasure."""

from huiyin.people.vault.keys import MasterKeyMissing, UnknownMasterKey
from huiyin.people.vault.kinds import ValueKind
from huiyin.people.vault.search import find_by_tail, find_by_value, find_subjects, likenesses
from huiyin.people.vault.store import (
    SubjectErased,
    erase_subject,
    new_subject,
    open_values,
    seal_values,
    subject_keys,
)

__all__ = [
    "MasterKeyMissing",
    "SubjectErased",
    "UnknownMasterKey",
    "ValueKind",
    "erase_subject",
    "find_by_tail",
    "find_by_value",
    "find_subjects",
    "likenesses",
    "new_subject",
    "open_values",
    "seal_values",
    "subject_keys",
]
