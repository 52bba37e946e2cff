"""What is shown while a name is locked after too many failures."""

from allauth.account.forms import LoginForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.people.models import User
from huiyin.people.signin.config import AXES_COOLOFF_TIME

TOO_MANY_REQUESTS = 429


def username_tried(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Return the name that was tried, in the form in which names are stored."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    return User.normalize_username(given)


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict[str, str] | None = None,
) -> HttpResponse:
    """Answer with the sign-in page, which says for how long; the right password changes nothing."""
    del response, credentials
    minutes = int(AXES_COOLOFF_TIME.total_seconds() // 60)
    form = LoginForm(data={"login": request.POST.get("login", "")}, request=request)
    form.full_clean()
    form.errors.clear()
    form.add_error(
        None,
        _("失败次数过多，这个账号已暂时锁定，请在 %(minutes)d 分钟后再试。") % {"minutes": minutes},
    )
    page = {"form": form, "locked_out": True, "minutes": minutes}
    return render(request, "account/login.html", page, status=TOO_MANY_REQUESTS)
