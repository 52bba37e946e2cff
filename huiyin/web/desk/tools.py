"""The author's tools as pages: started here, run in the background, read and printed here."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin import packjobs
from huiyin.cases.work import Gone
from huiyin.people.ids import new_id
from huiyin.policies.models import PackVersion, ToolRun
from huiyin.policies.revising import Office
from huiyin.policies.rules import pack_of
from huiyin.policy.values import numeric
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.policy import views
from huiyin.web.desk.revising import office_of
from huiyin.web.desk.revision_page import changed_cases, run_line, tool_words
from huiyin.web.pages import Crumb
from huiyin.web.parts import Action, Choice, Empty, Field, StepForm, Tag
from huiyin.web.policy_pages import RunPage, ToolCard, ToolsPage
from huiyin.web.present import revisions as words

RECENT = 20
MOST_DAYS, MOST_PER_DAY = 366, 200
NUMBERS: Mapping[str, tuple[float, float]] = {
    "most": (1, 20000),
    "target": (1, 100),
    "per_day": (0.1, MOST_PER_DAY),
    "days": (1, MOST_DAYS),
    "usual": (1, 480),
}
"""Fields that take a number, with their least and greatest value."""


@desk
def tools(desk: Desk) -> HttpResponse:
    """Offer the tools; start one."""
    office = office_of(desk)
    wrong: dict[str, str] = {}
    if desk.request.method == "POST":
        tool = desk.request.POST.get("tool", "")
        if tool not in packjobs.TOOLS:
            raise Gone(tool)
        arguments, wrong = _arguments(desk, office, tool)
        if not wrong:
            run = packjobs.ask(
                desk.caller.company,
                tool,
                arguments,
                by=desk.caller.actor.person,
                at=desk.caller.now,
                lang=desk.speaker.lang,
            )
            return HttpResponseRedirect(desk.href("tool_run", run.id))
    rows = ToolRun.objects.filter(company=desk.caller.company).order_by("-id")[:RECENT]
    page = ToolsPage(
        title=_("检查与试算"),
        views=views(desk, "tools"),
        tools=[_card(desk, office, tool, wrong) for tool in packjobs.TOOLS],
        runs=[run_line(desk, run) for run in rows],
        empty=Empty(title=_("还没有运行过"), words=_("结果会留在这里，可以打印。")),
    )
    status = 422 if wrong else 200
    context = {"shell": desk.shell("policy"), "page": page}
    return render(desk.request, "web/tools.html", context, status=status)


def _arguments(desk: Desk, office: Office, tool: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form of a tool says, and what is wrong with it by field."""
    post = desk.request.POST
    version = PackVersion.objects.filter(id=post.get("pack", ""), slug=office.book.slug).first()
    said: dict[str, Any] = {"pack": version.id if version else office.book.editions[-1].pack_id}
    wrong: dict[str, str] = {}
    for name, (least, greatest) in NUMBERS.items():
        text = post.get(name, "").strip()
        if not text:
            continue
        try:
            number = float(text)
        except ValueError:
            number = -1
        if not least <= number <= greatest:
            wrong[f"{tool}-{name}"] = _("写 %(least)s 到 %(greatest)s 之间的数") % {
                "least": f"{least:g}",
                "greatest": f"{greatest:g}",
            }
        said[name] = text
    for name in ("only", "scenario", "begin"):
        if post.get(name, "").strip():
            said[name] = post[name].strip()[:100]
    parameter, value = post.get("parameter", ""), post.get("value", "").strip()
    if parameter in office.rules.pack.parameters and value:
        said["values"] = {parameter: value}
    if tool == "explain" and not said.get("scenario"):
        wrong["explain-scenario"] = _("写出场景名字的一部分")
    said["only_open"] = bool(post.get("only_open"))
    return said, wrong


def _card(desk: Desk, office: Office, tool: str, wrong: Mapping[str, str]) -> ToolCard:
    slug = office.book.slug
    return ToolCard(
        title=tool_words(tool),
        words=_purpose(tool),
        command=f"huiyin pack {tool} {slug}",
        form=StepForm(
            action=desk.href("tools"),
            submit=_("运行%(tool)s") % {"tool": tool_words(tool)},
            ident=f"tool-{tool}",
            once=new_id(desk.caller.now),
            hidden=[("tool", tool)],
            body=[_version_field(desk, office, tool), *_fields(desk, office, tool, wrong)],
        ),
    )


def _purpose(tool: str) -> str:
    return {
        "check": _("制度包写得对不对：每一处错误说明在哪里、依据哪一条、该怎么写。"),
        "test": _("把制度包自带的场景逐个演一遍，与预期不同的全部列出。"),
        "coverage": _("每一条由什么落实、由哪些场景证明、还等什么。"),
        "diff": _("另一个版本比现行版收紧、放宽、改变了什么，对谁。"),
        "explain": _("一个场景里每个时限怎么算出来的。"),
        "whatif": _("用公司自己的记录，看换了参数或版本按时率会怎样、哪些案件会变。"),
        "simulate": _("按来件数和人手演一年，看什么会迟、谁最忙。"),
    }[tool]


