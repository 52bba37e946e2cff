"""What can be done to an organisation: one verb, one function, one recorded change.

Every verb takes who did it (`by`, the id of a person, or `system`) and when (`at`). What it may not
do it refuses with a `ValidationError`, whose fields are those of a form. Whether somebody may do it
at all is asked before, at the door.
"""

from huiyin.people.commands.absences import end_absence, record_absence
from huiyin.people.commands.accounts import (
    create_account,
    disable_account,
    set_own_password,
    set_temporary_password,
)
from huiyin.people.commands.companies import change_company, create_company
from huiyin.people.commands.credentials import end_credential, record_credential
from huiyin.people.commands.persons import (
    add_person,
    change_person,
    give_account,
    retire_person,
)
from huiyin.people.commands.posts import end_post, give_post
from huiyin.people.commands.units import add_unit, change_unit, close_unit

__all__ = [
    "add_person",
    "add_unit",
    "change_company",
    "change_person",
    "change_unit",
    "close_unit",
    "create_account",
    "create_company",
    "disable_account",
    "end_absence",
    "end_credential",
    "end_post",
    "give_account",
    "give_post",
    "record_absence",
    "record_credential",
    "retire_person",
    "set_own_password",
    "set_temporary_password",
]
