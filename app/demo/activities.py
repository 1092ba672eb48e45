"""Posts and activities of the demo street: who took what, who signed up, who came."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Role
from app.core.clock import SHANGHAI, local
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import Community, StreetPlan, read
from app.party.activities.actions.activities import (
    ActivityDraft,
    call_off,
    plan_activity,
    write_minutes,
)
from app.party.activities.actions.posts import PostDraft, add_post, claim_post
from app.party.activities.actions.signing import check_in, sign_up
from app.party.activities.models import Activity
from app.party.activities.rules import CheckInWay
from app.party.models.members import PartyMember

AHEAD = timedelta(days=8)  # so long before it takes place an activity is on the calendar
UNWRITTEN = 2  # of the past ones so many, the latest, wait for their minutes
POST_COMMUNITIES = 3
MEMBERS_LOOKED_AT = 60


def hold_activities(
    do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random
) -> None:
    """Put posts up and let members take them; hold the activities of some weeks."""
    _Holder(do, plan, staff, now, chance).hold()


class _Holder:
    """Keeps posts and activities of one street."""

    def __init__(
        self, do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random
    ) -> None:
        self._do, self._plan, self._staff = do, plan, staff
        self._now, self._chance = now, chance
        self._told = read("demo_activities.toml")
        self._officer = staff.by_role[Role.PARTY_OFFICER][0]

    def hold(self) -> None:
        """Make all of it."""
        communities = self._plan.communities
        for community in communities[:POST_COMMUNITIES]:
            members = self._members(community)
            for told in self._told["posts"]:
                self._post(community, members, *told)
        told = self._told["activities"]
        past = [each for each in told if each[0] < 0]
        for number, each in enumerate(told):
            community = communities[number % len(communities)]
            written = each in past[: len(past) - UNWRITTEN]
            self._activity(community, each, written=written)

    def _by(self, at: datetime) -> Doing:
        return self._do.by(self._officer, min(at, self._now))

    def _members(self, community: Community) -> list[UUID]:
        asked = (
            sa.select(PartyMember.id)
            .where(PartyMember.region.startswith(community.code), PartyMember.left_on.is_(None))
            .order_by(PartyMember.pinyin, PartyMember.joined_on, PartyMember.workplace)
            .limit(MEMBERS_LOOKED_AT)
        )
        found = list(self._do.session.scalars(asked))
        self._chance.shuffle(found)
        return found

    def _post(self, community: Community, members: list[UUID], *told: Any) -> None:
        title, kind, place, hours, wanted, taken = told
        at = self._now - timedelta(days=self._chance.randint(20, 90))
        where = place.replace("{c}", community.short)
        draft = PostDraft(community.code, title, kind, wanted, where, hours)
        post = self._by(at)(add_post, draft)
        self._do.session.flush()
        for number, member in enumerate(self._chance.sample(members, min(taken, len(members)))):
            self._by(at + timedelta(days=1 + number))(claim_post, post, member)

    def _activity(self, community: Community, told: list[Any], *, written: bool) -> None:
        days, hour, hours, title, kind, place, capacity, signs, comes = told
        day = local(self._now).date() + timedelta(days=days)
        starts = datetime.combine(day, time(hour), SHANGHAI)
        draft = ActivityDraft(
            region=community.code,
            title=title,
            kind=kind,
            place=place.replace("{c}", community.short),
            starts_at=starts,
            ends_at=starts + timedelta(hours=hours),
            capacity=capacity,
            held_by=f"{community.short}社区党总支",
        )
        planned = starts - AHEAD
        key = self._by(planned)(plan_activity, draft)
        self._do.session.flush()
        if title == self._told["called_off"][0]:
            why = self._told["called_off"][1]
            self._by(starts - timedelta(days=1))(call_off, key, self._version(key), why)
            return
        members = self._members(community)[:signs]
        signed = [
            self._by(planned + timedelta(hours=3 + 2 * number))(sign_up, key, member)
            for number, member in enumerate(members)
        ]
        self._do.session.flush()
        for number, one in enumerate(signed[:comes]):
            way = CheckInWay.CODE if number % 2 else CheckInWay.LIST
            self._by(starts + timedelta(minutes=number))(check_in, one, way)
        if written:
            said = self._chance.choice(self._told["minutes"])
            end = starts + timedelta(hours=hours, minutes=40)
            self._do.session.flush()
            self._by(end)(write_minutes, key, self._version(key), said)

    def _version(self, key: UUID) -> int:
        return self._do.session.get_one(Activity, key).version
