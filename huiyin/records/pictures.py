"""Pictures: decoded to the last pixel before they are taken; shown small, without what they carry."""

import io
import threading

from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 800
"""Longest side of a preview, in pixels."""

MOST_PIXELS = 80_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
HEIC = "image/heic"
"""What iPhones take and hardly a browser shows."""

_FAULTS = (
    *(UnidentifiedImageError, OSError, ValueError, SyntaxError, RuntimeError, EOFError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)

# One picture is opened at a time, so that many at once cannot fill the memory.
_one = threading.Lock()


class NotAPicture(Exception):
    """The bytes are no picture, or only the beginning of one, or one of absurd size."""


def check(plain: bytes) -> None:
    """Decode a picture completely. Raises `NotAPicture`."""
    with _one:
        _opened(plain).close()


def preview(plain: bytes) -> bytes:
    """A WebP of at most 800 pixels a side, upright, without place and camera. Raises `NotAPicture`."""
    with _one:
        upright = ImageOps.exif_transpose(_opened(plain))
        upright.thumbnail((SIDE, SIDE))
        small = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        small.paste(layer, mask=layer)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=80)
        return out.getvalue()


def as_jpeg(plain: bytes) -> bytes:
    """A picture in full size as every browser shows it, upright, without place and camera.

    Raises `NotAPicture`.
    """
    with _one:
        out = io.BytesIO()
        ImageOps.exif_transpose(_opened(plain)).convert("RGB").save(out, "JPEG", quality=90)
        return out.getvalue()


def _formats(plain: bytes) -> tuple[str, ...]:
    """What it may be; the decoder of HEIC is loaded with the first such file."""
    if plain[4:8] != b"ftyp":
        return FORMATS
    import pi_heif  # noqa: PLC0415  (few files need it, and every start would wait for it)

    pi_heif.register_heif_opener(thumbnails=False)
    return ("HEIF",)


def _opened(plain: bytes) -> Image.Image:
    """A decoded picture; a JPEG is read whole but kept small."""
    try:
        picture = Image.open(io.BytesIO(plain), formats=_formats(plain))
        if picture.width * picture.height > MOST_PIXELS:
            raise NotAPicture("too many pixels")
        picture.draft("RGB", (SIDE, SIDE))
        picture.load()
    except _FAULTS as error:
        raise NotAPicture(str(error)) from error
    return picture
