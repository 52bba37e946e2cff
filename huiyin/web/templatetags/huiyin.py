"""Template tags of our pages: ``{% part x %}``, ``{% icon "name" %}``, ``{% card %}``."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from huiyin.web.parts import Action

register = template.Library()


class Drawn(Protocol):
    """Whatever names the template that draws it."""

    template: ClassVar[str]


def _drawn(context: Context, name: str, **values: object) -> SafeString:
    """Draw a template inside the page that is being drawn, with more values on top."""
    if context.template is None:
        raise template.TemplateSyntaxError("a part is drawn inside a page")
    inner = context.template.engine.get_template(name)
    with context.push(**values):
        return mark_safe(inner.render(context).strip())


@register.simple_tag(takes_context=True)
def part(context: Context, thing: Drawn | Sequence[Drawn] | None) -> SafeString:
    """Draw a part by the template its class names; each of a list of parts; nothing for ``None``.

    The template sees the part as ``part`` beside everything the page knows.
    """
    if not thing:
        return mark_safe("")
    if isinstance(thing, Sequence):
        return mark_safe(" ".join(part(context, one) for one in thing))
    return _drawn(context, thing.template, part=thing)


@register.simple_tag(takes_context=True)
def link(context: Context, action: Action | None) -> SafeString:
    """Draw an action as a link in running text (a small form when it changes something)."""
    return _drawn(context, "web/parts/link.html", part=action) if action else mark_safe("")


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A Tabler outline icon from the sprite; ``size``: "", "middle" (20 px) or "large" (24 px).

    Icons are ornament: the word beside them, or the label of what holds them, carries the meaning.
    """
    if not name:
        return mark_safe("")
    kind = f"ic ic--{size}" if size else "ic"
    return format_html(
        '<svg class="{}" aria-hidden="true" width="16" height="16"><use href="{}#{}"/></svg>',
        kind,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def page_language() -> str:
    """The value of ``lang`` for the language the page is written in."""
    return "en" if (get_language() or "").startswith("en") else "zh-CN"


@register.filter
def grouped(number: int) -> str:
    """A count with its thousands parted: 14,206."""
    return f"{number:,}"


@register.filter
def beside(cells: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Cells of a row with the column each belongs to."""
    return list(zip(cells, columns, strict=True))


_CARD_OPTIONS = frozenset(
    {
        *("ident", "words", "note", "tag", "tone", "kind", "icon", "link", "link_words"),
        *("countdown", "bare"),
    }
)


class CardNode(template.Node):
    """``{% card "Title" ... %}…{% endcard %}``: a section whose heading names it."""

    def __init__(
        self, title: FilterExpression, options: dict[str, FilterExpression], body: NodeList
    ) -> None:
        """Keep what was parsed; ``options`` are described at ``card``."""
        self.title, self.options, self.body = title, options, body

    def render(self, context: Context) -> SafeString:
        """Draw the section with its heading around the body."""
        values: dict[str, Any] = dict.fromkeys(_CARD_OPTIONS, "")
        values |= {name: option.resolve(context) for name, option in self.options.items()}
        values |= {"title": self.title.resolve(context), "body": self.body.render(context)}
        return _drawn(context, "web/parts/card.html", card=values)


@register.tag
def card(parser: Parser, token: Token) -> CardNode:
    """Parse ``{% card "Title" ident= words= tone= icon= link= link_words= bare= %}…{% endcard %}``.

    ``words``: quiet words at the right; ``note``: beside the title; ``tag``, ``countdown``: parts
    in the head; ``tone``: "accent" or "soon"; ``kind``: one more class; ``link`` with ``link_words``
    stands at the right; ``bare``: the body brings its own padding (rows, tables).
    """
    bits = token.split_contents()[1:]
    if not bits:
        raise template.TemplateSyntaxError("card needs a title")
    title = parser.compile_filter(bits[0])
    options = token_kwargs(bits[1:], parser)
    if unknown := options.keys() - _CARD_OPTIONS:
        raise template.TemplateSyntaxError(f"card does not know {sorted(unknown)}")
    body = parser.parse(("endcard",))
    parser.delete_first_token()
    return CardNode(title, options, body)


_HAN = re.compile("([\u3400-\u9fff]+(?:[\u3000-\u303f\uff00-\uffef·]*[\u3400-\u9fff]+)*)")


@register.filter
def own_language(text: str) -> SafeString:
    """A text on an English page, with the Chinese words that it quotes marked as Chinese."""
    if not (get_language() or "").startswith("en"):
        return conditional_escape(text)
    parts = _HAN.split(text)
    drawn = [
        format_html('<span lang="zh-CN">{}</span>', part) if place % 2 else conditional_escape(part)
        for place, part in enumerate(parts)
    ]
    return mark_safe("".join(drawn))  # every part was escaped just now
