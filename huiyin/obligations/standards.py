"""Checklists by a standard: every item of the version in force is answered, and the version is named."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.obligations.act import Act, Standard
from huiyin.obligations.facts import given
from huiyin.obligations.refusal import Refusal
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Step


def refusals(spec: Step, act: Act) -> Iterator[Refusal]:
    """What a form leaves out of the standards in force.

    Items of one's own may stand beside those of the standard; none of the standard's may be left
    out or reworded.
    """
    for name, standard in act.standards.items():
        field = spec.form[name]
        if field.rows_from is None:
            yield from _script(name, field, standard, act.form)
            continue
        yield from _version(spec, field, standard, act.form)
        yield from _items(name, field, standard, act.form)


def _script(
    name: str, field: FormField, standard: Standard, form: Mapping[str, Any]
) -> Iterator[Refusal]:
    """A record names the script that is in force, where it names one."""
    if given(form.get(name)) and not _same(form[name], standard.called):
        params = {"label": field.label, "called": standard.called}
        yield Refusal("other_script", field.clause, name, params=params)


def _version(
    spec: Step, field: FormField, standard: Standard, form: Mapping[str, Any]
) -> Iterator[Refusal]:
    into = field.rows_from.into if field.rows_from is not None else None
    if into is None or _same(form.get(into), standard.called):
        return
    params = {"label": spec.form[into].label, "called": standard.called}
    yield Refusal("other_standard", field.clause, into, params=params)


def _items(
    name: str, field: FormField, standard: Standard, form: Mapping[str, Any]
) -> Iterator[Refusal]:
    rows = form.get(name)
    told = (
        [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
    )
    lacking = [
        str(number)
        for number, item in enumerate(standard.rows, 1)
        if not any(all(_same(row.get(key), item[key]) for key in item) for row in told)
    ]
    if lacking:
        params = {"label": field.label, "called": standard.called, "rows": tuple(lacking)}
        yield Refusal("off_standard", field.clause, name, params=params)


def _same(one: Any, other: Any) -> bool:
    """Whether two texts say the same, however a door broke their lines."""
    return _plain(one) == _plain(other)


def _plain(value: Any) -> str:
    return " ".join(str(value).split()) if given(value) else ""
