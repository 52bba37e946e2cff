"""A customer's form: the fields of a step of the pack, made large, and what came back.

Nothing here knows a field by its name. What the door knows itself (store, channel) is filled in and
not asked. A field that may be refused for another way to be reached becomes one question with two
answers. A table of people that must agree with a number is asked for as "and who else", and the
number and the customer's own row are filled in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.obligations.facts import given
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Step
from huiyin.web.parts import Alternative, Alternatives, Choice, Field, FileItem, TableRow
from huiyin.web.present.forms import MARK, Painter, read, scale_of
from huiyin.web.present.speaker import Speaker

Body = list[Field | Alternatives]

# What no form needs and some stores cannot hold: control characters, and those that turn the
# direction of whatever is written after them.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]")
NEVER_ASKED = ("person", "people")
"""Names of staff are not for strangers."""


def clean(post: QueryDict) -> QueryDict:
    """What was posted, without characters that are no text."""
    cleaned = post.copy()
    for key, values in post.lists():
        cleaned.setlist(key, [_UNWANTED.sub("", value) for value in values])
    return cleaned


@dataclass(frozen=True)
class Contact:
    """A field that may be refused (`mark`) for another way, and the fields that go with it."""

    name: str
    mark: str
    other: str
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A table of people and the number that it must agree with; columns by what they hold."""

    table: str
    count: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class CustomerForm:
    """One step as a customer's form, in one store where the step opens a case."""

    speaker: Speaker
    spec: Step
    unit: str = ""
    most_files: int = 9

    @cached_property
    def group(self) -> Group | None:
        """The people who complain together, if the form asks for them."""
        for name, spec in self.spec.form.items():
            if spec.kind != "table" or spec.rows_equal not in self.spec.form:
                continue
            held = {str(c.mask): column for column, c in spec.columns.items() if c.mask}
            if "name" in held and spec.rows_equal:
                return Group(name, spec.rows_equal, held)
        return None

    @cached_property
    def contact(self) -> Contact | None:
        """How to be reached, if it may be refused for another way."""
        form = self.spec.form
        for name, spec in form.items():
            for other, other_spec in form.items() if spec.required and spec.or_mark else ():
                asked = (*other_spec.required_if.all, *other_spec.required_if.any)
                marks = [w for f in asked if f.field == name for w in (f.is_, *(f.in_ or ()))]
                mark = next((word for word in marks if word in spec.or_mark), None)
                if mark is not None:
                    return Contact(name, mark, other, self._beside(name))
        return None

    def _beside(self, name: str) -> tuple[str, ...]:
        """The names and addresses asked for right before a contact."""
        names = list(self.spec.form)
        found: list[str] = []
        for before in reversed(names[: names.index(name)]):
            spec = self.spec.form[before]
            if not (spec.personal and spec.mask in ("name", "phone", "mail")):
                break
            found.insert(0, before)
        return tuple(found)

    @cached_property
    def known(self) -> dict[str, str]:
        """What the door knows itself: the store, and that the portal is the channel."""
        found = {}
        if self.spec.sets_unit and self.unit:
            found[self.spec.sets_unit] = self.unit
        channels = self.speaker.pack.channels
        portal = next((name for name, channel in channels.items() if channel.portal), None)
        for name, spec in self.spec.form.items():
            if spec.of == ("channels",) and portal is not None:
                found[name] = portal
        return found

    @cached_property
    def asked(self) -> dict[str, FormField]:
        """The fields that the customer sees, files included."""
        hidden = {*self.known, *([self.group.count] if self.group else [])}
        return {
            name: spec
            for name, spec in self.spec.form.items()
            if name not in hidden and spec.kind not in NEVER_ASKED
        }

    # -- reading --

    def typed(self, post: QueryDict) -> dict[str, Any]:
        """What the customer typed, by field; files are not among it."""
        form = {name: spec for name, spec in self.asked.items() if spec.kind != "file"}
        return read(post, self.spec.model_copy(update={"form": form}), self.speaker).values

    def complete(self, typed: Mapping[str, Any], files: Mapping[str, list[str]]) -> dict[str, Any]:
        """What the step takes: the typed values, the files, and what the door fills in."""
        wanted = {name: ids for name, ids in files.items() if name in self.asked}
        values = {**typed, **self.known, **wanted}
        if self.group is not None:
            values |= self._people(typed, self.group)
        return {name: value for name, value in values.items() if given(value)}

    def _people(self, typed: Mapping[str, Any], group: Group) -> dict[str, Any]:
        others = list(typed.get(group.table) or [])
        if not others:
            return {group.count: "1", group.table: None}
        return {group.count: str(len(others) + 1), group.table: [self._me(typed, group), *others]}

    def _me(self, typed: Mapping[str, Any], group: Group) -> dict[str, Any]:
        """The customer's own row: name and contact as given above."""
        table = self.spec.form[group.table].columns
        me: dict[str, Any] = {group.columns["name"]: _("本人")}
        for name, spec in self.spec.form.items():
            column = group.columns.get(spec.mask or "")
            value = typed.get(name)
            mine = self.contact is None or name in (self.contact.name, *self.contact.beside)
            if column is None or not mine or not given(value):
                continue
            if value not in spec.or_mark or value in table[column].or_mark:
                me[column] = value
        return me

    def beside(self, faults: Mapping[str, str]) -> dict[str, str]:
        """Faults by what the customer sees: rows are counted without the own one."""
        found: dict[str, str] = {}
        for name, words in faults.items():
            seen = self._seen(name)
            found[seen] = f"{found[seen]} {words}" if seen in found else words
        return found

    def _seen(self, name: str) -> str:
        """Where a fault is shown: at the row that the customer sees, or at the question itself."""
        table, _dot, rest = name.partition(".")
        if self.group is None or table not in (self.group.table, self.group.count):
            return name
        row, _dot, column = rest.partition(".")
        others = row.isdigit() and int(row) > 1
        return f"{table}.{int(row) - 1}.{column}" if others else self.group.table

    # -- drawing --

    def body(
        self,
        typed: Mapping[str, Any],
        faults: Mapping[str, str],
        files: Mapping[str, Sequence[FileItem]],
        add_to: str = "",
    ) -> Body:
        """The fields in order: what happened, files, how to be reached, who else."""
        painter = Painter(self.speaker, typed, faults, clauses=False, add_to=add_to)
        return Drawing(self, painter, typed, files).body()


