"""What happened on a case, as a timeline: acts, signatures, papers, breaches, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.commands.linking import DISTINCT
from huiyin.cases.personal import revealed
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.model import DutyState, Instance
from huiyin.people.masks import mask
from huiyin.people.vault import ValueKind
from huiyin.policy.who import CUSTOMER_ROLE
from huiyin.web.parts import TimelineEntry
from huiyin.web.present.cases import covered
from huiyin.web.present.speaker import Speaker
from huiyin.worktime.words import format_span

RESULTS = {
    "delivered": gettext_noop("已告知顾客"),
    "failed": gettext_noop("没能告知顾客"),
    "unsure": gettext_noop("不能确定是否告知了顾客"),
}
WAYS = {
    "portal": gettext_noop("进度页"),
    "mail": gettext_noop("邮件"),
    "sms": gettext_noop("短信"),
    "phone": gettext_noop("电话"),
}
BACKDATED = timedelta(minutes=1)
LONGEST = 160
CONCERNS = ("all", "customer", "approval", "late")


class Teller:
    """Turns the events of one case into entries."""

    def __init__(
        self,
        speaker: Speaker,
        procedure: str,
        instances: Mapping[str, Instance],
        texts: Mapping[str, str | None],
    ) -> None:
        self.speaker = speaker
        self.spec = speaker.pack.procedures[procedure]
        self.instances = instances
        self.texts = texts
        self.closed_by: dict[int, list[Instance]] = {}
        for instance in instances.values():
            if instance.closed_seq is not None:
                self.closed_by.setdefault(instance.closed_seq, []).append(instance)

    def entries(self, log: Sequence[Event]) -> dict[str, list[TimelineEntry]]:
        """All entries, newest first, and those of each concern (`CONCERNS`).

        What has no meaning for a reader is left out.
        """
        found: dict[str, list[TimelineEntry]] = {name: [] for name in CONCERNS}
        for event in reversed(log):
            entry = self._entry(event)
            if entry is not None:
                for name in ("all", *self._concerns(event, entry)):
                    found[name].append(entry)
        return found

    def _concerns(self, event: Event, entry: TimelineEntry) -> Iterator[str]:
        if entry.late:
            yield "late"
        if event.kind == Kind.SIGNED:
            yield "approval"
        if event.kind != Kind.ACTED:
            return
        step = self.spec.steps[event.data["step"]]
        if step.outcomes and event.data.get("outcome"):
            yield "approval"
        told = any(
            step.form[name].told for name in event.data.get("form") or {} if name in step.form
        )
        if told or any(who.role == "customer" for who in step.by):
            yield "customer"

    def _entry(self, event: Event) -> TimelineEntry | None:
        told = _TELL.get(Kind(event.kind))
        words = told(self, event) if told is not None else None
        if words is None:
            return None
        act, what, late, clauses = words
        recorded = event.recorded - event.at > BACKDATED
        return TimelineEntry(
            occurred=self.speaker.short(event.at),
            act=act,
            who=self._who(event),
            what=what if len(what) <= LONGEST else what[:LONGEST] + "…",
            recorded=_("%(moment)s 记") % {"moment": self.speaker.short(event.recorded)}
            if recorded
            else "",
            tone="late" if late else "",
            late=late,
            clauses=self.speaker.clauses(clauses, 1),
            at=event.at,
            ident=f"e-{event.seq}",
        )

    def _who(self, event: Event) -> str:
        name = self.speaker.person(event.actor.person)
        if event.actor.for_person:
            behalf = {"name": self.speaker.person(event.actor.for_person)}
            name += _("（代%(name)s）") % behalf
        unit = self.speaker.unit(event.actor.unit) if event.actor.unit else ""
        return f"{name} {unit}".strip() if event.actor.person != "system" else ""

    def acted(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """A step: its name with the outcome, what was written in few words, whether it was late."""
        spec = self.spec.steps[event.data["step"]]
        act = self.speaker.word(spec.label)
        if event.data.get("outcome"):
            act += (
                f"：{self.speaker.word(event.data['outcome'])}"
                if self.speaker.lang == "zh"
                else f": {self.speaker.word(event.data['outcome'])}"
            )
        written = []
        for name, value in (event.data.get("form") or {}).items():
            field = spec.form.get(name)
            words = (
                covered(self.speaker, field, revealed(value, self.texts))
                if field and field.kind != "table"
                else ""
            )
            if field and words:
                written.append(f"{self.speaker.word(field.label)} {words}")
        late, clauses = self._lateness(event.seq)
        return act, "；".join(written), late, clauses or spec.clause

    def _lateness(self, seq: int) -> tuple[str, tuple[str, ...]]:
        for instance in self.closed_by.get(seq, ()):
            if instance.state is DutyState.DONE_LATE and instance.moment and instance.closed:
                span = format_span(
                    (instance.closed - instance.moment).total_seconds(), self.speaker.lang
                )
                duty = self.spec.duties.get(instance.duty)
                return _("迟 %(span)s") % {"span": span}, duty.clause if duty else ()
        return "", ()

    def signed(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """A signature."""
        approval = self.spec.approvals[event.data["approval"]]
        words = _("同意") if event.data["decision"] == "approve" else _("不同意")
        return (
            f"{self.speaker.word(approval.label)}：{words}",
            str(event.data.get("note", "")),
            "",
            approval.clause,
        )

    def issued(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """A paper took its number."""
        document = self.speaker.pack.documents[event.data["document"]]
        return (
            _("签发文书"),
            f"{self.speaker.word(document.label)} {event.data['number']}",
            "",
            document.clause,
        )

    def voided(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """A paper was voided; its number stays."""
        document = self.speaker.pack.documents[event.data["document"]]
        return (
            _("作废文书"),
            f"{self.speaker.word(document.label)} {event.data['number']}",
            "",
            document.clause_void,
        )

    def breached(self, event: Event) -> tuple[str, str, str, tuple[str, ...]] | None:
        """A limit passed."""
        name = event.data["duty"]
        item: Any = self.spec.duties.get(name) or self.spec.cadences.get(name)
        item = item or self.spec.approvals.get(name.removeprefix("approval "))
        if item is None:
            return None
        return _("逾期"), self.speaker.word(item.label), _("记入逾期"), item.clause

    def plain(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """Everything else: the kind in words, with its reason or note."""
        data = event.data
        reason = revealed(data.get("reason") or data.get("note") or "", self.texts)
        words = mask(ValueKind.TEXT, str(reason)) if reason else ""
        title = str(_(PLAIN[Kind(event.kind)]))
        if asked := REQUESTS.get(data.get("request", "")):
            title = _("顾客的请求：%(what)s") % {"what": _(asked)}
        return title, words, "", ()

    def answered(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """The customer's own answer to a pause."""
        return (_("顾客同意暂停") if event.data["agreed"] else _("顾客不同意暂停")), "", "", ()

    def measured(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """A count before or after a remedy, as it was taken."""
        data, rules = event.data, self.speaker.rules
        watch = self.speaker.pack.watches.get(data["watch"])
        head = _("改进前同类件数") if data["which"] == "before" else _("改进后同类件数")
        since, until = (rules.moment(data[name]) for name in ("since", "until"))
        span = f"{rules.local_date(since)} – {rules.local_date(until)}" if since and until else ""
        return f"{head}：{data['count']}", span, "", watch.clause if watch else ()

    def delivered(self, event: Event) -> tuple[str, str, str, tuple[str, ...]] | None:
        """That a customer was told, by which way, or could not be; inside the house it says nothing."""
        data = event.data
        if CUSTOMER_ROLE not in data.get("to", ()):
            return None
        head = str(_(RESULTS.get(data["result"], RESULTS["failed"])))
        way = str(_(WAYS.get(data["channel"], WAYS["portal"])))
        notice = self.speaker.pack.notices.get(data["notice"])
        what = self.speaker.word(notice.label) if notice else _("答复")
        return f"{head}：{what}", way, "", notice.clause if notice else ()

    def tied(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """A relation to another case was made or taken back."""
        act, words, late, clauses = self.plain(event)
        name = str(event.data["relation"])
        relation = self.spec.links.get(name)
        if relation is not None:
            joined = _("并案") if event.kind == Kind.LINKED else _("取消并案")
            head = joined if relation.joins else act
            return f"{head}：{self.speaker.word(name)}", words, late, relation.clause
        return (_("核对过：不是同一件") if name == DISTINCT else act), words, late, clauses

    def child(self, event: Event) -> tuple[str, str, str, tuple[str, ...]]:
        """A case of another procedure began or ended."""
        spec = self.speaker.pack.procedures.get(str(data_procedure(event)))
        label = self.speaker.word(spec.label) if spec else ""
        words = _("开立") if event.kind == Kind.CHILD_OPENED else _("办结")
        return f"{words}：{label}", self.speaker.word(str(event.data.get("outcome", ""))), "", ()


def data_procedure(event: Event) -> str:
    """The procedure that a child event names."""
    return str(event.data.get("procedure", ""))


REQUESTS = {
    "copy": gettext_noop("给我一份完整的"),
    "correct": gettext_noop("更正"),
    "delete": gettext_noop("删除我的个人信息"),
    "other": gettext_noop("不再用于处理以外的事，或其他要求"),
}
"""What a customer may ask about the own data, in words for customers and staff."""

PLAIN = {
    Kind.CORRECTED: gettext_noop("更正"),
    Kind.EXCUSED: gettext_noop("说明逾期原因"),
    Kind.WAIVED: gettext_noop("免除"),
    Kind.NOTED: gettext_noop("备注"),
    Kind.UNMASKED: gettext_noop("查看遮盖内容"),
    Kind.EVIDENCE_ADDED: gettext_noop("补充证据"),
    Kind.LINKED: gettext_noop("关联案件"),
    Kind.UNLINKED: gettext_noop("取消关联"),
    Kind.PAUSED: gettext_noop("暂停计时"),
    Kind.RESUMED: gettext_noop("恢复计时"),
    Kind.PAUSE_ASKED: gettext_noop("请顾客同意暂停"),
    Kind.REOPENED: gettext_noop("同类问题又发生，重新办理"),
    Kind.PACK_CHANGED: gettext_noop("改用制度新版"),
    Kind.WITHDRAWN: gettext_noop("撤回送审"),
    Kind.ERASED: gettext_noop("个人信息已销毁"),
}

_TELL = {
    Kind.ACTED: Teller.acted,
    Kind.SIGNED: Teller.signed,
    Kind.ISSUED: Teller.issued,
    Kind.VOIDED: Teller.voided,
    Kind.BREACHED: Teller.breached,
    Kind.DELIVERED: Teller.delivered,
    Kind.PAUSE_ANSWERED: Teller.answered,
    Kind.MEASURED: Teller.measured,
    Kind.CHILD_OPENED: Teller.child,
    Kind.CHILD_CLOSED: Teller.child,
    **dict.fromkeys(PLAIN, Teller.plain),
    Kind.LINKED: Teller.tied,
    Kind.UNLINKED: Teller.tied,
}
