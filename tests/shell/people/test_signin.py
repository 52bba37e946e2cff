"""Sign-in: the right people get in, guessing does not help, a borrowed password goes first."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from time_machine import travel

from huiyin import clock
from huiyin.people.commands import create_account, disable_account, set_temporary_password
from huiyin.people.models import User
from huiyin.people.rotation import rewrap
from tests.shell.people.cast import PASSWORD, Cast

SIGN_IN = "/sign-in/"
ACCOUNT = "/account/password/"

# The library's own pages, where ours do not stand in for them, ask for variables without a value.
pytestmark = pytest.mark.ignore_template_errors


def try_to_sign_in(client: Client, password: str, name: str = "zhoumin") -> Any:
    return client.post(SIGN_IN, {"login": name, "password": password})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def test_the_right_password_opens_the_desk(cast: Cast, client: Client) -> None:
    answer = try_to_sign_in(client, PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert signed_in(client)


def test_capitals_in_the_name_do_not_matter(cast: Cast, client: Client) -> None:
    try_to_sign_in(client, PASSWORD, "ZhouMin")
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(
    cast: Cast, client: Client
) -> None:
    wrong = try_to_sign_in(client, "nonsense")
    unknown = try_to_sign_in(client, "nonsense", "nobody")
    assert wrong.status_code == unknown.status_code == 200
    errors = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert errors[0] == errors[1]
    assert len(errors[0]) == 1
    assert not signed_in(client)


def test_the_fifth_failure_locks_the_name_even_for_the_right_password(
    cast: Cast, client: Client
) -> None:
    answers = [try_to_sign_in(client, "nonsense") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    locked = try_to_sign_in(client, PASSWORD)
    assert locked.status_code == 429
    assert "15" in locked.content.decode()
    assert not signed_in(client)


def test_other_capitals_do_not_get_round_the_lock(cast: Cast, client: Client) -> None:
    for name in ("zhoumin", "ZHOUMIN", "Zhoumin", "zhouMin", "zHoumin"):
        try_to_sign_in(client, "nonsense", name)
    assert try_to_sign_in(client, PASSWORD).status_code == 429


def test_a_lock_is_for_one_name_from_one_address(cast: Cast, client: Client) -> None:
    for _ in range(5):
        try_to_sign_in(client, "nonsense")
    colleague = Client()
    try_to_sign_in(colleague, PASSWORD, "hewai")
    assert signed_in(colleague)
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    try_to_sign_in(elsewhere, PASSWORD)
    assert signed_in(elsewhere)


def test_the_lock_opens_after_a_quarter_of_an_hour(cast: Cast, client: Client) -> None:
    for _ in range(5):
        try_to_sign_in(client, "nonsense")
    with travel(clock.now() + timedelta(minutes=16)):
        try_to_sign_in(client, PASSWORD)
        assert signed_in(client)


def test_a_disabled_account_gets_nowhere(cast: Cast, client: Client) -> None:
    disable_account(cast.user)
    try_to_sign_in(client, PASSWORD)
    assert not signed_in(client)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_set_password"]
)
def test_nobody_registers_himself(cast: Cast, client: Client, name: str) -> None:
    try_to_sign_in(client, PASSWORD)
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {"username": "intruder"}).status_code == 404
    assert not User.objects.filter(username="intruder").exists()


def test_a_temporary_password_leads_to_choosing_one_whatever_page_is_asked_for(
    cast: Cast, client: Client, now: datetime
) -> None:
    first = set_temporary_password(cast.user, at=now)
    try_to_sign_in(client, first)
    assert client.get(reverse("mfa_index")).headers["Location"] == ACCOUNT
    chosen = "Harbour-lamp-31"
    answer = client.post(ACCOUNT, {"oldpassword": first, "password1": chosen, "password2": chosen})
    assert answer.headers["Location"] == "/"
    cast.user.refresh_from_db()
    assert not cast.user.password_is_temporary
    assert cast.user.check_password(chosen)
    assert cast.user.password_set is not None
    assert cast.user.password_set > now
    assert client.get(ACCOUNT).status_code == 200


def test_the_page_for_a_new_password_refuses_the_one_in_use_and_weak_ones(
    cast: Cast, client: Client
) -> None:
    try_to_sign_in(client, PASSWORD)
    for chosen in (PASSWORD, "aaaaaaaaaaaa", "Short-1"):
        answer = client.post(
            ACCOUNT, {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
        )
        assert answer.status_code == 200
        assert answer.context["form"].errors
    cast.user.refresh_from_db()
    assert cast.user.check_password(PASSWORD)


def test_a_session_that_is_not_used_ends_and_one_that_is_used_goes_on(
    cast: Cast, client: Client
) -> None:
    begin = clock.now()
    with travel(begin):
        try_to_sign_in(client, PASSWORD)
    for minutes in (15, 30):
        with travel(begin + timedelta(minutes=minutes)):
            assert client.get(ACCOUNT).status_code == 200
    with travel(begin + timedelta(minutes=51)):
        assert client.get(ACCOUNT).headers["Location"].startswith(SIGN_IN)


def test_signing_out_needs_a_press_of_the_button(cast: Cast, client: Client) -> None:
    try_to_sign_in(client, PASSWORD)
    client.get("/sign-out/")
    assert signed_in(client)
    client.post("/sign-out/")
    assert not signed_in(client)


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def page_of_second_step(client: Client) -> Any:
    try_to_sign_in(client, PASSWORD)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked.headers["Location"], {"password": PASSWORD})
    return client.get(reverse("mfa_activate_totp"))


def with_second_step(client: Client) -> str:
    page = page_of_second_step(client)
    address = page.context["totp_url"]
    secret: str = parse_qs(urlsplit(address).query)["secret"][0]
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    client.post("/sign-out/")
    return secret


def test_with_a_second_step_the_password_alone_is_not_enough(cast: Cast, client: Client) -> None:
    secret = with_second_step(client)
    answer = try_to_sign_in(client, PASSWORD)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not signed_in(client)
    with travel(clock.now() + timedelta(minutes=2)):
        client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert signed_in(client)


def test_the_secret_of_a_second_step_is_stored_locked_and_survives_a_new_master_key(
    cast: Cast, client: Client, settings: Settings
) -> None:
    secret = with_second_step(client)
    kept = "".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in kept
    old, settings.MASTER_KEY = settings.MASTER_KEY, b"m" * 32
    settings.OLD_MASTER_KEYS = (old,)
    assert rewrap() > 0
    settings.OLD_MASTER_KEYS = ()
    try_to_sign_in(client, PASSWORD)
    with travel(clock.now() + timedelta(minutes=2)):
        client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert signed_in(client)


def test_the_code_to_scan_is_drawn_as_a_picture(cast: Cast, client: Client) -> None:
    page = page_of_second_step(client)
    assert page.context["totp_svg"].lstrip().startswith("<?xml")


def test_a_new_account_signs_in_with_its_first_password(
    db: None, client: Client, now: datetime
) -> None:
    _, first = create_account(username="laozhang", at=now)
    try_to_sign_in(client, first, "laozhang")
    assert signed_in(client)
