"""Why a file was not taken, as a sentence for whoever sent it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from huiyin.records.kinds import MEGABYTE, ending


@dataclass(frozen=True, slots=True)
class FileFault:
    """One file that was not taken: `code` says why, `size` and `limit` are bytes."""

    code: str
    name: str
    size: int = 0
    limit: int = 0

    def words(self) -> str:
        """The sentence, in the language of the request."""
        return _WORDS[self.code]() % {
            "name": shortened(self.name),
            "ending": ending(self.name).upper(),
            "size": _megabytes(self.size),
            "limit": _megabytes(self.limit),
            "most": self.limit,
        }


_WORDS: Final[dict[str, Callable[[], str]]] = {
    "large": lambda: _("“%(name)s”超过 %(limit)s MB，没有收下。其他内容都还在。"),
    "all_large": lambda: _(
        "这次的文件一共 %(size)s MB，一次最多 %(limit)s MB，都没有收下。文字还在。"
    ),
    "kind": lambda: _(
        "“%(name)s”这种文件收不了。可以传照片（JPG、PNG、HEIC、WebP、GIF）、视频（MP4、MOV）、"
        "PDF、Word、Excel、录音。"
    ),
    "disguised": lambda: _("“%(name)s”的内容不是 %(ending)s，没有收下。"),
    "broken": lambda: _("“%(name)s”打不开：不是照片，或没有传完整。没有收下。"),
    "empty": lambda: _("“%(name)s”是空的，没有收下。"),
    "many": lambda: _("最多 %(most)s 个文件，“%(name)s”没有收下。"),
    "infected": lambda: _("“%(name)s”没有通过病毒检查，没有收下。"),
    "full": lambda: _("现在存不下文件。请先提交文字，稍后再补充“%(name)s”。"),
}


def shortened(name: str) -> str:
    """A file name that fits into a sentence; its ending stays."""
    return name if len(name) <= 40 else f"{name[:28]}…{name[-10:]}"


def _megabytes(size: int) -> str:
    megabytes = size / MEGABYTE
    return f"{megabytes:.0f}" if megabytes >= 10 or size % MEGABYTE == 0 else f"{megabytes:.1f}"
