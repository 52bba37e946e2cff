"""A customer's phone at the portal of the stores' company, and the staff who work on the case."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client

from huiyin.cases import log
from huiyin.cases.models import Case
from tests.shell.cases.world import Player, World, build, pack_in, yaml_in

PACK = Path(__file__).parents[3] / "policy_packs" / "jubensha" / "2026.1"
STORE = "徐汇店"
TOLD = {
    "story": "昨晚 7 点半的场，包间地上有水，鞋全湿了。",
    "demand": ["道歉"],
    "mark.phone": "",
    "phone": "13800172071",
    "name": "林女士",
}


class Controls(HTMLParser):
    """The controls of a page: name, value, chosen or not; and what stands beside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def inputs(self) -> dict[str, str]:
        """What the page would send if nothing was touched, one value a name."""
        values = {}
        for tag, given in self.found:
            if tag == "input" and "name" in given and given.get("type") != "file":
                chosen = given.get("type") not in ("radio", "checkbox") or "checked" in given
                values |= {given["name"]: given.get("value", "")} if chosen else {}
        return values


@dataclass
class Page:
    """An answer of the server, read as a person reads it."""

    status: int
    text: str
    url: str = ""

    @property
    def words(self) -> str:
        """What is written on it, without marks."""
        main = re.search(r"<main.*</main>", self.text, re.DOTALL)
        plain = re.sub(r"<[^>]+>", " ", main[0] if main else self.text)
        return re.sub(r"\s+", " ", html.unescape(plain)).strip()

    @property
    def code(self) -> str:
        """The query code on a receipt."""
        found = re.search(r'id="code">([0-9A-Z-]{12})<', self.text)
        assert found, self.words
        return found[1]

    def control(self, name: str) -> dict[str, str]:
        """The control of a name."""
        return next(a for _t, a in Controls(self.text).found if a.get("name") == name)

    def inputs(self) -> dict[str, str]:
        """What its form would send if nothing was touched."""
        return Controls(self.text).inputs()

    def beside(self, field: str) -> str:
        """The fault that stands beside a field."""
        ident = "f-" + field.replace(".", "-") + "-error"
        found = re.search(rf'id="{ident}">(.*?)</p>', self.text, re.DOTALL)
        return re.sub(r"<[^>]+>|\s+", "", found[1]) if found else ""


class Phone:
    """A browser without an account."""

    def __init__(self, world: World, **headers: str) -> None:
        self.world = world
        self.client = Client(enforce_csrf_checks=True, **headers)

    @property
    def root(self) -> str:
        """The company's portal."""
        return f"/p/{self.world.company.slug}/"

    @property
    def store(self) -> str:
        """The page that the store's QR code opens."""
        return f"{self.root}s/{STORE}/"

    def get(self, url: str, *, follow: bool = True) -> Page:
        """Open a page."""
        return self._page(self.client.get(url, follow=follow))

    def post(self, url: str, values: Mapping[str, Any], *, follow: bool = True) -> Page:
        """Send a form as a browser does, files and all."""
        token = self.client.cookies["csrftoken"].value
        data = {"csrfmiddlewaretoken": token, **values}
        return self._page(self.client.post(url, data, follow=follow))

    def _page(self, response: Any) -> Page:
        chain = getattr(response, "redirect_chain", [])
        url = chain[-1][0] if chain else response.headers.get("Location", "")
        return Page(response.status_code, response.content.decode(), url)

    def fill(self, **more: Any) -> dict[str, Any]:
        """Open the complaint page and fill it in; what would be sent."""
        once = self.get(self.store).inputs()["once"]
        return {"once": once, **TOLD, **more}

    def complain(self, **more: Any) -> Page:
        """Complain; the page that follows."""
        return self.post(self.store, self.fill(**more))

    def case(self) -> Case:
        """The newest case."""
        return cases().latest("id")

    def work(self, until: str, **later: str) -> Case:
        """The staff work on the case as in the pack's first scenario, up to and with a step.

        `later` moves single steps to another moment.
        """
        lines = [{**line, "at": later.get(line["do"], line["at"])} for line in staff_lines()]
        names = [line["do"] for line in lines]
        done = {step for step in names if step in self.case().fields or self._done(step)}
        todo = [line for line in lines[: names.index(until) + 1] if line["do"] not in done]
        return Player(self.world, "complaint", self.case()).play(todo)

    def _done(self, step: str) -> bool:
        return any(event.data.get("step") == step for event in log.read(self.case().id))

    @property
    def progress(self) -> str:
        """The page of the case."""
        return f"{self.root}case/{self.case().id}/"

    def answer(self, step: str, **form: Any) -> Page:
        """Open the form of a step on the progress page, fill it in and send it."""
        page = self.get(f"{self.progress}?do={step}")
        return self.post(f"{self.progress}do/{step}/", {**page.inputs(), **form})


def staff_lines() -> list[dict[str, Any]]:
    """What the staff do in the pack's first scenario, after it was received."""
    lines = yaml_in(PACK / "tests" / "complaint.yaml")[0]["given"]
    found = [dict(line) for line in lines if line["do"] != "receive"]
    for line in found:
        if line["do"] == "register":
            line["with"] = {**line["with"], "channel": "门店扫码"}
    return found


def cases() -> QuerySet[Case]:
    """All cases: a test looks behind the doors."""
    return Case.objects.select_related("pack", "subject")  # noqa: TID251


def file(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def hand_out() -> Phone:
    """Build the company and hand out a phone."""
    cast = yaml_in(PACK / "tests" / "cast.yaml")
    return Phone(build(pack_in(PACK), cast["units"], cast["people"]))
