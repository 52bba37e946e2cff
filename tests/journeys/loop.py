"""One whole loop of a company, through its real pages: who does what, in the words of its demo."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from huiyin.demo.script import Script, Words, scripts
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import Hands, asked, fill
from tests.journeys.site import Site, served
from tests.journeys.walk import SHANGHAI

SMALLEST = "0.01"
"""Eight days of a company with a single case: founded in seconds."""

Line = tuple[str, str] | tuple[str, str, Mapping[str, Any]]


@contextmanager
def company(pack: str, folder: Path) -> Iterator[tuple[Script, Site]]:
    """Found the demo company of a pack, as small as can be, and serve it."""
    script = next(one for one in scripts() if one.said["pack"] == pack)
    with served(folder, company=script.name, scale=SMALLEST) as site:
        yield script, site


@dataclass
class Loop:
    """A case on its way; whoever acts has a browser of his own."""

    script: Script
    site: Site
    open_page: OpenPage
    case: str = ""
    hands: dict[str, Hands] = field(default_factory=dict)

    @property
    def history(self) -> Mapping[str, Any]:
        """The company's history as the demo plays it: its matters and forms."""
        return self.script.history

    def words(self) -> Words:
        """What the demo's words stand for: names of people, the first matter, place and customer."""
        people = {key: said["name"] for key, said in self.script.said["people"].items()}
        values: dict[str, Any] = {**people, "phone": "13800017207", "note": "已写明"}
        for pool, options in (self.history.get("pools") or {}).items():
            values[pool] = options[0]
        values |= {**self.history["matters"][0], **self.history["places"][0]}
        values |= {group: f"${keys[0]}" for group, keys in self.history["cast"].items()}
        now = datetime.now(SHANGHAI).replace(tzinfo=None)  # noqa: TID251
        return Words(values, {"now": now, "received": now})

    def who(self, called: str) -> Hands:
        """The browser of somebody of the cast."""
        key = self.history["cast"].get(called, [called])[0]
        if key not in self.hands:
            self.hands[key] = Hands(self.open_page(), self.site, key)
        return self.hands[key]

    def form(self, do: str, more: Mapping[str, Any]) -> dict[str, Any]:
        """What a step's form is filled in with: the demo's words, changed by the line's own."""
        forms = (self.history.get("forms") or {}).get(self.history["procedure"]) or {}
        said = {**(forms.get(do) or {}), **more}
        found = {name: self.words().say(value) for name, value in said.items()}
        return {name: value for name, value in found.items() if value not in (None, "", "-")}

    def open(self, who: str, do: str, **more: Any) -> None:
        """Register the case."""
        page = self.who(who).open(f"register/?what={self.history['procedure']}.{do}")
        put(page, self.form(do, more))
        page.locator("#act-form button.button--primary").first.click()
        page.wait_for_url("**/cases/*/**")
        self.case = page.url.split("/cases/")[1].split("/")[0].split("#")[0]

    def play(self, lines: Sequence[Line]) -> None:
        """Do step after step; what the desk refuses fails the journey."""
        for who, do, *more in lines:
            said = dict(more[0]) if more else {}
            if do.startswith("sign:"):
                self.who(who).sign(self.case, do.removeprefix("sign:"))
                continue
            form = self.form(do, said)
            outcome = str(form.pop("outcome", ""))
            self.who(who).do(self.case, do, form, outcome)

    def refused(self, who: str, do: str, why: str) -> None:
        """A step that may not be done now is not offered, and the page says why."""
        page = self.page(who)
        assert page.locator(f"#act a[href*='do={do}']").count() == 0
        expect(page.locator("#act")).to_contain_text(why)

    def page(self, who: str) -> Page:
        """The page of the case as somebody sees it."""
        return self.who(who).open(f"cases/{self.case}/")

    def stands(self, who: str, *words: str) -> None:
        """What the page of the case says."""
        page = self.page(who)
        for word in words:
            expect(page.locator("main")).to_contain_text(word)


def put(page: Page, form: Mapping[str, Any]) -> None:
    """Fill in a registration: what the form asks for, given what was chosen above."""
    whole = page.locator("#act-form")
    for name, value in form.items():
        if asked(whole, name):
            fill(whole, name, value)
