"""Reads what the wall shows: by the doors of a shared server, or by the same statements here."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.rules import Level, Source
from app.command.wall.case_figures import MOST_POINTS, kinds
from app.command.wall.doors import DOORS
from app.command.wall.figures import (
    Area,
    CentreState,
    CommunityLoad,
    Figures,
    Ground,
    IncidentState,
    MajorCase,
    MonthRates,
    PartyFigures,
    Place,
    Places,
    Pulse,
    Reading,
    Standing,
    Stream,
    UnitHold,
    WallNews,
    WallSettings,
)
from app.command.wall.lens import LEAST, lens_of
from app.command.wall.orders import as_order
from app.command.wall.usual import due_week, pulse_of
from app.command.wall_state import (
    wall_duty,
    wall_entries,
    wall_incidents,
    wall_posture,
    wall_units,
)
from app.core.actor import Actor
from app.core.database import has_own_account
from app.core.shared_settings import settings_at
from app.core.words import label
from app.territory.geometry import lines, rings
from app.territory.rules import Tier

_SETTINGS = sa.text("SELECT name, value FROM jz.wall_settings()")
_BETWEEN = re.compile(r"[、，,；;\s]+")
_WITH_KINDS = frozenset({"wall_places", "wall_major"})


class Eyes:
    """Reads figures in one session, as of one moment."""

    def __init__(self, session: Session, actor: Actor, now: datetime) -> None:
        self._session = session
        self._actor = actor
        self.now = now

    @property
    def asked(self) -> tuple[Session, Actor]:
        """With what and for whom is read."""
        return self._session, self._actor

    def rows(self, door: str) -> list[Any]:
        """Return what a figure tells."""
        if has_own_account(self._session):
            asked: Any = sa.text(f"SELECT * FROM jz.{door}()")  # noqa: S608  a name of ours
            return list(self._session.execute(asked))
        hidden, dimmed = frozenset[str](), frozenset[str]()
        if door in _WITH_KINDS:
            hidden, dimmed = self.kinds()
        lens = lens_of(self._actor, self.now, hidden, dimmed)
        return list(self._session.execute(DOORS[door].statement(lens)))

    def settings(self) -> WallSettings:
        """Return what the centre decided of the wall."""
        known = {each.name: each.type for each in fields(WallSettings)}
        if not has_own_account(self._session):
            found = settings_at(self._session, self.now)
            return WallSettings(**{name: getattr(found, name) for name in known})
        rows = self._session.execute(_SETTINGS)
        told: dict[str, Any] = {
            name: value if known[name] is str else int(value)
            for name, value in rows
            if name in known
        }
        return WallSettings(**told)

    def kinds(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the codes of kinds that are not shown, and of those only dimly."""
        settings = settings_at(self._session, self.now)
        said = [
            {word for word in _BETWEEN.split(words) if word}
            for words in (settings.wall_hidden_kinds, settings.wall_dimmed_kinds)
        ]
        if not any(said):
            return frozenset(), frozenset()
        listed = self._session.execute(kinds()).all()
        hidden, dimmed = (
            frozenset(row[0] for row in listed if not words.isdisjoint(row)) for words in said
        )
        return hidden, dimmed


def read(session: Session, actor: Actor, reading: Reading, now: datetime) -> Figures:
    """Return the figures of one reading, as of now.

    Args:
        session: To read with.
        actor: The wall, or whoever may read figures.
        reading: Which.
        now: The moment (aware).
    """
    return _READERS[reading](Eyes(session, actor, now))


def wall_settings(session: Session, actor: Actor, now: datetime) -> WallSettings:
    """Return what the centre decided of the wall."""
    return Eyes(session, actor, now).settings()


def _orders(eyes: Eyes) -> WallNews:
    major = tuple(
        MajorCase(datetime.fromtimestamp(at, UTC), code, cases)
        for at, code, cases in eyes.rows("wall_major")
    )
    return WallNews(tuple(as_order(row) for row in eyes.rows("wall_orders")), major)


