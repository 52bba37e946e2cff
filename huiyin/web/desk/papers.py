"""D14: a paper issued from a case, for print: complete, signed, with its number and fingerprint."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from huiyin.cases.personal import revealed
from huiyin.cases.work import Gone
from huiyin.eventlog.chain import seal
from huiyin.eventlog.envelope import Event
from huiyin.policy.across import Document
from huiyin.policy.forms import FormField
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking, look
from huiyin.web.portal_pages import PaperBox, PaperCell, PaperPage, PaperSignature
from huiyin.web.present.cases import covered, field_spec
from huiyin.web.present.places import Places

FEW = 8


@desk
def paper(desk: Desk, case_id: str, seq: int) -> HttpResponse:
    """Show a paper as it stands in the log; the number stays whatever becomes of it."""
    looking = look(desk, case_id)
    looking.speaker = replace(looking.speaker, dated=True)
    issued = next((e for e in looking.events if e.kind == "issued" and e.seq == seq), None)
    if issued is None:
        raise Gone(str(seq))
    return render(desk.request, "web/paper.html", {"page": paper_page(looking, issued)})


def paper_page(looking: Looking, issued: Event) -> PaperPage:
    """Everything on the paper."""
    speaker, case = looking.speaker, looking.case
    name, number = issued.data["document"], issued.data["number"]
    spec = speaker.pack.documents[name]
    letter = _letter(looking, spec) if spec.template == "letter" else []
    void = (name, number) in looking.assessment.state.voided
    digest = seal("", issued)
    link = looking.desk.request.build_absolute_uri(looking.desk.href("paper", case.id, issued.seq))
    code = segno.make(link, error="m").svg_inline(scale=2, border=0)
    head = [
        (_("编号"), number),
        (_("签发"), speaker.moment(issued.at)),
        (_("门店/部门"), speaker.unit(case.unit)),
    ]
    return PaperPage(
        company=looking.desk.caller.company.name,
        title=speaker.word(spec.label),
        head=head,
        rows=[] if letter else list(_rows(looking, spec.shows)),
        letter=letter,
        addressee=_addressee(looking) if letter else "",
        signatures=_signatures(looking, spec.signatories),
        code=mark_safe(code),
        basis=_("依据 %(title)s（%(version)s）")
        % {"title": speaker.pack.title, "version": speaker.pack.version},
        fingerprint=" ".join(digest[n : n + 4] for n in range(0, 32, 4)),
        issued=_("%(moment)s 由 %(name)s 打印")
        % {
            "moment": speaker.moment(looking.desk.caller.now),
            "name": speaker.person(looking.desk.caller.actor.person),
        },
        void=_("作废") if void else "",
        back_href=looking.desk.href("case", case.id),
    )


def _letter(looking: Looking, spec: Document) -> list[str]:
    """The texts of a letter as paragraphs; covered, as everything on a paper is."""
    found = []
    for path in (path for shown in spec.shows for path in _fields_of(looking, shown)):
        field = field_spec(looking.speaker, looking.case.procedure, path)
        value = revealed(looking.assessment.state.fields.get(path), looking.texts)
        words = covered(looking.speaker, field, value)
        if field is not None and words:
            label = looking.speaker.word(field.label)
            sign = "：" if looking.speaker.lang == "zh" else ": "
            found.append(words if field.kind == "longtext" else f"{label}{sign}{words}")
    return found


def _addressee(looking: Looking) -> str:
    state = looking.assessment.state
    places = Places(looking.speaker, looking.case, state, looking.texts)
    return _("%(name)s：") % {"name": places.customer()}


def _rows(looking: Looking, shows: Iterable[str]) -> Iterable[list[PaperCell]]:
    """The fields that the pack puts on the paper, two short ones a row; all that was filled in otherwise."""
    paths = [path for shown in shows for path in _fields_of(looking, shown)]
    paths = paths or list(looking.assessment.state.fields)
    waiting: list[PaperCell] = []
    for path in paths:
        step, _dot, name = path.partition(".")
        spec = looking.spec.steps.get(step)
        field = spec.form.get(name) if spec is not None else None
        if field is None:
            continue
        cell = _cell(looking, field, path)
        if cell.tall:
            if waiting:
                yield waiting
                waiting = []
            yield [cell]
        elif waiting:
            yield [waiting[0], cell]
            waiting = []
        else:
            waiting = [cell]
    if waiting:
        yield waiting


def _fields_of(looking: Looking, shown: str) -> list[str]:
    """A field (`step.field`), or all fields of a step that were filled in."""
    if "." in shown or shown not in looking.spec.steps:
        return [shown]
    given = looking.assessment.state.fields
    paths = [f"{shown}.{name}" for name in looking.spec.steps[shown].form]
    return [path for path in paths if path in given]


def _cell(looking: Looking, field: FormField, path: str) -> PaperCell:
    speaker = looking.speaker
    value = revealed(looking.assessment.state.fields.get(path), looking.texts)
    label = speaker.word(field.label)
    choices = speaker.pack.choices(field.of or ())
    if choices and len(choices) <= FEW:
        ticked = {str(v) for v in value} if isinstance(value, (list, tuple)) else {str(value)}
        boxes = [PaperBox(label=speaker.word(c), ticked=c in ticked) for c in choices]
        return PaperCell(label=label, boxes=boxes)
    if field.kind == "table":
        lines = [
            " ".join(covered(speaker, field.columns.get(c), v) for c, v in row.items())
            for row in value or ()
        ]
        return PaperCell(label=label, words="\n".join(lines) or _("无"), tall=True)
    words = covered(speaker, field, value) or _("未填")
    return PaperCell(label=label, words=words, tall=field.kind == "longtext" or len(words) > 24)


def _signatures(looking: Looking, wanted: Sequence[str]) -> list[PaperSignature]:
    """Who signed which step, with unit and moment; lateness is printed with the step itself.

    A pack names the steps or approvals whose signatures it wants, or the posts of who signs.
    """
    found = []
    for event in looking.events:
        named = {event.data.get("step", event.data.get("approval")), *event.actor.roles}
        if wanted and not named & set(wanted):
            continue
        if event.kind == "acted" and event.data.get("sign"):
            role = looking.speaker.word(looking.spec.steps[event.data["step"]].label)
            found.append(_signature(looking, event, role))
        elif event.kind == "signed":
            role = looking.speaker.word(looking.spec.approvals[event.data["approval"]].label)
            found.append(_signature(looking, event, role))
    return found


def _signature(looking: Looking, event: Event, role: str) -> PaperSignature:
    speaker = looking.speaker
    return PaperSignature(
        role=role,
        name=speaker.person(event.actor.person),
        unit=speaker.unit(event.actor.unit),
        moment=speaker.moment(event.at),
        kind=_("电子签名"),
    )
