"""Red compounds of the demo street: three sides, stations, and what is being decided."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Role
from app.core.actor import Actor
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import StreetPlan
from app.party.compounds.actions import (
    CompoundDraft,
    begin_matter,
    finish_stage,
    keep_compound,
    serve,
)
from app.party.compounds.rules import STAGES, CommitteeKind
from app.party.models import PartyOrganisation
from app.territory.actions.places import PlaceDraft, save_place
from app.territory.models.places import Place
from app.territory.rules import PlaceKind

KNOWN, SERVED, LED = 0.8, 0.765, 0.9  # shares; a district reports 76.5 % (DOMAIN §1)
COMPANIES = ("安泰物业", "恒丰物业", "家和物业", "自管", "社区代管")
MATTERS = (
    ("加装电梯", 6, 4),
    ("更换物业公司", 3, 1),
    ("改造自行车棚", 2, 2),
    ("划停车位", 4, 3),
    ("动用维修资金修屋顶", 5, 2),
)
"""What is decided: title, weeks ago it began, stages gone through."""
NOTES = ("到会 31 户，同意 28 户", "七名委员都同意", "提了三条意见，都改了", "公示七天没有异议")


def keep_compounds(
    do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random
) -> None:
    """Put down who leads, carries out and serves in compounds, and what some decide."""
    officer = do.by(staff.by_role[Role.PARTY_OFFICER][0], now)
    asked = sa.select(Place).where(
        Place.kind == PlaceKind.COMPOUND,
        Place.region_code.startswith(plan.code),
        Place.former_name_of.is_(None),
    )
    homes = do.session.scalars(asked.order_by(Place.region_code, Place.pinyin)).all()
    stations = _stations(do.by(do.who, now), plan, homes)
    branches = _branches(do, plan)
    kept = []
    for home in homes:
        if chance.random() < SERVED and home.region_code[:12] in stations:
            officer(serve, stations[home.region_code[:12]], home.id)
        if chance.random() < KNOWN:
            kept.append(home)
            branch = branches.get(home.region_code) if chance.random() < LED else None
            officer(keep_compound, home.id, None, _sides(branch, local(now).date(), chance))
    for home, told in zip(chance.sample(kept, min(len(MATTERS), len(kept))), MATTERS, strict=False):
        _decide(do, officer.who, home.id, told, now, chance)


def _stations(do: Doing, plan: StreetPlan, homes: Sequence[Place]) -> dict[str, UUID]:
    """Enter a service station in each community, beside its first compound."""
    first: dict[str, Place] = {}
    for home in homes:
        first.setdefault(home.region_code[:12], home)
    found = {}
    for community in plan.communities:
        at = first.get(community.code)
        if at is not None:
            name = f"{community.short}党群服务站"
            place = PlaceDraft(
                name, PlaceKind.SERVICE_STATION, at.region_code, at.longitude, at.latitude
            )
            found[community.code] = do(save_place, place)
    return found


def _branches(do: Doing, plan: StreetPlan) -> dict[str, UUID]:
    asked = sa.select(PartyOrganisation.region, PartyOrganisation.id).where(
        PartyOrganisation.region.startswith(plan.code),
        PartyOrganisation.level == "grid",
        PartyOrganisation.dissolved_on.is_(None),
    )
    return dict(do.session.execute(asked).all())


def _sides(branch: UUID | None, today: date, chance: Random) -> CompoundDraft:
    kind = chance.choice(
        (CommitteeKind.OWNERS, CommitteeKind.OWNERS, CommitteeKind.PROPERTY, CommitteeKind.NONE)
    )
    seats = chance.choice((5, 7, 9))
    term = today + timedelta(days=chance.randint(-60, 1200))
    company = chance.choice(COMPANIES)
    return CompoundDraft(branch, kind, seats, chance.randint(1, seats), term, company)


def _decide(
    do: Doing, who: Actor, place: UUID, told: tuple[str, int, int], now: datetime, chance: Random
) -> None:
    title, weeks, done = told
    today, began = local(now).date(), now - timedelta(weeks=weeks)
    first = local(began).date()
    due = {stage: first + timedelta(weeks=at + 1) for at, stage in enumerate(STAGES)}
    matter = do.by(who, began)(begin_matter, place, title, due)
    do.session.flush()
    for stage in STAGES[:done]:
        day = min(due[stage] - timedelta(days=1), today)
        at = min(began + (day - first), now)
        do.by(who, at)(finish_stage, matter, stage, day, chance.choice(NOTES))
