"""Messages to the reader, newest first: what delivery sent to the desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.web.desk.frame import Desk, desk
from huiyin.web.pages import MessagesPage
from huiyin.web.parts import Empty


@desk
def messages(desk: Desk) -> HttpResponse:
    """Show the reader's messages."""
    page = MessagesPage(
        messages=[], empty=Empty(title=_("没有消息"), words=_("催办、逾期和上报会出现在这里。"))
    )
    return render(
        desk.request, "web/messages.html", {"shell": desk.shell("messages"), "page": page}
    )
