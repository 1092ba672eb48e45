"""How many cases there are, as part of a larger statement."""

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.core.paging import Count

COUNT_LIMIT = 1_000


def count_of(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """Return a count of cases as part of a larger statement; `as_count` reads it."""
    inner = sa.select(sa.literal(1)).select_from(CaseFile).where(*conditions)
    limited = inner.limit(COUNT_LIMIT + 1).subquery()
    return sa.select(sa.func.count()).select_from(limited).scalar_subquery()


def as_count(n: int) -> Count:
    """Return what `count_of` counted."""
    return Count(min(n, COUNT_LIMIT), more=n > COUNT_LIMIT)


def with_followers(session: Session, count: Count, *conditions: sa.ColumnElement[bool]) -> Count:
    """Return a count with how many of its cases follow another (件 and 事): a matter is counted
    at the case that leads it, so that parts add up to the whole.

    Args:
        session: Reading session.
        count: Of cases under the same conditions.
        conditions: What they fulfil.
    """
    if count.more or not count.value:
        return count
    follow = sa.select(count_of(*conditions, CaseFile.lead_id.is_not(None)))
    return replace(count, followers=session.execute(follow).scalar_one())
