"""What is shown while a name is locked after too many failures."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
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
    """Answer with the page of the attempt, its form saying for how long the name is locked.

    The page is told `locked_out` and `minutes`. The right password changes nothing meanwhile.
    """
    del credentials
    minutes = int(AXES_COOLOFF_TIME.total_seconds() // 60)
    message = _("失败次数过多，这个账号已暂时锁定，请在 %(minutes)d 分钟后再试。") % {
        "minutes": minutes
    }
    context = getattr(response, "context_data", None) or {}
    if not isinstance(response, TemplateResponse) or "form" not in context:
        return HttpResponse(message, status=TOO_MANY_REQUESTS, content_type="text/plain")
    form = context["form"]
    form.errors.clear()
    form.add_error(None, message)
    page = TemplateResponse(
        request,
        response.template_name,
        context | {"locked_out": True, "minutes": minutes},
        status=TOO_MANY_REQUESTS,
    )
    return page.render()
