"""Messages to the reader, newest first, those of a case together: what delivery sent to the desk."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.channels.inapp import LATE, UNREAD, Inbox, inbox, read_all, unread
from huiyin.channels.models import Message
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.to_sign import message_of, revisions
from huiyin.web.message_pages import MessageEntry, MessagesPage, OlderMessage
from huiyin.web.parts import Action, Empty, FilterChip, Pager


@desk
def messages(desk: Desk) -> HttpResponse:
    """Show the reader's messages; a POST marks them as read, up to the newest that was shown."""
    request = desk.request
    view = request.GET.get("view", "")
    if request.method == "POST":
        read_all(desk.caller, request.POST.get("until", ""), view)
        return HttpResponseRedirect(desk.href("messages"))
    found = inbox(
        desk.caller, view, before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    first = not {"before", "after", "view"} & request.GET.keys()
    waiting = [message_of(desk, row) for row in revisions(desk)] if first else []
    page = MessagesPage(
        filters=_filters(desk, view),
        messages=[*waiting, *(_entry(desk, of_case) for of_case in _by_case(found.messages))],
        empty=None if waiting or found.messages else _nothing(view),
        pager=_pager(found, view),
        read_all=_read_all(desk, found, view),
    )
    context = {"shell": desk.shell("messages"), "page": page}
    return render(request, "web/messages.html", context)


def _filters(desk: Desk, view: str) -> list[FilterChip]:
    here = desk.href("messages")
    late = unread(desk.caller, LATE)
    return [
        FilterChip(words=_("全部"), href=here, on=not view),
        FilterChip(
            words=_("未读"),
            href=f"{here}?view={UNREAD}",
            on=view == UNREAD,
            count=unread(desk.caller),
        ),
        FilterChip(
            words=_("未读的逾期"),
            icon="alert-triangle",
            href=f"{here}?view={LATE}",
            on=view == LATE,
            count=late,
            tone="late" if late else "",
        ),
    ]


def _by_case(found: Iterable[Message]) -> list[list[Message]]:
    """Messages of a page by case, each where its newest stands."""
    cases: dict[str, list[Message]] = {}
    for message in found:
        cases.setdefault(message.case_id, []).append(message)
    return list(cases.values())


def _nothing(view: str) -> Empty:
    if view:
        return Empty(title=_("没有未读的消息"), words=_("读过的在“全部”里。"))
    return Empty(title=_("没有消息"), words=_("催办、逾期和上报会出现在这里。"))


def _entry(desk: Desk, of_case: list[Message]) -> MessageEntry:
    english = desk.speaker.lang == "en"
    message, *older = of_case
    count = len(older)
    more = (
        ngettext("这件还有更早的 %(count)s 条", "这件还有更早的 %(count)s 条", count)
        if count
        else ""
    )
    return MessageEntry(
        moment=desk.speaker.moment(message.created),
        title=message.title_en if english else message.title,
        words=message.text_en if english else message.text,
        href=desk.href("case", message.case_id),
        unread=any(one.read_at is None for one in of_case),
        late=message.late,
        older=[
            OlderMessage(
                moment=desk.speaker.moment(one.created),
                title=one.title_en if english else one.title,
                late=one.late,
            )
            for one in older
        ],
        more=more % {"count": count} if more else "",
    )


def _pager(found: Inbox, view: str) -> Pager | None:
    if not found.messages:
        return None
    kept = f"view={view}&" if view else ""
    return Pager(
        previous=f"?{kept}after={found.newer}" if found.newer else "",
        next=f"?{kept}before={found.older}" if found.older else "",
        words=_("本页 %(count)s 条") % {"count": len(found.messages)},
    )


def _read_all(desk: Desk, found: Inbox, view: str) -> Action | None:
    if not any(message.read_at is None for message in found.messages):
        return None
    return Action(
        label=_("全部标为已读"),
        href=desk.href("messages") + (f"?view={view}" if view else ""),
        method="post",
        icon="check",
        fields=(("until", found.messages[0].id),),
        style="outline",
    )
