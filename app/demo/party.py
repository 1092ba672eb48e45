"""The organisations of the Party in a demo's street, and who belongs to them."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actions.units import UnitDraft, create_unit
from app.accounts.rules import Role, UnitKind
from app.cases.personal import DocumentKind
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow
from app.core.ids import new_id
from app.demo.doing import Doing
from app.demo.people import Staff, invented_name
from app.demo.street import Community, StreetPlan, read
from app.party.actions.members import MemberDraft, MemberPersonal, member_values, personal_values
from app.party.actions.organisations import (
    OrganisationDraft,
    dissolve_organisation,
    found_organisation,
    rename_organisation,
    transfer_organisation,
)
from app.party.actions.terms import TermDraft, put_into_post
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember, PartyMemberPerson, PartyMembership
from app.party.rules import FormedWay, PartyForm, PartyLevel, PartyPost, Sex, Standing
from app.territory.models import Region
from app.territory.models.grids import Grid

WITHOUT_EVERY = 27
"""Of so many grids one has no organisation yet (DOMAIN §8: what the coverage board lists)."""
GROUP_EVERY = 16  # of so many, one has a group instead of a branch
DIVIDED_FROM = 36  # members from which a branch has groups
TOO_SMALL_EVERY, TOO_LARGE_EVERY = 41, 53
OWNERS = 5
"""Owners' committees of the street; every other one has an organisation."""
TERM_YEARS = {PartyForm.BRANCH: 3, PartyForm.GENERAL_BRANCH: 5, PartyForm.COMMITTEE: 5}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class _Organiser:
    """Founds the organisations of one street and fills their rosters."""

    def __init__(
        self,
        do: Doing,
        plan: StreetPlan,
        staff: Staff,
        pepper: bytes,
        chance: Random,
        owners: list[tuple[Community, UUID]],
    ) -> None:
        self._do, self._owners = do, owners
        self._plan = plan
        self._staff = staff
        self._pepper = pepper
        self._chance = chance
        self._today = local(do.at).date()
        self._told = read("demo_party.toml")
        self._rows: dict[UUID, PartyOrganisation] = {}
        self._members: list[dict[str, Any]] = []
        self._persons: list[dict[str, Any]] = []
        self._second: list[dict[str, Any]] = []
        self._serial = 0

    def organise(self) -> int:
        """Make all of it; return how many members there are."""
        plan = self._plan
        street = plan.regions[-1][1]
        head = self._found(
            f"{street}党工委", PartyLevel.STREET, PartyForm.COMMITTEE, None, plan.code
        )
        number = 0
        for community in plan.communities:
            above = self._community(community, head)
            for code, name in self._grids(community.code):
                number += 1
                self._grid(number, code, name, above)
        self._beside(head)
        self._owned(head)
        self._past(head)
        self._write()
        return len(self._members)

    def _community(self, community: Community, head: UUID) -> UUID:
        kind = "村" if "村民" in community.name else "社区"
        name = f"{community.short}{kind}党总支"
        form = PartyForm.GENERAL_BRANCH
        key = self._found(name, PartyLevel.COMMUNITY, form, head, community.code)
        self._fill(key, self._chance.randint(6, 12), *self._codes(community.code))
        return key

    def _grid(self, number: int, code: str, name: str, above: UUID) -> None:
        chance, size = self._chance, self._chance.randint(14, 46)
        if number % WITHOUT_EVERY == 5:
            self._fill(above, chance.randint(1, 4), code)
            return
        if number % GROUP_EVERY == 3:
            key = self._found(f"{name}网格党小组", PartyLevel.GRID, PartyForm.GROUP, above, code)
            self._fill(key, chance.randint(4, 9), code)
            return
        if number % TOO_SMALL_EVERY == 9:
            size = 2
        if number % TOO_LARGE_EVERY == 11:
            size = chance.randint(56, 72)
        key = self._found(f"{name}网格党支部", PartyLevel.GRID, PartyForm.BRANCH, above, code)
        if size < DIVIDED_FROM:
            self._fill(key, size, code)
            return
        for place in chance.sample(self._told["buildings"], 3):
            group = self._found(f"{place}党小组", PartyLevel.BUILDING, PartyForm.GROUP, key, code)
            self._fill(group, size // 3, code)
            home = f"{self._members[-1]['name']}家中心户"
            self._found(home, PartyLevel.HOUSEHOLD, PartyForm.HUB_HOUSEHOLD, group, code)

    def _past(self, head: UUID) -> None:
        """Let something have happened, so that the tree of another day is another one."""
        first = next(row for row in self._rows.values() if row.level == PartyLevel.COMMUNITY)
        code = first.region
        key = self._found(_GONE, PartyLevel.GRID, PartyForm.BRANCH, first.id, code)
        row = self._rows[key]
        days = [row.founded_on + timedelta(days=days) for days in _HAPPENED_AFTER]
        self._do(rename_organisation, key, row.version, _GONE_LATER, days[0])
        self._do(transfer_organisation, key, row.version, head, days[1], "片区调整")
        self._do(dissolve_organisation, key, row.version, days[2], "党员转入各网格党支部")
        self._do.session.flush()

    def _beside(self, head: UUID) -> None:
        """Found what stands outside the line: by trade, by area, of a unit."""
        for name, form, way, unit in self._told["beside"]:
            key = self._found(
                name,
                PartyLevel.COMMUNITY,
                PartyForm(form),
                head,
                self._plan.code,
                way=FormedWay(way),
                unit_id=self._staff.units.get(unit),
            )
            self._fill(key, self._chance.randint(8, 20), *self._codes(self._plan.code))
            self._second += [
                {
                    "id": new_id(),
                    "member_id": each["id"],
                    "organisation_id": key,
                    "since": self._today - timedelta(days=self._chance.randint(30, 900)),
                    "until": None,
                    "note": "",
                }
                for each in self._chance.sample(self._members, 6)
                if each["organisation_id"] != key
            ]

    def _owned(self, head: UUID) -> None:
        """Let some owners' committees have an organisation; the coverage board lists the others."""
        for community, unit in self._owners[::2]:
            key = self._found(
                f"{community.short}业委会党支部",
                PartyLevel.COMMUNITY,
                PartyForm.BRANCH,
                head,
                community.code,
                way=FormedWay.ALONE,
                unit_id=unit,
            )
            self._fill(key, self._chance.randint(4, 8), *self._codes(community.code))

    def _found(
        self,
        name: str,
        level: PartyLevel,
        form: PartyForm,
        above: UUID | None,
        region: str,
        **more: Any,
    ) -> UUID:
        """Found an organisation some years ago, never before the one above it."""
        earliest = self._rows[above].founded_on if above else date(2012, 7, 1)
        span = max((self._today - earliest).days - 400, 1)
        founded = earliest + timedelta(days=self._chance.randrange(min(span, 1400)))
        draft = OrganisationDraft(name, level, form, above, region, founded, **more)
        key: UUID = self._do(found_organisation, draft)
        self._rows[key] = self._do.session.get_one(PartyOrganisation, key)
        years = TERM_YEARS.get(form)
        if years is not None:
            self._elect(key, years)
        elif form is PartyForm.GROUP:
            self._post(key, PartyPost.SECRETARY, founded, None)
        return key

    def _elect(self, key: UUID, years: int) -> None:
        founded = self._rows[key].founded_on
        begun = self._today - timedelta(days=self._chance.randrange(30, years * 365 + 20))
        until = begun + timedelta(days=years * 365)
        for post in (PartyPost.SECRETARY, PartyPost.ORGANISATION, PartyPost.PUBLICITY):
            self._post(key, post, max(begun, founded), until)

    def _post(self, key: UUID, post: PartyPost, since: date, until: date | None) -> None:
        name = invented_name(self._plan, self._chance)
        self._do(put_into_post, TermDraft(key, post, name, since, until))

    def _grids(self, region: str) -> list[tuple[str, str]]:
        asked = (
            sa.select(Grid.code, Region.name)
            .join(Region, Region.code == Grid.code)
            .where(Grid.code.startswith(region), Region.retired_at.is_(None))
            .order_by(Grid.code)
        )
        return [(code, name.replace(" ", "")) for code, name in self._do.session.execute(asked)]

    def _codes(self, region: str) -> list[str]:
        return [code for code, _ in self._grids(region)]

    def _fill(self, key: UUID, count: int, *grids: str) -> None:
        """Let people of some grids belong to an organisation; of some nobody knows the grid."""
        row = self._rows[key]
        for _ in range(count):
            self._serial += 1
            draft, personal = self._member(key, self._chance.choice(grids))
            values = member_values(draft, row) | {"added_at": self._do.at}
            self._members.append(values)
            self._persons.append(personal_values(personal, values["id"], self._pepper))

    def _member(self, key: UUID, grid: str) -> tuple[MemberDraft, MemberPersonal]:
        chance, told = self._chance, self._told
        born = date(1938, 1, 1) + timedelta(days=chance.randrange(365 * 66))
        grown = born + timedelta(days=365 * 20)
        span = min(365 * 22, (self._today - grown).days)
        joined = grown + timedelta(days=chance.randrange(span))
        is_new = (self._today - joined).days < _PROBATION
        is_serving = born.year > _RETIRED_BEFORE and chance.random() < _SERVING
        draft = MemberDraft(
            invented_name(self._plan, chance),
            key,
            Standing.PROBATIONARY if is_new else Standing.FULL,
            joined,
            chance.choice(tuple(Sex)),
            None if self._serial % _GRIDLESS_EVERY == 0 else grid,
            chance.choice(told["serving"] if is_serving else told["others"]),
            is_serving=is_serving,
            skills=tuple(chance.sample(told["skills"], chance.choice((0, 1, 1, 2)))),
            tags=tuple(chance.sample(told["tags"], chance.choice((0, 0, 0, 1)))),
        )
        number = _card(f"99{self._plan.code[2:6]}{born:%Y%m%d}{self._serial % 1000:03d}")
        phone = f"19903{self._serial:06d}"
        address = f"{self._plan.roads[0]} {chance.randrange(1, 300)} 号（演示）"
        return draft, MemberPersonal(DocumentKind.RESIDENT_CARD, number, phone, address)

    def _write(self) -> None:
        uow = Uow(self._do.session, self._do.who, self._do.at)
        uow.add_many(PartyMember, self._members)
        uow.add_many(PartyMemberPerson, self._persons)
        uow.add_many(PartyMembership, self._second)
        told: list[tuple[object, str, dict[str, object]]]
        told = [(each["id"], each["region"], {}) for each in self._members]
        uow.record_many("party.member_added", Topic.MEMBER, told)


_GONE, _GONE_LATER = "老街党支部", "老街片区党支部"
_HAPPENED_AFTER = (30, 60, 90)  # days
_PROBATION = 365
_RETIRED_BEFORE = 1966
_SERVING = 0.8
_GRIDLESS_EVERY = 211


def _card(start: str) -> str:
    """Return a card number with the check character of GB 11643; no area begins with 99."""
    total = sum(int(digit) * weight for digit, weight in zip(start, _WEIGHTS, strict=True))
    return start + "10X98765432"[total % 11]


def organise_party(do: Doing, plan: StreetPlan, staff: Staff, pepper: bytes, chance: Random) -> int:
    """Let the party officer of a street found its organisations and put down its members.

    Args:
        do: The transaction, at the moment it is put down.
        plan: What the street is made of.
        staff: Who works there; its party officer does it.
        pepper: Key of the hashes numbers are matched by.
        chance: For sizes and people.

    Returns:
        How many members there are.
    """
    officer = do.by(staff.by_role[Role.PARTY_OFFICER][0], do.at)
    owners = _owners(do, plan)
    return _Organiser(officer, plan, staff, pepper, chance, owners).organise()


def _owners(do: Doing, plan: StreetPlan) -> list[tuple[Community, UUID]]:
    """Enter owners' committees as units, one in each of some communities."""
    found = []
    for community in plan.communities[:OWNERS]:
        name, code = f"{community.short}小区业主委员会", f"yw{community.code}"
        draft = UnitDraft(name, UnitKind.COMMITTEE, community.code, code, has_desk=False)
        found.append((community, do(create_unit, draft)))
    return found
