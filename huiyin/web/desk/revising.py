"""D11: changing the regulation. What changes, for whom, what it would have done, who signs."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin import packjobs
from huiyin.cases.work import Gone
from huiyin.people.ids import new_id
from huiyin.policies.commands import OtherContent, install
from huiyin.policies.models import PackVersion, Revision
from huiyin.policies.revising import (
    CannotRevise,
    Office,
    Wanted,
    change,
    discard,
    draft,
    faults,
    sign,
    submit,
    withdraw,
)
from huiyin.policies.rights import rights
from huiyin.policies.rules import pack_of
from huiyin.policy.check import accept
from huiyin.policy.findings import PackRefused
from huiyin.policy.load import parse
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.policy import views
from huiyin.web.desk.revision_page import CHECKS, Drawn, draw, latest_runs
from huiyin.web.desk.signing import password_fault
from huiyin.web.pages import ListPage
from huiyin.web.parts import Action, Cell, Choice, Column, Empty, Field, LedgerTable, Row, StepForm
from huiyin.web.present import revisions as words

UNPROCESSABLE, FORBIDDEN = 422, 403
LARGEST = 4 * 1024 * 1024


def office_of(desk: Desk) -> Office:
    """The reader at the regulation's desk; who may not even look finds nothing there."""
    caller = desk.caller
    office = Office(caller.company, caller.actor, caller.now)
    if not rights(office.rules.pack, office.people, office.actor).look_on:
        raise Gone("revisions")
    return office


def revision_of(desk: Desk, number: int) -> Revision:
    """A revision of the company. Raises `Gone`."""
    rows = Revision.objects.select_related("pack", "company")
    row = rows.filter(company=desk.caller.company, number=number).first()
    if row is None:
        raise Gone(str(number))
    return row


@desk
def revisions(desk: Desk) -> HttpResponse:
    """The revisions of the regulation, newest first."""
    office = office_of(desk)
    may = rights(office.rules.pack, office.people, office.actor).draft
    rows = Revision.objects.filter(company=desk.caller.company).select_related("pack")
    found = list(rows.order_by("-number")[:100])
    page = ListPage(
        title=_("参数与修订"),
        views=views(desk, "revisions"),
        actions=[
            Action(
                label=_("起草修订"), href=desk.href("revision_new"), icon="plus", style="primary"
            )
        ]
        if may
        else [],
        table=_table(desk, office, found) if found else None,
        empty=None
        if found
        else Empty(
            title=_("还没有修订"),
            words=_("参数和制度版本的改动从起草开始，批准以后到生效日才算数。"),
        ),
    )
    return render(desk.request, "web/list.html", {"shell": desk.shell("policy"), "page": page})


def _table(desk: Desk, office: Office, found: list[Revision]) -> LedgerTable:
    speaker = desk.speaker
    current = office.book.edition_at(office.now).pack_id
    columns = [
        Column(label=_("编号"), phone="title"),
        Column(label=_("改什么"), phone="line"),
        Column(label=_("状态")),
        Column(label=_("起草")),
        Column(label=_("生效日期")),
    ]
    rows = [
        Row(
            cells=[
                Cell(words=f"{row.number:03}", href=desk.href("revision", row.number)),
                Cell(words=words.title(speaker, row, current)),
                Cell(words=words.state_words(row.state)),
                Cell(words=f"{speaker.person(row.drafted_by)} {speaker.short(row.drafted_at)}"),
                Cell(
                    words=row.effective_on.isoformat() if row.effective_on else "",
                    none=_("还没有定"),
                ),
            ]
        )
        for row in found
    ]
    return LedgerTable(caption=_("修订"), columns=columns, rows=rows)


# -- beginning one --


