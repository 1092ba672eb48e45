"""Carries out the steps of whistles in the demo."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.accounts.rules import Role
from app.cases.actions.reporting_in import (
    Seen,
    answer_release,
    appear,
    ask_release,
    feed_back,
    leave_whistle,
    rate_street,
    rate_unit,
    sign_whistle,
    take_measure,
)
from app.cases.actions.whistling import WhistleDraft, blow_whistle, draft_whistle, end_whistle
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.rules import EventKind
from app.cases.whistle_rules import Feedback, WhistleKind
from app.core.actor import Actor
from app.core.database import alone
from app.demo.life import Life
from app.demo.steps import Step
from app.demo.whistle_course import DRAFT, LEAD

if TYPE_CHECKING:
    from app.demo.player import Player

_HELPERS = ("enforcement", "police", "municipal")
_KINDS = {
    WhistleKind.LIVELIHOOD: 55,
    WhistleKind.JOINT_ENFORCEMENT: 35,
    WhistleKind.EMERGENCY: 10,
}


class WhistlePaths:
    """Carries out the steps of whistles on one street's cases.

    Attributes:
        steps: What is done at each kind of them.
    """

    def __init__(self, player: "Player", chance: Random) -> None:
        self._player = player
        self._chance = chance
        self.steps: Mapping[EventKind, Callable[[Life, Step, datetime], None]] = {
            EventKind.WHISTLED: self._whistle,
            EventKind.WHISTLE_SIGNED: self._sign,
            EventKind.APPEARED: self._appear,
            EventKind.MEASURE_TAKEN: self._measure,
            EventKind.FED_BACK: self._report,
            EventKind.RELEASE_ASKED: self._ask,
            EventKind.RELEASED: self._release,
            EventKind.LEFT: self._leave,
            EventKind.WHISTLE_DONE: self._end,
            EventKind.WHISTLE_RATED: self._rate,
        }

    def _whistle(self, life: Life, step: Step, at: datetime) -> None:
        self._send()
        until = step.until if step.until is not None else at + timedelta(hours=1)
        if step.sort == DRAFT:
            life.work = self._player.by(self._player.desk(life), at)(
                draft_whistle, self._draft(life, until)
            )
            return
        row = self._player.session.get_one(Whistle, life.work)
        director = self._player.by(self._player.of(Role.DIRECTOR), at)
        director(blow_whistle, row.id, row.version, max(until, at + timedelta(minutes=20)))

    def _draft(self, life: Life, until: datetime) -> WhistleDraft:
        staff = self._player.staff
        lead, helper = staff.units[life.holder], staff.units[self._helper(life)]
        kind = self._chance.choices(tuple(_KINDS), tuple(_KINDS.values()))[0]
        place = life.row.place or life.told.spot.words
        task = self._player.says("whistle")
        return WhistleDraft(life.row.id, kind, (lead, helper), lead, place, until, task)

    def _sign(self, life: Life, step: Step, at: datetime) -> None:
        self._player.by(self._who(life, step), at)(sign_whistle, self._seen(life, step))

    def _appear(self, life: Life, step: Step, at: datetime) -> None:
        self._player.by(self._who(life, step), at)(appear, self._seen(life, step))

    def _measure(self, life: Life, step: Step, at: datetime) -> None:
        did, seen = self._player.says("measure"), self._seen(life, step)
        self._player.by(self._who(life, step), at)(take_measure, seen, did)

    def _report(self, life: Life, step: Step, at: datetime) -> None:
        told = Feedback(
            at - timedelta(minutes=self._chance.randint(20, 60)),
            self._player.says("talked"),
            self._player.says("remedy"),
            at + timedelta(days=self._chance.randint(1, 7)),
        )
        self._player.by(self._who(life, step), at)(feed_back, self._seen(life, step), told)

    def _ask(self, life: Life, step: Step, at: datetime) -> None:
        why, seen = self._player.says("leave"), self._seen(life, step)
        self._player.by(self._who(life, step), at)(ask_release, seen, why)

    def _release(self, life: Life, step: Step, at: datetime) -> None:
        director = self._player.by(self._player.of(Role.DIRECTOR), at)
        director(answer_release, self._seen(life, step), "", grants=True)

    def _leave(self, life: Life, step: Step, at: datetime) -> None:
        self._player.by(self._who(life, step), at)(leave_whistle, self._seen(life, step))

    def _end(self, life: Life, _: Step, at: datetime) -> None:
        self._send()
        row = self._player.session.get_one(Whistle, life.work)
        director = self._player.by(self._player.of(Role.DIRECTOR), at)
        director(end_whistle, row.id, row.version, self._player.says("whistle_done"))
        self._send()  # finishing the case asks whether one is under way

    def _rate(self, life: Life, step: Step, at: datetime) -> None:
        scores = (5, 4, 3, 2)
        mine, theirs = (self._chance.choices(scores, (40, 40, 15, 5))[0] for _ in range(2))
        self._player.by(self._player.desk(life), at)(rate_unit, self._seen(life, step), mine)
        self._player.by(self._who(life, step), at)(rate_street, self._seen(life, step), theirs)

    def _helper(self, life: Life) -> str:
        return next(code for code in _HELPERS if code != life.holder)

    def _who(self, life: Life, step: Step) -> Actor:
        if step.sort == LEAD:
            return self._player.handler(life)
        return self._player.staff.handlers[self._helper(life)][0]

    def _seen(self, life: Life, step: Step) -> Seen:
        """Return a unit's row as whoever acts on it sees it."""
        self._send()
        asked = sa.select(WhistleUnit).where(
            WhistleUnit.whistle_id == life.work, WhistleUnit.is_lead.is_(step.sort == LEAD)
        )
        row = self._player.session.scalars(asked).one()
        return Seen(row.id, row.version)

    def _send(self) -> None:
        """Let the rows of the case be there before what refers to them."""
        gathered = alone(self._player.session)
        if gathered is not None:
            gathered.send()
