"""Signed files that go out: what became of registrations, and who is called up to which post."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.database import Database, Uow, once
from app.core.errors import NotFound
from app.core.settings import data_folder
from app.core.whole_files import whole_file
from app.party.report_in.files import CALL_UP, RESULTS, note_file, require_manager
from app.party.report_in.models import CallUp, CallUpAnswer, CallUpPost, ReportFile, ReportIn
from app.party.report_in.own_key import own_key
from app.party.report_in.rules import ReportSource, ReportState
from app.party.report_in.signing import sign


def give_results(
    database: Database, actor: Actor, path: Path, region: str, *, command_key: UUID
) -> int:
    """Write what became of online registrations of a region, signed; return how many."""
    require_manager(actor, region)
    with database.reading() as session:
        asked = sa.select(ReportIn).where(
            ReportIn.source == ReportSource.ONLINE, in_regions(ReportIn.region, (region,))
        )
        items = [_result(row) for row in session.scalars(asked.order_by(ReportIn.changed_at))]
    return _give(database, actor, path, RESULTS, region, items, command_key)


def give_call_up(
    database: Database, actor: Actor, path: Path, call_up_id: UUID, *, command_key: UUID
) -> int:
    """Write a call-up with its posts and everybody it calls, signed; return how many are called."""
    with database.reading() as session:
        row = session.get(CallUp, call_up_id)
        if row is None:
            raise NotFound(call_up=call_up_id)
        require_manager(actor, row.region)
        region = row.region
        posts = session.scalars(sa.select(CallUpPost).where(CallUpPost.call_up_id == row.id))
        told = {
            "call_up": str(row.id),
            "title": row.title,
            "reason": row.reason,
            "called_at": row.called_at.isoformat(),
            "posts": [
                {"post": str(p.id), "name": p.name, "place": p.place, "wanted": p.wanted}
                for p in posts
            ],
        }
        asked = (
            sa.select(ReportIn.number, ReportIn.external_id)
            .join(CallUpAnswer, CallUpAnswer.report_in_id == ReportIn.id)
            .where(CallUpAnswer.call_up_id == row.id)
            .order_by(ReportIn.number)
        )
        called = [{"number": n, "id": outside} for n, outside in session.execute(asked)]
    _give(database, actor, path, CALL_UP, region, [told | {"called": called}], command_key)
    return len(called)


def _result(row: ReportIn) -> dict[str, Any]:
    confirmed = row.confirmed_at.isoformat() if row.confirmed_at is not None else None
    return {
        "id": row.external_id,
        "number": row.number,
        "state": row.state,
        "community": row.region,
        "confirmed_at": confirmed,
        "why": row.ended_why if row.state in (ReportState.LAPSED, ReportState.ENDED) else "",
    }


def _give(
    database: Database,
    actor: Actor,
    path: Path,
    kind: str,
    region: str,
    items: list[dict[str, Any]],
    command_key: UUID,
) -> int:
    text = sign(own_key(data_folder()), kind, items)
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    with database.writing(actor) as uow:
        _note_given(uow, kind, region, digest, len(items), command_key=command_key)
    return len(items)


@once
def _note_given(
    uow: Uow, kind: str, region: str, digest: str, count: int, *, command_key: UUID
) -> None:
    there = sa.select(ReportFile.id).where(ReportFile.sha256 == digest)
    if uow.session.scalar(there) is None:
        note_file(uow, kind, None, region, digest, count, 0)
