"""A pause to which the customer is asked to agree: yes or no, on the progress page."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from huiyin.cases.commands import pausing
from huiyin.cases.work import Gone, Refused, Repeated
from huiyin.obligations.pausing import open_ask
from huiyin.web.parts import Choice, Field, StatusLine, StepForm
from huiyin.web.portal.frame import Portal, portal
from huiyin.web.portal.looking import Looking, look
from huiyin.web.portal_pages import PauseAsk

YES, NO = "yes", "no"


@portal
def answer(door: Portal, case_id: str) -> HttpResponse:
    """Take the answer; one that comes too late changes nothing and is said so."""
    looking = look(door, case_id)
    post, key = door.request.POST, door.used()
    agreed, asked = post.get("agreed", ""), post.get("asked", "")
    here = looking.href("portal_progress")
    if door.request.method != "POST" or not asked.isdecimal():
        raise Gone(case_id)
    if key is None or agreed not in (YES, NO):
        asked_now = open_ask(looking.events, door.caller.now) is not None
        where = "choose#pause" if asked_now else "late#status-line"
        return HttpResponseRedirect(f"{here}?pause={where}")
    try:
        pausing.answer(door.caller, case_id, int(asked), agreed=agreed == YES, command=key)
    except (Gone, Refused):
        return HttpResponseRedirect(f"{here}?pause=late#status-line")
    except Repeated:
        pass
    return HttpResponseRedirect(f"{here}?pause={agreed}#status-line")


def said_before(looking: Looking) -> StatusLine | None:
    """What came of an answer that was just given."""
    words = {
        YES: _("谢谢，您同意了。时间到了我们接着办。"),
        NO: _("知道了，您不同意。我们照原来的期限办。"),
        "late": _("这个问题已经不用回答了，最新的进度在下面。"),
    }
    said = words.get(looking.door.request.GET.get("pause", ""))
    return StatusLine(done=said) if said else None


def pause_ask(looking: Looking) -> PauseAsk | None:
    """The question, while it waits for an answer."""
    door, speaker = looking.door, looking.speaker
    event = open_ask(looking.events, door.caller.now)
    if event is None or looking.assessment.state.closed is not None:
        return None
    until = speaker.rules.moment(event.data["until"])
    words = [
        _("原因：%(reason)s") % {"reason": speaker.word(event.data["reason"])},
        _("%(moment)s 起接着办，给您的期限顺着往后移。您不同意，就照原来的期限办。")
        % {"moment": speaker.moment(until) if until else ""},
    ]
    missing = door.request.GET.get("pause") == "choose"
    choices = [Choice(value=YES, label=_("同意")), Choice(value=NO, label=_("不同意"))]
    field = Field(
        kind="choice",
        name="agreed",
        label=_("您同意吗"),
        choices=choices,
        required=True,
        error=_("请选一项。") if missing else "",
    )
    form = StepForm(
        action=looking.href("portal_pause"),
        submit=_("提交答复"),
        body=[field],
        once=door.once(),
        ident="pause-answer",
        hidden=[("asked", str(event.seq))],
    )
    return PauseAsk(title=_("我们想先停下来，请您答复"), words=words, form=form)