@desk
def new(desk: Desk) -> HttpResponse:
    """Begin a revision: of the values, or with another version that is installed or brought along."""
    office = office_of(desk)
    if desk.request.method != "POST":
        return _begin(desk, office)
    try:
        office.must("draft")
        pack_id = _chosen(desk, office)
        row = draft(office, Wanted({}, pack_id=pack_id))
    except PackRefused as refused:
        said = [finding.words(desk.speaker.lang) for finding in refused.findings[:20]]
        return _begin(desk, office, said)
    except OtherContent as other:
        return _begin(desk, office, [str(other)])
    except CannotRevise as refused:
        why = words.refusal(desk.speaker, office, refused, None)
        return _begin(desk, office, list(why.missing))
    _ask_checks(desk, row)
    return HttpResponseRedirect(desk.href("revision", row.number))


def _chosen(desk: Desk, office: Office) -> str:
    """The version that is meant; one that is brought along is checked and installed first."""
    brought = desk.request.FILES.get("file")
    if brought is None:
        return str(desk.request.POST.get("pack") or office.book.editions[-1].pack_id)
    if (brought.size or 0) > LARGEST:
        raise OtherContent(_("文件太大"))
    texts = _texts(brought.read())
    loaded = parse({name: text for name, text in texts.items() if not name.startswith("tests/")})
    if loaded.pack.pack != office.book.slug:
        raise OtherContent(_("这个制度包不是本公司的：%(name)s") % {"name": loaded.pack.pack})
    accept(loaded)
    tests = {name: text for name, text in texts.items() if name.startswith("tests/")}
    return install(loaded, by=office.actor.person, at=office.now, tests=tests).id


def _texts(content: bytes) -> dict[str, str]:
    """The YAML files of a ZIP, by name beside `pack.yaml`. Raises `OtherContent`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [n for n in archive.namelist() if n.endswith(".yaml")]
            heads = sorted((n for n in names if n.split("/")[-1] == "pack.yaml"), key=len)
            if not heads or sum(archive.getinfo(n).file_size for n in names) > LARGEST:
                raise OtherContent(_("压缩文件里没有 pack.yaml，或者太大"))
            root = heads[0].removesuffix("pack.yaml")
            inside = [n for n in names if n.startswith(root)]
            return {n.removeprefix(root): archive.read(n).decode("utf-8") for n in inside}
    except (zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise OtherContent(_("不是 ZIP 文件，或文字不是 UTF-8")) from error


def _begin(desk: Desk, office: Office, told: list[str] | None = None) -> HttpResponse:
    versions = PackVersion.objects.filter(slug=office.book.slug).order_by("-installed_at")
    current = office.book.editions[-1].pack_id
    choices = [
        Choice(
            value=version.id,
            label=_("%(version)s 版（现行）") % {"version": version.version}
            if version.id == current
            else _("%(version)s 版") % {"version": version.version},
            chosen=version.id == current,
        )
        for version in versions[:20]
    ]
    form = StepForm(
        action=desk.href("revision_new"),
        submit=_("起草"),
        once=new_id(desk.caller.now),
        files=True,
        body=[
            Field(
                kind="choice",
                name="pack",
                label=_("以哪个版本起草"),
                choices=choices,
                required=True,
                help=_("改参数用现行版；换制度文字选新装的版本。"),
            ),
        ],
        note=_("起草不改变任何现行规定。"),
    )
    context = {
        "shell": desk.shell("policy"),
        "form": form,
        "told": told or [],
        "back": desk.href("revisions"),
    }
    status = UNPROCESSABLE if told else 200
    return render(desk.request, "web/revision_new.html", context, status=status)


# -- one revision --


@desk
def revision(desk: Desk, number: int) -> HttpResponse:
    """Show a revision."""
    office = office_of(desk)
    return draw(Drawn(desk, office, revision_of(desk, number)))


@dataclass(frozen=True)
class Posted:
    """What came back from the page of a revision."""

    desk: Desk
    office: Office
    row: Revision

    def wanted(self) -> Wanted:
        """The values that were typed, the day, the reason."""
        post = self.desk.request.POST
        pack = pack_of(self.row.pack)
        typed = {
            name: post[words.PREFIX + name]
            for name in pack.parameters
            if words.PREFIX + name in post
        }
        return Wanted(
            typed,
            words.day_of(post.get("effective_on", "")),
            move_running=post.get("move_running") == "yes",
            reason=post.get("reason", "").strip()[:400],
            pack_id=self.row.pack_id,
        )


@require_POST
@desk
def act(desk: Desk, number: int) -> HttpResponse:
    """Save, try, submit, sign, withdraw or give up a revision."""
    office, row = office_of(desk), revision_of(desk, number)
    posted = Posted(desk, office, row)
    verb = ACTS.get(desk.request.POST.get("act", ""), _save)
    try:
        answer = verb(posted)
    except CannotRevise as refused:
        told = words.refusal(desk.speaker, office, refused, row)
        status = FORBIDDEN if refused.why in ("right", "own") else UNPROCESSABLE
        fresh = revision_of(desk, number)
        return draw(Drawn(desk, office, fresh, answer=told), status=status)
    return answer or HttpResponseRedirect(desk.href("revision", number))


def _save(posted: Posted) -> HttpResponse | None:
    """Keep what was typed, as it is; what is wrong with it stands beside the field."""
    row = change(posted.office, posted.row, posted.wanted())
    _ask_checks(posted.desk, row)
    if faults(posted.office, row):
        return draw(Drawn(posted.desk, posted.office, row), status=UNPROCESSABLE)
    return None


def _try(posted: Posted) -> HttpResponse | None:
    """Keep it, and fold the company's own history under it."""
    row = change(posted.office, posted.row, posted.wanted())
    _ask_checks(posted.desk, row)
    if faults(posted.office, row):
        return draw(Drawn(posted.desk, posted.office, row), status=UNPROCESSABLE)
    _ask(posted.desk, row, "whatif", {"values": row.values})
    return None


