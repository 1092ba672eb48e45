"""Screens of the wall tell of themselves; a desk sees which of them are live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.command.wall.models import WallBeat
from app.command.wall.rules import BEAT_S, SCENE_MOST, SCREENS
from app.core.actor import Actor
from app.core.database import Uow
from app.core.database.uow import insert_unless_there

NAME_MOST, VERSION_MOST = 64, 32
KEPT = timedelta(days=7)
"""A screen that was not heard of so long is told of no more."""
LATE_FACTOR = 2


@dataclass(frozen=True, slots=True)
class ScreenState:
    """What a screen tells of itself; `screen` counts from 1."""

    screen: int
    name: str
    size: str
    scene: str


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A screen as a desk sees it; `is_live` where it was heard of lately."""

    machine: str
    screen: int
    name: str
    size: str
    scene: str
    version: str
    at: datetime
    is_live: bool


def is_live(at: datetime, now: datetime) -> bool:
    """Tell whether a screen was heard of within twice its rhythm."""
    return abs(now - at) <= timedelta(seconds=LATE_FACTOR * BEAT_S)


def tell_of_screens(uow: Uow, states: Sequence[ScreenState], version: str) -> None:
    """Write down how the screens of this computer are; what they said before is overwritten.

    Raises:
        NotAllowed: Whoever tells is no wall.
    """
    who = uow.actor
    who.require(Right.READ_FIGURES)
    region = next(iter(who.prefixes(Right.READ_FIGURES)), "")
    for state in states:
        if not 1 <= state.screen <= SCREENS:
            continue
        key = {"region": region, "machine": who.desk[:NAME_MOST], "screen": state.screen}
        told = {
            "person_id": who.person_id,
            "name": state.name[:NAME_MOST],
            "size": state.size[:16],
            "scene": state.scene[:SCENE_MOST],
            "version": version[:VERSION_MOST],
            "at": uow.now,
        }
        if not insert_unless_there(uow.session, WallBeat, key | told):
            uow.session.execute(
                sa.update(WallBeat).filter_by(**key).values(**told),
                execution_options={"synchronize_session": False},
            )


def screens_of(
    session: Session, actor: Actor, region: str, *, now: datetime
) -> tuple[ScreenRow, ...]:
    """Return the screens of a wall that were heard of within a week, by computer and number."""
    if not region or not actor.may_in(Right.DRIVE_WALL, region):
        return ()
    asked = (
        sa.select(WallBeat)
        .where(WallBeat.region.in_((region, "")), WallBeat.at > now - KEPT)
        .order_by(WallBeat.machine, WallBeat.screen)
    )
    return tuple(
        ScreenRow(
            row.machine,
            row.screen,
            row.name,
            row.size,
            row.scene,
            row.version,
            row.at,
            is_live(row.at, now),
        )
        for row in session.scalars(asked)
    )
