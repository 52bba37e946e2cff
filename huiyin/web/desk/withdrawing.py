"""Taking back what awaits signatures: what rested on them is refused from then on."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from huiyin.cases.commands import acting
from huiyin.cases.work import Gone, Refused, Repeated
from huiyin.web.desk.case import show
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import look, refusal_part

FORBIDDEN = 403


@require_POST
@desk
def withdraw(desk: Desk, case_id: str, approval: str) -> HttpResponse:
    """Withdraw an approval that is open; who did not hand it in is told who did."""
    looking = look(desk, case_id)
    spec = looking.spec.approvals.get(approval)
    if spec is None:
        raise Gone(approval)
    try:
        acting.withdraw(desk.caller, case_id, approval, command=desk.once)
    except Refused as refused:
        answer = refusal_part(looking.speaker, spec.label, refused.refusals, brief=False)
        return show(looking, answer=answer, status=FORBIDDEN)
    except Repeated:
        pass
    return HttpResponseRedirect(desk.href("case", case_id))
