"""What is wrong with a pack, in words that its author understands."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Finding:
    """One finding: where it is, which clause it concerns, what is wrong, what to write instead."""

    file: str
    line: int
    code: str
    message: str
    clause: str = ""
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        clause = f" [{self.clause}]" if self.clause else ""
        hint = f"；请写：{self.hint}" if self.hint else ""
        kind = "提示" if self.warning else "错误"
        return f"{self.file}:{self.line}: {kind} {self.code}{clause} {self.message}{hint}"


class PackRefused(ValueError):
    """A pack with findings that are not mere warnings; carries all of them at once."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings
