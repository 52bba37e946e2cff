"""`huiyin pack …`: the tools of whoever writes a regulation as a pack. No database, no web."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from huiyin.packplay import History
    from huiyin.packprint import Block
    from huiyin.packwork import Source

PACKS = Path(__file__).resolve().parent.parent / "policy_packs"

app = typer.Typer(
    name="pack",
    help="制度包：检查、测试、覆盖、比较、解释。Regulations as data.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Packs = Annotated[
    list[str] | None,
    typer.Argument(help="Folders, or names such as SLUG or SLUG/VERSION; none: all packs."),
]
One = Annotated[str, typer.Argument(help="A folder, or a name such as SLUG or SLUG/VERSION.")]
Lang = Annotated[str, typer.Option(help="zh or en.")]


def folders(names: list[str] | None) -> list[Path]:
    """The folders that are meant; a name alone means its newest version."""
    if not names:
        return sorted(file.parent for file in PACKS.glob("*/*/pack.yaml"))
    return [folder_of(name) for name in names]


def folder_of(name: str) -> Path:
    """One pack's folder: written out, or by name below the installed packs."""
    for base in (Path(name), PACKS / name):
        if (base / "pack.yaml").is_file():
            return base
        versions = sorted(base.glob("*/pack.yaml"), key=lambda file: _order(file.parent.name))
        if versions:
            return versions[-1].parent
    known = "、".join(sorted({path.parent.name for path in folders(None)}))
    typer.echo(f"没有制度包“{name}”；有：{known}", err=True)
    raise typer.Exit(2)


def _order(version: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 0, part) for part in version.split(".")]


def show(blocks: "Iterable[Block]") -> None:
    """Write lines and tables as they come."""
    from huiyin.packprint import lines  # noqa: PLC0415

    for line in lines(blocks):
        typer.echo(line)


def today() -> date:
    """The day on which a check is made."""
    from huiyin import clock  # noqa: PLC0415

    return clock.now().date()


def source_or_exit(folder: Path, lang: str) -> "Source":
    """Load a pack with its tests; every finding and exit code 1 when it cannot be read."""
    from huiyin.packwork import Source  # noqa: PLC0415
    from huiyin.policy.findings import PackRefused  # noqa: PLC0415
    from huiyin.policy.load import load  # noqa: PLC0415
    from huiyin.policy.packtests import load_tests  # noqa: PLC0415

    try:
        source = Source(load(folder), load_tests(folder))
    except PackRefused as refused:
        show(finding.words(lang) for finding in refused.findings)
        raise typer.Exit(1) from None
    if source.tests.findings:
        show(finding.words(lang) for finding in source.tests.findings)
        raise typer.Exit(1)
    return source


@contextmanager
def telling() -> Iterator[None]:
    """Say what cannot be done, with exit code 2, instead of a trace."""
    from huiyin.packwork import Unusable  # noqa: PLC0415

    try:
        yield
    except Unusable as unusable:
        typer.echo(str(unusable), err=True)
        raise typer.Exit(2) from None


# -- check --


@app.command()
def check(
    packs: Packs = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are errors.")] = False,
    words: Annotated[
        bool, typer.Option("--words", help="List every word without English.")
    ] = False,
    lang: Lang = "zh",
) -> None:
    """Say everything that is wrong with a pack, at once, with file, line, clause and what to write."""
    good = True
    for folder in folders(packs):
        typer.echo(f"== {folder}")
        good &= _checked(folder, lang, strict=strict, words=words)
    raise typer.Exit(0 if good else 1)


def _checked(folder: Path, lang: str, *, strict: bool, words: bool) -> bool:
    """Check one folder; what cannot be read is a finding like any other."""
    from huiyin import packwork  # noqa: PLC0415
    from huiyin.packprint import pick  # noqa: PLC0415
    from huiyin.policy.check import check_folder  # noqa: PLC0415

    how = packwork.Strictness(strict, words)
    found = check_folder(folder, today())
    source = _source(folder)
    if source is None:
        show(packwork.findings(sorted(found), lang, how))
        typer.echo(
            pick(lang, "{} 个错误，{} 个提示", "{} errors, {} warnings").format(len(found), 0)
        )
        return False
    said = packwork.check(source, today(), lang, how=how, named=found)
    show(said.blocks)
    return said.good