def hidden_kinds(session: Session, actor: Actor, now: datetime) -> frozenset[str]:
    """Return the codes of kinds that are kept off the wall."""
    return Eyes(session, actor, now).kinds()[0]


def _standing(eyes: Eyes) -> Standing:
    (standing,) = eyes.rows("wall_standing")
    (today,) = eyes.rows("wall_today")
    return Standing(*standing, *today)


def _hours(eyes: Eyes, door: str) -> dict[int, int]:
    return {int(row[0]): int(row[1]) for row in eyes.rows(door)}


def _pulse(eyes: Eyes) -> Pulse:
    return pulse_of(_hours(eyes, "wall_pulse"), eyes.now)


def _places(eyes: Eyes) -> Places:
    rows = eyes.rows("wall_places")
    return Places(
        tuple(
            Place(x, y, level == Level.URGENT, bool(late), bool(dim))
            for x, y, level, late, dim in rows
        ),
        tuple(CommunityLoad(*row) for row in eyes.rows("wall_communities")),
        more=len(rows) >= MOST_POINTS,
    )


def _due(eyes: Eyes) -> Figures:
    return due_week(_hours(eyes, "wall_due"), eyes.now)


def _holding(eyes: Eyes) -> tuple[UnitHold, ...]:
    return tuple(
        UnitHold(name, done, seconds / done / 3600 if done >= LEAST else None, held, late)
        for name, done, seconds, held, late in eyes.rows("wall_holding")
    )


def _flow(eyes: Eyes) -> tuple[Stream, ...]:
    return tuple(
        Stream(
            label(Source(source)) if source else "",
            "" if unit == "few" else unit,
            unit == "few",
            result,
            cases,
        )
        for source, unit, result, cases in eyes.rows("wall_flow")
    )


def _rates(eyes: Eyes) -> MonthRates:
    settings = eyes.settings()
    ((valid, *shares),) = eyes.rows("wall_rates_each" if settings.rate_each else "wall_rates")
    if valid < max(1, settings.rate_least):
        return MonthRates(valid, None, None, None)
    return MonthRates(valid, *(share / valid for share in shares))


def _party(eyes: Eyes) -> PartyFigures:
    (party,) = eyes.rows("wall_party")
    (activities,) = eyes.rows("wall_activities")
    grids = tuple((code, all_, covered) for code, all_, covered in eyes.rows("wall_grids"))
    sums: dict[str, Any] = dict(zip(_SUMS, (*party, *activities), strict=True))
    return PartyFigures(**sums, grids=grids)


_SUMS = tuple(each.name for each in fields(PartyFigures))[:-1]
"""In the order in which the doors tell them."""


def _state(eyes: Eyes) -> CentreState:
    session, actor = eyes.asked
    return CentreState(wall_posture(session, actor), wall_duty(session, actor, now=eyes.now))


def _incident(eyes: Eyes) -> IncidentState:
    session, actor = eyes.asked
    return IncidentState(
        wall_incidents(session, actor), wall_units(session, actor), wall_entries(session, actor)
    )


def _ground(eyes: Eyes) -> Ground:
    areas = (
        Area(code, name, tier == Tier.STREET, rings(bytes(wkb)), (x, y))
        for code, name, tier, wkb, x, y in eyes.rows("wall_regions")
    )
    drawn = ((kind, lines(bytes(wkb))) for kind, wkb in eyes.rows("wall_lines"))
    return Ground(tuple(areas), tuple(drawn))


_READERS: dict[Reading, Callable[[Eyes], Figures]] = {
    Reading.NEWS: _orders,
    Reading.STANDING: _standing,
    Reading.PULSE: _pulse,
    Reading.PLACES: _places,
    Reading.DUE: _due,
    Reading.HOLDING: _holding,
    Reading.FLOW: _flow,
    Reading.RATES: _rates,
    Reading.PARTY: _party,
    Reading.STATE: _state,
    Reading.INCIDENT: _incident,
    Reading.GROUND: _ground,
}
