"""The regulation as a readable page: article by article, what enforces each clause, how it is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.figures import (
    STATES,
    Kept,
    Key,
    cases_behind,
    kept_since,
    paused_since,
    quarter,
)
from huiyin.cases.work import Gone
from huiyin.obligations.schedules import next_slot
from huiyin.policies.rights import rights
from huiyin.policies.staffing import staffing
from huiyin.policy.coverage import KINDS, Carrier, carriers
from huiyin.policy.pack import Pack
from huiyin.web.desk.clause_ground import basis, remarks
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.lists import case_table, page_here, pager_of
from huiyin.web.pages import Crumb, ListPage
from huiyin.web.parts import Cell, Column, Empty, Figure, LedgerTable, Notice, Row, Tab, Tabs, Tag
from huiyin.web.policy_pages import Article, ClauseLine, ClausePage, RegulationPage
from huiyin.web.present.speaker import Speaker

CARRIED = 4
"""So many of the things that carry a clause are named beside it; the clause's page names all."""


_carried: dict[int, tuple[Pack, Mapping[str, tuple[Carrier, ...]]]] = {}


def carriers_of(pack: Pack) -> Mapping[str, tuple[Carrier, ...]]:
    """What carries each clause; worked out once a version, since parsed packs are kept."""
    kept = _carried.get(id(pack))
    if kept is None or kept[0] is not pack:
        kept = _carried[id(pack)] = (pack, carriers(pack))
    return kept[1]


def views(desk: Desk, current: str) -> Tabs:
    """The regulation's places that the reader may open."""
    held = rights(desk.speaker.pack, desk.caller.people, desk.caller.actor)
    places = [("policy", _("制度正文"), held.read)]
    places += [("revisions", _("参数与修订"), held.look_on)]
    places += [("running", _("在办案件"), held.look_on or held.move)]
    places += [("tools", _("检查与试算"), held.look_on)]
    places += [("standing", _("岗位与资格"), held.read)]
    tabs = [
        Tab(words=words, href=desk.href(name), on=name == current)
        for name, words, open_ in places
        if open_
    ]
    return Tabs(label=_("制度"), tabs=tabs)


@desk
def policy(desk: Desk) -> HttpResponse:
    """Show the regulation that is in force."""
    _must_read(desk)
    speaker = desk.speaker
    edition = desk.caller.book.edition_at(desk.caller.now)
    first, since = quarter(speaker.rules, desk.caller.now)
    kept = kept_since(desk.caller, since)
    words = _("版本 %(version)s，第 %(edition)s 版次，%(since)s 起施行") % {
        "version": speaker.pack.version,
        "edition": edition.number,
        "since": speaker.rules.local_date(edition.since).isoformat(),
    }
    page = RegulationPage(
        title=title_of(speaker),
        words=words,
        views=views(desk, "policy"),
        articles=_articles(desk, kept),
        coming=_coming(desk),
        review=_review(desk),
        posts=_posts(desk),
        basis=basis(speaker),
        period=_("本季自 %(day)s 起，只数您能看到的案件") % {"day": first.isoformat()},
    )
    return render(desk.request, "web/policy.html", {"shell": desk.shell("policy"), "page": page})


def _must_read(desk: Desk) -> None:
    """Who has no post in the company finds no regulation."""
    if not rights(desk.speaker.pack, desk.caller.people, desk.caller.actor).read:
        raise Gone("policy")


def title_of(speaker: Speaker) -> str:
    """What the regulation is called."""
    pack = speaker.pack
    return pack.title_en if speaker.lang == "en" and pack.title_en else pack.title


def _coming(desk: Desk) -> Notice | None:
    """What is approved and not yet in force."""
    coming = desk.caller.book.next_after(desk.caller.now)
    if coming is None:
        return None
    words = _(
        "第 %(edition)s 版次（%(version)s）已批准，%(since)s 起施行；在办案件仍按原版次。"
    ) % {
        "edition": coming.number,
        "version": coming.rules.pack.version,
        "since": desk.speaker.rules.local_date(coming.since).isoformat(),
    }
    return Notice(words=words, icon="calendar", tone="accent")


def _posts(desk: Desk) -> Notice | None:
    """That posts which the regulation asks for are vacant or held otherwise, for whoever looks on."""
    caller = desk.caller
    if not rights(desk.speaker.pack, caller.people, caller.actor).look_on:
        return None
    found = staffing(desk.speaker.rules, caller.people, desk.speaker.today)
    faults = [desk.speaker.word(one.spec.label) for one in found if one.fault]
    if not faults:
        return None
    words = _("制度要求的岗位有 %(count)s 处不符（%(first)s 等），见“岗位与资格”。")
    return Notice(
        words=words % {"count": len(faults), "first": faults[0]}, icon="users", tone="late"
    )


