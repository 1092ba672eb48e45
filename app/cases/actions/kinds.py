"""Adding, changing and retiring kinds of case; publishing all time limits."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.kind_body import (
    FIRST_OWN,
    LAST_OWN,
    OWN_MARK,
    TEXT_MOST,
    KindBody,
    KindText,
    KindTextMissing,
    body_of,
    checked_body,
    checked_text,
    is_own,
)
from app.cases.kind_versions import keep_first, keep_version
from app.cases.limit_edit import checked_limits, limit_changes
from app.cases.limits import limits_now
from app.cases.models import Category, LimitTable
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotFound
from app.core.pinyin import initials


class KindTaken(AppError):
    """The code is taken, by a kind in use or a retired one; facts: ``code``, ``name``."""

    code = "kinds.code_taken"


class KindNameTaken(AppError):
    """Another kind of the category bears the name; facts: ``name``, ``code``."""

    code = "kinds.name_taken"


class KindNumberWrong(AppError):
    """A number kinds of one's own do not take; facts: ``first``, ``last``."""

    code = "kinds.number_wrong"


class KindNameFixed(AppError):
    """Kinds that came with the program keep their names, by which other platforms know them."""

    code = "kinds.name_fixed"


class NotACategory(AppError):
    """A kind can only be added under a category in use; facts: ``code``."""

    code = "kinds.not_a_category"


class CategoryStays(AppError):
    """A category (大类) is not retired, its kinds are; facts: ``name``."""

    code = "kinds.category_stays"


class KindUnchanged(AppError):
    """Nothing was changed."""

    code = "kinds.unchanged"


class KindUnitGone(AppError):
    """The unit responsible does not exist or is no longer in use."""

    code = "kinds.unit_gone"


class LimitsUnchanged(AppError):
    """The limits to be published say the same as those in force."""

    code = "kinds.limits_unchanged"


@dataclass(frozen=True, slots=True)
class NewKind:
    """A kind of the centre's own.

    Attributes:
        parent_code: The category it stands under.
        number: 80 to 999, for ever.
        note: Why, for later readers; may be empty.
    """

    parent_code: str
    number: int
    body: KindBody
    note: str = ""


@dataclass(frozen=True, slots=True)
class KindChange:
    """What shall be decided about a kind from now on; `body.is_active` is left as it is."""

    code: str
    seen_version: int
    body: KindBody
    note: str = ""


@once
def add_kind(uow: Uow, new: NewKind, *, command_key: UUID) -> str:
    """Add a kind of the centre's own and return its code.

    Raises:
        KindNumberWrong: The number is not one that kinds of one's own take.
        KindTaken: There is such a kind already, perhaps a retired one.
        KindNameTaken: Its category has one of that name.
        AppError: What else is wrong with it.
    """
    uow.actor.require_for_all(Right.MANAGE_KINDS)
    if not FIRST_OWN <= new.number <= LAST_OWN:
        raise KindNumberWrong(first=f"{FIRST_OWN:03d}", last=LAST_OWN)
    parent = uow.session.get(Category, new.parent_code)
    if parent is None or parent.parent_code is not None or not parent.is_active:
        raise NotACategory(code=new.parent_code)
    code = f"{parent.code}-{new.number:03d}"
    there = uow.session.get(Category, code)
    if there is not None:
        raise KindTaken(code=code, name=there.name)
    body = replace(checked_body(new.body, own=True), is_active=True)
    _check_place(uow, code, parent.code, body)
    kind = Category(code=code, parent_code=parent.code, initials=initials(body.name))
    _put(kind, body)
    uow.session.add(kind)
    try:
        uow.session.flush()
    except IntegrityError as error:  # another desk took the number in this moment
        raise Conflict from error
    _decided(uow, kind, new.note, "cases.kind_added")
    return code


@once
def change_kind(uow: Uow, change: KindChange, *, command_key: UUID) -> int:
    """Decide anew about a kind and return its version; cases keep what was asked and answered.

    Raises:
        Conflict: Somebody changed it since it was read.
        KindNameFixed: It came with the program and was to be renamed.
        KindUnchanged: It says the same as before.
        AppError: What else is wrong with it.
    """
    kind = _kind(uow, change.code, change.seen_version)
    before, own = body_of(kind), is_own(kind.code)
    wanted = change.body if own else replace(change.body, name=kind.name)
    if not own and change.body.name.strip() != kind.name:
        raise KindNameFixed
    body = replace(checked_body(wanted, own=own), is_active=kind.is_active)
    if body == before:
        raise KindUnchanged
    _check_place(uow, kind.code, kind.parent_code, body)
    return _decide(uow, kind, body, change.note, "cases.kind_changed")


