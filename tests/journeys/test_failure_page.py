"""Somebody whose step failed on the machine's side is told so, and what to quote."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage


@login_not_required
def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the disk is full")


urlpatterns = [path("fail/", fail)]
handler500 = "huiyin.failures.server_error"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("on_a_phone", [True, False])
def test_a_failure_is_told_in_both_languages_with_a_reference(
    open_page: OpenPage, *, on_a_phone: bool
) -> None:
    page = open_page(phone=on_a_phone, quiet=False)
    answer = page.goto("/fail/")
    assert answer is not None
    assert answer.status == 500
    expect(page.get_by_role("heading", name="系统出错了")).to_be_visible()
    expect(page.get_by_role("heading", name="Something failed")).to_be_visible()
    expect(page.locator(".reference")).to_contain_text("E-")
    assert page.locator("body").evaluate("e => getComputedStyle(e).margin") == "0px"
    assert Axe().run(page).violations_count == 0
