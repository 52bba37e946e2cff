"""The pane of acts on a case: the form of a step, the signature of an approval, the strip of signers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.obligations.model import CaseState
from huiyin.people.ids import new_id
from huiyin.policy.procedures import Step
from huiyin.web.desk import late_entry, together
from huiyin.web.desk.drafts import restored
from huiyin.web.desk.entries import drafted
from huiyin.web.desk.looking import Looking
from huiyin.web.desk.standards import standard_values
from huiyin.web.parts import (
    Action,
    ApprovalState,
    ApprovalStep,
    ApprovalStrip,
    Choice,
    Conflict,
    DraftState,
    Field,
    FileItem,
    StepForm,
)
from huiyin.web.parts import Refusal as RefusalPart
from huiyin.web.parts.script import ReplyParts
from huiyin.web.present.forms import Painter, summary
from huiyin.web.present.replies import parts_of, reply_draft
from huiyin.web.present.speaker import Speaker

TRACKING_PAGES = ("tracking", "upward")


def act_form(
    looking: Looking,
    step: str,
    values: Mapping[str, Any],
    faults: Mapping[str, str],
    once: str,
    *,
    outcome: str = "",
    row: str = "",
    answer: RefusalPart | Conflict | None = None,
    files: Mapping[str, Sequence[FileItem]] | None = None,
    restored: str = "",
    place: str = "",
    ident: str = "act-form",
) -> StepForm:
    """The form of a step on a case, with what was typed and what is wrong.

    `place` is the page that shows the form when it is not the case's own; it comes back there.
    """
    spec, speaker = looking.spec.steps[step], looking.speaker
    place = place or _came_from(looking)
    here = f"{looking.desk.href('case', looking.case.id)}?do={step}"
    paper = late_entry.asked(looking.desk.request)
    drafts = has_draft(spec)
    painter = _painter(looking, step, values, faults, files or {})
    return StepForm(
        action=looking.desk.href("do", looking.case.id, step),
        submit=_submit(spec, speaker),
        body=[
            *_row_choice(looking, step, row, faults),
            *outcome_field(spec, outcome, faults, speaker),
            *painter.body(spec.form),
            *_must_say(looking, step, painter.values),
            *_foot(looking, spec, faults),
        ],
        once=once,
        problems=summary(faults, spec.form, speaker),
        answer=answer,
        note=_note(looking, step),
        signs=speaker.person(looking.desk.caller.actor.person) if spec.sign else "",
        draft=_draft(restored, f"{here}&fresh=1#act") if drafts else None,
        draft_action=looking.desk.href("draft", draft_name(looking, step)) if drafts else "",
        files=any(f.kind == "file" for f in spec.form.values()),
        ident=ident,
        target="" if place else "#act",
        hidden=_hidden(looking, place, paper=paper),
        others=[] if paper or place else [late_entry.offer(f"{here}&paper=1#act")],
        shortcut=True,
    )


def _painter(
    looking: Looking,
    step: str,
    values: Mapping[str, Any],
    faults: Mapping[str, str],
    files: Mapping[str, Sequence[FileItem]],
) -> Painter:
    """Draws the pack's fields, with drafts where the pack wants them until something was typed."""
    request = looking.desk.request
    return Painter(
        looking.speaker,
        values if request.method == "POST" else {**_drafts(looking, step), **values},
        faults,
        add_to=request.POST.get("add", ""),
        files=files,
        known=looking.known,
    )


def _drafts(looking: Looking, step: str) -> dict[str, Any]:
    """Reports summed up from entries, replies drafted from what the case says."""
    state, spec = looking.assessment.state, looking.spec.steps[step]
    reply = reply_draft(looking.speaker, looking.case, state, looking.texts, spec)
    return {**drafted(looking, step), **standard_values(looking, step), **reply}


def _must_say(looking: Looking, step: str, values: Mapping[str, Any]) -> list[ReplyParts]:
    """What a reply must contain, said or missing."""
    state, spec = looking.assessment.state, looking.spec.steps[step]
    found = parts_of(looking.speaker, state, spec, values)
    return [found] if found is not None else []


def _submit(spec: Step, speaker: Speaker) -> str:
    verb = speaker.word(spec.verb or spec.label)
    return _("%(verb)s并签名") % {"verb": verb} if spec.sign else verb


def _foot(looking: Looking, spec: Step, faults: Mapping[str, str]) -> list[Field]:
    """What stands below the pack's own fields: joined cases, the time of a later entry, the signature."""
    request = looking.desk.request
    body = together.offer(looking)
    if late_entry.asked(request):
        body.append(late_entry.field(request, error=faults.get(late_entry.NAME, "")))
    if spec.sign:
        body.append(password_field(faults.get("password", "")))
    return body


def _came_from(looking: Looking) -> str:
    """The tracking page that a form was posted from, if it was one."""
    back: str = looking.desk.request.POST.get("back", "")
    return back if back in TRACKING_PAGES else ""


def _hidden(looking: Looking, place: str, *, paper: bool) -> list[tuple[str, str]]:
    said = [("back", place)] if place else []
    return [*standing(looking), *said, *([("paper", "1")] if paper else [])]


def standing(looking: Looking) -> list[tuple[str, str]]:
    """How the case stood when the form was drawn: what was seen, in which round."""
    return [("seen", str(looking.case.seq)), ("round", str(looking.case.rounds))]