def _submit(posted: Posted) -> None:
    row = change(posted.office, posted.row, posted.wanted())
    runs = latest_runs(row)
    facts: dict[str, Any] = {}
    for tool in CHECKS:
        run = runs.get(tool)
        if run is None or run.ended_at is None or not run.good:
            facts["errors"] = tool
        else:
            facts |= run.said.get("facts", {})
    tried = runs.get("whatif")
    if tried is not None and tried.ended_at and tried.arguments.get("values") == row.values:
        facts |= tried.said.get("facts", {})
    submit(posted.office, row, facts)


def _sign(posted: Posted) -> HttpResponse | None:
    post = posted.desk.request.POST
    approve = post.get("decision") == "approve"
    wrong: dict[str, str] = {}
    if fault := password_fault(posted.desk.request):
        wrong["password"] = fault
    if post.get("decision") not in ("approve", "refuse"):
        wrong["decision"] = _("请选同意或不同意")
    note = post.get("note", "").strip()
    if not approve and not note:
        wrong["note"] = _("不同意须写明原因")
    if wrong:
        drawn = Drawn(posted.desk, posted.office, posted.row, wrong=wrong)
        return draw(drawn, status=UNPROCESSABLE)
    sign(posted.office, posted.row, approve=approve, note=note[:400])
    return None


def _withdraw(posted: Posted) -> None:
    withdraw(posted.office, posted.row)


def _discard(posted: Posted) -> None:
    discard(posted.office, posted.row)


ACTS: Mapping[str, Any] = {
    "save": _save,
    "try": _try,
    "submit": _submit,
    "sign": _sign,
    "withdraw": _withdraw,
    "discard": _discard,
}


def _ask_checks(desk: Desk, row: Revision) -> None:
    """Check the version and test it by the draft's values, unless that was already asked for."""
    runs = latest_runs(row)
    for tool in CHECKS:
        known = runs.get(tool)
        wanted = {"pack": row.pack_id} | ({"values": row.values} if tool == "test" else {})
        same = known is not None and wanted.items() <= known.arguments.items()
        if known is None or not same or known.cut_at:
            _ask(desk, row, tool, wanted)


def _ask(desk: Desk, row: Revision, tool: str, more: Mapping[str, Any]) -> None:
    packjobs.ask(
        desk.caller.company,
        tool,
        {"revision": row.id, "pack": row.pack_id, **more},
        by=desk.caller.actor.person,
        at=desk.caller.now,
        lang=desk.speaker.lang,
    )
