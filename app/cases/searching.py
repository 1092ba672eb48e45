"""What the text index is asked for somebody, and which cases it names."""

import re
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.document_content import (
    OPEN_MARK,
    TIERS,
    number_mark,
    person_mark,
    region_mark,
    unit_mark,
)
from app.cases.documents import INDEX
from app.cases.models import CaseFile
from app.cases.models.search import CaseDocument
from app.cases.scope import visible
from app.core.actor import Actor, Grant
from app.core.database import has_own_account
from app.core.database.text_index import (
    AllOf,
    AnyOf,
    Asked,
    Mark,
    Word,
    as_tsquery,
    has_sign,
)
from app.core.search_words import LONGEST_WORD, MOST_WORDS, plain
from app.core.text import storable

_DOOR = sa.text(
    "SELECT id, case_id FROM jz.search(CAST(:asked AS tsquery), CAST(:low AS bigint),"
    " CAST(:before AS bigint), :most, :walk)"
)
FEW = 2_000
"""Cases that are named one by one; where more hold some words, any list meets them soon."""

_SHORT_NUMBER = re.compile(r"(\d{4})-(\d{1,4})", re.ASCII)


def scope_marks(actor: Actor) -> Asked | None:
    """Return by which marks the index may leave out what `actor` may not see (see
    `app.cases.scope.visible`); None where they leave out nothing.
    """
    if actor.everything:
        return None
    parts: list[Asked] = []
    for grant in actor.grants:
        if Right.READ_CASES in grant.rights:
            marks = _grant_marks(grant)
            if marks is None:
                return None
            parts.append(marks)
    if actor.person_id is not None and actor.may(Right.READ_CASES):
        parts.append(Mark(person_mark(actor.person_id)))
    return AnyOf(tuple(parts)) if parts else None


def _grant_marks(grant: Grant) -> Asked | None:
    marks: list[Asked] = []
    if grant.region is not None and len(grant.region) in TIERS:
        marks.append(Mark(region_mark(grant.region)))
    if grant.unit_id is not None:
        marks.append(Mark(unit_mark(grant.unit_id)))
    return AllOf(tuple(marks)) if marks else None


def found_keys(
    session: Session,
    actor: Actor,
    asked: Sequence[Asked],
    *,
    limit: int,
    after: tuple[object, ...] | None = None,
) -> list[tuple[int, UUID]]:
    """Return keys of documents and of their cases, newest first.

    Args:
        session: To read with.
        actor: Who asks; what they may not see is left out.
        asked: All of it must hold.
        limit: So many at most.
        after: Key of a page before.
    """
    scope = scope_marks(actor)
    whole = AllOf((*asked, scope) if scope is not None else tuple(asked))
    high = int(str(after[0])) if after is not None else None
    for low in INDEX.windows(session, high):
        found = _read(session, actor, whole, limit=limit, after=high, low=low)
        if len(found) == limit:
            return found
    return _read(session, actor, whole, limit=limit, after=high)


def _read(
    session: Session,
    actor: Actor,
    asked: Asked,
    *,
    limit: int,
    after: int | None,
    low: int | None = None,
) -> list[tuple[int, UUID]]:
    """Read keys, all there are or those from `low` on."""
    if has_own_account(session):
        door = {"asked": as_tsquery(asked), "low": low, "before": after, "most": limit}
        rows = session.execute(_DOOR, door | {"walk": has_sign(asked)})
        return [(row[0], row[1]) for row in rows]
    table, key, holds = INDEX.holding(session, asked, low=low, after=after)
    joined = sa.join(table, CaseDocument, CaseDocument.id == key)
    statement = sa.select(key, CaseDocument.case_id).where(holds)
    if not actor.everything:
        joined = sa.join(joined, CaseFile, CaseFile.id == CaseDocument.case_id)
        statement = statement.where(visible(actor, few=True))
    rows = session.execute(statement.select_from(joined).order_by(key.desc()).limit(limit))
    return [(row[0], row[1]) for row in rows]


def words_in_head(
    session: Session, actor: Actor, typed: str, *, only_open: bool
) -> list[sa.ColumnElement[bool]]:
    """Return conditions that leave out the cases in whose title, place and numbers not all of
    some words stand; none where so many hold them that a list which is walked in its own order
    meets them soon.

    Args:
        session: To read with.
        actor: Who asks.
        typed: The words. No more is asked for than that their letters and digits stand there;
            whether they do as typed remains to be looked at.
        only_open: Whether only cases are asked for that have not ended.
    """
    words = storable(typed).split()[:MOST_WORDS]
    asked = [_in_head(word) for word in words if plain(word)]
    if not asked:
        return []
    if only_open:
        asked.append(Mark(OPEN_MARK))
    found = found_keys(session, actor, asked, limit=FEW + 1)
    return [] if len(found) > FEW else [CaseFile.id.in_([case_id for _, case_id in found])]


def _in_head(word: str) -> Asked:
    stands = Word(plain(word)[:LONGEST_WORD], in_head=True)
    called = padded_number(word)
    return AnyOf((stands, Mark(number_mark(called)))) if called else stands


def padded_number(typed: str) -> str:
    """Return the short form of a number as documents have it, ``1124-37`` → ``11240037``; "" for
    anything else.
    """
    found = _SHORT_NUMBER.fullmatch(typed)
    return f"{found[1]}{int(found[2]):04d}" if found else ""
