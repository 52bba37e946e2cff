"""The portal of any company: whatever its pack asks of customers is asked, in its words."""

import re
from pathlib import Path

import pytest

from huiyin.web.portal.frame import Closed, opening
from tests.shell.cases.world import World, build, pack_in, yaml_in
from tests.shell.portal.phone import Phone

PACKS = Path(__file__).parents[3] / "policy_packs"
SLUGS = sorted(p.parts[-4] for p in PACKS.glob("*/2026.1/tests/cast.yaml"))


def world(slug: str) -> World:
    """The company of a pack's own scenarios."""
    folder = PACKS / slug / "2026.1"
    cast = yaml_in(folder / "tests" / "cast.yaml")
    return build(pack_in(folder), cast["units"], cast["people"])


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_a_pack_with_a_step_for_customers_has_a_complaint_page_in_both_languages(slug: str) -> None:
    company = world(slug)
    phone = Phone(company)
    page = phone.get(phone.root)
    try:
        opened = opening(company.pack)
    except Closed:
        assert page.status == 404
        assert "不在网上接收投诉" in page.words
        return
    store = re.search(r'class="store card" href="([^"]+)"', page.text)
    url = store[1] if store else page.url
    for lang in ("zh", "en"):
        phone.client.cookies["huiyin_language"] = {"zh": "zh-hans", "en": "en"}[lang]
        found = phone.get(url)
        assert found.status == 200
        for field in opened.spec.form.values():
            known = field.kind in ("unit", "file", "person", "people") or field.of == ("channels",)
            if field.required and not known:
                assert company.pack.say(field.label, lang) in found.words
        empty = phone.post(url, {"once": found.inputs()["once"]})
        assert empty.status == 422
        assert "f-" in empty.text.split('role="alert"')[1]
