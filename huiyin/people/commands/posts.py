"""Posts are given and ended. A change of roles is a new post, so that the past stays."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.people.commands.change import changing, stored
from huiyin.people.commands.persons import person_in
from huiyin.people.commands.units import unit_in
from huiyin.people.ids import new_id
from huiyin.people.models import Post


def give_post(
    company: str,
    *,
    person: str,
    unit: str,
    roles: Iterable[str],
    at: datetime,
    by: str,
    title: str = "",
    title_en: str = "",
    is_head: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Post:
    """Give a person a post in a unit, with role ids of the pack; from `since`, else from now on.

    A unit has one head at a time.
    """
    post_id = new_id(at)
    begins = since or at
    held = sorted(set(roles))
    data = {"post": post_id, "person": person, "unit": unit, "roles": held, "is_head": is_head}
    with changing(company, "give_post", by=by, at=at, data=data) as row:
        there = unit_in(row, unit)
        if there.active_to is not None and there.active_to <= begins:
            raise ValidationError({"unit": _("这个部门已经关闭。")})
        if is_head and _led(unit, begins, until):
            raise ValidationError({"is_head": _("这个部门在这段时间已有负责人。")})
        post = Post(
            id=post_id,
            person=person_in(row, person),
            unit=there,
            title=title,
            title_en=title_en,
            roles=held,
            is_head=is_head,
            since=begins,
            until=until,
        )
        _some_roles(post)
        return stored(post, new=True)


def end_post(
    company: str, post: str, *, at: datetime, by: str, until: datetime | None = None
) -> Post:
    """End a post at `until`, else now."""
    with changing(company, "end_post", by=by, at=at, data={"post": post}) as row:
        found = Post.objects.filter(person__company=row, id=post).first()
        if found is None:
            raise ValidationError({"post": _("本公司没有这个岗位。")})
        if found.until is not None and found.until <= at:
            raise ValidationError({"post": _("这个岗位已经结束。")})
        found.until = until or at
        return stored(found, new=False)


def _led(unit: str, since: datetime, until: datetime | None) -> bool:
    heads = Post.objects.filter(unit_id=unit, is_head=True, person__active=True)
    heads = heads.filter(Q(until=None) | Q(until__gt=since))
    return (heads if until is None else heads.filter(since__lt=until)).exists()


def _some_roles(post: Post) -> None:
    if not post.roles:
        raise ValidationError({"roles": _("至少选一个角色。")})
