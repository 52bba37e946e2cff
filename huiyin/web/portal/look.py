"""The way to a case: by its query code, typed or read from a QR code. Guessing is slowed down."""

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases import codes
from huiyin.cases.links import access_link
from huiyin.cases.work import Gone
from huiyin.records import limits
from huiyin.web.parts import ErrorSummary, Field, Problem, StepForm
from huiyin.web.portal.frame import Portal, doors, lost, portal
from huiyin.web.portal.looking import LINK, find
from huiyin.web.portal_pages import LookPage

WRONG, TOO_MANY = 422, 429
MOST, SPAN = 10, timedelta(minutes=10)
"""Wrong codes from one address in ten minutes; a code has fifty bits, so nobody guesses one."""


@portal
def look(door: Portal) -> HttpResponseBase:
    """Ask for the code."""
    if door.request.method != "POST":
        return _page(door, "", "")
    return _tried(door, door.request.POST.get("code", ""))


@portal
def open_by_code(door: Portal, code: str) -> HttpResponseBase:
    """The link in a receipt's QR code; the code does not stay in the address."""
    return _tried(door, code)


@portal
def open_by_link(door: Portal, token: str) -> HttpResponseBase:
    """The link that the company sent; like a code it does not stay in the address."""
    now = door.caller.now
    if limits.wait("link", door.address, most=MOST, span=SPAN, now=now) is not None:
        return lost(door, _("试得太多了，请过一会儿再试。"))
    try:
        case = access_link(door.caller, token)
    except Gone:
        limits.count("link", door.address, span=SPAN, now=now)
        return lost(door, _("这个链接已经失效。请用最新的链接，或用查询码查进度。"))
    door.remember(case.id, LINK + token)
    return HttpResponseRedirect(door.href("portal_progress", case.id))


@portal
def leave(door: Portal, case_id: str) -> HttpResponseBase:
    """Let this device forget a case."""
    door.device.forget(case_id)
    return HttpResponseRedirect(door.href("portal_look"))


def _tried(door: Portal, typed: str) -> HttpResponse:
    now = door.caller.now
    wait = limits.wait("look", door.address, most=MOST, span=SPAN, now=now)
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        words = ngettext(
            "试得太多了，请 %(minutes)s 分钟后再试。",
            "试得太多了，请 %(minutes)s 分钟后再试。",
            minutes,
        )
        return _page(door, typed, words % {"minutes": minutes}, status=TOO_MANY)
    code = codes.read(typed)
    if code is None:
        words = (
            _("查询码是 10 个字母和数字，例如 7Q2M-94KD-HX。") if typed.strip() else _("请填写。")
        )
        return _page(door, typed, words, status=WRONG)
    try:
        looking = find(door, code)
    except Gone:
        limits.count("look", door.address, span=SPAN, now=now)
        return _page(door, typed, _("没有找到。请核对查询码，不分大小写。"), status=WRONG)
    door.remember(looking.case.id, code)
    return HttpResponseRedirect(looking.href("portal_progress"))


def _page(door: Portal, typed: str, fault: str, *, status: int = 200) -> HttpResponse:
    label = _("查询码")
    field = Field(
        kind="code",
        name="code",
        label=label,
        value=typed[:40],
        required=True,
        error=fault,
        example="7Q2M-94KD-HX",
        autocomplete="off",
        limit=40,
    )
    problems = ErrorSummary(problems=[Problem(label=label, anchor="f-code")], brief=True)
    form = StepForm(
        action=door.href("portal_look"),
        submit=_("看进度"),
        body=[field],
        ident="look",
        problems=problems if fault else None,
    )
    page = LookPage(
        title=_("查进度"), form=form, lead=_("提交时给您的查询码，也印在回执的二维码里。")
    )
    links = [(_("我要投诉"), door.href("portal_stores"))]
    for one in doors(door.pack)[:1]:
        verb = door.speaker.word(one.spec.verb or one.spec.label)
        links.append((verb, door.href("portal_report", one.procedure)))
    shell = door.shell(links=links, here=door.href("portal_look"))
    return door.page("look", shell, page, status=status)
