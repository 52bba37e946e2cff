"""Django's own forms (sign-in and account) drawn with our parts: ``{% form_fields form %}``."""

from collections.abc import Sequence

from django import forms, template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.web.parts import Field
from huiyin.web.templatetags.huiyin import part

register = template.Library()

_COMPLETE = {
    "login": "username",
    "password": "current-password",
    "oldpassword": "current-password",
    "password1": "new-password",
    "password2": "new-password",
    "code": "one-time-code",
}


@register.simple_tag(takes_context=True)
def form_fields(context: Context, form: forms.BaseForm, *skipped: str) -> SafeString:
    """Draw the visible fields of a form with their errors, and its hidden ones as they are.

    ``skipped`` names fields that the page draws itself or leaves out.
    """
    hidden = [str(field) for field in form.hidden_fields()]
    visible = [as_part(field) for field in form.visible_fields() if field.name not in skipped]
    return mark_safe("".join(hidden)) + part(context, visible)


@register.simple_tag
def form_problems(form: forms.BaseForm) -> Sequence[str]:
    """The sentences that belong to the form as a whole."""
    return [str(words) for words in form.non_field_errors()]


def as_part(bound: forms.BoundField) -> Field:
    """Turn a field of a Django form into a part; its own label and help are used as they are."""
    widget = bound.field.widget
    password = isinstance(widget, forms.PasswordInput)
    kind = "password" if password else "check" if _is_check(widget) else "text"
    return Field(
        kind="code" if bound.name == "code" else kind,
        name=bound.html_name,
        label=_label(bound),
        value="" if password else str(bound.value() or ""),
        required=False,  # every field of these forms is; a star at each would say nothing
        error=" ".join(str(words) for words in bound.errors),
        autocomplete=_COMPLETE.get(bound.name, str(widget.attrs.get("autocomplete", ""))),
        reveal=password,
        prefix="id",
    )


def _is_check(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.CheckboxInput)


def _label(bound: forms.BoundField) -> str:
    """Name the fields of sign-in in our own words."""
    ours = {
        "login": _("账号"),
        "password": _("密码"),
        "oldpassword": _("现在的密码"),
        "password1": _("新密码"),
        "password2": _("再写一次新密码"),
        "code": _("验证码"),
    }
    return ours.get(bound.name, str(bound.label))
