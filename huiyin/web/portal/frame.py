"""What every page of the portal has: the company, the device, the frame, and the way to fail."""

from collections.abc import Callable, Sequence
from functools import cached_property, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from huiyin import clock
from huiyin.cases.caller import Caller, customer
from huiyin.cases.work import Gone
from huiyin.channels.customers.language import used
from huiyin.people.access import NotFound, access_portal
from huiyin.people.directory import UnitEntry
from huiyin.people.ids import new_id
from huiyin.people.models import Company
from huiyin.policies.rules import NoPolicy
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Step
from huiyin.policy.who import CUSTOMER_ROLE
from huiyin.records.uploads import EvidenceUploads, FarTooLarge, receive_into_store
from huiyin.web.parts import Language, PortalShell
from huiyin.web.portal.device import Device
from huiyin.web.present.speaker import Speaker

View = Callable[..., HttpResponseBase]
_ONCE = Signer(salt="huiyin.portal.once")


class Closed(Exception):
    """The company takes no complaints here: it runs no regulation, or one without this door."""


class Portal:
    """One request of a customer."""

    def __init__(self, request: HttpRequest, company: Company) -> None:
        self.request = request
        self.company = company
        self.slug = company.slug
        self.device = Device(request, self.href("portal_stores"))
        self.uploads: EvidenceUploads | None = None

    @cached_property
    def caller(self) -> Caller:
        """The customer, now."""
        english = (get_language() or "").startswith("en")
        return customer(self.company, clock.now(), "en" if english else "zh-hans")

    @cached_property
    def speaker(self) -> Speaker:
        """Speaks in the words of the version in force."""
        return Speaker.of(self.caller)

    @property
    def pack(self) -> Pack:
        """The version in force."""
        return self.speaker.pack

    def href(self, name: str, *args: Any) -> str:
        """The address of a page of this company's portal."""
        return reverse(name, args=[self.slug, *args])

    @property
    def address(self) -> str:
        """Where the request came from, for counting tries only."""
        return str(self.request.META.get("REMOTE_ADDR", ""))

    def name(self) -> str:
        """The company's name."""
        english = self.caller.lang == "en" and self.company.name_en
        return self.company.name_en if english else self.company.name

    def shell(
        self, store: str = "", links: Sequence[tuple[str, str]] = (), here: str = ""
    ) -> PortalShell:
        """The frame of a page: the company first."""
        return PortalShell(
            company=self.name(),
            store=store,
            links=links,
            languages=_languages(self.caller.lang),
            language_action=self.href("portal_language"),
            here=here or self.request.get_full_path(),
            now=self.caller.now,
            logo=self.company.logo.url if self.company.logo else "",
            privacy_href=self.href("portal_privacy"),
        )

    def page(
        self, template: str, shell: PortalShell, page: object, *, status: int = 200
    ) -> HttpResponse:
        """Draw a page."""
        context = {"shell": shell, "page": page}
        return render(self.request, f"web/portal/{template}.html", context, status=status)

    def remember(self, case_id: str, code: str) -> None:
        """Let the device keep the code of a case, and the house the language it is followed in."""
        self.device.remember(case_id, code)
        used(self.company, [case_id], self.caller.lang)

    def once(self) -> str:
        """A fresh one-time key for a form, signed, so that nobody makes up keys."""
        return _ONCE.sign(new_id(self.caller.now))

    def used(self) -> str | None:
        """The one-time key of the form that was handed in; None when it is not one of ours."""
        try:
            return _ONCE.unsign(self.request.POST.get("once", ""))
        except BadSignature:
            return None


def _languages(lang: str) -> list[Language]:
    """The other language only: a phone's bar has room for one word."""
    if lang == "en":
        return [Language(code="zh-hans", short="中文", tag="zh-CN")]
    return [Language(code="en", short="EN", tag="en")]


class Opening:
    """The step by which a customer opens a case, and where."""

    def __init__(self, procedure: str, step: str, spec: Step) -> None:
        self.procedure, self.step, self.spec = procedure, step, spec


def opening(pack: Pack) -> Opening:
    """The customer's opening step of the main procedure. Raises `Closed`."""
    for name, procedure in pack.procedures.items():
        for step in procedure.opening_steps if procedure.main else ():
            spec = procedure.steps[step]
            if not spec.door and any(who.role == CUSTOMER_ROLE for who in spec.by):
                return Opening(name, step, spec)
    raise Closed(pack.pack)


def doors(pack: Pack) -> list[Opening]:
    """The steps by which anybody reports something else, without a name."""
    return [
        Opening(name, step, procedure.steps[step])
        for name, procedure in pack.procedures.items()
        for step in procedure.opening_steps
        if procedure.steps[step].door
    ]


def portal(view: View) -> View:
    """Give a view its `Portal`: open to everybody, kept nowhere, its files taken in safely."""

    @wraps(view)
    def opened(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            door = Portal(request, access_portal(slug))
        except NotFound:
            return _unknown(request)
        try:
            door.uploads = receive_into_store(request, door.company.id)
        except FarTooLarge:
            return _too_large(request)

        def inner(_request: HttpRequest) -> HttpResponseBase:
            try:
                return view(door, *args, **kwargs)
            except (NoPolicy, Closed):
                return _closed(door)
            except Gone:
                return lost(door)

        response = csrf_protect(inner)(request)
        door.device.write(response)
        add_never_cache_headers(response)
        return response

    return login_not_required(csrf_exempt(opened))


def _unknown(request: HttpRequest) -> HttpResponse:
    """No such company: the page of what is not found, without a company's name."""
    return render(request, "web/errors/404.html", status=404)


def _too_large(request: HttpRequest) -> HttpResponse:
    return render(request, "web/portal/too_large.html", dict(settings.EVIDENCE_MB), status=413)


def _closed(door: Portal) -> HttpResponse:
    words = _("这家公司现在不在网上接收投诉。请直接联系门店。")
    shell = PortalShell(company=door.name(), now=door.caller.now)
    context = {"shell": shell, "title": _("这里现在不能投诉"), "words": words, "links": []}
    return render(door.request, "web/portal/nothing.html", context, status=404)


def lost(door: Portal, words: str = "") -> HttpResponse:
    """What is not there, or not for this device; one answer for both."""
    context = {
        "shell": door.shell(),
        "title": _("没有找到"),
        "words": words or _("没有找到，或要先输入查询码。"),
        "links": [
            (_("用查询码查进度"), door.href("portal_look")),
            (_("选门店"), door.href("portal_stores")),
        ],
    }
    return render(door.request, "web/portal/nothing.html", context, status=404)


def stores(caller: Caller, pack: Pack) -> list[UnitEntry]:
    """The units that customers complain about: where somebody receives what this door brings.

    A pack that names no such post has its lowest units instead.
    """
    people, roles = caller.people, _receivers(pack)
    found = [u for u in people.units() if any(people.holders(role, u.id) for role in roles)]
    if found:
        return found
    active = people.units()
    parents = {unit.parent for unit in active}
    return [unit for unit in active if unit.id not in parents]


def _receivers(pack: Pack) -> set[str]:
    whos = [who for channel in pack.channels.values() if channel.portal for who in channel.receiver]
    return {
        who.role
        for who in whos
        if who.role and who.role in pack.roles and pack.roles[who.role].scope == "unit"
    }
