"""Where a form goes back to when it did not come from the case's own page."""

from functools import cached_property

from django.http import HttpResponse

from huiyin.web.desk import revisits, tracking, upward
from huiyin.web.desk.calling import Calling
from huiyin.web.desk.looking import Looking
from huiyin.web.parts import StepForm

PLACES = {tracking.PLACE: tracking.show, upward.PLACE: upward.show}


class Back:
    """The page a form was posted from; the case's own one when nothing else was said."""

    def __init__(self, looking: Looking, step: str) -> None:
        self.looking, self.step = looking, step
        self.post = looking.desk.request.POST

    @property
    def href(self) -> str:
        """Where to go after the act was recorded; empty for the case's own page."""
        place = self.post.get("back", "")
        if place in PLACES:
            where = self.looking.desk.href(place)
            return f"{where}?case={self.looking.case.id}&done={self.step}#done"
        if place != "revisits":
            return ""
        return self.looking.desk.href("revisits") + f"?done={self.looking.case.id}.{self.step}"

    @cached_property
    def missed(self) -> bool:
        """Whether the form records a try that reached nobody."""
        call = self.looking.spec.steps[self.step].call
        if call is None or not call.missed:
            return False
        return all(self.post.get(name) == value for name, value in call.missed.items())

    def page(self, looking: Looking, form: StepForm, status: int) -> HttpResponse:
        """That page with the form again."""
        place = self.post.get("back", "")
        if place in PLACES:
            return PLACES[place](looking, chosen=self.step, form=form, status=status)
        step = self.post.get("back_step") or self.step
        if looking.spec.steps[step].call is None:
            step = self.step
        call = Calling(looking, step, self.post.get("row", ""))
        drawn = call.short(form) if self.missed else form
        return revisits.page(looking.desk, chosen=looking, step=step, form=drawn, status=status)
