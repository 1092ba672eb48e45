"""What senders are told of their messages: state, reply, end, in their own columns and words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import CaseState, EventKind
from app.cases.scope import visible, within
from app.core.actor import Actor, system
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Database
from app.core.errors import AppError
from app.core.shared_settings import CentreSettings
from app.core.words import label
from app.exchange.feeds.folders import ready_folder
from app.exchange.feeds.models import Feed, FeedMapping
from app.exchange.feeds.rules import RESULTS, FeedRow
from app.exchange.mapping import CaseMapping, ResultField, ResultForm
from app.exchange.mapping_files import mapping_from
from app.exchange.table_output import Column, form_of, write_table

REPLIES = (EventKind.FINISHED, EventKind.SOLVED_ON_SPOT, EventKind.DECLINED)
"""Steps whose words are the answer to whoever asked."""

_PAGE = 1_000


class NoResultForm(AppError):
    """The mapping does not say how its sender wants to be told; facts: ``mapping``."""

    code = "feeds.no_result_form"


@dataclass(frozen=True, slots=True)
class ResultOrder:
    """Of which messages a sender is told.

    Attributes:
        region: Region code prefix, "" for all.
        since: Those something happened to at or after (aware), None for all.
        until: And before (aware), None for now.
    """

    region: str = ""
    since: datetime | None = None
    until: datetime | None = None


def export_results(
    database: Database,
    actor: Actor,
    path: Path,
    mapping: CaseMapping,
    order: ResultOrder,
    *,
    for_excel: bool = False,
) -> int:
    """Write what became of a sender's messages; return how many there are.

    Raises:
        NoResultForm: The mapping has no ``[result]``.
        UnknownForm: The name of the file ends in no form that can be written.
    """
    actor.require(Right.EXPORT)
    form_of(path)
    if mapping.result is None:
        raise NoResultForm(mapping=path.name)
    columns = [Column(header, header) for header in mapping.result.columns.values()]
    with database.reading() as session:
        rows = _rows(session, actor, mapping, mapping.result, order)
        count = write_table(path, columns, rows, for_excel=for_excel)
    since = order.since.isoformat() if order.since else None
    with database.writing(actor) as uow:
        uow.record(
            "exchange.export", Topic.FEED, "results", region=order.region, rows=count, since=since
        )
    return count


def _rows(
    session: Session, actor: Actor, mapping: CaseMapping, form: ResultForm, order: ResultOrder
) -> Iterator[Sequence[object]]:
    last: tuple[datetime, object] | None = None
    while True:
        page = session.execute(_page(actor, mapping, order, last)).all()
        for case, unit, reply in page:
            told = _told(case, unit, reply, mapping, form)
            yield [told[column] for column in form.columns]
        if len(page) < _PAGE:
            return
        last = (page[-1][0].received_at, page[-1][0].id)


def _page(
    actor: Actor, mapping: CaseMapping, order: ResultOrder, last: "tuple[datetime, object] | None"
) -> "sa.Select[CaseFile, str | None, str | None]":
    reply = (
        sa.select(CaseEvent.note)
        .where(CaseEvent.case_id == CaseFile.id, CaseEvent.kind.in_(REPLIES))
        .order_by(CaseEvent.ordinal.desc())
        .limit(1)
        .correlate(CaseFile)
        .scalar_subquery()
    )
    asked = (
        sa.select(CaseFile, Unit.name, reply)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .where(*_conditions(actor, mapping, order))
        .order_by(CaseFile.received_at, CaseFile.id)
        .limit(_PAGE)
    )
    if last is not None:
        asked = asked.where(sa.tuple_(CaseFile.received_at, CaseFile.id) > sa.tuple_(*last))
    return asked


def _conditions(
    actor: Actor, mapping: CaseMapping, order: ResultOrder
) -> "list[sa.ColumnElement[bool]]":
    found = [
        visible(actor),
        within(order.region),
        CaseFile.source == mapping.source,
        CaseFile.external_number.is_not(None),
        CaseFile.external_number.startswith(mapping.prefix, autoescape=True),
    ]
    if order.since is not None or order.until is not None:
        moved = [CaseEvent.case_id == CaseFile.id]
        moved += [CaseEvent.at >= order.since] if order.since is not None else []
        moved += [CaseEvent.at < order.until] if order.until is not None else []
        found.append(sa.exists().where(*moved))
    return found


def _told(
    case: CaseFile, unit: str | None, reply: str | None, mapping: CaseMapping, form: ResultForm
) -> dict[ResultField, object]:
    state = CaseState(case.state)
    ended = case.finished_at or case.closed_at
    return {
        ResultField.NUMBER: (case.external_number or "").removeprefix(mapping.prefix),
        ResultField.STATE: form.states.get(state, label(state)),
        ResultField.REPLY: reply or "",
        ResultField.FINISHED_AT: _moment(ended, form.time_format),
        ResultField.UNIT: unit or "",
        ResultField.CASE_NUMBER: case.number or "",
    }


def _moment(at: datetime | None, form: str) -> str:
    if at is None:
        return ""
    return local(at).strftime(form) if form else local(at).isoformat(timespec="seconds")


def tell_back(database: Database, feed: FeedRow, settings: CentreSettings) -> bool:
    """Write a file for the sender of a feed where anything happened to his messages since the
    last one; tell whether one was written.
    """
    now = database.clock.now()
    rhythm = timedelta(minutes=settings.feed_result_min)
    if not feed.tells_back or (feed.told_until is not None and feed.told_until + rhythm > now):
        return False
    keeper = system("exchange.feeds")
    order = ResultOrder(feed.region, feed.told_until, now)
    with database.reading() as session:
        row = session.get_one(FeedMapping, feed.mapping_id)
        mapping = mapping_from(row.body, row.name)
        if mapping.result is None:
            return False
        some = sa.select(CaseFile.id).where(*_conditions(keeper, mapping, order)).limit(1)
        if session.scalar(some) is None:
            return False
    folder = ready_folder(settings.feeds_folder, feed.folder) / RESULTS
    path = folder / f"{local(now):%Y%m%d-%H%M%S}.csv"
    export_results(database, keeper, path, mapping, order, for_excel=True)
    with database.writing(keeper) as uow:
        kept = uow.session.get_one(Feed, feed.id)
        kept.told_until = now
        uow.touched(Topic.FEED, kept.id, kept.region)
    return True
