"""Small pages of the portal: choose the store, the code of a store, privacy, language."""

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from huiyin.channels.customers.language import used
from huiyin.web.portal import qr
from huiyin.web.portal.frame import Portal, lost, opening, portal, stores
from huiyin.web.portal_pages import StoreEntry, StoresPage


@portal
def choose(door: Portal) -> HttpResponseBase:
    """Choose the store; with one store only, go there."""
    opening(door.pack)
    found = stores(door.caller, door.pack)
    if len(found) == 1:
        return HttpResponseRedirect(door.href("portal_complain", found[0].code))
    entries = [
        StoreEntry(name=door.speaker.unit(unit.id), href=door.href("portal_complain", unit.code))
        for unit in found
    ]
    links = [(_("查进度"), door.href("portal_look"))]
    page = StoresPage(title=_("您要说的是哪家门店"), stores=entries)
    return door.page("stores", door.shell(links=links), page)


@portal
def code_svg(door: Portal, code: str) -> HttpResponseBase:
    """The QR code of a store as SVG, for printing."""
    if door.caller.people.unit_by_code(code) is None:
        return lost(door)
    link = qr.store_link(door.request, door.slug, code)
    return HttpResponse(qr.svg(link), content_type="image/svg+xml")


@portal
def code_png(door: Portal, code: str) -> HttpResponseBase:
    """The QR code of a store as PNG, for printing."""
    if door.caller.people.unit_by_code(code) is None:
        return lost(door)
    link = qr.store_link(door.request, door.slug, code)
    return HttpResponse(qr.png(link), content_type="image/png")


@portal
def privacy(door: Portal) -> HttpResponseBase:
    """What happens to what a customer writes."""
    return door.page("privacy", door.shell(), None)


@portal
def language(door: Portal) -> HttpResponseBase:
    """Switch the language and go back to where one was; what follows is written in it too."""
    if door.request.method == "POST":
        used(door.company, door.device.codes, door.request.POST.get("language", ""))
    return set_language(door.request)
