"""What every desk page has: who is reading, for which company, and the frame around the page."""

from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin import clock
from huiyin.cases.caller import Caller, staff
from huiyin.cases.calls import callings, how_many
from huiyin.cases.lists import Owed, my_duties
from huiyin.cases.models import CompanySeal
from huiyin.cases.work import Gone
from huiyin.channels.customers.calls import how_many as tell_count
from huiyin.channels.inapp import unread
from huiyin.obligations.notices import CUSTOMERS
from huiyin.people.access import NotFound, access_company
from huiyin.people.ids import new_id
from huiyin.policies.revising import Office, awaiting
from huiyin.policies.rules import NoPolicy, Unreadable
from huiyin.reports.readers import metrics_for
from huiyin.web.parts import DeskShell, Language, MenuGroup, MenuItem, Person, Today
from huiyin.web.present.countdowns import SOON
from huiyin.web.present.speaker import Speaker
from huiyin.worktime.day import DayKind
from huiyin.worktime.words import format_clock, kind_words, written_date

LONGEST_KEY = 36
View = Callable[..., HttpResponseBase]


class Desk:
    """One request to the desk: the caller, how to speak to him, what he owes."""

    def __init__(self, request: HttpRequest, caller: Caller) -> None:
        self.request = request
        self.caller = caller
        self.slug = caller.company.slug
        self.speaker = Speaker.of(caller)
        self._owed: Owed | None = None

    @property
    def owed(self) -> Owed:
        """What the reader owes; asked once a request."""
        if self._owed is None:
            self._owed = self.owed_among({})
        return self._owed

    def owed_among(self, only: Mapping[str, str]) -> Owed:
        """What the reader owes on cases of a unit, level or stage."""
        now = self.caller.now
        tonight = self.speaker.calendar.end_of(self.speaker.today)
        return my_duties(self.caller, now + SOON, max(tonight, now + SOON), only)

    @property
    def once(self) -> str:
        """The one-time key of the form that was handed in; a new one where it has none of ours."""
        key: str = self.request.POST.get("once", "")
        return key if 0 < len(key) <= LONGEST_KEY else new_id(self.caller.now)

    def forget(self) -> None:
        """Ask anew what is owed, after something was done."""
        self._owed = None

    def href(self, name: str, *args: Any) -> str:
        """The address of a desk page of this company."""
        return reverse(name, args=[self.slug, *args])

    def shell(self, current: str, *, search: str = "") -> DeskShell:
        """The frame of a page."""
        now, speaker = self.caller.now, self.speaker
        person = self.caller.actor.person
        post = speaker.post(person)
        unit = speaker.unit(self.caller.actor.unit)
        return DeskShell(
            company=self.company_name(),
            pack=_("制度 %(version)s 版") % {"version": speaker.pack.version},
            menu=self._menu(current),
            places=self._places(current),
            today=self._today(),
            now=speaker.calendar.local(now),
            clock=format_clock(now, speaker.calendar),
            person=Person(name=speaker.person(person), post=post or unit),
            companies_href=reverse("companies"),
            home_href=self.href("duties"),
            search_href=self.href("search"),
            search_value=search,
            search_example=_("编号、查询码、完整手机号"),
            register_href=self.href("register"),
            messages_href=self.href("messages"),
            messages_count=unread(self.caller) + (self.to_sign or 0),
            me_href=self.href("me"),
            sign_out_href=reverse("account_logout"),
            languages=languages(),
            language_action=reverse("set_language"),
            here=self.request.get_full_path(),
            seal=self._seal(),
        )

    def company_name(self) -> str:
        """The company in the reader's language."""
        company = self.caller.company
        return company.name_en if self.speaker.lang == "en" and company.name_en else company.name

    def _menu(self, current: str) -> list[MenuGroup]:
        owed = self.owed
        late = _("%(count)s 逾期") % {"count": owed.late} if owed.late else ""

        def item(label: str, name: str, icon: str, **more: Any) -> MenuItem:
            return MenuItem(
                label=label, href=self.href(name), icon=icon, current=current == name, **more
            )

        return [
            MenuGroup(
                title=_("办理"),
                items=[
                    item(
                        _("我的待办"),
                        "duties",
                        "checklist",
                        count=owed.total,
                        late_words=late,
                        late_label=late,
                    ),
                    item(_("登记"), "register", "file-plus"),
                    item(_("案件"), "cases", "folders"),
                    item(_("审核"), "review", "rubber-stamp"),
                    *self._calls(item),
                    *self._tells(item),
                ],
            ),
            MenuGroup(
                title=_("监督"),
                items=[
                    *([item(_("跟踪与督办"), "tracking", "radar")] if self._tracks() else []),
                    *self._improves(item),
                    item(_("台账"), "ledgers", "table"),
                    *self._reports(item),
                ],
            ),
            MenuGroup(
                title=_("规则"), items=[item(_("制度"), "policy", "book-2", count=self.to_sign)]
            ),
        ]

    def _calls(self, item: Callable[..., MenuItem]) -> list[MenuItem]:
        """The revisit desk, where the pack calls on customers."""
        if not callings(self.speaker.pack):
            return []
        return [item(_("回访"), "revisits", "phone-call", count=how_many(self.caller))]

    def _tells(self, item: Callable[..., MenuItem]) -> list[MenuItem]:
        """Customers to be told by phone, where the pack tells customers anything."""
        notices = self.speaker.pack.notices.values()
        if not any(set(notice.to) & set(CUSTOMERS) for notice in notices):
            return []
        return [item(_("告诉顾客"), "tellings", "phone", count=tell_count(self.caller) or None)]

    def _reports(self, item: Callable[..., MenuItem]) -> list[MenuItem]:
        """Figures and reports, for whoever makes or receives any, or oversees the cases."""
        if not metrics_for(self.caller, self.speaker.rules):
            return []
        return [item(_("指标与报告"), "figures", "chart-bar")]

    def _improves(self, item: Callable[..., MenuItem]) -> list[MenuItem]:
        """Common problems, where the pack watches for any."""
        return (
            [item(_("共性问题"), "improvements", "trending-down")]
            if self.speaker.pack.watches
            else []
        )

    def _tracks(self) -> bool:
        """Whether the regulation has anything owed by a rhythm, or notices that press."""
        procedures = self.speaker.pack.procedures.values()
        return any(p.cadences or p.supervision for p in procedures)

    @cached_property
    def to_sign(self) -> int | None:
        """How many revisions of the regulation wait for the reader's signature."""
        caller = self.caller
        return len(awaiting(Office(caller.company, caller.actor, caller.now))) or None

    def _places(self, current: str) -> list[MenuItem]:
        places = [
            (_("待办"), "duties", "checklist"),
            (_("案件"), "cases", "folders"),
            (_("登记"), "register", "file-plus"),
            (_("消息"), "messages", "bell"),
            (_("我"), "me", "user"),
        ]
        return [
            MenuItem(label=label, href=self.href(name), icon=icon, current=current == name)
            for label, name, icon in places
        ]

    def _today(self) -> Today:
        speaker = self.speaker
        words = written_date(speaker.today, speaker.lang, with_year=False)
        day = speaker.calendar.day(speaker.today)
        unusual = {
            DayKind.MAKEUP: "班",
            DayKind.HOLIDAY: "休",
            DayKind.COMPANY_REST: "休",
            DayKind.COMPANY_WORK: "班",
        }
        mark = unusual.get(day.kind, "")
        kind = kind_words(day.kind, speaker.lang) if mark else ""
        return Today(words=words, short=words.split(" ")[0], mark=mark, mark_words=kind)

    def _seal(self) -> list[str]:
        last = CompanySeal.objects.filter(company=self.caller.company).order_by("-number").first()
        if last is None:
            return [_("日志还没有封存")]
        return [_("日志已封存 %(moment)s") % {"moment": self.speaker.short(last.sealed_at)}]


def languages() -> list[Language]:
    """The two languages, the current one marked."""
    english = (get_language() or "").startswith("en")
    return [
        Language(code="zh-hans", short="中文", tag="zh-CN", current=not english),
        Language(code="en", short="EN", tag="en", current=english),
    ]


def unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    """Say in words which stored regulation cannot be read, and where; whoever keeps it can mend it."""
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    said = [finding.words(lang) for finding in error.findings]
    context = {"version": error.version, "findings": said}
    return render(request, "web/errors/unreadable.html", context, status=503)


def desk(view: View) -> View:
    """Give a view its `Desk`; who does not belong to the company finds nothing there."""

    @wraps(view)
    def opened(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = clock.now()
        try:
            membership = access_company(request.user, slug)
            caller = staff(
                membership, now, "en" if (get_language() or "").startswith("en") else "zh-hans"
            )
            return view(Desk(request, caller), *args, **kwargs)
        except Unreadable as error:
            return unreadable(request, error)
        except (NotFound, Gone, NoPolicy) as error:
            raise Http404 from error

    return opened