def _review(desk: Desk) -> Notice | None:
    """When the regulation is looked at as a whole, and by which plan."""
    pack = desk.speaker.pack
    spec = pack.revising
    if spec is None or spec.review is None:
        return None
    schedule = pack.schedules[spec.review]
    speaker, now = desk.speaker, desk.caller.now
    since = desk.caller.book.edition_at(now).since
    slot = next_slot(schedule, speaker.calendar, since, now)
    words = _("下次复审 %(day)s：到时由“%(plan)s”自动开出，负责人会收到待办和提醒。") % {
        "day": speaker.rules.local_date(slot.at).isoformat(),
        "plan": speaker.word(schedule.label),
    }
    return Notice(words=words, icon="calendar-repeat")


def _articles(desk: Desk, kept: Mapping[Key, Kept]) -> list[Article]:
    speaker = desk.speaker
    by = carriers_of(speaker.pack)
    grouped: dict[str, list[ClauseLine]] = defaultdict(list)
    for ident, text in speaker.pack.clauses.items():
        grouped[speaker.cite(text.cite)].append(_line(desk, ident, by.get(ident, ()), kept))
    return [Article(cite=cite, clauses=lines) for cite, lines in grouped.items()]


def _line(
    desk: Desk, ident: str, carried: tuple[Carrier, ...], kept: Mapping[Key, Kept]
) -> ClauseLine:
    speaker = desk.speaker
    labels = list(dict.fromkeys(_carrier(speaker, one) for one in carried))
    keys = duties_in(carried)
    figure = total(kept, keys)
    late = _("迟 %(count)s") % {"count": figure.late} if figure.late else ""
    return ClauseLine(
        ident=ident,
        demand=demand_of(speaker, ident),
        href=desk.href("clause", ident),
        kept_by=enforced(speaker.pack.clauses[ident].enforcement),
        carried_by=labels[:CARRIED],
        more=max(len(labels) - CARRIED, 0),
        figures=_("本季发生 %(arose)s 次，按时 %(met)s")
        % {"arose": figure.arose, "met": figure.met}
        if figure.arose
        else "",
        late=late,
        late_href=desk.href("clause_cases", ident) + "?what=late" if late else "",
        nothing=_("本季没有发生") if keys and not figure.arose else "",
    )


def demand_of(speaker: Speaker, ident: str) -> str:
    """What a clause demands, in the reader's language."""
    text = speaker.pack.clauses[ident]
    return text.text_en if speaker.lang == "en" and text.text_en else text.text


def enforced(how: str) -> str:
    """How a clause is kept."""
    return {"system": _("系统执行"), "evidence": _("有人办理并留证"), "attest": _("签字声明")}[how]


def _carrier(speaker: Speaker, carrier: Carrier) -> str:
    kind = KINDS.get(carrier.kind, (carrier.kind, carrier.kind))[speaker.lang == "en"]
    word = speaker.word(carrier.label)
    return f"{kind} “{word}”" if speaker.lang == "en" else f"{kind}“{word}”"


def duties_in(carried: Iterable[Carrier]) -> list[Key]:
    """The duties, rhythms and approvals among what carries a clause, as rows of cases name them."""
    found: dict[Key, None] = {}
    for one in carried:
        path = [str(part) for part in one.path]
        if len(path) >= 4 and path[0] == "procedures":
            part, name = path[2], path[3]
            if part in ("duties", "cadences"):
                found[(path[1], name)] = None
            elif part == "approvals":
                found[(path[1], f"approval {name}")] = None
    return list(found)


def total(kept: Mapping[Key, Kept], keys: Iterable[Key]) -> Kept:
    """Some duties together."""
    return sum((kept[key] for key in keys if key in kept), Kept())


# -- one clause --


@desk
def clause(desk: Desk, ident: str) -> HttpResponse:
    """Show one clause: what enforces it, and how it is kept this quarter."""
    _must_read(desk)
    speaker = desk.speaker
    text = speaker.pack.clauses.get(ident)
    if text is None:
        raise Gone(ident)
    carried = carriers_of(speaker.pack).get(ident, ())
    first, since = quarter(speaker.rules, desk.caller.now)
    kept = kept_since(desk.caller, since)
    keys = duties_in(carried)
    tags = [Tag(words=speaker.pack.version), Tag(words=ident)]
    page = ClausePage(
        crumbs=_crumbs(desk, speaker.cite(text.cite)),
        title=speaker.cite(text.cite),
        ident=ident,
        demand=demand_of(speaker, ident),
        kept_by=enforced(text.enforcement),
        tags=tags,
        figures=_figures(desk, ident, total(kept, keys)) if keys else [],
        period=_("本季自 %(day)s 起，只数您能看到的案件") % {"day": first.isoformat()},
        paused=_paused(desk, since, carried),
        nothing="" if keys else _("这一条不产生有时限的义务，由下列各项落实。"),
        carriers=_carriers_table(desk, carried) if carried else None,
        duties=_duties_table(desk, ident, keys, kept) if keys else None,
        remarks=remarks(speaker, ident),
    )
    return render(desk.request, "web/clause.html", {"shell": desk.shell("policy"), "page": page})


def _paused(desk: Desk, since: datetime, carried: Iterable[Carrier]) -> str:
    """How much stood still under a clause that lets clocks be paused; empty for another."""
    paths = [[str(part) for part in one.path] for one in carried if one.kind == "pausing"]
    if not paths:
        return ""
    found = paused_since(desk.caller, since, {path[1] for path in paths})
    words = _("本季暂停过计时的案件 %(cases)s 件，暂停的时间占它们全部时间的 %(share)s")
    return words % {"cases": found.cases, "share": f"{found.share:.0%}"}


