"""Steps that reach the customer: asking how things are now, answering in writing, until when one may."""

from pydantic import Field

from huiyin.policy.base import Clauses, Flag, Item, Model, Words


class Page(Item):
    """One page of a script: what is said (with `{step.field}` places), and the fields it asks for."""

    says: str = ""
    asks: Words = ()


class Kept(Model):
    """A script that the company keeps by a procedure of its own: the newest case that ended counts.

    `starts` is the day from which one holds; until then the one before it does.
    """

    procedure: str
    version: str
    text: str = ""
    starts: str | None = None
    into: str | None = None


class Call(Model):
    """The step asks the customer how things are now; every try is an act of it, reached or not.

    `missed` is what a try that reached nobody fills in (`outcome`, and fields), `reached` the same
    for one that reached somebody; `tries` are the fields a missed try asks for, `next` the one that
    holds the next moment, `way` the one that says how. `answer` is the customer's own step with the
    same questions, `same` says which field stands for which there, `why` holds the reason where the
    two do not agree. `link` is the step that sends the customer a link to it. After `most` tries,
    `out` may end it. `early` marks a call made while the matter is still being put right.
    """

    pages: tuple[Page, ...] = ()
    missed: dict[str, str] = Field(default_factory=dict)
    reached: dict[str, str] = Field(default_factory=dict)
    tries: Words = ()
    next: str | None = None
    way: str | None = None
    answer: str | None = None
    same: dict[str, str] = Field(default_factory=dict)
    why: str | None = None
    link: str | None = None
    most: str | None = None
    out: str | None = None
    early: Flag = False
    kept: Kept | None = None


class ReplyPart(Item):
    """One thing that a reply must say; it is said when one of `fields` is filled in.

    `draft` is what a page offers for the part's own field; one that is `told` goes out with the text.
    """

    fields: Words
    draft: str = ""

    @property
    def own(self) -> str | None:
        """The part's field in the reply's own form."""
        return next((field for field in self.fields if "." not in field), None)


class Reply(Model):
    """The step answers the customer in writing.

    `text` is the field that holds the answer, `draft` what a page offers for it, with places
    `{step.field}` and `{customer}`; `parts` are what it must contain.
    """

    text: str
    draft: str = ""
    parts: dict[str, ReplyPart] = Field(default_factory=dict)


class Window(Model):
    """The step may be done until a term after the last of some steps, and not later."""

    after: Words
    within: str
    clause: Clauses = ()
