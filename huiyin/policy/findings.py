"""What is wrong with a pack, in words that its author understands."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Finding:
    """One finding: where it is, which clause it concerns, what is wrong, what to write instead.

    Chinese is the language of pack authors and always there; English may be empty.
    """

    file: str
    line: int
    code: str
    message: str
    clause: str = ""
    hint: str = ""
    warning: bool = False
    message_en: str = ""
    hint_en: str = ""

    def __str__(self) -> str:
        return self.words()

    def words(self, lang: str = "zh") -> str:
        """One line for the author: place, kind, code, clause, what is wrong, what to write."""
        english = lang.startswith("en")
        kind = (
            ("warning" if english else "提示") if self.warning else ("error" if english else "错误")
        )
        message = (english and self.message_en) or self.message
        hint = (english and self.hint_en) or self.hint
        clause = f" [{self.clause}]" if self.clause else ""
        tail = (f"; write: {hint}" if english else f"；请写：{hint}") if hint else ""
        return f"{self.file}:{self.line}: {kind} {self.code}{clause} {message}{tail}"


class PackRefused(ValueError):
    """A pack with findings that are not mere warnings; carries all of them at once."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings
