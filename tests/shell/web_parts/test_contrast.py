"""Colours of text keep the contrast that the design measured (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[3] / "huiyin" / "web" / "static" / "css" / "tokens.css"


def colours() -> dict[str, str]:
    text = TOKENS.read_text(encoding="utf-8")
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", text))
    return {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])
        for name, value in found.items()
    }


def luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "card", 7),
        ("ink-2", "card", 7),
        ("ink-3", "card", 4.5),
        ("ink-3", "page", 4.5),
        ("ink-3", "fill", 4.5),
        ("ink-3", "chip", 4.5),
        ("accent", "card", 4.5),
        ("accent-2", "accent-soft", 7),
        ("late", "card", 4.5),
        ("late", "late-soft", 4.5),
        ("soon", "soon-soft", 4.5),
        ("pause", "pause-soft", 4.5),
        ("field", "card", 3),
    ],
)
def test_a_colour_can_be_read_on_its_ground(text: str, ground: str, least: float) -> None:
    named = colours()
    assert contrast(named[text], named[ground]) >= least
