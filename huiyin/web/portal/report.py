"""Reporting without a name: a page of its own for any procedure of the pack that opens such a door.

Nothing is kept of who sends: no name is asked, no address is counted, no draft lies on the server.
Only the query code leads back. Staff are named by typing; who is meant is looked up in silence, so
that the page tells nobody who works here.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from huiyin.cases.codes import code_of, hash_of
from huiyin.cases.commands.acting import Doing, open_case
from huiyin.cases.work import Gone, Refused, Repeated, effect_of
from huiyin.obligations.model import CaseState
from huiyin.records import intake, limits
from huiyin.web.parts import Field, MarkedText, Notice, Span, StepForm
from huiyin.web.portal.frame import Opening, Portal, doors, portal
from huiyin.web.portal.submit import Submission
from huiyin.web.portal_pages import ComplainPage

UNPROCESSABLE, TOO_MANY = 422, 429
MOST, SPAN = 60, timedelta(minutes=10)
"""How many reports a company takes in ten minutes, whoever sends them."""
STAFF = ("person", "people")
LONGEST = 200


class Report(Submission):
    """One report: a form in which staff are named by typing."""

    @property
    def staff(self) -> list[str]:
        """Fields that name people of the company."""
        return [name for name, spec in self.spec.form.items() if spec.kind in STAFF]

    def named(self, name: str) -> str:
        """What was typed about whom."""
        return str(self.post.get(name, "")).strip()[:LONGEST]

    def values(self) -> dict[str, Any]:
        """What the step takes; whoever is known by a typed name stands aside, every name is kept."""
        values = super().values()
        told = []
        for name in self.staff:
            typed = self.named(name)
            if typed:
                told.append(f"{self.speaker.word(self.spec.form[name].label)}：{typed}")
                found = list(_known(self.door, re.split(r"[,，、;；\s]+", typed)))
                if found:
                    plural = self.spec.form[name].kind == "people"
                    values[name] = found if plural else found[0]
        story = next((n for n, s in self.spec.form.items() if s.kind == "longtext"), None)
        if told and story is not None and values.get(story):
            values[story] = "\n".join((str(values[story]), *told))
        return values

    def asked(self) -> list[Any]:
        """The fields, those that name staff as plain text."""
        people = [
            Field(
                kind="text",
                name=name,
                label=self.speaker.word(self.spec.form[name].label),
                value=self.named(name),
                limit=LONGEST,
                help=_("写姓名，几个人用顿号分开；被写到的人看不到这件事。"),
            )
            for name in self.staff
        ]
        return [*people, *self.body()]


def _known(door: Portal, names: Iterable[str]) -> Iterable[str]:
    """Everybody of the company who is called one of some names."""
    wanted = {name for name in names if name}
    for person in door.caller.people.persons():
        if {person.name, person.name_en} & wanted:
            yield person.id


@portal
def report(door: Portal, procedure: str) -> HttpResponseBase:
    """The form of a door, and what comes back from it."""
    opened = next((one for one in doors(door.pack) if one.procedure == procedure), None)
    if opened is None:
        raise Gone(procedure)
    sent = Report(door, door.speaker, opened.step, opened.spec)
    if door.request.method != "POST":
        return _page(door, opened, sent)
    sent.take_files()
    if sent.key is None:
        words = _("这一页已经过期，内容都还在。请再按一次提交。")
        stale = Notice(words=words, tone="soon", alert=True)
        return _page(door, opened, sent, answer=stale, status=UNPROCESSABLE)
    if sent.changes:
        return _page(door, opened, sent)
    before = effect_of(door.caller, sent.key)
    if before is not None:
        return _receipt(door, sent, before, sent.key)
    if not sent.check(CaseState(procedure=opened.procedure)):
        return _page(door, opened, sent, status=UNPROCESSABLE)
    return _taken(door, opened, sent, sent.key)


def _taken(door: Portal, opened: Opening, sent: Report, key: str) -> HttpResponse:
    now, company = door.caller.now, door.company.id
    if limits.wait("report", company, most=MOST, span=SPAN, now=now) is not None:
        words = _("现在提交的人太多，内容都还在，请稍等再提交。")
        answer = Notice(words=words, tone="soon", alert=True)
        return _page(door, opened, sent, answer=answer, status=TOO_MANY)
    doing = Doing(step=sent.step, form=sent.values(), files=intake.facts(sent.held))
    try:
        case = open_case(
            door.caller,
            opened.procedure,
            [doing],
            command=key,
            query_hash=hash_of(company, code_of(key)),
            then=sent.keep(),
        )
    except Refused as refused:
        sent.refused(refused.refusals)
        return _page(door, opened, sent, status=UNPROCESSABLE)
    except Repeated as repeated:
        return _receipt(door, sent, repeated.case_id, key)
    limits.count("report", company, span=SPAN, now=now)
    return _receipt(door, sent, case.id, key)


def _receipt(door: Portal, sent: Report, case_id: str, key: str) -> HttpResponse:
    sent.done()
    door.device.remember(case_id, code_of(key))
    return HttpResponseRedirect(door.href("portal_receipt", case_id))


def _page(
    door: Portal,
    opened: Opening,
    sent: Report,
    *,
    answer: Notice | None = None,
    status: int = 200,
) -> HttpResponse:
    word = door.speaker.word
    problems = sent.problems(brief=True)
    if sent.rest and answer is None:
        words = _("现在不能提交，内容都还在。请稍后再试。")
        answer = Notice(words=words, tone="late", alert=True)
    action = door.href("portal_report", opened.procedure)
    form = StepForm(
        action=action,
        submit=_("提交%(what)s") % {"what": word(opened.spec.verb or opened.spec.label)},
        body=sent.asked(),
        once=sent.once,
        ident="report",
        problems=problems,
        answer=answer,
        files=True,
    )
    kept = _("不问您是谁，不记您的网络地址。回执里的查询码是唯一回来的路，请自己保存。")
    page = ComplainPage(
        title=word(opened.spec.label),
        lead=_("写清人、事、时间和地点就可以核实；有材料可以附上。"),
        form=form,
        promise=MarkedText(spans=[Span(text=kept)]),
    )
    links = [(_("查进度"), door.href("portal_look"))]
    return door.page("complain", door.shell(links=links, here=action), page, status=status)
