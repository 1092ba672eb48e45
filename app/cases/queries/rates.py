"""The three rates (三率) of a period as they stood at a moment, and the very lists they count.

响应率 = contacted in time / valid call-backs; 解决率 = solved / (solved + unsolved); 满意率 =
satisfied / (satisfied + unsatisfied) (DOMAIN §3). A call-back is valid where somebody was reached
who had been drawn or promised a call, and the director has not left the case out. Of a case only
its last answer of the period counts, unless the centre decided that each does. What stood at a
moment follows from answers, what put them right, and decisions, each with its time: nothing that
came later is looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.call_states import ONCE_GRANTED
from app.cases.models import CaseFile, Category
from app.cases.models.calling import CallAnswer, Exclusion
from app.cases.rules import Source
from app.core.actor import Actor
from app.core.paging import Page
from app.core.shared_settings import settings_at
from app.territory.models import Region

PAGE_ROWS = 100
STREET_DIGITS = 9
_COUNTING = (Right.READ_FIGURES, Right.READ_CASES)


class Split(StrEnum):
    """By what the rates are told apart."""

    UNIT = "unit"
    CATEGORY = "category"
    SOURCE = "source"
    STREET = "street"


class Measure(StrEnum):
    """Which answers a figure counts."""

    VALID = "valid"
    IN_TIME = "in_time"
    NOT_IN_TIME = "not_in_time"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    EXCLUDED = "excluded"
    NOT_DRAWN = "not_drawn"


@dataclass(frozen=True, slots=True)
class RatesWanted:
    """Which rates.

    Attributes:
        since: First moment of the period (aware).
        until: The moment after its last (aware).
        as_of: They are told as they stood then (aware).
        region: Only answers of this region code.
    """

    since: datetime
    until: datetime
    as_of: datetime
    region: str = ""


@dataclass(frozen=True, slots=True)
class RateLine:
    """The counts of one unit, category, source or street; of all where `key` is "".

    Attributes:
        key: What it is of, as text; "" for answers without one as well.
        valid: Valid call-backs, the base of all three rates.
        excluded: Left out by the director's decision.
        not_drawn: Called although not drawn; not counted.
    """

    key: str
    name: str
    valid: int = 0
    in_time: int = 0
    solved: int = 0
    satisfied: int = 0
    excluded: int = 0
    not_drawn: int = 0

    def plus(self, other: "RateLine") -> "RateLine":
        """Return the counts of both under this line's name."""
        return RateLine(
            self.key,
            self.name,
            self.valid + other.valid,
            self.in_time + other.in_time,
            self.solved + other.solved,
            self.satisfied + other.satisfied,
            self.excluded + other.excluded,
            self.not_drawn + other.not_drawn,
        )

    def count(self, measure: Measure) -> int:
        """Return what a figure counts."""
        inverse = {
            Measure.NOT_IN_TIME: self.valid - self.in_time,
            Measure.UNSOLVED: self.valid - self.solved,
            Measure.UNSATISFIED: self.valid - self.satisfied,
        }
        found: int = inverse[measure] if measure in inverse else getattr(self, measure.value)
        return found

    def rate(self, measure: Measure, least: int) -> float | None:
        """Return the share of valid call-backs, None where there are fewer than `least`."""
        if self.valid < max(least, 1):
            return None
        return self.count(measure) / self.valid


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a period as they stood.

    Attributes:
        wanted: Which.
        least: Fewest valid call-backs of which a rate is told.
        each: Whether every call-back counts, instead of the last of a case.
        total: Of all.
        lines: By each split, the most valid call-backs first.
    """

    wanted: RatesWanted
    least: int
    each: bool
    total: RateLine
    lines: dict[Split, tuple[RateLine, ...]]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer a figure counts."""

    id: UUID
    case_id: UUID
    number: str | None
    title: str
    unit: str
    source: Source
    at: datetime
    person: str
    is_contacted: bool
    is_in_time: bool
    is_solved: bool
    is_satisfied: bool
    excluded: bool
    counts: bool


def rates(session: Session, actor: Actor, wanted: RatesWanted) -> Rates:
    """Return the rates, told apart by everything at once: the answers are read one time."""
    settings = settings_at(session, wanted.as_of)
    each = bool(settings.rate_each)
    base = _answers(actor, wanted, each=each)
    street = sa.func.substr(base.c.region, 1, STREET_DIGITS)
    keys = (base.c.unit_id, base.c.category_code, base.c.source, street)
    sums = [sa.func.sum(sa.case((_of_measure(base, measure), 1), else_=0)) for measure in _COUNTED]
    found = session.execute(sa.select(*keys, *sums).group_by(*keys)).all()
    lines = {split: _folded(session, split, found) for split in Split}
    total = RateLine("", "")
    for record in found:
        total = total.plus(RateLine("", "", *map(int, record[4:])))
    return Rates(wanted, settings.rate_least, each, total, lines)


