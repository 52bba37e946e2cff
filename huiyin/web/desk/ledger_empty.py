"""What an empty ledger says: what would stand in it, and what fills it."""

from django.utils.translation import gettext as _

from huiyin.policy.across import Ledger
from huiyin.policy.ledgers import part_of
from huiyin.web.present.speaker import Speaker


def nothing(speaker: Speaker, spec: Ledger) -> str:
    """What will fill an empty ledger."""
    known = {
        "archive": _("办结的档案从起算日起保管，期满以后列在这里；没有期满的不列。"),
        "people": _("在这些岗位上的人都齐了；谁缺、谁的到期了，会列在这里。"),
        "schedules": _("到了日子系统自动开案，每个周期一行。"),
        "unmasked": _("有人查看完整信息就自动记一行，不能删改。"),
        "documents": _("签发文书时自动记一行，作废的保留编号。"),
        "risks": _("错过时限、作废编号、更正记录、查看完整信息，都自动记在这里。"),
    }
    if spec.rows in known:
        return known[spec.rows]
    if spec.rows == "duties":
        return _nothing_owed(spec)
    step = _step(speaker, spec)
    if step:
        return _("每次“%(step)s”自动记一行。") % {"step": step}
    if spec.when:
        return _("符合条件的案件自动列在这里，办过去了就不再列。")
    return _("有案件以后自动记入，不需要另外填写。")


def _nothing_owed(spec: Ledger) -> str:
    if "late" in spec.states:
        return _("没有错过时限的。错过的会一直列在这里，办完也不消失。")
    return _("没有这样的义务；产生了会自动列在这里。")


def _step(speaker: Speaker, spec: Ledger) -> str:
    """The step whose acts are the rows, as people call it."""
    part = part_of(speaker.pack, spec)
    for procedure in speaker.pack.procedures.values():
        if part in procedure.steps:
            return speaker.word(procedure.steps[part].label)
    return ""
