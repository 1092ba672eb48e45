"""Personal values past their date: shown first, then, once somebody with the right released it,
erased with their salt.

A value stands in `case_person` alone; journal and events keep a salted hash. Without value and
salt that hash proves nothing about a person any more, while every row is as it was: seals, events
and merged originals are not touched and still verify (ARCHITECTURE, "Personal values"). Each kind
of value has years of its own, counted from the day its case was closed; the default is the ten
years records are kept for (DOMAIN §15).
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.models.personal import CallerReading, CasePerson
from app.cases.rules import OPEN_STATES
from app.core.actor import system
from app.core.changes import Topic
from app.core.chores import meanwhile
from app.core.clock import local
from app.core.database import Database, Uow, once
from app.core.shared_settings import CentreSettings, history, set_setting, settings_at
from app.core.words import say
from app.territory.models import Region

ERASING = "administration.retention"
BATCH = 2_000
_FIRST_YEAR = 2
"""Earlier ones fall off the calendar where a moment is turned into UTC."""
STREET_DIGITS = 9
_street_of = sa.func.substr(
    CaseFile.region, sa.literal_column("1"), sa.literal_column(str(STREET_DIGITS))
)
_EMPTIED: Mapping[str, Mapping[str, Any]] = {
    "name": {"name": ""},
    "phone": {"phone": "", "phone_key": None, "phone_last4": ""},
    "document": {"document_kind": None, "document_number": ""},
    "address": {"address": ""},
}
"""Kind of value → its columns as they are without it."""
_COLUMN = {"document": "document_number"}
_HASHED = frozenset({"name", "phone"})
"""What the salted hash is made of: with the first of them the salt goes."""
_NO_SALT = b""


@dataclass(frozen=True, slots=True)
class StreetDue:
    """What is past its date in one street.

    Attributes:
        street: Code of the street, 9 digits.
        name: Its name, "" where it is not known.
        people: Reporters something of whom is past its date.
        counts: Kind of value → how many.
        oldest: When the oldest of their cases was closed.
    """

    street: str
    name: str
    people: int
    counts: Mapping[str, int]
    oldest: date


def values_due(session: Session, now: datetime) -> tuple[StreetDue, ...]:
    """Return what is past its date, street by street; nothing is changed."""
    due = _due(settings_at(session, now), now)
    counted = [sa.func.sum(sa.case((each, 1), else_=0)) for each in due.values()]
    rows = session.execute(
        sa.select(_street_of, sa.func.count(), sa.func.min(CaseFile.closed_at), *counted)
        .join(CasePerson, CasePerson.case_id == CaseFile.id)
        .where(sa.or_(*due.values()))
        .group_by(_street_of)
        .order_by(_street_of)
    ).all()
    asked = sa.select(Region.code, Region.name).where(Region.code.in_([row[0] for row in rows]))
    names = {code: name for code, name in session.execute(asked)}  # noqa: C416  Row is no pair
    return tuple(
        StreetDue(
            row[0],
            names.get(row[0], ""),
            row[1],
            {kind: int(count) for kind, count in zip(due, row[3:], strict=True)},
            local(row[2]).date(),
        )
        for row in rows
    )


@once
def release_erasing(uow: Uow, *, released: bool, command_key: UUID) -> None:
    """Let values past their date be erased from now on, or no more; what was shown at that
    moment is journaled.

    Raises:
        NotAllowed: It takes the right to the settings of all centres.
    """
    if released:  # also anew, where the years were changed since
        set_setting(uow, "personal_erasing", 0, command_key=_part_of(command_key, 2))
    set_setting(uow, "personal_erasing", int(released), command_key=_part_of(command_key, 1))
    due = values_due(uow.session, uow.now)
    uow.record(
        "administration.erasing_released" if released else "administration.erasing_held",
        Topic.SETTING,
        "personal_erasing",
        people=sum(each.people for each in due),
        oldest=min((each.oldest.isoformat() for each in due), default=""),
    )


def erase_as_released(database: Database) -> str:
    """Erase what is past its date where that was released; else say how much waits."""
    with database.reading() as session:
        now = database.clock.now()
        released = is_released(session, now)
        due = values_due(session, now)
    if released:
        _forget_lookups(database)
    people = sum(each.people for each in due)
    if not people:
        return say("chores.nothing_past_date")
    if not released:
        oldest = min(each.oldest for each in due).isoformat()
        return say("chores.erasing_waits", people=people, streets=len(due), oldest=oldest)
    erased = 0
    for each in due:
        while count := _erase_some(database, each.street):
            erased += count
            meanwhile()
    _wipe(database)
    return say("chores.erased", people=erased, streets=len(due))


def _erase_some(database: Database, street: str) -> int:
    with database.writing(system(ERASING)) as uow:
        if uow.session.get_bind().dialect.name == "sqlite":  # else the page keeps what it held
            uow.session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
        due = _due(settings_at(uow.session, uow.now), uow.now)
        asked = (
            sa.select(CasePerson.id, CaseFile.closed_at, *due.values())
            .join(CaseFile, CasePerson.case_id == CaseFile.id)
            .where(_street_of == street, sa.or_(*due.values()))
            .limit(BATCH)
        )
        rows = uow.session.execute(asked).all()
        if not rows:
            return 0
        counts = dict.fromkeys(due, 0)
        for row in rows:
            past = [kind for kind, is_past in zip(due, row[2:], strict=True) if is_past]
            for kind in past:
                counts[kind] += 1
            _empty(uow.session, row[0], past)
        oldest = min(row[1] for row in rows if row[1] is not None)
        uow.record(
            "administration.personal_erased",
            Topic.SETTING,
            street,
            region=street,
            people=len(rows),
            oldest=local(oldest).date().isoformat(),
            **counts,
        )
        return len(rows)


def _forget_lookups(database: Database) -> None:
    """Take from requests to look a number up what tells which it was; the journal keeps that
    somebody asked.
    """
    with database.writing(system(ERASING)) as uow:
        years = settings_at(uow.session, uow.now).keep_phone_years
        uow.session.execute(
            sa.update(CallerReading)
            .where(CallerReading.at < years_before(uow.now, years), CallerReading.phone_key != "")
            .values(phone_key="", salt=_NO_SALT)
        )


def _empty(session: Session, person: UUID, kinds: list[str]) -> None:
    values: dict[str, Any] = {}
    for kind in kinds:
        values |= _EMPTIED[kind]
    if _HASHED.intersection(kinds):
        values["salt"] = _NO_SALT
    session.execute(sa.update(CasePerson).where(CasePerson.id == person).values(**values))


def _wipe(database: Database) -> None:
    """Take what was erased off the disk too, as far as the engine does that."""
    if database.is_sqlite:
        with closing(database.engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("VACUUM case_person")
        connection.exec_driver_sql("RESET statement_timeout")  # the connection goes on to others


def _due(settings: CentreSettings, now: datetime) -> dict[str, sa.ColumnElement[bool]]:
    """Return for each kind of value the condition that it is there and past its date."""
    ended = CaseFile.state.not_in(OPEN_STATES)
    conditions = {}
    for kind in _EMPTIED:
        before = years_before(now, getattr(settings, f"keep_{kind}_years"))
        there = getattr(CasePerson, _COLUMN.get(kind, kind)) != ""
        conditions[kind] = sa.and_(ended, there, CaseFile.closed_at < before)
    return conditions


def years_before(now: datetime, years: int) -> datetime:
    """Return the same moment so many calendar years ago; 29 February becomes 1 March.

    Args:
        now: Aware.
        years: Taken for 1 where it is less: what was written to the table past the program must
            not erase what is in use.
    """
    year = max(_FIRST_YEAR, now.year - max(1, years))
    try:
        return now.replace(year=year)
    except ValueError:
        return now.replace(year=year, month=3, day=1)


def is_released(session: Session, now: datetime) -> bool:
    """Tell whether erasing was released, and the years are still those it was released with:
    what a shorter year would erase has been shown to nobody.
    """
    if not settings_at(session, now).personal_erasing:
        return False
    released = _decided_at(session, "personal_erasing", now)
    years = (_decided_at(session, f"keep_{kind}_years", now) for kind in _EMPTIED)
    return released is not None and all(each is None or each <= released for each in years)


def _decided_at(session: Session, name: str, now: datetime) -> datetime | None:
    """Return since when a setting is what it is, None where nobody decided."""
    return max(
        (row.valid_from for row in history(session, name) if row.valid_from <= now), default=None
    )


def _part_of(command_key: UUID, part: int) -> UUID:
    """Return the key of a setting that belongs to a release."""
    return UUID(int=command_key.int ^ part)
