"""The queue put into groups, a page at a time."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.queries.grouping import Groups, grouped_stations
from app.cases.queries.queue import (
    EVERY_CASE,
    PAGE_SIZE,
    CaseRow,
    QueueFilter,
    QueueView,
    asked_rows,
    is_of_open,
    row_of,
    usual_order,
    wanted_of,
)
from app.cases.queries.stations import Ordered, station_page
from app.core.actor import Actor
from app.core.paging import Head, Page


def grouped_page(
    session: Session,
    actor: Actor,
    view: QueueView,
    groups: Groups,
    *,
    now: datetime,
    narrowed: QueueFilter = EVERY_CASE,
    ordered: Ordered | None = None,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[CaseRow | Head]:
    """Return one page of a view put into groups: each head, then its rows unless folded."""
    ordered = ordered or usual_order(view)
    wanted = wanted_of(session, actor, view, now, narrowed)
    stations = grouped_stations(groups, ordered, among_open=is_of_open(view))
    page = station_page(session, asked_rows(), wanted, stations, after=after, size=size)
    rows = tuple(each if isinstance(each, Head) else row_of(each) for each in page.rows)
    return Page(rows, page.after)
