"""Messages to the reader, newest first: what delivery sent to the desk."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.channels.inapp import Inbox, inbox, read_all
from huiyin.channels.models import Message
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.to_sign import message_of, revisions
from huiyin.web.pages import MessageEntry, MessagesPage
from huiyin.web.parts import Action, Empty, Pager


@desk
def messages(desk: Desk) -> HttpResponse:
    """Show the reader's messages; a POST marks them as read, up to the newest that was shown."""
    request = desk.request
    if request.method == "POST":
        read_all(desk.caller, request.POST.get("until", ""))
        return HttpResponseRedirect(desk.href("messages"))
    found = inbox(
        desk.caller, before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    first = not {"before", "after"} & request.GET.keys()
    waiting = [message_of(desk, row) for row in revisions(desk)] if first else []
    page = MessagesPage(
        messages=[*waiting, *(_entry(desk, message) for message in found.messages)],
        empty=None if waiting or found.messages else _nothing(),
        pager=_pager(found),
        read_all=_read_all(desk, found),
    )
    context = {"shell": desk.shell("messages"), "page": page}
    return render(request, "web/messages.html", context)


def _nothing() -> Empty:
    return Empty(title=_("没有消息"), words=_("催办、逾期和上报会出现在这里。"))


def _entry(desk: Desk, message: Message) -> MessageEntry:
    english = desk.speaker.lang == "en"
    return MessageEntry(
        moment=desk.speaker.moment(message.created),
        title=message.title_en if english else message.title,
        words=message.text_en if english else message.text,
        href=desk.href("case", message.case_id),
        unread=message.read_at is None,
        late=message.late,
    )


def _pager(found: Inbox) -> Pager | None:
    if not found.messages:
        return None
    return Pager(
        previous=f"?after={found.newer}" if found.newer else "",
        next=f"?before={found.older}" if found.older else "",
        words=_("本页 %(count)s 条") % {"count": len(found.messages)},
    )


def _read_all(desk: Desk, found: Inbox) -> Action | None:
    if not any(message.read_at is None for message in found.messages):
        return None
    return Action(
        label=_("全部标为已读"),
        href=desk.href("messages"),
        method="post",
        icon="check",
        fields=(("until", found.messages[0].id),),
        style="outline",
    )
