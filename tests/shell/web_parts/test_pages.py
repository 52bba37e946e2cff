"""Every page of the pictures: sound HTML, nothing that the security policy forbids, both languages."""

import re
from pathlib import Path

import pytest

from huiyin.web.catalogue import samples
from tests.shell.web_parts.conftest import Draw
from tests.shell.web_parts.reading import read, words
from tests.shell.web_parts.sample_duties import NOW
from tests.shell.web_parts.sample_pages import PAGES

WEB = Path(__file__).parents[3] / "huiyin" / "web"
NAMES = sorted(PAGES)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_is_sound(draw_page: Draw, name: str, language: str) -> None:
    reading = read(draw_page(name, language))
    assert len(reading.all("h1")) == 1
    assert len(reading.all("main")) == 1
    assert reading.all("html")[0].attributes["lang"] == ("en" if language == "en" else "zh-CN")
    assert reading.all("title")[0].words.strip(" ·")
    ids = [e.attributes["id"] for e in reading.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids)), {one for one in ids if ids.count(one) > 1}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_refers_only_to_what_is_on_it(draw_page: Draw, name: str) -> None:
    reading = read(draw_page(name))
    ids = {e.attributes["id"] for e in reading.elements if "id" in e.attributes}
    for element in reading.elements:
        for attribute in ("aria-describedby", "aria-labelledby", "for", "list", "form"):
            wanted = set(element.attributes.get(attribute, "").split())
            assert wanted <= ids | {"dialog-title"}, (attribute, wanted - ids)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_style_and_no_script_of_its_own(draw_page: Draw, name: str) -> None:
    for element in read(draw_page(name)).elements:
        assert "style" not in element.attributes
        assert not [attribute for attribute in element.attributes if attribute.startswith("on")]
        if element.tag == "script":
            assert element.attributes["src"].startswith("/static/")
        assert element.tag != "style"


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_changes_something_is_guarded(draw_page: Draw, name: str) -> None:
    page = draw_page(name)
    for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL):
        if 'method="post"' in form:
            assert "csrfmiddlewaretoken" in form


def test_the_catalogue_draws_every_part_in_english_too(draw: Draw) -> None:
    from django.utils import translation  # noqa: PLC0415

    with translation.override("en"):
        drawn = samples(NOW)
    for key, part in drawn.items():
        things = [part] if hasattr(part, "template") else part
        for one in things:
            thing = one[0] if isinstance(one, tuple) else one
            found = CHINESE.search(words(draw(thing, "en")))
            assert not found, f"{key}: {words(draw(thing, 'en'))}"


def test_the_sprite_has_every_icon_that_a_page_uses(draw_page: Draw) -> None:
    listed = set((WEB / "icons.txt").read_text(encoding="utf-8").split("\n"))
    used = {
        icon for name in NAMES for icon in re.findall(r"icons\.svg#([a-z0-9-]+)", draw_page(name))
    }
    for file in [*(WEB / "templates").rglob("*.html")]:
        used |= set(re.findall(r'{% icon "([a-z0-9-]+)"', file.read_text(encoding="utf-8")))
    assert used <= listed, used - listed


def test_a_style_sheet_can_be_read_in_one_go() -> None:
    for file in (WEB / "static" / "css").glob("*.css"):
        assert file.read_text(encoding="utf-8").count("\n") < 400, file.name


def test_the_same_duty_page_serves_desk_and_phone(draw_page: Draw) -> None:
    page = draw_page("my-duties")
    reading = read(page)
    assert [e.words.strip() for e in reading.with_class("place")] == [
        "待办",
        "案件",
        "登记",
        "消息 3",
        "我",
    ]
    assert len(reading.with_class("duty")) == 12
    assert len(reading.with_class("duty--late")) == 2


def test_lateness_is_printed_on_the_paper(draw_page: Draw) -> None:
    reading = read(draw_page("voucher"))
    assert [late.words for late in reading.all("u")] == ["迟 39 分"]
    boxes = [e.attributes["aria-label"] for e in reading.with_class("paper-box")]
    assert boxes == ["选中", "选中", "未选", "未选"]


def test_a_customer_sees_no_clause_and_no_role(draw_page: Draw) -> None:
    for name in ("complain", "receipt", "progress", "look"):
        text = words(draw_page(name))
        assert "义务" not in text
        assert not re.search(r"第[一二三四五六七八九十]+条", text)


def test_what_was_counted_skipped_and_paused_is_told_in_words_too(draw_page: Draw) -> None:
    text = words(draw_page("why-due"))
    assert "计入，第 7 日" in text
    assert "国庆节" in text
    assert "首次算出 10月13日 24:00" in text
    assert "2027 年节假日安排尚未公布" in words(draw_page("why-minutes"))
