"""Schedules, watches, papers, access, ledgers, retention …: what they name exists."""

from collections.abc import Iterator
from typing import get_args

from huiyin.policy.across import END_OF_YEAR, NEW_VERSION, Watch
from huiyin.policy.checks.conditions import condition
from huiyin.policy.checks.duties import SETS_OFF, trigger
from huiyin.policy.checks.ground import Ground, Scope
from huiyin.policy.checks.terms import term
from huiyin.policy.checks.walk import Path
from huiyin.policy.checks.who import roles
from huiyin.policy.conditions import Condition
from huiyin.policy.findings import Finding
from huiyin.policy.guarantees import GUARANTEES
from huiyin.policy.values import RHYTHM, VERSION
from huiyin.worktime import PeriodUnit, check_slot

Findings = Iterator[Finding]
NEEDED = {
    "count": ("at_least",),
    "surge": ("each", "over_mean_of", "by"),
    "streak": ("each", "at_least"),
}
"""What each kind of watch must say."""
OF_THE_CASE = ("case", "number", "unit")
"""What a watch may compare beside fields."""
EVERYBODY = ("customer", "system", "superior", "bearer", "complainant", "everybody", "public")
FOREVER = ("permanent", "forever", "永久")


def check(ground: Ground) -> Findings:
    """Everything a pack says beyond single cases."""
    for part in (
        _schedules,
        _watches,
        _notices,
        _retention,
        _revising,
        _access,
        _views,
        _people,
        _acts,
    ):
        yield from part(ground)


def _schedules(ground: Ground) -> Findings:
    for name, schedule in ground.pack.schedules.items():
        path: Path = ("schedules", name)
        known = ground.pack.procedures
        yield from ground.only(
            "procedure", (schedule.opens,), known, (*path, "opens"), schedule.clause
        )
        if schedule.each not in (VERSION, *get_args(PeriodUnit)):
            named = [n for n, p in ground.pack.parameters.items() if p.unit == RHYTHM]
            yield from ground.only(
                "parameter", (schedule.each,), named, (*path, "each"), schedule.clause
            )
        if not schedule.every.isdigit():
            yield from ground.only(
                "parameter", (schedule.every,), ground.pack.parameters, path, schedule.clause
            )
        try:
            check_slot(schedule.slot)
        except ValueError as error:
            yield ground.say(
                "T504", (*path, "slot"), schedule.clause, text=schedule.slot, why=error
            )
        hour, _, minute = schedule.time.partition(":")
        if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
            yield ground.say("T512", (*path, "time"), schedule.clause, text=schedule.time)


def _revising(ground: Ground) -> Findings:
    """Who changes the regulation, and the schedule of its review."""
    spec = ground.pack.revising
    if spec is None:
        return
    path: Path = ("revising",)
    for key in ("drafted_by", "signed_by", "seen_by", "running"):
        yield from roles(ground, getattr(spec, key), (*path, key), spec.clause)
    if spec.review is not None:
        known = ground.pack.schedules
        yield from ground.only("schedule", (spec.review,), known, (*path, "review"), spec.clause)


def _watches(ground: Ground) -> Findings:
    procedures = ground.pack.procedures
    for name, watch in ground.pack.watches.items():
        path: Path = ("watches", name)
        named = (watch.opens, watch.procedure, watch.after)
        yield from ground.only("procedure", named, procedures, path, watch.clause)
        yield from _watched(ground, watch, path)
        yield from _when(ground, watch.when, (*path, "when"), watch.procedure)
        needed = (*NEEDED[watch.kind], *(("within",) if watch.after else ()))
        lacking = [key for key in needed if getattr(watch, key) is None]
        if lacking:
            yield ground.say(
                "T514", path, watch.clause, watch=watch.label, form=watch.kind, lacking=lacking
            )
        if watch.after and watch.kind != "count":
            yield ground.say("T515", path, watch.clause, watch=watch.label, form=watch.kind)
        yield from _confirmed(ground, watch, path)
        if watch.kind == "count" and not watch.different:
            yield ground.say("T513", path, watch.clause, watch=watch.label)
    for name, sample in ground.pack.samples.items():
        drawn = (sample.opens, sample.pool.get("procedure"))
        yield from ground.only("procedure", drawn, procedures, ("samples", name), sample.clause)


