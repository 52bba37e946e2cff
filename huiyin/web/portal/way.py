"""The way of a case as its customer sees it: what is promised, then what happened, newest first.

Only what the pack says to customers is shown: `status` of steps, `promise` of duties, fields that
are `told`, notices to the customer, and what the customer wrote. Nothing of clauses, roles, reviews, remarks.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.personal import customer_path, revealed
from huiyin.channels.models import Message
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.model import DutyState, Instance
from huiyin.people.masks import mask
from huiyin.people.vault import ValueKind
from huiyin.policy.procedures import Step
from huiyin.web.portal.looking import Looking
from huiyin.web.portal.promises import Promise, late_words, owed, put_off, resumes
from huiyin.web.portal_pages import WayEntry
from huiyin.web.present.replies import addressed
from huiyin.worktime.words import format_left

LONGEST = 400
_JOINING = {
    Kind.LINKED: gettext_noop("有别的投诉说的是同一件事，我们一起办"),
    Kind.UNLINKED: gettext_noop("您的投诉改为单独办"),
}
_COVERED = {"phone": ValueKind.PHONE, "mail": ValueKind.MAIL, "id": ValueKind.ID_NUMBER}
"""Whoever holds the code reads the page; so numbers are covered even there."""


class Way:
    """Tells the way of one case."""

    def __init__(self, looking: Looking) -> None:
        self.looking, self.speaker, self.spec = looking, looking.speaker, looking.spec
        self.state = looking.assessment.state
        self.files = _files_by_act(looking.events)
        self.closed: dict[int, list[Instance]] = {}
        for instance in self.state.instances.values():
            duty = self.spec.duties.get(instance.duty) if instance.kind == "duty" else None
            if duty is not None and duty.promise and instance.closed_seq is not None:
                self.closed.setdefault(instance.closed_seq, []).append(instance)
        self.promises = owed(self.speaker, self.spec, self.state)

    def entries(self, *, awaited: str = "") -> list[WayEntry]:
        """All of it; `awaited` says that the customer's answer is waited for."""
        found = [WayEntry(title=awaited, moment=_("没有期限"), tone="now")] if awaited else []
        for promise in self.promises:
            found.append(self._promised(promise, now=not found))
        past = [self._with_notices(event) for event in reversed(self.looking.events)]
        return found + [entry for entries in past for entry in entries]

    def _with_notices(self, event: Event) -> list[WayEntry]:
        """What happened, with what the customer was told about it; a notice alone stands alone."""
        entry, told = self._past(event), self.looking.told.get(event.seq, [])
        words = [self._said(message) for message in told]
        if entry is not None:
            joined = "\n".join(filter(None, [entry.words, *(text for _title, text in words)]))
            return [replace(entry, words=joined)]
        return [self._entry(event, title, text) for title, text in words]

    def _said(self, message: Message) -> tuple[str, str]:
        """A notice in the reader's language."""
        english = self.speaker.lang == "en"
        return (message.title_en, message.text_en) if english else (message.title, message.text)

    def _promised(self, promise: Promise, *, now: bool) -> WayEntry:
        """Something that the company still owes."""
        caller, due = self.looking.door.caller, promise.due
        if due is None:
            words = promise.waits or _("没有固定的时限。")
            return WayEntry(title=promise.what, moment="", words=words, tone="now" if now else "")
        moment = self.speaker.moment(due)
        why = ""
        if promise.instance.limit.term is not None:
            why = self.looking.href("portal_why", promise.instance.id)
        left = format_left((due - caller.now).total_seconds(), self.speaker.lang)
        if promise.late(caller.now):
            words = _("本应在 %(moment)s 前办好。是我们慢了，正在办。") % {"moment": moment}
            late = late_words(self.speaker, promise.instance) or left
            return WayEntry(
                title=promise.what, moment="", words=words, tone="late", late_words=late, why=why
            )
        words = _("最迟 %(moment)s") % {"moment": moment}
        again = resumes(promise.instance, caller.now)
        if again is not None:
            said = {"again": self.speaker.moment(again), "moment": moment}
            words = _("先停着，%(again)s 接着办；最迟 %(moment)s") % said
        tone = "now" if now else ""
        was = put_off(promise.instance)
        return WayEntry(
            title=promise.what,
            moment=left,
            words=words,
            tone=tone,
            why=why,
            was=self.speaker.moment(was) if was is not None else "",
        )

    def _past(self, event: Event) -> WayEntry | None:
        if event.kind == Kind.ACTED:
            return self._acted(event)
        if event.kind == Kind.PAUSE_ANSWERED:
            agreed = event.data["agreed"]
            return self._entry(event, _("您同意先停下来") if agreed else _("您不同意先停下来"), "")
        if event.kind == Kind.NOTED and event.data.get("to_customer"):
            words = revealed(event.data["note"], self.looking.texts)
            return self._entry(event, _("给您的话"), shortened(str(words or "")))
        if event.kind in _JOINING and event.data.get("lead"):
            return self._entry(
                event, str(_(_JOINING[Kind(event.kind)])), _("答应您的期限不变，结果照样答复您。")
            )
        return None

    def _acted(self, event: Event) -> WayEntry | None:
        step = self.spec.steps.get(event.data["step"])
        if step is None:
            return None
        late = [i for i in self.closed.get(event.seq, ()) if i.state is DutyState.DONE_LATE]
        if not step.status and not late:
            return None
        title = self.speaker.word(step.status) if step.status else self._kept(late[0])
        lines = [self._words(event, step)]
        if not late:
            return self._entry(event, title, lines[0])
        lines.append(self._sorry())
        joined = ("" if self.speaker.lang == "zh" else " ").join(filter(None, lines))
        return self._entry(event, title, joined, late_words(self.speaker, late[0]))

    def _kept(self, instance: Instance) -> str:
        """The name of something promised that was done by a step without words for customers."""
        what = self.speaker.word(self.spec.duties[instance.duty].promise)
        return _("%(promise)s：已办") % {"promise": what}

    def _sorry(self) -> str:
        """Our own lateness, said plainly."""
        now = self.looking.door.caller.now
        if any(promise.due is not None and promise.due >= now for promise in self.promises):
            return _("是我们慢了，已记录在案，不影响后面的期限。")
        return _("是我们慢了，已记录在案。")

    def _words(self, event: Event, step: Step) -> str:
        """What the customer was told, or what the customer said."""
        own = event.actor.person == "customer"
        lines = []
        if own and event.data.get("outcome"):
            lines.append(
                _("您选了“%(what)s”。") % {"what": self.speaker.word(event.data["outcome"])}
            )
        for name, spec in step.form.items():
            value = self.looking.said(event, name)
            opens = event.data["step"] in self.spec.opening_steps
            shown = spec.told or (own and not opens and spec.kind in ("text", "longtext"))
            if shown and isinstance(value, str) and value:
                said = value if own else addressed(value, self.customer, self.speaker)
                lines.append(shortened(said))
        if own:
            lines.append(self._sent(event))
        return "\n".join(filter(None, lines))

    def _sent(self, event: Event) -> str:
        """How much a customer sent along: 照片 1、视频 1."""
        counts = self.files.get(event.seq, {})
        named = [
            (counts.get("image", 0), _("照片")),
            (counts.get("video", 0), _("视频")),
            (sum(n for media, n in counts.items() if media not in ("image", "video")), _("文件")),
        ]
        between = "、" if self.speaker.lang == "zh" else ", "
        files = between.join(f"{what} {count}" for count, what in named if count)
        if event.data["step"] in self.spec.opening_steps:
            text = _("文字")
            return _("您提交了%(what)s。") % {"what": between.join(filter(None, [text, files]))}
        return _("附 %(what)s。") % {"what": files} if files else ""

    def _entry(self, event: Event, title: str, words: str, late: str = "") -> WayEntry:
        return WayEntry(
            title=title,
            moment=self.speaker.moment(event.at),
            words=words,
            tone="late" if late else "",
            late_words=late,
            datetime=event.at.isoformat(),
        )

    @property
    def customer(self) -> str:
        """What to call the customer."""
        path = customer_path(self.spec, self.state.fields)
        value = revealed(self.state.fields.get(path), self.looking.texts)
        return value if isinstance(value, str) else ""

    def last_status(self) -> str:
        """What a customer reads first: the last thing that happened."""
        for event in reversed(self.looking.events):
            step = (
                self.spec.steps.get(event.data.get("step", "")) if event.kind == "acted" else None
            )
            if step is not None and step.status:
                return self.speaker.word(step.status)
        return _("已收到")

    def told(self) -> str:
        """What the customer was told last; empty when nothing was, or it was erased."""
        for event in reversed(self.looking.events):
            step = (
                self.spec.steps.get(event.data.get("step", "")) if event.kind == "acted" else None
            )
            for name, spec in step.form.items() if step is not None else ():
                value = self.looking.said(event, name) if spec.told else None
                if isinstance(value, str) and value:
                    return addressed(value, self.customer, self.speaker)
        return ""

    def own_words(self) -> list[tuple[str, str]]:
        """What the customer wrote when complaining, by question; contacts are covered."""
        if self.looking.opening is None:
            return []
        event, step = self.looking.opening
        return [pair for name in step.form if (pair := self._own(event, step, name)) is not None]

    def _own(self, event: Event, step: Step, name: str) -> tuple[str, str] | None:
        spec, value = step.form[name], self.looking.said(event, name)
        given = name in (event.data.get("form") or {})
        if not given or spec.kind in ("table", "file", "unit") or spec.of == ("channels",):
            return None
        label = self.speaker.word(spec.label)
        if value is None:
            return label, _("已销毁")
        if spec.mask in _COVERED and isinstance(value, str) and value not in spec.or_mark:
            return label, mask(_COVERED[spec.mask], value)
        words = self.speaker.value(spec, value)
        return (label, words) if words else None


def shortened(text: str) -> str:
    """A long text, cut where a line of the way would become a page."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _files_by_act(events: list[Event]) -> Mapping[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for event in events:
        if event.kind == Kind.EVIDENCE_ADDED and "act" in event.data:
            media = str(event.data["media"]).partition("/")[0]
            counts = found.setdefault(int(event.data["act"]), {})
            counts[media] = counts.get(media, 0) + 1
    return found