def _source(folder: Path) -> "Source | None":
    from huiyin.packwork import Source  # noqa: PLC0415
    from huiyin.policy.findings import PackRefused  # noqa: PLC0415
    from huiyin.policy.load import load  # noqa: PLC0415
    from huiyin.policy.packtests import load_tests  # noqa: PLC0415

    try:
        return Source(load(folder), load_tests(folder))
    except PackRefused:
        return None


# -- test --


@app.command("test")
def run_tests(
    packs: Packs = None,
    *,
    only: Annotated[str, typer.Option("-k", help="Only scenarios whose name contains this.")] = "",
    verbose: Annotated[bool, typer.Option("-v", help="Name each scenario.")] = False,
    lang: Lang = "zh",
) -> None:
    """Play the scenarios of packs on the real core; every difference from what they expect is shown."""
    from huiyin import packwork  # noqa: PLC0415

    good = True
    for folder in folders(packs):
        source = source_or_exit(folder, lang)
        typer.echo(f"== {folder}")
        said = packwork.play(source, lang, only=only, verbose=verbose)
        show(said.blocks)
        good &= said.good
    raise typer.Exit(0 if good else 1)


# -- coverage --


@app.command()
def coverage(
    packs: Packs = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Plain data.")] = False,
    only_open: Annotated[bool, typer.Option("--open", help="Only what is not proven.")] = False,
    need_proof: Annotated[
        bool, typer.Option("--need-proof", help="Fail when a system clause is unproven.")
    ] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Also remove each item in turn; a test must fail.")
    ] = False,
    lang: Lang = "zh",
) -> None:
    """Show each clause, what carries it out, which executed scenarios prove it, what it waits for."""
    from huiyin import packwork  # noqa: PLC0415

    broken, data = False, []
    for folder in folders(packs):
        source = source_or_exit(folder, lang)
        if as_json:
            found, _ = packwork.covered(source)
            data.append(found.as_data())
            broken |= found.broken or (need_proof and bool(found.unproven()))
            continue
        typer.echo(f"== {folder}")
        said = packwork.coverage(source, lang, only_open=only_open, mutate=mutate)
        show(said.blocks)
        broken |= not said.good or (need_proof and bool(said.facts["unproven"]))
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
    raise typer.Exit(1 if broken else 0)


# -- schema --


@app.command()
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", help="Write all of them into this folder.")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="Print one: pack, procedure, clauses, tests …")
    ] = "pack",
) -> None:
    """JSON Schema of the pack format, for editors that complete keys and underline mistakes."""
    from huiyin.policy.jsonschema import HEADER, schemas  # noqa: PLC0415

    known = schemas()
    if out is None:
        if kind not in known:
            typer.echo(f"没有“{kind}”；有：{'、'.join(known)}", err=True)
            raise typer.Exit(2)
        typer.echo(json.dumps(known[kind], ensure_ascii=False, indent=1))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, content in known.items():
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (out / f"{name}.schema.json").write_text(text, encoding="utf-8")
    typer.echo("每个文件第一行写上（路径相对于该文件） / first line of each file, relative to it:")
    for name in known:
        typer.echo(f"  {name:13} {HEADER.format(path=f'../…/{out.name}/{name}.schema.json')}")


# -- diff --


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="The version in force: a folder, SLUG/VERSION.")],
    new: Annotated[str, typer.Argument(help="The version to come.")],
    lang: Lang = "zh",
) -> None:
    """Say in words what a new version tightens, relaxes or changes, and for whom."""
    from huiyin import packwork  # noqa: PLC0415

    before = source_or_exit(folder_of(old), lang).pack
    after = source_or_exit(folder_of(new), lang).pack
    show(packwork.diff(before, after, lang).blocks)


# -- explain --


