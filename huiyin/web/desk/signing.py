"""Signing asks for the password again, whatever is signed."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.people.models import User


def password_fault(request: HttpRequest) -> str:
    """What is wrong with the password that signs; empty when it is right."""
    user = request.user
    typed = request.POST.get("password", "")
    if not typed:
        return _("请输入登录密码，签名要用")
    return "" if isinstance(user, User) and user.check_password(typed) else _("密码不对，没有签名")
