"""The editors of kinds and limits: the tree, one kind, the versions of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.kind_body import FIRST_OWN, LAST_OWN, KindBody, body_from, body_of, number_of
from app.cases.kind_body import is_own as is_own
from app.cases.kind_words import kind_changes, limit_change_words
from app.cases.limit_edit import limit_changes
from app.cases.limits import limits_now, limits_of
from app.cases.models import CaseFile, Category, LimitTable
from app.cases.models.work import CategoryVersion
from app.cases.rules import OPEN_STATES
from app.core.errors import NotFound
from app.core.words import say

MOST_VERSIONS = 40


@dataclass(frozen=True, slots=True)
class KindNode:
    """A kind or category in the tree.

    Attributes:
        is_own: The centre added it.
        is_active: False once it is retired.
    """

    code: str
    name: str
    parent_code: str | None
    initials: str
    hints: str
    is_own: bool
    is_active: bool

    def means(self, typed: str) -> bool:
        """Tell whether a text in lower case may mean this kind."""
        return (
            typed in self.name.lower()
            or self.initials.startswith(typed)
            or self.code.lower().startswith(typed)
            or any(typed in hint for hint in self.hints.split())
        )


@dataclass(frozen=True, slots=True)
class KindSeen:
    """One kind as it is decided now.

    Attributes:
        unit: Name of the unit responsible, "" for none.
        open_count: Cases of the kind that are not ended yet.
        version: To be given back with a change.
    """

    node: KindNode
    parent: str
    body: KindBody
    unit: str
    open_count: int
    version: int


@dataclass(frozen=True, slots=True)
class KindVersionSeen:
    """A decision about a kind, and what it changed in words."""

    number: int
    at: datetime
    author: str
    note: str
    changes: tuple[str, ...]
    body: KindBody
    unit: str


@dataclass(frozen=True, slots=True)
class LimitsSeen:
    """All time limits in force, and the version a kept draft was begun on.

    Attributes:
        base: Body of that version; None without one.
        codes: Of all kinds and categories.
    """

    number: int
    published_at: datetime
    author: str
    body: dict[str, Any]
    base: dict[str, Any] | None
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class LimitVersionSeen:
    """A published version of all limits, and what it changed in words."""

    number: int
    published_at: datetime
    author: str
    note: str
    changes: tuple[str, ...]
    body: dict[str, Any]


def kind_tree(session: Session) -> tuple[KindNode, ...]:
    """Return all kinds, retired ones too, by code: each category followed by its kinds."""
    table = Category
    columns = (table.code, table.name, table.parent_code, table.initials, table.hints)
    asked = sa.select(*columns, table.is_active).order_by(table.code)
    return tuple(
        KindNode(code, name, parent, initials, hints, is_own(code), active)
        for code, name, parent, initials, hints, active in session.execute(asked)
    )


def kind_seen(session: Session, code: str) -> KindSeen:
    """Return one kind as it is decided now.

    Raises:
        NotFound: There is no such kind.
    """
    kind = session.get(Category, code)
    if kind is None:
        raise NotFound(code=code)
    parent = session.get(Category, kind.parent_code) if kind.parent_code else None
    body = body_of(kind)
    units = _unit_names(session, [body])
    node = KindNode(
        kind.code,
        kind.name,
        kind.parent_code,
        kind.initials,
        kind.hints,
        is_own(kind.code),
        kind.is_active,
    )
    return KindSeen(
        node=node,
        parent=parent.name if parent else "",
        body=body,
        unit=units.get(body.unit_id, "") if body.unit_id else "",
        open_count=_open_count(session, code),
        version=kind.version,
    )


def version_of(session: Session, code: str) -> int:
    """Return the present version of a kind, 0 where there is none."""
    return session.scalar(sa.select(Category.version).where(Category.code == code)) or 0


def _open_count(session: Session, code: str) -> int:
    asked = sa.select(sa.func.count()).where(
        CaseFile.category_code == code, CaseFile.state.in_(OPEN_STATES)
    )
    return session.scalar(asked) or 0


def free_numbers(session: Session, parent_code: str) -> int:
    """Return the first number a new kind of a category can take; 0 where none is left."""
    codes = session.scalars(sa.select(Category.code).where(Category.parent_code == parent_code))
    taken = {number_of(code) for code in codes}
    numbers = range(FIRST_OWN, LAST_OWN + 1)
    return next((number for number in numbers if number not in taken), 0)


def kind_history(session: Session, code: str) -> tuple[KindVersionSeen, ...]:
    """Return the decisions about a kind, the newest first; the state it is in when it has none."""
    newest = CategoryVersion.number.desc()
    asked = sa.select(CategoryVersion).where(CategoryVersion.code == code).order_by(newest)
    rows = list(session.scalars(asked.limit(MOST_VERSIONS + 1)))
    bodies = [body_from(row.body) for row in rows]
    units = _unit_names(session, bodies)
    before: list[KindBody | None] = [*bodies[1:], None]
    seen = [
        KindVersionSeen(
            number=row.number,
            at=row.at,
            author=row.author,
            note=row.note,
            changes=_told(old, body, units, row),
            body=body,
            unit=units.get(body.unit_id, "") if body.unit_id else "",
        )
        for row, body, old in zip(rows, bodies, before, strict=True)
    ]
    return tuple(seen[:MOST_VERSIONS])


def _told(
    old: KindBody | None, new: KindBody, units: dict[UUID, str], row: CategoryVersion
) -> tuple[str, ...]:
    if old is not None:
        return kind_changes(old, new, units)
    own_first = row.number == 1 and is_own(row.code)
    return (say("kinds.change.added", name=new.name),) if own_first else ()


def _unit_names(session: Session, bodies: Iterable[KindBody]) -> dict[UUID, str]:
    ids = {body.unit_id for body in bodies if body.unit_id is not None}
    asked = sa.select(Unit.id, Unit.name).where(Unit.id.in_(ids))
    return {key: name for key, name in session.execute(asked)} if ids else {}  # noqa: C416


def limits_seen(session: Session, draft_on: int | None = None) -> LimitsSeen:
    """Return all limits in force, with the version `draft_on` where a draft was begun on it."""
    now = limits_now(session)
    row = session.get_one(LimitTable, now.number)
    known = draft_on is not None and session.get(LimitTable, draft_on) is not None
    return LimitsSeen(
        number=now.number,
        published_at=row.published_at,
        author=row.author,
        body=now.body,
        base=limits_of(session, draft_on).body if known and draft_on is not None else None,
        names=_names(session),
    )


def limit_history(session: Session) -> tuple[LimitVersionSeen, ...]:
    """Return the published versions of all limits, the newest first."""
    asked = sa.select(LimitTable).order_by(LimitTable.number.desc()).limit(MOST_VERSIONS + 1)
    rows = list(session.scalars(asked))
    names = _names(session)
    seen = []
    for row, old in zip(rows, [*rows[1:], None], strict=True):
        changes = limit_changes(old.body, row.body) if old is not None else ()
        told = tuple(limit_change_words(change, names) for change in changes)
        seen.append(
            LimitVersionSeen(row.number, row.published_at, row.author, row.note, told, row.body)
        )
    return tuple(seen[:MOST_VERSIONS])


def _names(session: Session) -> dict[str, str]:
    asked = sa.select(Category.code, Category.name)
    return {code: name for code, name in session.execute(asked)}  # noqa: C416