def _watched(ground: Ground, watch: Watch, path: Path) -> Findings:
    """How many, within what time, and which fields are compared across cases."""
    for text in (watch.within, watch.over_mean_of):
        if text is not None:
            yield from term(ground, path, text, watch.clause, counted=False)
    counts = [text for text in (watch.at_least, watch.by) if text and not text.isdigit()]
    yield from ground.only("parameter", counts, ground.pack.parameters, path, watch.clause)
    scope = _scope(ground, watch.procedure)
    for name in (part for part in (*watch.same, *watch.different) if part not in OF_THE_CASE):
        field = scope.field(name)
        if field is None:
            yield ground.unknown("field", name, scope.fields(), path, watch.clause)
        elif field.free_text and not field.personal:
            yield ground.say("Q304", path, watch.clause, field=name, label=field.label)


def _confirmed(ground: Ground, watch: Watch, path: Path) -> Findings:
    """Whoever confirms a finding can begin the case that it opens."""
    spec = ground.pack.procedures.get(watch.opens)
    if spec is None or any(who.role is None for who in watch.confirm_by):
        return
    roles = [who.role for who in watch.confirm_by if who.role is not None]
    begin = [step for step in spec.steps.values() if spec.opening_stage in step.in_]
    may = {who.role for step in begin for who in step.by}
    if roles and not set(roles) <= may:
        labels = [ground.pack.roles[r].label for r in roles if r in ground.pack.roles]
        yield ground.say("W406", path, watch.clause, watch=watch.label, roles=labels)


def _scope(ground: Ground, procedure: str | None) -> Scope:
    name = procedure if procedure in ground.pack.procedures else ground.pack.main_procedure
    return Scope(ground, name, ground.pack.procedures[name])


def _when(ground: Ground, when: Condition, path: Path, procedure: str | None) -> Findings:
    if when:
        yield from condition(_scope(ground, procedure), when, path)


def _notices(ground: Ground) -> Findings:
    for name, notice in ground.pack.notices.items():
        path: Path = ("notices", name)
        procedure = None
        for key in notice.after:
            found = [scope for scope in ground.scopes() if not _wrong(scope, key, path)]
            procedure = procedure or (found[0].name if found else None)
            if not found:
                scope = _scope(ground, None)
                yield from trigger(scope, key, (*path, "after"), notice.clause, SETS_OFF)
        known = (*ground.pack.roles, *EVERYBODY)
        yield from ground.only("role", notice.to, known, (*path, "to"), notice.clause)
        yield from _when(ground, notice.when, (*path, "when"), procedure)


def _wrong(scope: Scope, key: str, path: Path) -> bool:
    """Whether a trigger, written alone or as `procedure.trigger`, leads nowhere here."""
    head, dot, rest = key.partition(".")
    if dot and head in scope.ground.pack.procedures:
        if head != scope.name:
            return True
        key = rest
    return bool(list(trigger(scope, key, path, (), SETS_OFF)))


def _retention(ground: Ground) -> Findings:
    pack, retention = ground.pack, ground.pack.retention
    if retention is None:
        return
    procedure, _, step = retention.from_.partition(".")
    spec = pack.procedures.get(procedure)
    path: Path = ("retention", "from")
    if spec is None:
        yield ground.unknown("procedure", procedure, pack.procedures, path, retention.clause)
    elif step not in spec.steps:
        yield ground.unknown("step", step, spec.steps, path, retention.clause)
    for number, item in enumerate(retention.classes):
        place: Path = ("retention", "classes", number)
        for level in item.level:
            yield from ground.only("level", (level,), pack.levels, place, item.clause)
        flags = set(pack.flags).union(*(scope.flags_set() for scope in ground.scopes()))
        yield from ground.only("flag", (item.flag,), sorted(flags), place, item.clause)
        if item.keep not in FOREVER:
            yield from term(ground, place, item.keep, item.clause, counted=False)
    yield from ground.only(
        "procedure", (retention.destruction,), pack.procedures, ("retention", "destruction")
    )


