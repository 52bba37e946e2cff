"""The receipt as a picture for the phone's album: code, number, QR code, whom to call."""

import io
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from huiyin.cases.work import Gone
from huiyin.web.portal import qr
from huiyin.web.portal.frame import Portal, portal
from huiyin.web.portal.looking import Looking, look

WIDTH, EDGE, QR = 900, 64, 420
INK, QUIET, PAPER = "#17211f", "#55605d", "white"
REGULAR, BOLD = "NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf"

Line = tuple[str, int, str, str]
"""Words, size in pixels, font, colour."""


def offered() -> bool:
    """Whether this installation has the fonts that the picture is drawn with."""
    return all((settings.FONT_DIR / name).exists() for name in (REGULAR, BOLD))


@portal
def picture(door: Portal, case_id: str) -> HttpResponseBase:
    """The receipt as PNG, for the device that may see the case."""
    try:
        looking = look(door, case_id)
    except Gone:
        return HttpResponseRedirect(door.href("portal_look"))
    if not offered():
        raise Gone(case_id)
    link = qr.progress_link(door.request, door.slug, looking.code)
    response = HttpResponse(drawn(lines_of(looking), link), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{looking.intake}.png"'
    return response


def lines_of(looking: Looking) -> list[Line]:
    """What is written on it, from the top."""
    speaker, door = looking.speaker, looking.door
    store = speaker.unit(looking.case.unit)
    moment = f"{speaker.calendar.local(looking.case.opened_at):%Y-%m-%d %H:%M}"
    lines = [
        (door.name(), 40, BOLD, INK),
        (store, 30, REGULAR, QUIET),
        ("", 20, REGULAR, INK),
        (_("%(moment)s 收到您的投诉。") % {"moment": moment}, 30, REGULAR, INK),
        (_("查询码"), 28, REGULAR, QUIET),
        (looking.code, 64, BOLD, INK),
        (_("受理号 %(number)s") % {"number": looking.intake}, 30, REGULAR, INK),
        (_("有码就能看进度，别发给别人。"), 28, REGULAR, QUIET),
    ]
    if looking.phone:
        words = _("着急？打 %(phone)s，报查询码就行") % {"phone": looking.phone}
        lines.append((words, 28, REGULAR, QUIET))
    return lines


def drawn(lines: Sequence[Line], link: str) -> bytes:
    """The lines one below the other, then the QR code; a long line is broken."""
    broken = [
        (part, size, font, ink)
        for words, size, font, ink in lines
        for part in _broken(words, size, font)
    ]
    height = EDGE * 2 + QR + sum(_height(size) for _words, size, _font, _ink in broken)
    image = Image.new("RGB", (WIDTH, height), PAPER)
    pen, down = ImageDraw.Draw(image), EDGE
    for words, size, font, ink in broken:
        pen.text((EDGE, down), words, font=_font_of(font, size), fill=ink)
        down += _height(size)
    code = Image.open(io.BytesIO(qr.png(link))).convert("RGB")
    image.paste(code.resize((QR, QR), Image.Resampling.NEAREST), (EDGE - 24, down))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _height(size: int) -> int:
    return round(size * 1.6)


def _font_of(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(settings.FONT_DIR / name), size)


def _broken(words: str, size: int, font: str) -> list[str]:
    room, drawn_with = WIDTH - 2 * EDGE, _font_of(font, size)
    parts, rest = [], words
    while drawn_with.getlength(rest) > room:
        fits = next(n for n in range(len(rest), 0, -1) if drawn_with.getlength(rest[:n]) <= room)
        space = rest.rfind(" ", 0, fits) + 1
        parts.append(rest[: space or fits])
        rest = rest[space or fits :]
    return [*parts, rest]
