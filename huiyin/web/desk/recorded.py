"""After an act: one line in place of the form: what was recorded, whether in time, what is next."""

from django.utils.translation import gettext as _

from huiyin.web.desk.duties import item_of
from huiyin.web.desk.looking import Looking
from huiyin.web.parts import Action, StatusLine


def status_line(looking: Looking, label: str, step: str) -> StatusLine:
    """One line in place of the form."""
    speaker = looking.speaker
    state = looking.assessment.state.steps.get(step)
    seq = state.seq if state is not None else -1
    closed = [i for i in looking.assessment.state.instances.values() if i.closed_seq == seq]
    late = any(i.state == "done_late" for i in closed)
    words = _("已记录：%(label)s") % {"label": speaker.word(label)}
    if closed:
        words += "，" + (_("迟") if late else _("按时"))
    owed = [(row, row.due_at) for row in looking.rows if row.owed and row.due_at]
    following = ""
    if owed:
        row, due = owed[0]
        name = speaker.word(item_of(row, looking.spec)[0])
        told = {"name": name, "moment": speaker.moment(due)}
        following = _("下一项：%(name)s，%(moment)s 前") % told
    return StatusLine(
        done=words,
        next=following,
        late=late,
        next_action=Action(label=_("我的待办"), href=looking.desk.href("duties")),
    )
