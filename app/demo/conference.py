"""The committee and the conference of the demo street: who sits, what they met about."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Role
from app.cases.actions.pausing import table_case
from app.cases.models import CaseFile
from app.cases.rules import CaseState
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import StreetPlan, read
from app.party.conference.actions.agenda import ItemDraft, conclude_item
from app.party.conference.actions.meetings import (
    Mark,
    MeetingDraft,
    call_meeting,
    hold_meeting,
    write_minutes,
)
from app.party.conference.actions.resolutions import ResolutionDraft, report_on, resolve
from app.party.conference.actions.seats import SeatDraft, seat_person
from app.party.conference.models import ConferenceItem, ConferenceMeeting, ConferenceResolution
from app.party.conference.queries.matters import open_matters
from app.party.conference.queries.tabled import waiting_for
from app.party.conference.rules import Body, ItemKind, Presence, ResolutionStep, SeatKind

_MONTH = 30
_SINCE_DAYS = 400
_HELD_DAYS, _VOID_DAYS, _AHEAD_DAYS = 20, 6, 2
_HOUR = 9
_JUST_NOW = timedelta(minutes=1)
_PLACE = "党群服务中心三楼会议室"


def meet(do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random) -> None:
    """Give people their seats, and hold some meetings: one with resolutions, one to which too few
    came, one to come.
    """
    _Secretary(do, plan, staff, now, chance).keep()


class _Secretary:
    """Keeps the bodies of one street."""

    def __init__(
        self, do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random
    ) -> None:
        self._do, self._plan, self._staff, self._chance = do, plan, staff, chance
        self._now, self._today = now, local(now).date()
        self._told = read("demo_conference.toml")
        self._officer = staff.by_role[Role.PARTY_OFFICER][0]

    def _at(self, days: float) -> Doing:
        return self._do.by(self._officer, self._now + timedelta(days=days))

    def keep(self) -> None:
        """Do everything."""
        street = self._plan.code
        seats = [self._seat(street, Body.COMMITTEE, *each) for each in self._told["committee"]]
        for name, unit in self._told["conference"]:
            self._seat(street, Body.CONFERENCE, name, unit, SeatKind.DELEGATE, 0)
        self._hold(street, "大工委第三季度会议", _HELD_DAYS, seats)
        self._void(street, seats)
        for community in self._plan.communities[:1]:
            own = [
                self._seat(community.code, Body.COMMITTEE, *each)
                for each in self._told["community"]
            ]
            items = (ItemDraft(f"{community.short}社区广场早晚怎么分时段用"),)
            key = self._call(community.code, "大党委十月例会", _HELD_DAYS + 2, items)
            self._sign_in(key, own, _HELD_DAYS + 2)
            self._conclude(key, _HELD_DAYS + 2, ("早上给老人锻炼，晚上八点以后不放音响。",))
        self._ahead(street)

    def _seat(self, region: str, body: Body, name: str, unit: str, kind: str, months: int) -> UUID:
        until = self._today + timedelta(days=months * _MONTH) if months else None
        since = self._today - timedelta(days=_SINCE_DAYS)
        draft = SeatDraft(region, body, SeatKind(kind), name, unit, since, until)
        key: UUID = self._at(-_SINCE_DAYS)(seat_person, draft)
        return key

    def _call(
        self,
        region: str,
        title: str,
        days_ago: int,
        items: tuple[ItemDraft, ...],
        body: Body = Body.COMMITTEE,
    ) -> UUID:
        starts = self._morning(days_ago)
        called = self._do.by(self._officer, min(starts - timedelta(days=3), self._now))
        key: UUID = called(call_meeting, MeetingDraft(region, body, title, starts, _PLACE, items))
        self._do.session.flush()
        return key

    def _morning(self, days_ago: int) -> datetime:
        day = local(self._now) - timedelta(days=days_ago)
        at = day.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
        return at.astimezone(self._now.tzinfo)

    def _sign_in(self, meeting: UUID, seats: list[UUID], days_ago: int, came: int = 99) -> None:
        marks = tuple(
            Mark(key, Presence.PRESENT if at < came else Presence.EXCUSED, "")
            for at, key in enumerate(seats)
        )
        if came > len(seats):
            marks = (*marks[:-1], Mark(seats[-1], Presence.DEPUTY, "副书记"))
        self._do.by(self._officer, self._morning(days_ago))(
            hold_meeting, meeting, self._version(ConferenceMeeting, meeting), marks
        )
        self._do.session.flush()

    def _conclude(self, meeting: UUID, days_ago: int, results: tuple[str, ...]) -> None:
        after = self._do.by(self._officer, self._morning(days_ago) + timedelta(hours=2))
        asked = self._do.session.query(ConferenceItem).filter(ConferenceItem.meeting_id == meeting)
        for item, result in zip(asked.order_by(ConferenceItem.ordinal), results, strict=True):
            after(conclude_item, item.id, item.version, result)
        self._do.session.flush()
        version = self._version(ConferenceMeeting, meeting)
        after(write_minutes, meeting, version, self._told["minutes"])
        self._do.session.flush()

    def _hold(self, street: str, title: str, days_ago: int, seats: list[UUID]) -> None:
        told = self._told["items"]
        items = tuple(self._item(kind, what, subject) for kind, what, subject, _ in told)
        key = self._call(street, title, days_ago, items)
        self._sign_in(key, seats, days_ago)
        self._conclude(key, days_ago, tuple(each[-1] for each in told))
        units = {unit.code: self._staff.units[unit.code] for unit in self._plan.units}
        for text, code, due, fate in self._told["resolutions"]:
            day = self._today + timedelta(days=due)
            unit = units.get(code) or next(iter(units.values()))
            self._resolve(ResolutionDraft(key, text, unit, day), days_ago, fate)

    def _item(self, kind: str, what: str, subject: str) -> ItemDraft:
        """Return an item; of a matter, that which a compound of the street decides."""
        if kind != "matter":
            return ItemDraft(what, ItemKind(kind), subject)
        matters = open_matters(self._do.session, self._officer, self._plan.code, text=subject)
        if not matters:
            return ItemDraft(what, ItemKind.COMPOUND, subject)
        return ItemDraft(what, matter_id=matters[0].id)

    def _resolve(self, draft: ResolutionDraft, days_ago: int, fate: str) -> None:
        made = self._do.by(self._officer, self._morning(days_ago) + timedelta(hours=3))
        key = made(resolve, draft)
        self._do.session.flush()
        steps: dict[str, tuple[tuple[ResolutionStep, str], ...]] = {
            "progress": ((ResolutionStep.PROGRESS, "材料到了，周末施工。"),),
            "reported": ((ResolutionStep.FINISHED, "名单已经分完，各单位都签收了。"),),
            "done": (
                (ResolutionStep.FINISHED, "车位开放，时段贴在门口。"),
                (ResolutionStep.CONFIRMED, "现场看过，属实。"),
            ),
        }
        for at, (kind, words) in enumerate(steps.get(fate, ())):
            said = self._at(-2 - (fate == "done") * 8 + at)
            said(report_on, key, self._version(ConferenceResolution, key), kind, words)
            self._do.session.flush()

    def _void(self, street: str, seats: list[UUID]) -> None:
        items = (ItemDraft("共享停车位收费标准"),)
        key = self._call(street, "大工委临时会议", _VOID_DAYS, items)
        self._sign_in(key, seats, _VOID_DAYS, came=3)

    def _ahead(self, street: str) -> None:
        self._put_before(street)
        waiting = waiting_for(self._do.session, self._officer, street)
        items = [
            ItemDraft(carries=row.item_id)
            if row.item_id is not None
            else ItemDraft(case_id=row.case_id)
            for row in waiting[:3]
        ]
        items += [self._item(*each) for each in self._told["ahead"]]
        self._call(street, "大工委第四季度会议", -_AHEAD_DAYS, tuple(items))
        quarter = (ItemDraft("各单位资源清单更新"),)
        self._call(street, "第四季度联席会议", -_AHEAD_DAYS - 5, quarter, Body.CONFERENCE)

    def _put_before(self, street: str) -> None:
        """Let the dispatcher put a case before the committee that is being handled."""
        asked = sa.select(CaseFile).where(
            CaseFile.state == CaseState.SIGNED_FOR,
            CaseFile.pause.is_(None),
            CaseFile.region.startswith(street),
        )
        case = self._do.session.scalar(asked.order_by(CaseFile.number).limit(1))
        desk = self._staff.by_role.get(Role.DISPATCHER, ())
        if case is not None and desk:
            why = "涉及三个单位的地界，谁来修、钱怎么出，请大工委定"
            self._do.by(desk[0], self._now - _JUST_NOW)(table_case, case.id, case.version, why)
            self._do.session.flush()

    def _version(self, table: Any, key: UUID) -> int:
        version: int = self._do.session.get_one(table, key).version
        return version
