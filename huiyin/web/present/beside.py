"""How cases of a period were counted, in sentences: joined ones, extended limits, stopped clocks."""

from django.utils.translation import gettext as _

from huiyin.reports.overview import Beside


def beside_words(found: Beside) -> list[str]:
    """One sentence for each; also that there were none, since a reader asks."""
    said = [_("立案 %(cases)s 件。") % {"cases": found.cases}]
    if found.joined:
        matters = {
            "joined": found.joined,
            "leads": found.leads,
            "matters": found.cases - found.joined,
        }
        said.append(
            _(
                "其中 %(joined)s 件并入 %(leads)s 件主件，按事件数是 %(matters)s 件；件数里每件仍各算一件。"
            )
            % matters
        )
    else:
        said.append(_("没有并入主件的；群体投诉各件分别计数。"))
    if found.limits:
        share = {
            "limits": found.limits,
            "extended": found.extended,
            "share": _share(found.extended / found.limits),
        }
        said.append(
            _("本期到期的时限 %(limits)s 项，其中获准延期 %(extended)s 项（%(share)s）。") % share
        )
    else:
        said.append(_("本期没有到期的时限。"))
    if found.paused.cases:
        still = {"cases": found.paused.cases, "share": _share(found.paused.share)}
        said.append(_("停过表的 %(cases)s 件，停表占这些案件全部时间的 %(share)s。") % still)
    else:
        said.append(_("没有停过表的案件。"))
    return said


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"
