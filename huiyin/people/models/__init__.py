"""The tables of the people room."""

from huiyin.people.models.accounts import User
from huiyin.people.models.credentials import Credential
from huiyin.people.models.organisation import (
    Absence,
    Company,
    OrganisationChange,
    Person,
    Post,
    Unit,
)
from huiyin.people.models.personal import CompanyKey, DataSubject, LikenessMark, PersonalValue

__all__ = [
    "Absence",
    "Company",
    "CompanyKey",
    "Credential",
    "DataSubject",
    "LikenessMark",
    "OrganisationChange",
    "Person",
    "PersonalValue",
    "Post",
    "Unit",
    "User",
]
