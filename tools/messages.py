"""Collects the words of pages and messages into the English catalogue (``run.py messages``).

Chinese is the language of the sources, so its words need no catalogue. Entries that nothing uses
any more are dropped, new ones are added without a translation, nothing is guessed. The exit code
is 1 while an English sentence is missing. GNU gettext is not needed.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "huiyin" / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# English words of Huiyin; the keys are the Chinese of the sources."


def collected() -> Catalog:
    """Return every message of the sources, each with the files it occurs in."""
    catalog = Catalog(locale="en", domain="django", header_comment=HEADER, fuzzy=False)
    for file in sources():
        place = file.relative_to(ROOT).as_posix()
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".html":
            # Django turns a template into Python calls, one a line; indents would mislead Babel.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=place).split("\n"))
        found = extract("python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",))
        for _, message, notes, context in found:
            catalog.add(message, None, [(place, 0)], auto_comments=notes, context=context)
    return catalog


def sources() -> Iterator[Path]:
    """Yield every file whose words a user may read."""
    for pattern in ("*.py", "*.html", "*.txt"):
        for file in sorted((ROOT / "huiyin").rglob(pattern)):
            if pattern != "*.txt" or "templates" in file.parts:
                yield file


def updated() -> tuple[Catalog, list[str]]:
    """Return the catalogue as it ought to be, and the messages that have no English yet."""
    catalog = collected()
    known = (
        read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en") if ENGLISH.exists() else Catalog()
    )
    for message in catalog:
        old = known.get(message.id, message.context) if message.id else None
        if old is not None and not old.fuzzy:
            message.string = old.string
    missing = [message.id for message in catalog if message.id and not has_words(message.string)]
    return catalog, [words if isinstance(words, str) else words[0] for words in missing]


def has_words(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Say whether a translation is complete, all its plural forms included."""
    return bool(string) if isinstance(string, str) else bool(string) and all(string or ())


def text_of(catalog: Catalog) -> bytes:
    """Return the catalogue as a file without dates, so that two runs give the same bytes."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, include_lineno=False)
    head, _, body = buffer.getvalue().partition(b"\n\n")
    wanted = (b"#", b"msg", b'"Language:', b'"Plural-Forms:', b'"Content-Type:')
    kept = [line for line in head.split(b"\n") if line.startswith(wanted)]
    return b"\n".join(kept) + b"\n\n" + body


def main() -> int:
    """Write the catalogue; list what still has no English."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    catalog, missing = updated()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(text_of(catalog))
    print(f"{len(list(catalog)) - 1} messages, {len(missing)} without English")
    for words in missing:
        print(f"  {words}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