_COUNTED = (
    Measure.VALID,
    Measure.IN_TIME,
    Measure.SOLVED,
    Measure.SATISFIED,
    Measure.EXCLUDED,
    Measure.NOT_DRAWN,
)
"""In the order of the fields of `RateLine`."""


def _answers(actor: Actor, wanted: RatesWanted, *, each: bool) -> sa.Subquery:
    seen = sa.and_(_within(wanted.region), may_count(actor, CallAnswer.region, CallAnswer.unit_id))
    return answers_seen(seen, wanted.since, wanted.until, wanted.as_of, each=each)


def rate_sums(
    seen: sa.ColumnElement[bool], since: Any, now: Any, *, each: bool
) -> sa.Select[*tuple[Any, ...]]:
    """Return the statement that counts the answers since a moment as they stand now: valid, in
    time, solved, satisfied.

    Args:
        seen: Which answers may be counted.
        since: First moment of the period, as a value or in SQL.
        now: The moment, as a value or in SQL.
        each: Whether every call-back counts, instead of the last of a case.
    """
    base = answers_seen(seen, since, now, now, each=each)
    counted = [sa.func.count(sa.case((_of_measure(base, m), 1))) for m in _COUNTED[:4]]
    return sa.select(*counted)


def answers_seen(
    seen: sa.ColumnElement[bool], since: Any, until: Any, as_of: Any, *, each: bool
) -> sa.Subquery:
    """Return the answers that are looked at, each with whether the case was left out then."""
    excluded = sa.select(Exclusion.case_id).where(
        Exclusion.state.in_(ONCE_GRANTED),
        Exclusion.serial.is_not(None),  # numbered when it was granted
        Exclusion.decided_at <= as_of,
        sa.or_(Exclusion.lifted_at.is_(None), Exclusion.lifted_at > as_of),
    )
    newest = sa.func.row_number().over(
        partition_by=(CallAnswer.case_id, CallAnswer.counts),
        order_by=(CallAnswer.at.desc(), CallAnswer.ordinal.desc()),
    )
    inner = (
        sa.select(
            *CallAnswer.__table__.c,
            CallAnswer.case_id.in_(excluded).label("excluded"),
            newest.label("nth"),
        )
        .where(
            CallAnswer.at >= since,
            CallAnswer.at < until,
            CallAnswer.at <= as_of,
            sa.or_(CallAnswer.reversed_at.is_(None), CallAnswer.reversed_at > as_of),
            seen,
        )
        .subquery()
    )
    if each:
        return inner
    return sa.select(*inner.c).where(inner.c.nth == 1).subquery()


def may_count(actor: Actor, region: Any, unit_id: Any) -> sa.ColumnElement[bool]:
    """Return the condition that somebody may count, or read, an answer or an exclusion: by its
    region, or as one of the people of the unit it is about.
    """
    if actor.everything:
        return sa.true()
    prefixes = {prefix for right in _COUNTING for prefix in actor.prefixes(right)}
    units = {unit for right in _COUNTING for unit in actor.units(right)}
    found = [_starts(region, prefix) for prefix in sorted(prefixes)]
    if units and unit_id is not None:
        found.append(unit_id.in_(units))
    return sa.or_(*found) if found else sa.false()


def _starts(column: Any, prefix: str) -> sa.ColumnElement[bool]:
    return sa.and_(column >= prefix, column < f"{prefix}:") if prefix else sa.true()


def _within(region: str) -> sa.ColumnElement[bool]:
    return _starts(CallAnswer.region, region)


def _of_measure(base: sa.Subquery, measure: Measure) -> sa.ColumnElement[bool]:
    columns = base.c
    valid = sa.and_(columns.counts, ~columns.excluded)
    more: dict[Measure, sa.ColumnElement[bool]] = {
        Measure.VALID: valid,
        Measure.IN_TIME: sa.and_(valid, columns.is_in_time),
        Measure.NOT_IN_TIME: sa.and_(valid, ~columns.is_in_time),
        Measure.SOLVED: sa.and_(valid, columns.is_solved),
        Measure.UNSOLVED: sa.and_(valid, ~columns.is_solved),
        Measure.SATISFIED: sa.and_(valid, columns.is_satisfied),
        Measure.UNSATISFIED: sa.and_(valid, ~columns.is_satisfied),
        Measure.EXCLUDED: sa.and_(columns.counts, columns.excluded),
        Measure.NOT_DRAWN: sa.not_(columns.counts),
    }
    return more[measure]


