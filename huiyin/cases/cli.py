"""`huiyin verify | rebuild | seal | move`: the database and its log; running cases to an edition."""

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
REFUSED = {
    "not_allowed": ("本制度不允许在办案件改用新版次", "the pack does not allow it"),
    "right": ("此人的岗位不能作这个决定", "this person's posts may not decide it"),
    "unknown": ("没有这个版次", "there is no such edition"),
    "not_yet": ("这个版次还没有施行", "that edition is not in force yet"),
    "under_way": ("已有一个决定正在执行", "another decision is being carried out"),
}
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
        + (f" · 待按新版次重判 to judge {tally['unjudged']}" if tally["unjudged"] else "")
        + f" · 不符 faults {tally['faults']}"
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


@app.command()
def move(
    company: Annotated[str, typer.Argument(help="The company's slug.")],
    by: Annotated[str, typer.Option(help="Account of who decides; the pack says who may.")],
    reason: Annotated[str, typer.Option(help="Why; kept with the decision.")],
    edition: Annotated[int, typer.Option(help="Edition to go to; else the one in force.")] = 0,
) -> None:
    """Take running cases over to an edition, each with its event; begun again it goes on."""
    (one,) = _companies(company)
    from huiyin import clock  # noqa: PLC0415
    from huiyin.cases import moving  # noqa: PLC0415
    from huiyin.cases.caller import staff  # noqa: PLC0415
    from huiyin.people.access import Membership  # noqa: PLC0415
    from huiyin.people.models import Person  # noqa: PLC0415

    person = Person.objects.filter(user__username=by, company=one, active=True).first()
    if person is None:
        typer.echo(f"没有这个人 / nobody here has the account: {by}", err=True)
        raise typer.Exit(2)
    now = clock.now()
    caller = staff(Membership(one, person), now)
    try:
        target = edition or caller.book.edition_at(now).number
        waiting = [going for going in moving.under_way() if going.company_id == one.id]
        going = waiting[0] if waiting else moving.decide(caller, target, reason)
    except moving.CannotMove as refused:
        typer.echo(" / ".join(REFUSED[refused.args[0]]), err=True)
        raise typer.Exit(1) from None
    while done := moving.go_on(going.id, clock.now()):
        typer.echo(f"+{done}")
    going.refresh_from_db()
    typer.echo(
        f"{one.slug}  版次 edition {going.edition} · 已改 moved {going.moved}"
        f" · 留在原版次 stayed {going.stayed}"
    )


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