def _access(ground: Ground) -> Findings:
    pack = ground.pack
    for number, access in enumerate(pack.access):
        path: Path = ("access", number)
        yield from roles(ground, (access.role,), (*path, "role"), access.clause)
        for name in (*access.procedures, *([access.through] if access.through else [])):
            yield from ground.only("procedure", (name,), pack.procedures, path, access.clause)
        for name in access.reports:
            yield from ground.only("report", (name,), pack.reports, path, access.clause)


def _views(ground: Ground) -> Findings:
    pack = ground.pack
    for name, report in pack.reports.items():
        yield from roles(ground, report.to, ("reports", name, "to"), report.clause)
        yield from ground.only(
            "procedure", (report.procedure,), pack.procedures, ("reports", name), report.clause
        )
        for number, section in enumerate(report.sections):
            place = ("reports", name, "sections", number)
            metric = section.get("metric")
            if isinstance(metric, str):
                yield from ground.only("metric", (metric,), pack.metrics, place, report.clause)
            ledger = section.get("ledger")
            if isinstance(ledger, str):
                yield from ground.only("ledger", (ledger,), pack.ledgers, place, report.clause)
    for name, register in pack.registers.items():
        yield from roles(ground, register.kept_by, ("registers", name, "kept_by"), register.clause)


def _people(ground: Ground) -> Findings:
    pack = ground.pack
    for number, post in enumerate(pack.staffing):
        yield from roles(ground, (post.role,), ("staffing", number, "role"), post.clause)
    steps = [step for procedure in pack.procedures.values() for step in procedure.steps]
    for name, credential in pack.credentials.items():
        path: Path = ("credentials", name)
        yield from roles(ground, credential.roles, (*path, "roles"), credential.clause)
        if credential.signed_by != "self":
            yield from roles(
                ground, (credential.signed_by,), (*path, "signed_by"), credential.clause
            )
        if credential.until not in ("", NEW_VERSION, END_OF_YEAR):
            place = (*path, "until")
            yield from term(ground, place, credential.until, credential.clause, counted=False)
        for step in credential.needed_for:
            known = [*steps, "every step", *_steps_in_full(ground)]
            yield from ground.only("step", (step,), known, (*path, "needed_for"), credential.clause)
        yield from ground.only(
            "procedure", (credential.procedure,), pack.procedures, path, credential.clause
        )
    for name, attestation in pack.attestations.items():
        path = ("attestations", name)
        yield from roles(ground, attestation.owner, (*path, "owner"), attestation.clause)
        yield from ground.only(
            "procedure", (attestation.procedure,), pack.procedures, path, attestation.clause
        )


def _steps_in_full(ground: Ground) -> list[str]:
    return [f"{name}.{step}" for name, p in ground.pack.procedures.items() for step in p.steps]


def _acts(ground: Ground) -> Findings:
    """Judgements name the recorded act that stands for them; guarantees are known to the product."""
    pack = ground.pack
    steps = [step for procedure in pack.procedures.values() for step in procedure.steps]
    known = [*_steps_in_full(ground), *steps, *pack.procedures, *pack.attestations]
    known += [*pack.credentials, *pack.ledgers, *pack.reports]
    known += [f"{n}.{a}" for n, p in pack.procedures.items() for a in p.approvals]
    fields = {f"{s.name}.{f}" for s in ground.scopes() for f in s.fields()}
    fields |= {f for s in ground.scopes() for f in s.fields()}
    for name, judgement in pack.judgements.items():
        path: Path = ("judgements", name, "stands")
        for act in judgement.stands:
            if act not in fields:
                yield from ground.only("act", (act,), known, path, judgement.clause)
    for name, platform in pack.platform.items():
        path = ("platform", name, "guarantee")
        yield from ground.only(
            "guarantee", (platform.guarantee,), GUARANTEES, path, platform.clause
        )
    for number, overlay in enumerate(pack.overlays):
        place: Path = ("overlays", number, "step")
        yield from ground.only("step", (overlay.step,), _steps_in_full(ground), place)