def fresh_form(
    looking: Looking, step: str, *, place: str = "", ident: str = "act-form"
) -> StepForm:
    """The form of a step: empty, or as the reader left it."""
    spec, once = looking.spec.steps[step], new_id(looking.desk.caller.now)
    name = draft_name(looking, step)
    before = restored(looking.desk, name, spec, looking.speaker) if has_draft(spec) else None
    if before is None:
        values = looking.known.values(step)
        return act_form(looking, step, values, {}, once, place=place, ident=ident)
    given = before.given
    return act_form(
        looking,
        step,
        given.values,
        {},
        once,
        outcome=given.outcome or "",
        row=given.row or "",
        restored=before.moment,
        place=place,
        ident=ident,
    )


def _draft(restored: str, fresh: str) -> DraftState:
    return (
        DraftState(saved=restored, restored=restored, discard=fresh) if restored else DraftState()
    )


def has_draft(spec: Step) -> bool:
    """Whether what is typed into a step's form is kept: where more than a word is written."""
    kinds = [field.kind for field in spec.form.values()]
    return "longtext" in kinds or "table" in kinds or kinds.count("text") > 1


def draft_name(looking: Looking, step: str) -> str:
    """The name of the draft of a step's form."""
    return f"{looking.case.id}.{step}"


def password_field(error: str = "") -> Field:
    """Signing asks for the password again (ui: Sign-off)."""
    return Field(
        kind="password",
        name="password",
        label=_("登录密码"),
        required=True,
        help=_("签名即表示以上内容由您确认"),
        error=error,
        autocomplete="current-password",
    )


def outcome_field(
    spec: Step, chosen: str, faults: Mapping[str, str], speaker: Speaker
) -> list[Field]:
    """What a step came to, to be chosen; nothing where a step has only one way."""
    if not spec.outcomes:
        return []
    choices = [
        Choice(value=name, label=speaker.word(name), chosen=name == chosen)
        for name in spec.outcomes
    ]
    return [
        Field(
            kind="choice",
            name="outcome",
            label=_("结果"),
            required=True,
            choices=choices,
            error=faults.get("outcome", ""),
        )
    ]


def _row_choice(looking: Looking, step: str, chosen: str, faults: Mapping[str, str]) -> list[Field]:
    """Which row of a table this act fulfils, when several are owed."""
    compiled = looking.speaker.rules.procedure(looking.case.procedure)
    names = compiled.duties_done_by.get(step, ())
    rows = [
        i.row
        for i in looking.assessment.state.open_instances()
        if i.duty in names and i.row is not None
    ]
    if not rows:
        return []
    unique = list(dict.fromkeys(rows))
    choices = [
        Choice(value=r, label=looking.speaker.unit(r) or r, chosen=r == chosen or len(unique) == 1)
        for r in unique
    ]
    return [
        Field(
            kind="choice",
            name="row",
            label=_("哪一项"),
            required=True,
            choices=choices,
            error=faults.get("row", ""),
        )
    ]


def _note(looking: Looking, step: str) -> str:
    compiled = looking.speaker.rules.procedure(looking.case.procedure)
    names = compiled.duties_done_by.get(step, ())
    owed = [
        i for i in looking.assessment.state.open_instances() if i.duty in names and i.limit.moment
    ]
    if not owed:
        return ""
    limit = owed[0].limit.moment
    if limit is None:
        return ""
    if limit < looking.desk.caller.now:
        return _("时限 %(moment)s 已过，做完记为“迟”") % {"moment": looking.speaker.moment(limit)}
    return _("保存后这项义务了结，记“按时”")


def approval_form(
    looking: Looking,
    name: str,
    once: str,
    faults: Mapping[str, str] | None = None,
    note: str = "",
) -> StepForm:
    """The signature that an approval waits for: agree or not, with a remark."""
    spec, speaker = looking.spec.approvals[name], looking.speaker
    wrong = faults or {}
    body: list[Any] = [
        Field(
            kind="longtext",
            name="note",
            label=_("意见"),
            value=note,
            limit=500,
            error=wrong.get("note", ""),
        ),
        password_field(wrong.get("password", "")),
    ]
    return StepForm(
        action=looking.desk.href("sign", looking.case.id, name),
        submit=_("同意并签名"),
        submit_name="decision",
        submit_value="approve",
        body=body,
        once=once,
        note=speaker.word(spec.label),
        signs=speaker.person(looking.desk.caller.actor.person),
        others=[Action(label=_("不同意"), name="decision", value="refuse", style="danger")],
        target="#act",
    )


def approval_strip(speaker: Speaker, state: CaseState) -> ApprovalStrip | None:
    """Signers of the approvals that were opened, each with who and when, or why not needed."""
    steps = []
    for name, approval in state.approvals.items():
        spec = speaker.pack.procedures[state.procedure].approvals[name]
        waiting = False
        for number, signer in enumerate(spec.signers):
            label = _("、").join(speaker.role(who.role) for who in signer.by if who.role)
            if number in approval.signed:
                person, at = approval.signed[number]
                kind = (
                    ApprovalState.RETURNED
                    if approval.status == "refused" and number == max(approval.signed)
                    else ApprovalState.DONE
                )
                steps.append(
                    ApprovalStep(
                        name=label,
                        state=kind,
                        words=f"{speaker.person(person)} {speaker.short(at)}",
                    )
                )
            elif approval.status == "open":
                kind = ApprovalState.NEXT if waiting else ApprovalState.NOW
                steps.append(
                    ApprovalStep(
                        name=label, state=kind, words=_("按条件才需要") if signer.when else ""
                    )
                )
                waiting = True
            else:
                steps.append(
                    ApprovalStep(name=label, state=ApprovalState.NOT_NEEDED, words=_("本次不需要"))
                )
    return ApprovalStrip(steps=steps, upright=True) if steps else None