@once
def retire_kind(uow: Uow, code: str, seen_version: int, note: str, *, command_key: UUID) -> int:
    """Take a kind out of use: no new case takes it; those that have it go on.

    Raises:
        CategoryStays: It is a category.
        KindUnchanged: It is retired already.
    """
    kind = _kind(uow, code, seen_version)
    if kind.parent_code is None:
        raise CategoryStays(name=kind.name)
    if not kind.is_active:
        raise KindUnchanged
    body = replace(body_of(kind), is_active=False)
    return _decide(uow, kind, body, note, "cases.kind_retired")


@once
def restore_kind(uow: Uow, code: str, seen_version: int, note: str, *, command_key: UUID) -> int:
    """Take a retired kind into use again.

    Raises:
        KindUnchanged: It is in use.
        KindNameTaken: Meanwhile another kind of its category bears its name.
    """
    kind = _kind(uow, code, seen_version)
    if kind.is_active:
        raise KindUnchanged
    body = replace(body_of(kind), is_active=True)
    _check_name(uow, kind.code, kind.parent_code, body.name)
    return _decide(uow, kind, body, note, "cases.kind_restored")


@dataclass(frozen=True, slots=True)
class LimitsToPublish:
    """A table of all time limits that shall hold from now on.

    Attributes:
        seen: Number of the version it was begun on.
        body: See `app.cases.limits.Limits`.
        note: What it changes and why.
    """

    seen: int
    body: dict[str, Any]
    note: str


@once
def publish_limits(uow: Uow, wanted: LimitsToPublish, *, command_key: UUID) -> int:
    """Publish time limits and return their number. Cases registered from now on count by
    them; those registered before keep the version they were promised.

    Raises:
        Conflict: Somebody else published since.
        LimitsUnchanged: They say the same as those in force.
        AppError: What is wrong with them, see `checked_limits`.
    """
    uow.actor.require_for_all(Right.MANAGE_KINDS)
    note = checked_text(KindText.NOTE, wanted.note, TEXT_MOST)
    if not note:
        raise KindTextMissing(field=KindText.NOTE)
    now = limits_now(uow.session)
    if now.number != wanted.seen:
        raise Conflict
    body = checked_limits(wanted.body, frozenset(uow.session.scalars(sa.select(Category.code))))
    changed = len(limit_changes(now.body, body))
    if not changed:
        raise LimitsUnchanged
    row = LimitTable(
        number=now.number + 1,
        published_at=uow.now,
        author=uow.actor.name,
        note=note,
        body=body,
    )
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:  # another desk published that number in this moment
        raise Conflict from error
    number = now.number + 1
    uow.record("cases.limits_published", Topic.CATEGORY, "limits", number=number, changed=changed)
    uow.touched(Topic.CATEGORY, "limits")
    return number


def _kind(uow: Uow, code: str, seen_version: int) -> Category:
    uow.actor.require_for_all(Right.MANAGE_KINDS)
    kind = uow.session.get(Category, code)
    if kind is None:
        raise NotFound(code=code)
    if kind.version != seen_version:
        raise Conflict(code=code)
    return kind


def _check_place(uow: Uow, code: str, parent_code: str | None, body: KindBody) -> None:
    """Refuse a name that is taken, and a unit that is gone."""
    _check_name(uow, code, parent_code, body.name)
    if body.unit_id is not None:
        unit = uow.session.get(Unit, body.unit_id)
        if unit is None or not unit.is_active:
            raise KindUnitGone


def _check_name(uow: Uow, code: str, parent_code: str | None, name: str) -> None:
    same = sa.select(Category).where(
        Category.name == name,
        Category.code != code,
        Category.is_active,
        Category.parent_code == parent_code,
    )
    other = uow.session.scalars(same.limit(1)).one_or_none()
    if other is not None:
        raise KindNameTaken(name=name, code=other.code)


def _decide(uow: Uow, kind: Category, body: KindBody, note: str, action: str) -> int:
    """Write a decision and the version that keeps it, after the one that keeps what was."""
    keep_first(uow, kind)
    _put(kind, body)
    uow.session.flush()  # first the kind: whoever comes second stops at its version
    _decided(uow, kind, note, action)
    return kind.version


def _put(kind: Category, body: KindBody) -> None:
    for name, value in body.columns().items():
        setattr(kind, name, value)
    kind.initials = initials(kind.name.removesuffix(OWN_MARK))


def _decided(uow: Uow, kind: Category, note: str, action: str) -> None:
    number = keep_version(uow, kind, note)
    uow.record(action, Topic.CATEGORY, kind.code, number=number)
    uow.touched(Topic.CATEGORY, kind.code)
