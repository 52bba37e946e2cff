"""Customers whom only a call reaches: what to tell them, one press once it was told."""

from collections.abc import Container

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huiyin.cases.personal import customer_path, open_all, revealed
from huiyin.cases.work import Gone, Repeated
from huiyin.channels.customers.calls import ToTell, how_many, links, to_tell, told
from huiyin.people.ids import new_id
from huiyin.web.desk.calling import reached_by
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import look
from huiyin.web.parts import Action, Empty, StatusLine
from huiyin.web.present import cases as shown
from huiyin.web.present.speaker import Speaker
from huiyin.web.telling_pages import TellEntry, TellingsPage

LISTED = 40
FAILED = {
    "letter": gettext_noop("邮件没有送到"),
    "sms": gettext_noop("短信没有送到"),
}


@desk
def tellings(desk: Desk) -> HttpResponse:
    """List who is to be called; a POST records a call."""
    if desk.request.method == "POST":
        return _record(desk)
    found = to_tell(desk.caller)[:LISTED]
    page = TellingsPage(
        summary=_summary(how_many(desk.caller), len(found)),
        entries=[_entry(desk, one) for one in found],
        empty=None if found else _nothing(),
        answer=_recorded(desk),
    )
    context = {"shell": desk.shell("tellings"), "page": page}
    return render(desk.request, "web/tellings.html", context)


def _summary(waiting: int, listed: int) -> str:
    """How many wait, and that only the first of them are listed."""
    words = ngettext("%(count)s 位顾客等着听到消息", "%(count)s 位顾客等着听到消息", waiting) % {
        "count": waiting
    }
    if waiting <= listed:
        return words
    return words + _("，先列等得最久的 %(listed)s 位") % {"listed": listed}


def _record(desk: Desk) -> HttpResponse:
    post = desk.request.POST
    case, reached = post.get("case", ""), post.get("reached") == "yes"
    try:
        told(desk.caller, case, post.get("seen", "").split(), reached=reached, command=desk.once)
    except Repeated:
        pass
    except Gone:  # somebody else was faster: the list says what is left
        return HttpResponseRedirect(desk.href("tellings") + "?done=before")
    return HttpResponseRedirect(desk.href("tellings") + f"?done={'told' if reached else 'missed'}")


def _recorded(desk: Desk) -> StatusLine | None:
    words = {
        "told": _("已记下：告诉顾客了。"),
        "missed": _("已记下：这次没有打通，顾客还在名单上。"),
        "before": _("别人已经记过了。"),
    }
    done = words.get(desk.request.GET.get("done", ""))
    return StatusLine(done=done) if done else None


def _nothing() -> Empty:
    return Empty(
        title=_("没有等着打电话告诉的顾客"),
        words=_("发了邮件或短信的不用再打；发不出去的会列在这里。"),
    )


def _entry(desk: Desk, one: ToTell) -> TellEntry:
    case, lang = one.case, desk.speaker.lang
    speaker = Speaker(desk.caller, desk.caller.book.of_edition(case.edition), lang)
    texts = [message.text_en if lang == "en" else message.text for message in one.messages]
    notes = [str(_(FAILED[way])) for way in one.failed if way in FAILED]
    if one.tries:
        tried = ngettext("打过 %(count)s 次没有打通", "打过 %(count)s 次没有打通", one.tries)
        notes.append(tried % {"count": one.tries})
    calls = links(speaker.pack, case.procedure)
    asked = {calls[message.key] for message in one.messages if message.key in calls}
    notes += [_("链接到不了顾客手里，请直接打电话问")] * bool(asked)
    href = desk.href("case", case.id)
    chosen = desk.request.GET.get("case") == case.id
    return TellEntry(
        name=_name(desk, speaker, one)
        or speaker.word(speaker.pack.procedures[case.procedure].label),
        number=shown.number(speaker, case),
        href=href,
        says=list(dict.fromkeys(texts)),
        since=_("%(moment)s 起等着") % {"moment": desk.speaker.moment(one.since)},
        notes=notes,
        contact=reached_by(look(desk, case.id)) if chosen else [],
        open_href="" if chosen else f"{desk.href('tellings')}?case={case.id}#{case.id}",
        ident=case.id,
        actions=[*_asking(desk, one, asked), *_actions(desk, one, calls)],
    )


def _name(desk: Desk, speaker: Speaker, one: ToTell) -> str:
    """What to call the customer, covered as everywhere."""
    case = one.case
    path = customer_path(speaker.pack.procedures[case.procedure], case.fields)
    if not path:
        return ""
    value = case.fields.get(path)
    field = shown.field_spec(speaker, case.procedure, path)
    return shown.covered(speaker, field, revealed(value, open_all(case.company_id, value)))


def _asking(desk: Desk, one: ToTell, steps: set[str]) -> list[Action]:
    """A link says nothing by word of mouth: what it asks is asked in the call itself, which settles it."""
    number = shown.number(desk.speaker, one.case)
    return [
        Action(
            label=_("打回访电话"),
            label_full=f"{_('打回访电话')} {number}",
            href=f"{desk.href('revisits')}?case={one.case.id}&step={step}",
            icon="phone-call",
            style="primary",
            small=True,
        )
        for step in sorted(steps)
    ]


def _actions(desk: Desk, one: ToTell, calls: Container[str]) -> list[Action]:
    """What was told, or not: of all but links."""
    seen = [message.id for message in one.messages if message.key not in calls]
    if not seen:
        return []
    once = new_id(desk.caller.now)
    same = [("case", one.case.id), ("seen", " ".join(seen))]
    number = shown.number(desk.speaker, one.case)
    return [
        Action(
            label=label,
            label_full=f"{label} {number}",
            href=desk.href("tellings"),
            method="post",
            icon=icon,
            once=once + reached[0],
            fields=(*same, ("reached", reached)),
            style=style,
            small=True,
        )
        for label, icon, reached, style in (
            (_("已打电话告诉"), "check", "yes", "primary"),
            (_("没有打通"), "calendar-time", "no", "outline"),
        )
    ]
