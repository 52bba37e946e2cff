"""How a promised date is counted, in a customer's words: no clauses, no names of the house."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from huiyin.cases.work import Gone
from huiyin.obligations.explain import explained
from huiyin.web.portal.frame import Portal, portal
from huiyin.web.portal.looking import look
from huiyin.web.portal_pages import WhyPage


@portal
def why(door: Portal, case_id: str, instance: str) -> HttpResponseBase:
    """Each stretch of time counted, skipped or paused on the way to one limit."""
    looking = look(door, case_id)
    state, speaker = looking.assessment.state, looking.speaker
    found = state.instances.get(instance)
    duty = looking.spec.duties.get(found.duty) if found is not None else None
    if found is None or duty is None or not duty.promise:
        raise Gone(instance)
    counted = explained(looking.fold, looking.events, instance, door.caller.now).limit.counted
    if counted is None or found.moment is None:
        raise Gone(instance)
    words = counted.words(speaker.lang, speaker.today)
    what, moment = speaker.word(duty.promise), speaker.moment(found.moment)
    page = WhyPage(
        title=_("“%(promise)s”最迟 %(moment)s，怎么算的") % {"promise": what, "moment": moment},
        words=words.title,
        facts=[(fact.label, fact.value, fact.remark) for fact in words.facts],
        rows=[(row.span, row.how, row.running) for row in words.rows],
        back_href=looking.href("portal_progress"),
    )
    return door.page("why", door.shell(looking.intake), page)