def _crumbs(desk: Desk, last: str) -> list[Crumb]:
    return [Crumb(words=_("制度"), href=desk.href("policy")), Crumb(words=last)]


def words_of(what: str) -> str:
    """What a figure counts."""
    return {
        "arose": _("发生"),
        "met": _("按时"),
        "late": _("迟或逾期"),
        "open": _("还在办"),
        "none": _("失效或免除"),
    }[what]


def _figures(desk: Desk, ident: str, kept: Kept) -> list[Figure]:
    here = desk.href("clause_cases", ident)
    found = [
        Figure(
            label=words_of(what),
            value=str(getattr(kept, what)),
            unit=_("次"),
            href=f"{here}?what={what}" if getattr(kept, what) else "",
            tone="late" if what == "late" and kept.late else "",
        )
        for what in STATES
    ]
    rate = "" if kept.rate is None else f"{kept.rate:.1%}"
    none = "" if rate else _("本季还没有到期的")
    return [*found, Figure(label=_("按时率"), value=rate, why_none=none)]


def _carriers_table(desk: Desk, carried: Iterable[Carrier]) -> LedgerTable:
    speaker = desk.speaker
    rows = {}
    for one in carried:
        kind = KINDS.get(one.kind, (one.kind, one.kind))[speaker.lang == "en"]
        where = ""
        if one.path and one.path[0] == "procedures":
            where = speaker.word(speaker.pack.procedures[str(one.path[1])].label)
        rows[(kind, one.label, where)] = Row(
            cells=[
                Cell(words=speaker.word(one.label)),
                Cell(words=kind),
                Cell(words=where, none=_("整部制度")),
            ]
        )
    columns = [
        Column(label=_("由什么落实"), phone="title"),
        Column(label=_("种类")),
        Column(label=_("所在程序")),
    ]
    return LedgerTable(caption=_("由什么落实"), columns=columns, rows=list(rows.values()))


def _duties_table(
    desk: Desk, ident: str, keys: Iterable[Key], kept: Mapping[Key, Kept]
) -> LedgerTable:
    speaker = desk.speaker
    columns = [Column(label=_("义务"), phone="title"), Column(label=_("程序"))]
    columns += [Column(label=words_of(what), right=True) for what in STATES]
    rows = []
    for procedure, duty in keys:
        figure = kept.get((procedure, duty), Kept())
        here = desk.href("clause_cases", ident) + f"?procedure={procedure}&duty={duty}"
        cells = [
            Cell(
                words=str(getattr(figure, what)),
                href=f"{here}&what={what}" if getattr(figure, what) else "",
                late=what == "late" and bool(figure.late),
            )
            for what in STATES
        ]
        name = Cell(words=duty_label(speaker, procedure, duty))
        where = Cell(words=speaker.word(speaker.pack.procedures[procedure].label))
        rows.append(Row(cells=[name, where, *cells]))
    return LedgerTable(caption=_("本季每项义务"), columns=columns, rows=rows)


def duty_label(speaker: Speaker, procedure: str, duty: str) -> str:
    """What a duty, rhythm or approval of a procedure is called."""
    spec = speaker.pack.procedures[procedure]
    named = spec.approvals.get(duty.removeprefix("approval "))
    item = spec.duties.get(duty) or spec.cadences.get(duty) or named
    return speaker.word(item.label) if item is not None else duty


@desk
def clause_cases(desk: Desk, ident: str) -> HttpResponse:
    """The cases behind a figure of a clause."""
    _must_read(desk)
    speaker, query = desk.speaker, desk.request.GET
    text = speaker.pack.clauses.get(ident)
    what = query.get("what", "arose")
    if text is None or what not in STATES:
        raise Gone(ident)
    keys = duties_in(carriers_of(speaker.pack).get(ident, ()))
    if query.get("duty"):
        keys = [key for key in keys if key == (query.get("procedure", ""), query["duty"])]
    first, since = quarter(speaker.rules, desk.caller.now)
    found = page_here(desk, cases_behind(desk.caller, since, keys, what))
    here = desk.href("clause_cases", ident)
    tabs = [
        Tab(words=words_of(name), href=f"{here}?what={name}", on=name == what) for name in STATES
    ]
    page = ListPage(
        title=_("%(cite)s：%(what)s") % {"cite": speaker.cite(text.cite), "what": words_of(what)},
        clause=speaker.clause(ident),
        views=Tabs(label=_("本季"), tabs=tabs),
        table=case_table(desk, found.cases) if found.cases else None,
        empty=None
        if found.cases
        else Empty(
            title=_("没有这样的案件"),
            words=_("自 %(day)s 起，您能看到的案件里没有。") % {"day": first.isoformat()},
        ),
        pager=pager_of(desk, found.newer, found.older, len(found.cases)),
    )
    return render(desk.request, "web/list.html", {"shell": desk.shell("policy"), "page": page})
