"""The link that was sent to a customer, as staff hand it over: address, words to send, QR code."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.cases.links import sent, token_of
from huiyin.channels.customers import last_way
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
    lines = [(_("发给顾客的话"), words)]
    if (sent_by := _sent_by(looking, event.seq)) is not None:
        lines.insert(0, sent_by)
    return Link(lines, qr.inline(address, _("请顾客自己回答的二维码")))


def _sent_by(looking: Looking, seq: int) -> tuple[str, str] | None:
    """Whether the house has sent the link itself, or somebody must hand it over."""
    sending = last_way(looking.case, seq)
    if sending is None:
        return None
    way = {"letter": _("邮件"), "sms": _("短信")}.get(sending.channel)
    if way is None:
        return _("还没有发出"), _("没有邮箱，短信也发不出去；请把下面的话发给顾客。")
    if sending.state == "sent" and sending.sent_at is not None:
        return way, _("%(moment)s 已发给顾客") % {"moment": looking.speaker.short(sending.sent_at)}
    return way, _("正在发给顾客")


def url(looking: Looking, seq: int) -> str:
    """The address of a link."""
    path = reverse("portal_link", args=[looking.desk.slug, token_of(looking.case, seq)])
    return looking.desk.request.build_absolute_uri(path)
