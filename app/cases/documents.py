"""Keeps what the search knows of cases true to them, within each transaction that changes them.

Whatever a session flushes is looked at, and before its commit the documents of the cases it
touched are written. Who writes cases past the session (an import in bulk, a demo) calls
`write_documents` for them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.cases.document_content import TELLING, case_content, free_keys, key_of
from app.cases.models import CaseAudience, CaseFile, CasePlace
from app.cases.models.search import CaseDocument
from app.core.database import has_own_account
from app.core.database.bulk import Packing, write_packed
from app.core.database.text_index import TextIndex, Written

INDEX = TextIndex("case_words")

_TOUCHED = "cases.documents"
_BATCH = 500
_CROWD = 2_000
_COLUMNS = tuple(getattr(CaseFile, name) for name in TELLING)
_Wanted = dict[UUID, tuple[datetime, str]]


def write_documents(session: Session, case_ids: Iterable[UUID]) -> int:
    """Make the documents of cases true, within the open transaction; return how many were not.

    Args:
        session: Whose cases are flushed.
        case_ids: Of cases that may have changed; as many as there are, they are read in batches.
    """
    return sum(_write_batch(session, batch) for batch in _batches(case_ids))


class NewDocument(NamedTuple):
    """The document of a new case.

    Attributes:
        case_id: As rows are packed.
        wished: The key it should have.
        content: What it says.
        columns: The same as SQLite is handed it, where somebody has made that already.
    """

    case_id: Any
    wished: int
    content: str
    columns: tuple[str, str] | None


def write_new_documents(
    session: Session, documents: Sequence[NewDocument], *, packed: bool
) -> None:
    """Write the documents of cases whose rows have just gone to the database, without reading
    them again; no unit and no other region has heard of them yet.

    Args:
        session: Open.
        documents: Of new cases.
        packed: Their keys are as SQLite's driver takes them.
    """
    packing = _packing(packed=packed)
    for start in range(0, len(documents), _BATCH):  # their pieces take much room
        by_case = {each.case_id: each for each in documents[start : start + _BATCH]}
        given = _numbers(session, {key: each.wished for key, each in by_case.items()})
        rows = [(number, key, by_case[key].content) for key, number in given.items()]
        write_packed(session.connection(), packing, rows)
        INDEX.write(
            session.connection(),
            [Written(n, None, content, by_case[key].columns) for n, key, content in rows],
        )


@cache
def _packing(*, packed: bool) -> Packing:
    return Packing(CaseDocument.__table__, ("id", "case_id", "content"), packed=packed)


def missing_documents(session: Session) -> Iterator[UUID]:
    """Return the cases that have no document."""
    lacking = (
        sa.select(CaseFile.id)
        .outerjoin(CaseDocument, CaseDocument.case_id == CaseFile.id)
        .where(CaseDocument.id.is_(None))
    )
    yield from session.scalars(lacking)


def untrue_documents(session: Session, case_ids: Iterable[UUID]) -> Iterator[UUID]:
    """Return those of some cases whose document is missing or tells something else than they."""
    for batch in _batches(case_ids):
        there = {key: content for key, (_, content) in _there(session, batch).items()}
        wanted = _wanted(session, batch)
        yield from (key for key, (_, content) in wanted.items() if there.get(key) != content)


def refill(session: Session) -> None:
    """Write the index anew from the documents, where only they were copied."""
    INDEX.clear(session.connection())
    asked = sa.select(CaseDocument.id, CaseDocument.content).order_by(CaseDocument.id)
    rows = session.execute(asked.execution_options(yield_per=2_000))
    for part in rows.partitions():
        INDEX.write(session.connection(), [Written(key, None, content) for key, content in part])


def leave_documents(session: Session) -> None:
    """Leave the documents of the cases a transaction touched to whoever copies them elsewhere."""
    session.flush()
    session.info.pop(_TOUCHED, None)


def settle_documents(session: Session) -> None:
    """Put the index in order after very many documents were written."""
    INDEX.settle(session.connection())


def _batches(case_ids: Iterable[UUID]) -> Iterator[tuple[UUID, ...]]:
    ids = iter(case_ids)
    while batch := tuple(key for _, key in zip(range(_BATCH), ids, strict=False)):
        yield batch


def _wanted(session: Session, case_ids: Sequence[UUID]) -> _Wanted:
    """Return when cases came in, and the contents that their documents are to have."""
    heard = _gathered(session, CaseAudience.case_id, CaseAudience.unit_id, case_ids)
    placed = _gathered(session, CasePlace.case_id, CasePlace.region, case_ids)
    rows: Any = session.execute(sa.select(*_COLUMNS).where(CaseFile.id.in_(case_ids)))
    return {
        row.id: (row.received_at, case_content(row, heard.get(row.id, ()), placed.get(row.id, ())))
        for row in rows
    }


def _gathered(
    session: Session, key: Any, value: Any, case_ids: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for case_id, each in session.execute(sa.select(key, value).where(key.in_(case_ids))):
        found.setdefault(case_id, []).append(each)
    return found


def _there(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    asked = sa.select(CaseDocument.case_id, CaseDocument.id, CaseDocument.content)
    found = session.execute(asked.where(CaseDocument.case_id.in_(case_ids)))
    return {case_id: (key, content) for case_id, key, content in found}


def _write_batch(session: Session, case_ids: Sequence[UUID]) -> int:
    wanted, there = _wanted(session, case_ids), _there(session, case_ids)
    lacking = {key: told for key, told in wanted.items() if key not in there}
    new = _numbered(session, lacking)
    changed = [
        {"id": there[key][0], "content": content}
        for key, (_, content) in wanted.items()
        if key in there and there[key][1] != content
    ]
    if changed:
        session.execute(sa.update(CaseDocument), changed)
    if new:
        session.connection().execute(sa.insert(CaseDocument), new)
    before = dict(there.values())
    rows = [*changed, *new]
    INDEX.write(
        session.connection(), [Written(r["id"], before.get(r["id"]), r["content"]) for r in rows]
    )
    return len(rows)


def _numbered(session: Session, wanted: _Wanted) -> list[dict[str, Any]]:
    """Give new documents keys in the order of time."""
    given = _numbers(session, {case_id: key_of(at) for case_id, (at, _) in wanted.items()})
    return [
        {"id": given[case_id], "case_id": case_id, "content": wanted[case_id][1]}
        for case_id in given
    ]


def _numbers(session: Session, wishes: Mapping[Any, int]) -> dict[Any, int]:
    """Return a free key for the document of each case."""
    if not wishes:
        return {}
    INDEX.alone(session.connection())  # two desks may take cases in in the same second
    wished = set(wishes.values())
    free = wished.difference(_taken(session, wished))
    crowd = _Crowd(session)
    return free_keys(wishes, lambda key: key if key in free else crowd.free_from(key))


def _taken(session: Session, wished: set[int]) -> Iterable[int]:
    """Return those of some keys that documents have, also of cases nobody here may see."""
    if has_own_account(session):
        asked = sa.text("SELECT jz.keys_taken(:keys)")
        return session.scalars(asked, {"keys": list(wished)})
    return session.scalars(sa.select(CaseDocument.id).where(CaseDocument.id.in_(wished)))


def _taken_from(session: Session, key: int) -> Sequence[int]:
    """Return the next keys that documents have, `key` or behind it."""
    if has_own_account(session):
        asked = sa.text("SELECT jz.keys_from(:key, :most)")
        return session.scalars(asked, {"key": key, "most": _CROWD}).all()
    behind = sa.select(CaseDocument.id).where(CaseDocument.id >= key)
    return session.scalars(behind.order_by(CaseDocument.id).limit(_CROWD)).all()


class _Crowd:
    """Finds keys no document has where many cases came in at one moment, as those of a file that
    tells only days; asked for ascending keys, it reads each stretch once.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._taken: set[int] = set()
        self._read = range(0)
        self._ended = False  # no document has a key behind what was read

    def free_from(self, key: int) -> int:
        """Return the first key from `key` on that no document has."""
        while True:
            if key < self._read.start or (key >= self._read.stop and not self._ended):
                self._read_on(key)
            if key not in self._taken:
                return key
            key += 1

    def _read_on(self, key: int) -> None:
        taken = _taken_from(self._session, key)
        self._taken = set(taken)
        self._ended = len(taken) < _CROWD
        self._read = range(key, key if self._ended else taken[-1] + 1)


def _look(session: Session, _context: object) -> None:
    """Note the cases of a flush whose documents may have become untrue."""
    touched: set[UUID] = session.info.setdefault(_TOUCHED, set())
    for row in session.new:
        if isinstance(row, CaseFile):
            touched.add(row.id)
        elif isinstance(row, CaseAudience | CasePlace):
            touched.add(row.case_id)
    for row in session.dirty:
        if isinstance(row, CaseFile) and _tells_otherwise(row):
            touched.add(row.id)


def _tells_otherwise(case: CaseFile) -> bool:
    state = sa.inspect(case)
    return any(state.attrs[name].history.has_changes() for name in TELLING)


def _write_touched(session: Session) -> None:
    session.flush()
    touched = session.info.pop(_TOUCHED, None)
    if touched:
        write_documents(session, sorted(touched))


event.listen(Session, "after_flush", _look)
event.listen(Session, "before_commit", _write_touched)
