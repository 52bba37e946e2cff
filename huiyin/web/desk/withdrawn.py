"""The buttons that take back what awaits signatures, for who handed it in."""

from django.utils.translation import gettext as _

from huiyin.people.ids import new_id
from huiyin.web.desk.looking import Looking
from huiyin.web.parts import Action


def withdrawals(looking: Looking) -> list[Action]:
    """One for each approval that is open over something the reader did."""
    me, speaker = looking.desk.caller.actor.person, looking.speaker
    return [
        Action(
            label=_("撤回送审"),
            label_full=_("撤回送审：%(what)s")
            % {"what": speaker.word(looking.spec.approvals[name].label)},
            href=looking.desk.href("withdraw", looking.case.id, name),
            method="post",
            icon="arrow-back-up",
            once=new_id(looking.desk.caller.now),
        )
        for name, approval in looking.assessment.state.approvals.items()
        if approval.status == "open" and approval.proposer == me
    ]
