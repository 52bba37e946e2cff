"""Relating two cases: joined after a look at what that does, related, told apart; and taken back."""

from contextlib import suppress

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.cases.access import works_on
from huiyin.cases.commands import linking
from huiyin.cases.commands.linking import DISTINCT, Link
from huiyin.cases.models import DutyRow
from huiyin.cases.work import Gone, Refused, Repeated
from huiyin.people.ids import new_id
from huiyin.policy.procedures import Relation
from huiyin.web.desk.case import show
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking, look, refusal_part
from huiyin.web.parts import Choice, Confirm, Field
from huiyin.web.present import cases as shown
from huiyin.web.present.likely import relation_words

OK, FORBIDDEN, UNPROCESSABLE = 200, 403, 422


def both(desk: Desk, case_id: str, other_id: str) -> tuple[Looking, Looking]:
    """Two cases that the reader sees and works on. Raises `Gone`."""
    looking, other = look(desk, case_id), look(desk, other_id)
    if not works_on(desk.caller, looking.speaker.rules, looking.case.procedure):
        raise Gone(case_id)
    return looking, other


@require_POST
@desk
def relate(desk: Desk, case_id: str, other_id: str) -> HttpResponse:
    """Relate two cases, or tell them apart; can be taken back, so nothing is asked."""
    looking, other = both(desk, case_id, other_id)
    post = desk.request.POST
    name = desk.request.GET.get("as") or post.get("as", DISTINCT)
    link = Link(other.case.id, name, post.get("lead") != case_id)
    note = post.get("reason", "").strip()
    try:
        linking.relate(desk.caller, case_id, link, note=note, command=desk.once)
    except Repeated:
        pass
    except Refused as refused:
        words = relation_words(looking.speaker, looking.spec, name)
        part = refusal_part(looking.speaker, words, refused.refusals, brief=False)
        return show(look(desk, case_id), answer=part, status=FORBIDDEN)
    return HttpResponseRedirect(desk.href("case", case_id) + "#related")


@desk
def join(desk: Desk, case_id: str, other_id: str) -> HttpResponse:
    """Show what joining two cases will and will not do."""
    looking, other = both(desk, case_id, other_id)
    name = desk.request.GET.get("as", "")
    if not looking.spec.links.get(name, Relation()).joins:
        raise Gone(name)
    return _page(desk, _joining(looking, other, name))


def _joining(looking: Looking, other: Looking, name: str) -> Confirm:
    pair = sorted((looking, other), key=lambda one: one.case.id)
    owed = DutyRow.objects.filter(case__in=[one.case for one in pair], owed=True)
    counts = [sum(row.case_id == one.case.id for row in owed) for one in pair]
    numbers = [shown.number(one.speaker, one.case) for one in pair]
    said = {"first": numbers[0], "second": numbers[1], "one": counts[0], "two": counts[1]}
    matters = len(pair[0].assessment.state.members | pair[1].assessment.state.members) + 2
    choices = [
        Choice(value=one.case.id, label=shown.number(one.speaker, one.case), chosen=one is pair[0])
        for one in pair
    ]
    desk = looking.desk
    return Confirm(
        title=_("把两件合为一件事：%(relation)s") % {"relation": looking.speaker.word(name)},
        consequences=[
            _("时限一项不少：%(first)s 还有 %(one)s 项待办，%(second)s 还有 %(two)s 项，都照走")
            % said,
            _("凭证编号、证据、记录各自保留"),
            _("统计算 1 件事、%(count)s 次投诉") % {"count": matters},
            _("每位投诉人照样收到自己的答复，进度页也照旧"),
            _("办理主件时，可以一并办理并入的案件"),
            _("以后可以取消，两件都留痕"),
        ],
        act=_("并入"),
        keep=_("不并入"),
        action=desk.href("relate", looking.case.id, other.case.id) + f"?as={name}",
        keep_href=desk.href("case", looking.case.id),
        once=new_id(desk.caller.now),
        danger=False,
        fields=[
            Field(
                kind="choice", name="lead", label=_("以哪一件为主"), choices=choices, required=True
            ),
            Field(kind="text", name="reason", label=_("理由")),
        ],
    )


@desk
def separate(desk: Desk, case_id: str, other_id: str) -> HttpResponse:
    """Take a relation back, with the reason."""
    _looking, other = both(desk, case_id, other_id)
    here = desk.href("case", case_id)
    fault = ""
    if desk.request.method == "POST":
        post = desk.request.POST
        reason = post.get("reason", "").strip()
        fault = "" if reason else _("请写明理由")
        if not fault:
            once = desk.once
            with suppress(Refused, Repeated):  # somebody else took it back: that was wanted
                linking.separate(desk.caller, case_id, other_id, reason, command=once)
            return HttpResponseRedirect(here + "#related")
    confirm = Confirm(
        title=_("取消与 %(number)s 的关系") % {"number": shown.number(other.speaker, other.case)},
        consequences=[_("两件各自照常办理，时限不变"), _("取消和理由都留痕")],
        act=_("取消关系"),
        keep=_("保留"),
        action=desk.href("separate", case_id, other_id),
        keep_href=here,
        once=new_id(desk.caller.now),
        fields=[Field(kind="text", name="reason", label=_("理由"), required=True, error=fault)],
        danger=False,
    )
    return _page(desk, confirm, UNPROCESSABLE if fault else OK)


def _page(desk: Desk, confirm: Confirm, status: int = OK) -> HttpResponse:
    context = {"shell": desk.shell("cases"), "confirm": confirm}
    return render(desk.request, "web/confirming.html", context, status=status)
