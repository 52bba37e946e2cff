"""`huiyin verify | rebuild | seal`: does the database agree with its log, and make it agree."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from huiyin.people.models import Company

app = typer.Typer()

WORDS = {
    "seal": ("封存与日志不符", "a seal does not agree with the log"),
    "head": ("案件记下的末端与日志不符", "the head kept of a case is not that of its log"),
    "empty": ("案件没有日志", "a case has no log"),
    "row": ("待办与日志不符", "a duty does not agree with the log"),
    "case": ("阶段或级别与日志不符", "stage or level do not agree with the log"),
    "receipt": ("逾期没有回执", "a breach has no receipt"),
    "number": ("编号有断号或重号", "a series of numbers has a gap or a double"),
}
OTHER = ("日志的链断了", "the chain of a log is broken")
CompanyOption = Annotated[str, typer.Option(help="Only this company (its slug).")]


@app.command()
def verify(company: CompanyOption = "") -> None:
    """Check every log, seal, number and row; the exit code is 1 when something is wrong."""
    wrong = 0
    for one in _companies(company):
        tally: Counter[str] = Counter()
        for fault in _verify(one, tally):
            zh, en = WORDS.get(fault[0], OTHER)
            typer.echo(f"{one.slug}  {zh} / {en}  [{fault[0]}] {fault[1]}: {fault[2]}")
            tally["faults"] += 1
        typer.echo(_summary(one.slug, tally))
        wrong += tally["faults"]
    raise typer.Exit(1 if wrong else 0)


def _verify(company: "Company", tally: "Counter[str]") -> Iterator[tuple[str, str, str]]:
    from huiyin import clock  # noqa: PLC0415
    from huiyin.cases import sealing  # noqa: PLC0415

    for fault in sealing.verify(company, clock.now(), tally):
        yield fault.what, fault.where, fault.detail


def _summary(slug: str, tally: "Counter[str]") -> str:
    return (
        f"{slug}  案件 cases {tally['cases']} · 事件 events {tally['events']}"
        f" · 文书 papers {tally['papers']} · 封存 seals {tally['seals']}"
        f" · 不符 faults {tally['faults']}"
    )


@app.command()
def rebuild(company: CompanyOption = "") -> None:
    """Drop and rebuild from the logs everything that is only stored for speed."""
    for one in _companies(company):
        from huiyin import clock  # noqa: PLC0415
        from huiyin.cases import sealing  # noqa: PLC0415

        count = sealing.rebuild(one, clock.now())
        typer.echo(f"{one.slug}  重建案件 cases rebuilt {count}")


@app.command()
def seal(company: CompanyOption = "") -> None:
    """Seal the logs now, beside the seal of every hour."""
    for one in _companies(company):
        from huiyin import clock  # noqa: PLC0415
        from huiyin.cases import sealing  # noqa: PLC0415

        made = sealing.seal(one, clock.now())
        typer.echo(f"{one.slug}  封存 seal {made.number} · 案件 cases {made.cases} · {made.hash}")


def _companies(slug: str) -> "list[Company]":
    """The companies that are meant; ends with exit code 2 when there is none of that name."""
    from huiyin.boot import start_django  # noqa: PLC0415

    start_django()
    from huiyin.people.models import Company  # noqa: PLC0415

    found = list(Company.objects.filter(**({"slug": slug} if slug else {})).order_by("slug"))
    if slug and not found:
        typer.echo(f"没有这家公司 / no such company: {slug}", err=True)
        raise typer.Exit(2)
    return found
