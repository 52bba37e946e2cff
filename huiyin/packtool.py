"""`huiyin pack …`: the tools of whoever writes a regulation as a pack. No database, no web."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from huiyin.obligations.packrun import Played
    from huiyin.policy.findings import Finding
    from huiyin.policy.load import Loaded
    from huiyin.policy.notes import Remark
    from huiyin.policy.packtests import PackTests

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


def show(lines: Iterable[str]) -> None:
    """Write lines as they come."""
    for line in lines:
        typer.echo(line)


def today() -> date:
    """The day on which a check is made."""
    from huiyin import clock  # noqa: PLC0415

    return clock.now().date()


def loaded_or_exit(folder: Path, lang: str) -> "tuple[Loaded, PackTests]":
    """Load a pack with its tests; every finding and exit code 1 when it cannot be read."""
    from huiyin.policy.findings import PackRefused  # noqa: PLC0415
    from huiyin.policy.load import load  # noqa: PLC0415
    from huiyin.policy.packtests import load_tests  # noqa: PLC0415

    try:
        return load(folder), load_tests(folder)
    except PackRefused as refused:
        show(finding.words(lang) for finding in refused.findings)
        raise typer.Exit(1) from None


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
    from huiyin import packprint  # noqa: PLC0415
    from huiyin.policy.check import check_folder, errors  # noqa: PLC0415

    wrong = 0
    for folder in folders(packs):
        found = [*check_folder(folder, today()), *_from_playing(folder)]
        refused = errors(found, strict=strict)
        wrong += len(refused)
        typer.echo(f"== {folder}")
        show(packprint.findings(sorted(found), lang, every=words or strict))
        show(packprint.remarks(_remarks(folder), lang))
        counted = (len(errors(found)), len(found) - len(errors(found)))
        typer.echo(
            packprint.pick(lang, "{} 个错误，{} 个提示", "{} errors, {} warnings").format(*counted)
        )
    raise typer.Exit(1 if wrong else 0)


def _remarks(folder: Path) -> "tuple[Remark, ...]":
    from huiyin.policy.findings import PackRefused  # noqa: PLC0415
    from huiyin.policy.load import load  # noqa: PLC0415
    from huiyin.policy.notes import remarks  # noqa: PLC0415

    try:
        return remarks(load(folder).pack)
    except PackRefused:
        return ()


def _from_playing(folder: Path) -> "list[Finding]":
    """Findings that only playing the scenarios can make: missing twins, claims that touch nothing."""
    from huiyin.obligations.packfindings import from_playing  # noqa: PLC0415
    from huiyin.policy.findings import PackRefused  # noqa: PLC0415
    from huiyin.policy.load import load  # noqa: PLC0415
    from huiyin.policy.packtests import load_tests  # noqa: PLC0415

    try:
        return list(from_playing(load(folder), load_tests(folder)))
    except PackRefused:
        return []


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
    from huiyin import packprint  # noqa: PLC0415

    failed = 0
    for folder in folders(packs):
        played = _played(folder, lang, only)
        bad = [one for one in played if not one.holds]
        failed += len(bad)
        typer.echo(f"== {folder}")
        if verbose:
            show(f"{'✗' if not one.holds else '✓'} {one.scenario.name}" for one in played)
        show(packprint.failures(bad))
        counted = (len(played) - len(bad), len(bad))
        typer.echo(
            packprint.pick(lang, "{} 个场景成立，{} 个不成立", "{} hold, {} do not").format(
                *counted
            )
        )
    raise typer.Exit(1 if failed else 0)


def _played(folder: Path, lang: str, only: str = "") -> "list[Played]":
    from huiyin.obligations.packrun import play_all  # noqa: PLC0415

    loaded, tests = loaded_or_exit(folder, lang)
    if tests.findings:
        show(finding.words(lang) for finding in tests.findings)
        raise typer.Exit(1)
    chosen = [scenario for scenario in tests.scenarios if only in scenario.name]
    return list(play_all(loaded.pack, tests, chosen))


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
    from huiyin import packprint  # noqa: PLC0415
    from huiyin.obligations.proof import coverage as cover  # noqa: PLC0415

    broken, data = False, []
    for folder in folders(packs):
        loaded, tests = loaded_or_exit(folder, lang)
        played = _played(folder, lang)
        found = cover(loaded.pack, played, tests.product)
        broken |= found.broken or (need_proof and bool(found.unproven()))
        if as_json:
            data.append(found.as_data())
        else:
            typer.echo(f"== {folder}")
            show(packprint.coverage(found, lang, only_open=only_open))
        if mutate:
            broken |= _mutate(loaded, tests, played, lang)
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
    raise typer.Exit(1 if broken else 0)


def _mutate(loaded: "Loaded", tests: "PackTests", played: "list[Played]", lang: str) -> bool:
    """Remove each item in turn and list those whose loss no scenario notices."""
    from huiyin import packprint  # noqa: PLC0415
    from huiyin.obligations.mutate import survivors  # noqa: PLC0415

    tried, alive = survivors(loaded, tests, played)
    for mutant in alive:
        file, line = mutant.place(loaded)
        typer.echo(f"{file}:{line}: {mutant.words(lang)}")
    said = packprint.pick(
        lang, "{} 项逐一删去，{} 项删去后测试仍全过", "{} removed in turn, {} unnoticed"
    )
    typer.echo(said.format(tried, len(alive)))
    return bool(alive)


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
    from huiyin import packprint  # noqa: PLC0415
    from huiyin.policy.diff import diff as compare  # noqa: PLC0415
    from huiyin.policy.diff import unchanged  # noqa: PLC0415

    before = loaded_or_exit(folder_of(old), lang)[0].pack
    after = loaded_or_exit(folder_of(new), lang)[0].pack
    changes = compare(before, after)
    show(change.words(lang) for change in changes)
    show(packprint.unchanged(unchanged(before, after), len(changes), lang))


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
    from huiyin.obligations.packrun import stage  # noqa: PLC0415

    loaded, tests = loaded_or_exit(folder_of(pack), lang)
    chosen = [one for one in tests.scenarios if scenario in one.name]
    if not chosen:
        typer.echo(f"没有名字含“{scenario}”的场景", err=True)
        raise typer.Exit(2)
    for one in chosen:
        typer.echo(f"== {one.name}")
        show(stage(loaded.pack, tests, one, duty=duty, at=at, lang="en" if lang == "en" else "zh"))


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
    from huiyin import packplay, packprint  # noqa: PLC0415
    from huiyin.obligations.whatif import whatif as compare  # noqa: PLC0415

    tried = _values(values or [])
    loaded, tests = loaded_or_exit(folder_of(pack), lang)
    other = loaded_or_exit(folder_of(new), lang)[0].pack if new else loaded.pack
    history = (
        packplay.of_company(company, most) if company else packplay.of_scenarios(loaded.pack, tests)
    )
    rules = packplay.changed(history.rules, other, tried)
    found = compare(history.rules, rules, history.logs, history.at)
    show(packprint.whatif(found, rules.pack, lang))
    for name, value in tried.items() if target else ():
        show(packplay.advice(history, rules, (name, value), target, lang))


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
    from huiyin import packplay, packprint  # noqa: PLC0415
    from huiyin.obligations.simulate import Company  # noqa: PLC0415

    loaded, tests = loaded_or_exit(folder_of(pack), lang)
    company = Company(
        cases_per_day=per_day,
        people={name: int(number) for name, number in _values(people or []).items()},
        minutes={name: int(number) for name, number in _values(minutes or []).items()},
        usual=usual,
        shifts=frozenset(shifts or ()),
        seed=seed,
    )
    outcome = packplay.year(loaded.pack, tests, company, mix or [], begin, days)
    show(packprint.year(outcome, loaded.pack, days, lang))