def _folded(session: Session, split: Split, found: Iterable[Any]) -> tuple[RateLine, ...]:
    at = tuple(Split).index(split)
    counts: dict[str, RateLine] = {}
    for record in found:
        key = _key(split, record[at])
        line = counts.get(key, RateLine(key, ""))
        counts[key] = line.plus(RateLine(key, "", *map(int, record[4:])))
    names = _names(session, split, counts)
    lines = [RateLine(key, names.get(key, key)).plus(line) for key, line in counts.items()]
    return tuple(sorted(lines, key=lambda line: (-line.valid, -line.excluded, line.name, line.key)))


def _key(split: Split, value: object) -> str:
    """Return what a line is of; kinds are told apart by their category (大类)."""
    text = "" if value is None else str(value)
    return text.split("-")[0] if split is Split.CATEGORY else text


def _names(session: Session, split: Split, keys: Iterable[str]) -> dict[str, str]:
    wanted = [key for key in keys if key]
    match split:
        case Split.UNIT:
            units = {UUID(key): key for key in wanted}
            asked = sa.select(Unit.id, Unit.name).where(Unit.id.in_(units))
            return {units[key]: name for key, name in session.execute(asked)}
        case Split.CATEGORY:
            kinds = sa.select(Category.code, Category.name).where(Category.code.in_(wanted))
            return {row[0]: row[1] for row in session.execute(kinds)}
        case Split.STREET:
            streets = sa.select(Region.code, Region.name).where(Region.code.in_(wanted))
            return {row[0]: row[1] for row in session.execute(streets)}
    from app.core.words import label

    return {key: label(Source(key)) for key in wanted}


def answers_page(
    session: Session,
    actor: Actor,
    wanted: RatesWanted,
    measure: Measure,
    *,
    split: Split | None = None,
    key: str = "",
    after: tuple[object, ...] | None = None,
    size: int = PAGE_ROWS,
) -> Page[AnswerRow]:
    """Return some of the answers a figure counts, the newest first.

    Args:
        session: Open session.
        actor: Who looks; the same rows count for them in `rates`.
        wanted: Period and moment of the figure.
        measure: Which figure.
        split: Of a line of this split; None for the total.
        key: Key of that line.
        after: Where the page before ended.
        size: Rows of a page.
    """
    each = bool(settings_at(session, wanted.as_of).rate_each)
    base = _answers(actor, wanted, each=each)
    columns = base.c
    asked = (
        sa.select(
            columns.id,
            columns.case_id,
            CaseFile.number,
            sa.func.coalesce(CaseFile.title, "").label("title"),
            sa.func.coalesce(Unit.name, "").label("unit"),
            columns.source,
            columns.at,
            columns.person_name.label("person"),
            columns.is_contacted,
            columns.is_in_time,
            columns.is_solved,
            columns.is_satisfied,
            columns.excluded,
            columns.counts,
        )
        .select_from(base)
        .outerjoin(CaseFile, CaseFile.id == columns.case_id)
        .outerjoin(Unit, Unit.id == columns.unit_id)
        .where(_of_measure(base, measure), *_of_line(base, split, key))
        .order_by(columns.at.desc(), columns.id.desc())
        .limit(size + 1)
    )
    if after is not None:
        asked = asked.where(sa.tuple_(columns.at, columns.id) < sa.tuple_(*after))
    found = [
        AnswerRow(**{**record, "source": Source(record["source"])})
        for record in session.execute(asked).mappings()
    ]
    rows = tuple(found[:size])
    return Page(rows, (rows[-1].at, rows[-1].id) if len(found) > size else None)


def _of_line(base: sa.Subquery, split: Split | None, key: str) -> list[sa.ColumnElement[bool]]:
    columns = base.c
    match split:
        case None:
            return []
        case Split.UNIT:
            return [columns.unit_id == UUID(key) if key else columns.unit_id.is_(None)]
        case Split.CATEGORY:
            if not key:
                return [columns.category_code.is_(None)]
            # "." follows "-": the category itself and all its kinds
            kinds = sa.and_(columns.category_code > f"{key}-", columns.category_code < f"{key}.")
            return [sa.or_(columns.category_code == key, kinds)]
        case Split.SOURCE:
            return [columns.source == key]
        case Split.STREET:
            return [_starts(columns.region, key)]
