"""P2: it arrived. What now, and how to look it up."""

from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.work import Gone
from huiyin.web.portal import qr
from huiyin.web.portal.frame import Portal, portal
from huiyin.web.portal.looking import Looking, look
from huiyin.web.portal.picture import offered
from huiyin.web.portal.progress import step_link
from huiyin.web.portal.promises import calendar_note, next_steps
from huiyin.web.portal_pages import ReceiptPage


@portal
def receipt(door: Portal, case_id: str) -> HttpResponseBase:
    """The receipt, for the device that sent the complaint."""
    try:
        looking = look(door, case_id)
    except Gone:
        return HttpResponseRedirect(door.href("portal_look"))
    if not looking.code:  # held by a link: the code was given to whoever complained
        return HttpResponseRedirect(looking.href("portal_progress"))
    speaker, state = looking.speaker, looking.assessment.state
    name = looking.customer_name
    link = qr.progress_link(door.request, door.slug, looking.code)
    here = looking.href("portal_progress")
    page = ReceiptPage(
        title=_("收到了，%(name)s") % {"name": name} if name else _("收到了"),
        words=_arrived(looking),
        code=looking.code,
        intake=looking.intake,
        look_href=here,
        steps=next_steps(speaker, looking.spec, state),
        note=calendar_note(speaker, looking.spec),
        picture=looking.href("portal_picture") if offered() else "",
        phone=looking.phone,
        qr=qr.inline(link, _("查进度的二维码")),
        more=[step_link(looking, name) for name in looking.open_steps],
    )
    return door.page("receipt", door.shell(speaker.unit(looking.case.unit)), page)


def _arrived(looking: Looking) -> str:
    moment = looking.speaker.moment(looking.case.opened_at)
    if looking.case.procedure != looking.speaker.pack.main_procedure:
        return _("%(moment)s 收到。只有制度指定的人看得到。") % {"moment": moment}
    if looking.others < 1:
        return _("%(moment)s 收到您的投诉。") % {"moment": moment}
    words = ngettext(
        "%(moment)s 收到您和另外 %(count)s 位的投诉。",
        "%(moment)s 收到您和另外 %(count)s 位的投诉。",
        looking.others,
    )
    return words % {"moment": moment, "count": looking.others}
