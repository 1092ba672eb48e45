"""The three lists of the demo street: what is offered and needed, and what came of both."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.accounts.rules import Role
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import Community, StreetPlan, read
from app.party.lists.actions.entries import NeedDraft, ResourceDraft, add_need, add_resource
from app.party.lists.actions.projects import (
    Chosen,
    Planned,
    ProjectDraft,
    answer_share,
    finish_project,
    form_project,
    rate_project,
    reach_milestone,
)
from app.party.lists.models import ListMilestone, ListProject, ListShare
from app.party.lists.rules import (
    ANY_TIME,
    PARTS,
    JointWork,
    OfferKind,
    OfferTerms,
    ShareAnswer,
    slot,
)

EVERYWHERE = ("老人冬季义诊", "独居老人周末送餐", "楼道照明换灯")
"""Needs of several communities at once."""
_LATE_DAYS, _IN_EACH = 4, 2
_ANSWERED = timedelta(hours=20)


def keep_lists(do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random) -> None:
    """Put down what units offer and communities need, and carry some projects along."""
    keeper = _Keeper(do, plan, staff, now, chance)
    keeper.offer()
    keeper.need()
    keeper.carry()


class _Keeper:
    """Keeps the lists of one street."""

    def __init__(
        self, do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random
    ) -> None:
        self._do, self._plan, self._staff = do, plan, staff
        self._now, self._today, self._chance = now, local(now).date(), chance
        self._told = read("demo_lists.toml")
        self._officer = staff.by_role[Role.PARTY_OFFICER][0]

    def _by_officer(self, at: datetime) -> Doing:
        return self._do.by(self._officer, at)

    def _by_community(self, community: Community, at: datetime) -> Doing:
        return self._do.by(self._staff.handlers[community.code][0], at)

    def offer(self) -> None:
        """Put down what is offered; what lies in a community, in two of them."""
        for number, (title, kind, amount, by, week, where) in enumerate(self._told["resources"]):
            at = self._now - timedelta(days=40 - number % 30, hours=number % 7)
            if where == "s":
                draft = _resource(self._plan.code, title, kind, amount, by, week)
                self._by_officer(at)(add_resource, draft)
                continue
            for community in self._chance.sample(self._plan.communities, _IN_EACH):
                owner = by.replace("{c}", community.short)
                draft = _resource(community.code, title, kind, amount, owner, week)
                self._by_community(community, at)(add_resource, draft)

    def need(self) -> None:
        """Put down what is needed."""
        communities = self._plan.communities
        for number, (title, kind, amount, week, days, room) in enumerate(self._told["needs"]):
            many = 3 if title in EVERYWHERE else 2 if number % 3 == 0 else 1
            for community in self._chance.sample(communities, min(many, len(communities))):
                at = self._now - timedelta(days=2 + number % 9, hours=number % 5)
                until = self._today + timedelta(days=days) if days else None
                draft = NeedDraft(
                    community.code,
                    title.replace("{n}", str(amount)),
                    OfferKind(kind),
                    amount,
                    f"{community.short}社区党总支",
                    place=f"{community.short}党群服务站" if room else "",
                    slots=_slots(week),
                    since=until if days == _LATE_DAYS else None,
                    until=until,
                    wants_venue=room,
                )
                self._by_community(community, at)(add_need, draft)

    def carry(self) -> None:
        """Form some projects of other needs, and carry each as far as it is told."""
        for number, told in enumerate(self._told["projects"]):
            community = self._plan.communities[number % len(self._plan.communities)]
            self._project(community, *told)

    def _project(
        self,
        community: Community,
        title: str,
        kind: str,
        amount: int,
        way: str,
        done: int,
        steps: int,
        fate: str,
    ) -> None:
        begun = self._now - (timedelta(hours=20) if fate == "asked" else timedelta(days=30))
        sort = OfferKind(kind)
        by = f"{community.short}社区党总支"
        need = NeedDraft(community.code, title, sort, amount, by)
        need_id = self._by_community(community, begun)(add_need, need)
        chosen = [
            Chosen(self._own(community, sort, share, begun, number), sort, share)
            for number, share in enumerate(_halves(amount))
        ]
        planned = self._steps(done * (fate != "asked"), steps, fate, local(begun).date())
        draft = ProjectDraft(need_id, tuple(chosen), JointWork(way), planned)
        self._do.session.flush()
        project = self._by_officer(begun)(form_project, draft)
        if fate != "asked":
            self._run(project, community, done, fate, begun)

    def _own(
        self, community: Community, kind: OfferKind, amount: int, at: datetime, number: int
    ) -> UUID:
        """Put down the resource of a unit that takes part; more of it is left than it gives."""
        units = self._told["resources"]
        same = [each for each in units if each[1] == kind.value] or units
        title, _, most, by, week, _ = same[number % len(same)]
        draft = _resource(
            community.code,
            title,
            kind.value,
            max(most, amount),
            by.replace("{c}", community.short),
            week,
        )
        key: UUID = self._by_officer(at)(add_resource, draft)
        return key

    def _steps(self, done: int, steps: int, fate: str, begun: date) -> tuple[Planned, ...]:
        """Plan steps: those done lie behind, the next one ahead, or behind where it is late."""
        names: Sequence[str] = self._told["steps"]
        late = timedelta(days=-_LATE_DAYS if fate == "late" else 5)
        past = (self._today - begun).days - _LATE_DAYS - 1
        found = []
        for at in range(steps):
            if at < done:
                due = begun + timedelta(days=1 + at * max(past, 1) // max(done, 1))
            else:
                due = self._today + late + timedelta(days=7 * (at - done))
            found.append(Planned(names[at], max(due, begun)))
        return tuple(found)

    def _run(
        self, project: UUID, community: Community, done: int, fate: str, begun: datetime
    ) -> None:
        session = self._do.session
        answered = self._by_officer(begun + _ANSWERED)
        for share in session.query(ListShare).filter(ListShare.project_id == project).all():
            answered(answer_share, project, share.resource_id, ShareAnswer.CONFIRMED)
            session.flush()
        asked = session.query(ListMilestone).filter(ListMilestone.project_id == project)
        for step in asked.order_by(ListMilestone.due_on, ListMilestone.id).all()[:done]:
            moment = _evening(step.due_on, self._now)
            reach = self._by_community(community, moment)
            reach(reach_milestone, step.id, step.version, local(moment).date())
            session.flush()
        if fate in ("to_rate", "rated"):
            self._end(project, community, fate)

    def _end(self, project: UUID, community: Community, fate: str) -> None:
        at = self._now - timedelta(days=3)
        version = self._do.session.get_one(ListProject, project).version
        served = self._chance.randrange(40, 240)
        self._by_officer(at)(finish_project, project, version, served, "按计划办完")
        self._do.session.flush()
        if fate == "rated":
            words = self._chance.choice(self._told["words"])
            judge: Callable[..., Any] = self._by_community(community, at + timedelta(days=1))
            judge(rate_project, project, self._chance.choice((4, 5, 5)), words)
            self._do.session.flush()


def _resource(region: str, title: str, kind: str, amount: int, by: str, week: str) -> ResourceDraft:
    reduced = "优惠" in title
    return ResourceDraft(
        region,
        title,
        OfferKind(kind),
        amount,
        by,
        slots=_slots(week),
        terms=OfferTerms.REDUCED if reduced else OfferTerms.FREE,
        price="每小时 15 元" if reduced else "",
        hours="提前一天预约" if kind == OfferKind.VENUE else "",
    )


def _slots(week: str) -> int:
    """Return the parts of the week written "6a 7": Saturday morning, the whole of Sunday."""
    found = ANY_TIME
    for each in week.split():
        day = int(each[0]) - 1
        parts = [("abc").index(letter) for letter in each[1:]] or range(PARTS)
        for part in parts:
            found |= slot(day, part)
    return found


def _halves(amount: int) -> tuple[int, ...]:
    first = (amount + 1) // 2
    return (first, amount - first) if amount > first else (first,)


def _evening(day: date, now: datetime) -> datetime:
    """Return the evening of a day, but not later than now."""
    noon = local(now).replace(year=day.year, month=day.month, day=day.day, hour=18, minute=0)
    return min(noon.astimezone(now.tzinfo), now)
