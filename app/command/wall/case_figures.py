"""Figures of cases on the wall: each a statement over a `Lens`; no text, name, number or place."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Unit
from app.cases.models import CaseFile, Category
from app.cases.models.calling import CallAnswer
from app.cases.queries.rates import rate_sums
from app.cases.rules import CaseState, Level, MatterClass
from app.cases.scope import is_open
from app.command.wall.lens import (
    COMMUNITY_DIGITS,
    HELD_DAYS,
    LEAST,
    USUAL_DAYS,
    WEEK_DAYS,
    Figure,
    Lens,
)
from app.core.database.functions import epoch_hour, epoch_second

MOST_POINTS = 5_000
POINT_DIGITS = 3
"""Decimals of a degree: about a hundred metres."""
DIM_DIGITS = 2
"""The same of a kind that is only dimly shown: about a kilometre."""
_FAR = 10_000.0
"""Degrees that no place has."""


def _running() -> sa.ColumnElement[bool]:
    return CaseFile.clock.is_not(None)


def _is_late(lens: Lens) -> sa.ColumnElement[bool]:
    return sa.and_(_running(), CaseFile.order_at < lens.now)


def _soon(lens: Lens) -> sa.ColumnElement[bool]:
    return sa.and_(_running(), CaseFile.warn_at <= lens.now, CaseFile.order_at >= lens.now)


def _count(condition: sa.ColumnElement[bool]) -> Any:
    return sa.func.count(sa.case((condition, 1)))


def standing(lens: Lens) -> Figure:
    """How many cases are open, late and soon late; the longest late and the next due."""
    late, ahead = _is_late(lens), sa.and_(_running(), CaseFile.order_at >= lens.now)
    return sa.select(
        sa.func.count(),
        _count(late),
        _count(_soon(lens)),
        _count(CaseFile.supervision_level.is_not(None)),
        sa.func.min(sa.case((late, CaseFile.order_at))),
        sa.func.min(sa.case((ahead, CaseFile.order_at))),
    ).where(is_open(), lens.within(CaseFile.region))


def today(lens: Lens) -> Figure:
    """How many came in today, how many were finished, and how many of these on the spot."""
    mine = lens.within(CaseFile.region)
    came = sa.select(sa.func.count()).where(
        CaseFile.received_at >= lens.midnight, CaseFile.received_at <= lens.now, mine
    )
    done = sa.select(sa.func.count()).where(
        CaseFile.finished_at >= lens.midnight, CaseFile.finished_at <= lens.now, mine
    )
    ahead = sa.select(sa.func.count()).where(CaseFile.received_at > lens.now, mine)
    return sa.select(came.scalar_subquery(), done.scalar_subquery(), ahead.scalar_subquery())


def pulse(lens: Lens) -> Figure:
    """How many cases came in, hour by hour, today and on the usual days before."""
    hour = epoch_hour(CaseFile.received_at)
    return (
        sa.select(hour, sa.func.count())
        .where(
            CaseFile.received_at >= lens.days_ago(USUAL_DAYS),
            CaseFile.received_at <= lens.now,
            lens.within(CaseFile.region),
        )
        .group_by(hour)
        .order_by(hour)
    )


def communities(lens: Lens) -> Figure:
    """How many cases are open and late in each community; of the street where none is known."""
    code = sa.func.substr(CaseFile.region, 1, COMMUNITY_DIGITS)
    return (
        sa.select(code, sa.func.count(), _count(_is_late(lens)))
        .where(is_open(), lens.within(CaseFile.region))
        .group_by(code)
        .order_by(code)
    )


def points(lens: Lens) -> Figure:
    """About where open cases lie that are neither confidential nor of a hidden kind.

    In no order that would tell which came when. Of a dimmed kind neither the hundred metres nor
    how it stands is told. What has no place on earth is none of the map.
    """
    dim = lens.dimmed(CaseFile.category_code)
    return (
        sa.select(
            _rounded(CaseFile.longitude, dim).label("x"),
            _rounded(CaseFile.latitude, dim).label("y"),
            sa.case((dim, sa.literal_column(f"'{Level.NORMAL}'")), else_=CaseFile.level).label("l"),
            sa.and_(sa.not_(dim), _is_late(lens)).label("late"),
            dim.label("dim"),
        )
        .where(
            is_open(),
            CaseFile.longitude.between(-_FAR, _FAR),
            CaseFile.latitude.between(-_FAR, _FAR),
            CaseFile.is_confidential.is_(False),
            sa.not_(lens.hidden(CaseFile.category_code)),
            lens.within(CaseFile.region),
        )
        .order_by("x", "y", "l", "late", "dim")
        .limit(sa.literal_column(str(MOST_POINTS)))
    )


def _rounded(column: Any, dim: sa.ColumnElement[bool]) -> Any:
    exact = sa.cast(column, sa.Numeric(12, 6, asdecimal=False))
    near, far = (
        sa.func.round(exact, sa.literal_column(str(digits)))
        for digits in (POINT_DIGITS, DIM_DIGITS)
    )
    return sa.cast(sa.case((dim, far), else_=near), sa.Double())


def due(lens: Lens) -> Figure:
    """How many clocks run out, hour by hour, today and on the days to come."""
    hour = epoch_hour(CaseFile.order_at)
    return (
        sa.select(hour, sa.func.count())
        .where(
            is_open(),
            _running(),
            CaseFile.order_at >= lens.now,
            CaseFile.order_at < lens.days_ago(-WEEK_DAYS),
            lens.within(CaseFile.region),
        )
        .group_by(hour)
        .order_by(hour)
    )


def holding(lens: Lens) -> Figure:
    """How long units held what they finished lately, and what they hold now.

    Units with few cases are left out: a single one may be somebody's.
    """
    taken = epoch_second(CaseFile.finished_at) - epoch_second(CaseFile.received_at)
    done = CaseFile.finished_at.is_not(None)
    total = sa.func.sum(sa.case((done, taken), else_=0))
    return (
        sa.select(
            Unit.name,
            _count(done),
            sa.cast(total, sa.BigInteger),
            _count(sa.and_(is_open(), sa.not_(done))),
            _count(sa.and_(is_open(), _is_late(lens))),
        )
        .join(Unit, Unit.id == CaseFile.handling_unit_id)
        .where(
            sa.or_(
                CaseFile.finished_at.between(lens.days_ago(HELD_DAYS), lens.now),
                sa.and_(is_open(), CaseFile.finished_at.is_(None)),
            ),
            lens.within(CaseFile.region),
        )
        .group_by(Unit.name)
        .having(sa.func.count() >= sa.literal_column(str(LEAST)))
        .order_by(Unit.name)
    )


def flow(lens: Lens) -> Figure:
    """Where the cases of the week came from, who has them and how they stand.

    Where few of one source lie at one unit, the unit is not told; nor the source, where all such
    of it are few.
    """
    ended = sa.not_(is_open())
    result = sa.case(
        (sa.and_(ended, CaseFile.state == _plain(CaseState.DECLINED)), _plain("declined")),
        (ended, _plain("ended")),
        (CaseFile.state.in_([_plain(s) for s in _WAITING]), _plain("finished")),
        (_is_late(lens), _plain("late")),
        else_=_plain("open"),
    )
    unit = sa.func.coalesce(Unit.name, "")
    each = (
        sa.select(
            CaseFile.source.label("source"),
            unit.label("unit"),
            result.label("result"),
            sa.func.count().over(partition_by=(CaseFile.source, unit)).label("together"),
        )
        .select_from(CaseFile)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .where(
            CaseFile.received_at.between(lens.days_ago(WEEK_DAYS - 1), lens.now),
            lens.within(CaseFile.region),
        )
        .subquery("each")
    )
    few = each.c.together < sa.literal_column(str(LEAST))
    at = sa.case((few, _plain("few")), else_=each.c.unit)
    folded = sa.select(
        each.c.source,
        at.label("at_unit"),
        each.c.result,
        sa.func.count().over(partition_by=(each.c.source, at)).label("together"),
    ).subquery("folded")
    alone = folded.c.together < sa.literal_column(str(LEAST))
    source = sa.case((alone, ""), else_=folded.c.source)
    return (
        sa.select(source.label("s"), folded.c.at_unit, folded.c.result, sa.func.count())
        .group_by("s", folded.c.at_unit, folded.c.result)
        .order_by("s", folded.c.at_unit, folded.c.result)
    )


_WAITING = (CaseState.FINISHED, CaseState.VERIFIED)


def _plain(value: str) -> Any:
    return sa.literal_column(f"'{value}'", sa.Text())


def rates(lens: Lens) -> Figure:
    """The three rates of the month: valid call-backs, in time, solved, satisfied."""
    return rate_sums(lens.within(CallAnswer.region), lens.month, lens.now, each=False)


def rates_each(lens: Lens) -> Figure:
    """The same where every call-back counts."""
    return rate_sums(lens.within(CallAnswer.region), lens.month, lens.now, each=True)


def major(lens: Lens) -> Figure:
    """Major matters of today that are open: the minute they came in and the community.

    A major matter takes the wall; which it is, is told at a desk.
    """
    code = sa.func.substr(CaseFile.region, 1, COMMUNITY_DIGITS)
    minute = epoch_second(CaseFile.received_at) - epoch_second(
        CaseFile.received_at
    ) % sa.literal_column("60", sa.BigInteger())
    return (
        sa.select(minute.label("at"), code.label("c"), sa.func.count())
        .where(
            is_open(),
            CaseFile.matter_class == _plain(MatterClass.MAJOR),
            CaseFile.received_at.between(lens.midnight, lens.now),
            CaseFile.is_confidential.is_(False),
            sa.not_(lens.hidden(CaseFile.category_code)),
            lens.within(CaseFile.region),
        )
        .group_by("at", "c")
        .order_by("at", "c")
    )


def kinds() -> Figure:
    """Codes and names of kinds with those of the category above."""
    above = aliased(Category)
    return sa.select(Category.code, Category.name, above.code, above.name).outerjoin(
        above, above.code == Category.parent_code
    )