@app.command()
def explain(
    pack: One,
    scenario: Annotated[str, typer.Argument(help="Part of a scenario's name.")],
    duty: Annotated[str, typer.Option(help="Only this duty.")] = "",
    at: Annotated[str, typer.Option(help="As seen at this moment; else the scenario's own.")] = "",
    lang: Lang = "zh",
) -> None:
    """Explain every due moment of a scenario: which act set it, each day counted, what may move it."""
    from huiyin import packwork  # noqa: PLC0415

    with telling():
        source = source_or_exit(folder_of(pack), lang)
        show(packwork.explain(source, scenario, lang, duty=duty, at=at).blocks)


# -- what if, and a year ahead --


def _values(chosen: list[str]) -> dict[str, str]:
    """Values to try, from `NAME=VALUE`."""
    found = dict(text.partition("=")[::2] for text in chosen)
    if not all(found.values()):
        typer.echo("--set NAME=VALUE", err=True)
        raise typer.Exit(2)
    return found


@app.command()
def whatif(
    pack: One,
    new: Annotated[str, typer.Argument(help="Another version; else the same one with --set.")] = "",
    *,
    values: Annotated[
        list[str] | None, typer.Option("--set", help="Try a parameter: NAME=VALUE.")
    ] = None,
    company: Annotated[str, typer.Option(help="Use this company's own cases and rules.")] = "",
    most: Annotated[int, typer.Option(help="So many of the newest cases at most.")] = 5000,
    target: Annotated[float, typer.Option(help="Also find the value that keeps this share.")] = 0.0,
    lang: Lang = "zh",
) -> None:
    """Fold a history under other rules: which rates and which cases would have come out otherwise."""
    from huiyin import packplay, packwork  # noqa: PLC0415

    tried = _values(values or [])
    source = source_or_exit(folder_of(pack), lang)
    other = source_or_exit(folder_of(new), lang).pack if new else source.pack
    with telling():
        history = (
            _of_company(company, most)
            if company
            else packplay.of_scenarios(source.pack, source.tests)
        )
        show(packwork.whatif(history, other, tried, lang, target=target).blocks)


def _of_company(slug: str, most: int) -> "History":
    """The newest cases of an installed company, under the rules it works by today."""
    from huiyin import clock  # noqa: PLC0415  (only a company's history needs the database)
    from huiyin.boot import start_django  # noqa: PLC0415

    start_django()
    from huiyin.packhistory import NoCompany, history_of  # noqa: PLC0415

    try:
        return history_of(slug, most, clock.now())
    except NoCompany as none:
        typer.echo(f"没有公司“{slug}”；有：{'、'.join(none.args)}", err=True)
        raise typer.Exit(2) from None


@app.command()
def simulate(
    pack: One,
    *,
    per_day: Annotated[float, typer.Option(help="Cases on an average day.")] = 10.0,
    days: Annotated[int, typer.Option(help="How many days.")] = 365,
    people: Annotated[
        list[str] | None, typer.Option(help="Who is there: ROLE=NUMBER; others as many as needed.")
    ] = None,
    minutes: Annotated[
        list[str] | None, typer.Option(help="How long a step takes: STEP=MINUTES.")
    ] = None,
    mix: Annotated[
        list[str] | None, typer.Option(help="Courses: part of a scenario's name, =WEIGHT if any.")
    ] = None,
    shifts: Annotated[list[str] | None, typer.Option(help="Roles at work round the clock.")] = None,
    usual: Annotated[int, typer.Option(help="Minutes of a step that is not named.")] = 10,
    begin: Annotated[str, typer.Option(help="First day.")] = "2026-01-01",
    seed: Annotated[int, typer.Option(help="Another year of the same kind.")] = 1,
    lang: Lang = "zh",
) -> None:
    """Play a year and say what will be late: arrivals and mix against the people of each post."""
    from huiyin import packwork  # noqa: PLC0415
    from huiyin.obligations.simulate import Company  # noqa: PLC0415

    source = source_or_exit(folder_of(pack), lang)
    company = Company(
        cases_per_day=per_day,
        people={name: int(number) for name, number in _values(people or []).items()},
        minutes={name: int(number) for name, number in _values(minutes or []).items()},
        usual=usual,
        shifts=frozenset(shifts or ()),
        seed=seed,
    )
    with telling():
        year = packwork.Year(company, mix or [], begin, days)
        show(packwork.simulate(source, year, lang).blocks)
