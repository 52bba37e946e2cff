"""Small places of the desk: the regulation, the reader's own page, which company."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin import clock
from huiyin.cases.caller import staff
from huiyin.people.access import access_company, companies_of
from huiyin.people.models import User
from huiyin.policies.rules import NoPolicy, Unreadable
from huiyin.web.catalogue import samples
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.pages import CompaniesPage, CompanyEntry
from huiyin.web.parts import Action
from huiyin.web.present.speaker import Speaker


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to sign-in, to the only company, or to the choice among several."""
    if not isinstance(request.user, User):
        return HttpResponseRedirect(reverse("account_login"))
    found = companies_of(request.user)
    if len(found) == 1:
        return HttpResponseRedirect(reverse("duties", args=[found[0].slug]))
    return HttpResponseRedirect(reverse("companies"))


def companies(request: HttpRequest) -> HttpResponse:
    """Choose a company."""
    found = [_entry(request, company.slug) for company in companies_of(request.user)]
    page = CompaniesPage(companies=[entry for entry in found if entry is not None])
    return render(request, "web/companies.html", {"page": page})


def _entry(request: HttpRequest, slug: str) -> CompanyEntry | None:
    membership = access_company(request.user, slug)
    caller = staff(membership, clock.now())
    try:
        desk = Desk(request, caller)
    except Unreadable:
        return CompanyEntry(
            name=membership.company.name,
            pack="",
            post="",
            action=Action(label=_("看原因"), href=reverse("duties", args=[slug]), style="outline"),
            words=_("制度读不出来"),
            late=True,
        )
    except NoPolicy:
        return None
    owed = desk.owed
    words = _("%(late)s 逾期，%(total)s 待办") % {"late": owed.late, "total": owed.total}
    speaker = Speaker.of(caller)
    post = speaker.post(caller.actor.person)
    return CompanyEntry(
        name=desk.company_name(),
        pack=(speaker.lang == "en" and speaker.pack.title_en) or speaker.pack.title,
        post=post,
        action=Action(label=_("进入"), href=reverse("duties", args=[slug]), style="outline"),
        words=words,
        late=bool(owed.late),
    )


@desk
def me(desk: Desk) -> HttpResponse:
    """The reader's own page: menu on a phone, language, account."""
    account = [
        Action(label=_("改密码"), href=reverse("account_change_password"), icon="key"),
        Action(label=_("两步验证"), href=reverse("mfa_index"), icon="shield-lock"),
    ]
    return render(desk.request, "web/me.html", {"shell": desk.shell("me"), "account": account})


@desk
def catalogue(desk: Desk) -> HttpResponse:
    """Every part in every state."""
    return render(
        desk.request,
        "web/catalogue.html",
        {"shell": desk.shell("me"), "samples": samples(clock.now())},
    )
