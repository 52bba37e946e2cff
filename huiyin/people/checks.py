"""System checks of what this room needs from the settings; each says how to put it right."""

from collections.abc import Iterable, Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.utils import DatabaseError

from huiyin.people.vault.keys import Keyring, MasterKeyMissing


@register(Tags.security)
def check_master_key(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> Iterable[CheckMessage]:
    """Personal data needs a master key of 32 bytes."""
    del app_configs, kwargs
    try:
        Keyring.of_settings()
    except MasterKeyMissing as error:
        yield Error(
            str(error),
            hint="Set HUIYIN_MASTER_KEY to 32 random bytes in base64, or unset it and let the "
            "program make var/secrets/master_key.",
            id="people.E001",
        )


@register()
def check_time(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> Iterable[CheckMessage]:
    """Moments are stored aware and in UTC."""
    del app_configs, kwargs
    if settings.TIME_ZONE != "UTC":
        yield Error(
            f"TIME_ZONE is {settings.TIME_ZONE}.",
            hint="Set TIME_ZONE to UTC; the zone shown to people is set for each company.",
            id="people.E002",
        )
    if not settings.USE_TZ:
        yield Error(
            "USE_TZ is off: moments would lose their zone.",
            hint="Set USE_TZ to True.",
            id="people.E003",
        )


@register()
def check_user_model(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> Iterable[CheckMessage]:
    """Accounts are those of this room."""
    del app_configs, kwargs
    if settings.AUTH_USER_MODEL != "people.User":
        yield Error(
            f"AUTH_USER_MODEL is {settings.AUTH_USER_MODEL}.",
            hint='Set AUTH_USER_MODEL to "people.User".',
            id="people.E004",
        )


@register(Tags.database)
def check_master_key_fits(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: object,
) -> Iterable[CheckMessage]:
    """The keys stored in the database can be unwrapped with the master keys at hand."""
    del app_configs, kwargs
    from huiyin.people.models import CompanyKey  # noqa: PLC0415  (models load after checks)

    for alias in databases or ():
        try:
            if "people_companykey" not in connections[alias].introspection.table_names():
                continue
            stored = [
                bytes(row)
                for row in CompanyKey.objects.using(alias).values_list("wrapped_key", flat=True)
            ]
            ring = Keyring.of_settings()
        except (DatabaseError, MasterKeyMissing):
            continue  # the one is told by migrate, the other by people.E001
        if not all(ring.knows(wrapped) for wrapped in stored):
            yield Error(
                "The master key is not the one that locked the personal data in the database.",
                hint="Put the old key back, or name it in HUIYIN_OLD_KEYS and rewrap.",
                id="people.E005",
            )
