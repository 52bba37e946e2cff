"""Hands at a keyboard: sign in, open a case, fill in a form of the pack, press."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys.site import Site

PICTURE = Path(__file__).parent / "picture.png"
"""What is handed in where a form asks for a file, whatever it is called."""


PATIENCE = 60_000
"""Milliseconds for signing in: hashing is slow on purpose, and the server may just have started."""


SESSIONS: dict[tuple[Site, str], list[Any]] = {}
"""The cookies of who signed in before: the next browser of the same person goes on with them."""


class Hands:
    """Somebody at the desk, signed in."""

    def __init__(self, page: Page, site: Site, name: str) -> None:
        self.page, self.site = page, site
        cookies = SESSIONS.get((site, name))
        if cookies is not None:
            page.context.add_cookies(cookies)
            self.open()
            return
        page.goto(site.url + "/sign-in/")
        page.fill("input[name=login]", f"{name}.{site.slug}")
        page.fill("input[name=password]", site.password)
        page.press("input[name=password]", "Enter", timeout=PATIENCE)
        page.wait_for_url("**/c/**", timeout=PATIENCE)
        kept = [one for one in page.context.cookies() if one.get("name") == "sessionid"]
        SESSIONS[site, name] = kept

    def open(self, rest: str = "") -> Page:
        """Open a place of the desk."""
        self.page.goto(self.site.url + self.site.desk(rest))
        return self.page

    def do(
        self, case: str, step: str, form: Mapping[str, Any] | None = None, outcome: str = ""
    ) -> None:
        """Do a step of a case as a person would; what the desk refuses fails the journey."""
        self.open(f"cases/{case}/?do={step}")
        form_ = self.page.locator("#act-form")
        if outcome:
            choose(form_, "outcome", outcome)
        for name, value in (form or {}).items():
            if asked(form_, name):
                fill(form_, name, value)
        if form_.locator("input[name=password]").count():
            form_.locator("input[name=password]").fill(self.site.password)
        with self.page.expect_response(lambda r: f"/do/{step}/" in r.url):
            form_.locator("button.button--primary").first.click()
        done = self.page.locator("#act .form-answer [role=status]")
        done.or_(self.page.locator("#act [aria-invalid], #act .form-answer")).first.wait_for()
        assert done.count(), (step, self.page.locator("#act").inner_text())

    def sign(self, case: str, approval: str) -> None:
        """Sign what awaits this person."""
        self.open(f"cases/{case}/?do=sign:{approval}")
        form = self.page.locator("#act-form")
        form.locator("input[name=password]").fill(self.site.password)
        with self.page.expect_response(lambda r: f"/sign/{approval}/" in r.url):
            form.locator("button.button--primary").first.click()
        self.page.locator("#act .form-answer [role=status]").first.wait_for()


def asked(form: Locator, name: str) -> bool:
    """Whether a form asks for a field, given what was chosen above it."""
    field = form.locator(f'[name="{name}"], [name^="{name}.0"]').first
    return not (field.count() and field.evaluate("e => !!e.closest('[hidden]')"))


def choose(form: Locator, name: str, value: str) -> None:
    """Choose one value of a field drawn as buttons."""
    one = form.locator(f'input[name="{name}"][value="{value}"]')
    called = form.locator(f'label:has-text("{value}") input[name="{name}"]')
    (one if one.count() else called).first.check(force=True)


def fill(form: Locator, name: str, value: Any) -> None:
    """Fill in one field, whatever its control is."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        for row, cells in enumerate(value):
            for column, cell in cells.items():
                fill(form, f"{name}.{row}.{column}", cell)
    elif isinstance(value, list):
        for one in value:
            choose(form, name, str(one))
    else:
        _fill_one(form, name, value)


def _fill_one(form: Locator, name: str, value: Any) -> None:
    mark = form.locator(f'input[name="mark.{name}"][value="{value}"]')
    field = form.locator(f'[name="{name}"]')
    if mark.count():
        mark.check(force=True)
    elif field.first.get_attribute("type") in ("radio", "checkbox"):
        choose(form, name, str(value))
    elif field.first.evaluate("e => e.tagName") == "SELECT":
        chosen = field.first.locator(f'option[value="{value}"]')
        field.first.select_option(
            value=str(value)
        ) if chosen.count() else field.first.select_option(label=str(value))
    elif field.first.get_attribute("type") == "file":
        field.first.set_input_files(value if Path(str(value)).is_file() else PICTURE)
    else:
        for taken in form.locator(f'input[name="mark.{name}"]:checked').all():
            taken.uncheck(force=True)  # what the case knew already gives way to what is typed
        field.first.fill(str(value))
        field.first.blur()