@dataclass(frozen=True)
class Drawing:
    """Draws one form."""

    form: CustomerForm
    painter: Painter
    typed: Mapping[str, Any]
    files: Mapping[str, Sequence[FileItem]] = field(default_factory=dict)

    def body(self) -> Body:
        """All of it."""
        contact, group = self.form.contact, self.form.group
        apart = {contact.name, contact.other, *contact.beside} if contact else set()
        apart |= {group.table} if group else set()
        plain = [name for name in self.form.asked if name not in apart]
        papers = [name for name in plain if self.form.asked[name].kind == "file"]
        found: Body = [self.one(name) for name in plain if name not in papers]
        found += [self.file(name) for name in papers]
        found += [self.contact(contact)] if contact else []
        found += [self.group(group)] if group else []
        return found

    def one(self, name: str) -> Field:
        """One field, large: hints below long texts, marks only where something must be said."""
        spec = self.form.asked[name]
        drawn = _chosen(self.painter.field(name, spec), scale_of(spec))
        demanded = spec.required or bool(spec.required_if)
        hint = drawn.hint or ("" if demanded else _("可不填"))
        if spec.kind == "multi":
            hint = drawn.hint or _("可多选")
        long = spec.kind == "longtext"
        scale = _is_scale(drawn.choices)
        return replace(
            drawn,
            kind="scale" if scale else drawn.kind,
            ends=(_("很不满意"), _("很满意")) if scale else drawn.ends,
            hint=_("可不填") if long and not demanded else "" if long else hint,
            help=drawn.hint if long else "",
            lines=5 if long else drawn.lines,
            limit=int(spec.max) if spec.max and spec.kind == "text" else drawn.limit,
            marks=drawn.marks if demanded else (),
            autocomplete={"phone": "tel", "mail": "email", "name": "name"}.get(spec.mask or "", "")
            if spec.personal and self._own(name)
            else "",
        )

    def _own(self, name: str) -> bool:
        contact = self.form.contact
        return contact is not None and name in (contact.name, *contact.beside)

    def file(self, name: str) -> Field:
        """A file field with what is there already."""
        drawn = self.painter.field(name, self.form.asked[name])
        most = self.form.most_files
        return replace(
            drawn,
            values=(),
            files=self.files.get(name, ()),
            icon="camera",
            example=_("添加"),
            limit=most,
            hint=ngettext("最多 %(count)s 个", "最多 %(count)s 个", most) % {"count": most},
        )

    def contact(self, contact: Contact) -> Alternatives:
        """One question: leave the contact, or refuse it and name another way."""
        asked, speaker = self.form.asked, self.form.speaker
        spec, other = asked[contact.name], asked[contact.other]
        refused = self.typed.get(contact.name) == contact.mark
        label = speaker.word(spec.label)
        main = replace(self.one(contact.name), hidden_label=True, hint="", marks=())
        words = _("我们会按“%(mark)s”登记，照常处理。") % {"mark": speaker.word(contact.mark)}
        if other.hint:
            stop = "。" if speaker.lang == "zh" else ". "
            words = speaker.word(other.hint) + stop + words
        return Alternatives(
            name=MARK + contact.name,
            label=_("怎么找您"),
            required=True,
            options=[
                Alternative(
                    choice=Choice(
                        value="",
                        label=_("留%(what)s") % {"what": label},
                        chosen=not refused,
                        words=speaker.word(spec.hint) if spec.hint else "",
                    ),
                    fields=[main, *(self.one(name) for name in contact.beside)],
                ),
                Alternative(
                    choice=Choice(
                        value=contact.mark,
                        label=_("不留%(what)s，%(other)s")
                        % {"what": label, "other": speaker.word(other.label)},
                        chosen=refused,
                        words=words,
                    ),
                    fields=[replace(self.one(contact.other), hint="", when=())],
                ),
            ],
        )

    def group(self, group: Group) -> Field:
        """Who else complains; the customer counts already."""
        count, table = self.form.spec.form[group.count], self.form.asked[group.table]
        drawn = self.painter.field(group.table, table)
        people = 1 + len(drawn.rows)
        words = _("连您共 %(count)s 人") if people > 1 else _("现在是您 1 人")
        return replace(
            drawn,
            label=self.form.speaker.word(count.label),
            required=False,
            when=(),
            hint=words % {"count": people},
            example=_("再加一人"),
            rows=[_titled(row) for row in drawn.rows],
        )