def _version_field(desk: Desk, office: Office, tool: str) -> Field:
    current = office.book.editions[-1].pack_id
    rows = PackVersion.objects.filter(slug=office.book.slug).order_by("-installed_at")[:20]
    choices = [Choice(value=r.id, label=r.version, chosen=r.id == current) for r in rows]
    return Field(kind="choice", name="pack", label=_("版本"), choices=choices, prefix=f"f-{tool}")


def _fields(desk: Desk, office: Office, tool: str, wrong: Mapping[str, str]) -> list[Field]:
    def field(kind: str, name: str, label: str, **more: Any) -> Field:
        error = wrong.get(f"{tool}-{name}", "")
        value = desk.request.POST.get(name, "") if error else more.pop("value", "")
        more.pop("value", None)
        return Field(
            kind=kind, name=name, label=label, prefix=f"f-{tool}", error=error, value=value, **more
        )

    if tool == "test":
        return [field("text", "only", _("只演名字含有"))]
    if tool == "explain":
        return [field("text", "scenario", _("场景名字的一部分"), required=True)]
    if tool == "coverage":
        return [field("check", "only_open", _("只列还没有证明的"))]
    if tool == "whatif":
        return [
            _parameter_field(desk, office),
            field("text", "value", _("试的值")),
            field("number", "most", _("最近多少件"), value="2000"),
            field("number", "target", _("想达到的按时率"), unit="%"),
        ]
    if tool == "simulate":
        return [
            field("number", "per_day", _("平均每天来几件"), value="10"),
            field("number", "days", _("演多少天"), value="90"),
            field("number", "usual", _("每个环节平均几分钟"), value="10"),
        ]
    return []


def _parameter_field(desk: Desk, office: Office) -> Field:
    """The parameters that are numbers; with none chosen only the version is tried."""
    speaker, chosen = desk.speaker, desk.request.POST.get("parameter", "")
    choices = [Choice(value="", label=_("不改参数"), chosen=not chosen)]
    parameters = pack_of(PackVersion.objects.get(id=office.book.editions[-1].pack_id)).parameters
    choices += [
        Choice(value=name, label=speaker.word(spec.label), chosen=name == chosen)
        for name, spec in parameters.items()
        if numeric(spec)
    ]
    return Field(
        kind="choice", name="parameter", label=_("试哪个参数"), choices=choices, prefix="f-whatif"
    )


@desk
def run(desk: Desk, run_id: str) -> HttpResponse:
    """One run: how far it is, or what it said."""
    office_of(desk)
    row = ToolRun.objects.filter(id=run_id, company=desk.caller.company).first()
    if row is None:
        raise Gone(run_id)
    if desk.request.method == "POST":
        if desk.request.POST.get("act") == "stop":
            packjobs.stop(row, desk.caller.now)
        return HttpResponseRedirect(desk.href("tool_run", run_id))
    going = row.ended_at is None and row.cut_at is None
    line = run_line(desk, row)
    speaker = desk.speaker
    page = RunPage(
        crumbs=[
            Crumb(words=_("检查与试算"), href=desk.href("tools")),
            Crumb(words=line.label),
        ],
        title=line.label,
        words=_("%(who)s %(when)s 运行，%(pack)s")
        % {
            "who": speaker.person(row.asked_by),
            "when": speaker.moment(row.asked_at),
            "pack": _pack_words(row),
        },
        tag=_tag(row),
        blocks=words.shown(row.said.get("blocks", ())),
        progress=line.progress if going else None,
        cases=changed_cases(desk, row.said.get("cases", ())),
        cases_words=_("共 %(count)s 件，列出您能看到的最近几件")
        % {"count": len(row.said.get("cases", ()))},
        again=Action(label=_("回到工具"), href=desk.href("tools"), small=True),
        poll=desk.href("tool_run", run_id) if going else "",
    )
    return render(desk.request, "web/tool_run.html", {"shell": desk.shell("policy"), "page": page})


def _pack_words(row: ToolRun) -> str:
    version = PackVersion.objects.filter(id=row.arguments.get("pack", "")).first()
    return _("%(version)s 版") % {"version": version.version} if version else ""


def _tag(row: ToolRun) -> Tag:
    if row.cut_at:
        return Tag(words=_("已停止"), icon="circle-minus")
    if row.ended_at is None:
        return Tag(words=_("进行中"), icon="hourglass")
    if row.good:
        return Tag(words=_("跑完"), icon="circle-check")
    return Tag(words=_("有问题"), icon="alert-triangle", tone="late")
