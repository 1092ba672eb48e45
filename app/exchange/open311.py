"""Cases and kinds as files of Open311 GeoReport v2, the public standard for service requests.

Fields as https://wiki.open311.org/GeoReport_v2/ names them: ``GET requests.json`` and ``GET
services.json``, without the wire. The mapping ``open311`` reads requests back. No personal value
leaves: exports know none.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import Category
from app.cases.queries.export import ExportedCase, exported_cases
from app.cases.rules import OPEN_STATES
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Database
from app.core.whole_files import whole_file
from app.core.words import label
from app.exchange.exports import Extent

OPEN, CLOSED = "open", "closed"


def export_requests(
    database: Database, actor: Actor, path: Path, extent: Extent, **_more: object
) -> int:
    """Write the cases somebody may take out as ``requests.json``; return how many."""
    with database.reading() as session:
        told = exported_cases(
            session, actor, region=extent.region, since=extent.since, until=extent.until
        )
        count = _write(path, map(request_of, told))
    _journal(database, actor, "open311_requests", count, extent.region)
    return count


def export_services(
    database: Database, actor: Actor, path: Path, extent: Extent, **_more: object
) -> int:
    """Write the kinds of case that can be asked for as ``services.json``; return how many."""
    actor.require(Right.EXPORT)
    with database.reading() as session:
        count = _write(path, _services(session))
    _journal(database, actor, "open311_services", count, extent.region)
    return count


def request_of(case: ExportedCase) -> dict[str, object]:
    """Return a case as the standard tells a request; what is not known is null."""
    ended = case.finished_at or case.closed_at
    changed = ended or case.registered_at or case.received_at
    return {
        "service_request_id": case.number or case.external_number or case.receipt_code,
        "status": OPEN if case.state in OPEN_STATES and ended is None else CLOSED,
        "status_notes": label(case.state),
        "service_name": case.category,
        "service_code": case.category_code,
        "description": case.text,
        "agency_responsible": case.unit,
        "service_notice": None,
        "requested_datetime": case.received_at.isoformat(),
        "updated_datetime": changed.isoformat(),
        "expected_datetime": case.handle_due_at.isoformat() if case.handle_due_at else None,
        "address": case.place,
        "address_id": case.region,
        "zipcode": None,
        "lat": case.latitude,
        "long": case.longitude,
        "media_url": None,
    }


def _services(session: Session) -> Iterator[dict[str, object]]:
    named = session.execute(sa.select(Category.code, Category.name))
    above = dict(named.all())
    asked = sa.select(Category).where(Category.parent_code.is_not(None)).order_by(Category.code)
    for kind in session.scalars(asked):
        yield {
            "service_code": kind.code,
            "service_name": kind.name,
            "description": kind.opening_condition or kind.name,
            "metadata": False,
            "type": "batch",
            "keywords": kind.hints,
            "group": above.get(kind.parent_code or "", ""),
        }


def _write(path: Path, rows: Iterable[dict[str, object]]) -> int:
    """Write a list of objects, one a line, whole or not at all."""
    count = 0
    with whole_file(path) as part, part.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(("[\n" if not count else ",\n") + json.dumps(row, ensure_ascii=False))
            count += 1
        file.write("\n]\n" if count else "[]\n")
    return count


def _journal(database: Database, actor: Actor, kind: str, count: int, region: str) -> None:
    with database.writing(actor) as uow:
        uow.record("exchange.export", Topic.SETTING, kind, region=region, rows=count)