def _titled(row: TableRow) -> TableRow:
    """A row of somebody else: marks are left out where nothing must be said."""
    cells = [cell if cell.required else replace(cell, marks=()) for cell in row.cells]
    title = _("第 %(number)s 位") % {"number": row.index + 2}
    return replace(row, title=title, cells=cells)


def _chosen(drawn: Field, steps: Sequence[str]) -> Field:
    """A number of a short scale, to be chosen."""
    choices = [Choice(value=n, label=n, chosen=n == drawn.value) for n in steps]
    return replace(drawn, choices=choices) if choices else drawn


def _is_scale(choices: Sequence[Choice]) -> bool:
    """Whether the choices are the numbers from one up."""
    numbers = [choice.value for choice in choices]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def phone_faults(form: Mapping[str, FormField], typed: Mapping[str, Any]) -> dict[str, str]:
    """Phone numbers that cannot be ones, by field."""
    found: dict[str, str] = {}
    for name, spec in form.items():
        value = typed.get(name)
        if spec.kind == "table":
            found |= {
                f"{name}.{position}.{column}": words
                for position, row in enumerate(value or (), 1)
                for column, words in phone_faults(spec.columns, row).items()
            }
        elif spec.mask == "phone" and given(value) and value not in spec.or_mark:
            words = _phone_fault(str(value))
            found |= {name: words} if words else {}
    return found


def _phone_fault(text: str) -> str:
    """What is wrong with a phone number as written; mobile numbers of China have 11 digits."""
    digits = re.sub(r"[\s\-()（）]", "", text)
    plain = re.sub(r"^(?:\+|00)?86(?=1)", "", digits)
    if not re.fullmatch(r"\+?\d+", plain):
        return _("手机号只有数字，请核对。")
    if not plain.startswith("1"):
        return "" if 7 <= len(plain.removeprefix("+")) <= 15 else _("位数不对，请核对。")
    off = len(plain) - 11
    if off < 0:
        return _("少 %(off)s 位：现有 %(now)s 位，手机号是 11 位。") % {
            "off": -off,
            "now": len(plain),
        }
    if off > 0:
        return _("多 %(off)s 位：现有 %(now)s 位，手机号是 11 位。") % {
            "off": off,
            "now": len(plain),
        }
    return ""
