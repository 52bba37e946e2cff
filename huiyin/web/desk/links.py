"""The link that was sent to a customer, as staff hand it over: address, words to send, QR code."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.cases.links import sent, token_of
from huiyin.policy.contacts import Call
from huiyin.web.desk.looking import Looking
from huiyin.web.portal import qr


@dataclass(frozen=True)
class Link:
    """The newest link: what staff copy, and its picture."""

    lines: list[tuple[str, str]]
    code: SafeString


def link_of(looking: Looking, call: Call) -> Link | None:
    """The newest link of a case while the customer has not answered it; None otherwise."""
    event = sent(looking.events, [call.link] if call.link else [])
    answered = looking.assessment.state.steps.get(call.answer or "")
    if event is None or (answered is not None and answered.seq > event.seq):
        return None
    if looking.case.stage not in looking.spec.steps[call.answer or call.link or ""].in_:
        return None
    address = url(looking, event.seq)
    company = looking.desk.company_name()
    words = _("%(company)s：请花一分钟告诉我们结果怎么样 %(address)s") % {
        "company": company,
        "address": address,
    }
    return Link([(_("发给顾客的话"), words)], qr.inline(address, _("请顾客自己回答的二维码")))


def url(looking: Looking, seq: int) -> str:
    """The address of a link."""
    path = reverse("portal_link", args=[looking.desk.slug, token_of(looking.case, seq)])
    return looking.desk.request.build_absolute_uri(path)
