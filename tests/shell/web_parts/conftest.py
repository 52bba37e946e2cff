"""Drawing parts and sample pages, in Chinese or English, without a database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

Draw = Callable[..., str]


@pytest.fixture
def draw(rf: RequestFactory) -> Draw:
    """Draw a part, or a list of parts, as a page would; `language` is zh-hans or en."""
    template = engines["django"].from_string("{% load huiyin %}{% part thing %}")

    def drawn(thing: Any, language: str = "zh-hans") -> str:
        with translation.override(language):
            return str(template.render({"thing": thing}, rf.get("/")))

    return drawn


@pytest.fixture
def draw_page(rf: RequestFactory) -> Draw:
    """Draw one of the sample pages."""
    from tests.shell.web_parts.sample_pages import PAGES  # noqa: PLC0415  (needs the settings)

    def drawn(name: str, language: str = "zh-hans") -> str:
        with translation.override(language):
            template, context = PAGES[name]()
            return str(engines["django"].get_template(template).render(context, rf.get("/")))

    return drawn
