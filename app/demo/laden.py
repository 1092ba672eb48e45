"""What makes a database heavy: steps and files on the very many cases of `app.demo.many`."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import CaseState, EventKind
from app.core.attachments.bodies import keep_body
from app.core.attachments.tables import Attachment
from app.core.changes import Topic
from app.core.database import Database
from app.core.ids import new_id
from app.demo.play import Progress
from app.demo.rows import add_rows

STEPS = (
    (EventKind.REGISTERED, CaseState.REGISTERED),
    (EventKind.ASSIGNED, CaseState.ASSIGNED),
    (EventKind.SIGNED_FOR, CaseState.SIGNED_FOR),
    (EventKind.FINISHED, CaseState.FINISHED),
    (EventKind.CLOSED, CaseState.CLOSED),
)
"""Of each case; they make it as heavy as a real one and follow from no rule."""
FILE_EACH = 100
"""Every so manieth case has a file."""
FILE_BYTES = 120_000
_BATCH = 5_000
_NOTES = (
    "已到现场查看",
    "已通知承办单位，今天处理",
    "已恢复原状，拍照留存",
    "电话告知反映人，表示满意",
)


def add_weight(
    database: Database, *, seed: int = 1, progress: Progress = lambda _done, _whole: None
) -> None:
    """Give steps to every case that has none, and files to some; nothing where that was done.

    Args:
        database: Filled by `fill_with_many`.
        seed: Where every die begins.
        progress: Told how many cases of how many are done.
    """
    chance = Random(seed)  # noqa: S311  nothing secret hangs on it
    writing = database.engine.execution_options(writes=True)
    with Session(writing) as session:
        whole = session.scalar(sa.select(sa.func.count()).select_from(CaseFile)) or 0
    done = 0
    for batch in _batches(database):
        with Session(writing) as session:
            add_rows(session, CaseEvent, [each for case in batch for each in _steps(*case, chance)])
            for case_id, at in batch[::FILE_EACH]:
                _add_file(session, case_id, at, chance)
            session.commit()
        done += len(batch)
        progress(done, whole)


def _batches(database: Database) -> Iterator[list[tuple[UUID, datetime]]]:
    has_steps = sa.select(sa.literal(1)).where(CaseEvent.case_id == CaseFile.id).exists()
    last: UUID | None = None
    while True:
        asked = sa.select(CaseFile.id, CaseFile.received_at).where(~has_steps)
        if last is not None:
            asked = asked.where(CaseFile.id > last)
        with Session(database.engine) as session:
            rows = session.execute(asked.order_by(CaseFile.id).limit(_BATCH)).all()
        if not rows:
            return
        yield [(key, at) for key, at in rows]
        last = rows[-1][0]


def _steps(case_id: UUID, received: datetime, chance: Random) -> Iterator[dict[str, Any]]:
    before: CaseState | None = None
    for ordinal, (kind, state) in enumerate(STEPS, start=1):
        yield {
            "id": new_id(),
            "case_id": case_id,
            "ordinal": ordinal,
            "kind": kind,
            "at": received + timedelta(hours=ordinal),
            "claimed_at": None,
            "person_id": None,
            "person_name": "演示",
            "unit_id": None,
            "unit_name": "",
            "old_state": before,
            "new_state": state,
            "note": chance.choice(_NOTES),
            "facts": {"ordinal": ordinal},
        }
        before = state


def _add_file(session: Session, case_id: UUID, at: datetime, chance: Random) -> None:
    key, body = new_id(), chance.randbytes(FILE_BYTES)  # as little to press out as a photo
    facts = {
        "id": key,
        "topic": Topic.CASE,
        "subject": str(case_id),
        "name": "照片.jpg",
        "media_type": "image/jpeg",
        "size_bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "is_evidence": False,
        "created_at": at,
        "person_id": None,
        "person_name": "演示",
    }
    add_rows(session, Attachment, [facts])
    keep_body(session, key, body, None)
