"""Which organisation, group and grid a row means by the names it writes."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.errors import AppError
from app.party.errors import PartyDissolved
from app.party.models import PartyOrganisation
from app.party.rules import GRID_DIGITS, PartyForm
from app.territory.models import Region

_BESIDE = re.compile(r"^(中共|中国共产党)|(委员会|员会)$|[\s“”\"'()（）]")


_PARTS = (PartyForm.GROUP, PartyForm.HUB_HOUSEHOLD)


class RosterOrganisationUnknown(AppError):
    """No organisation one keeps is called so; facts: ``name``."""

    code = "roster.organisation_unknown"


class RosterOrganisationUnclear(AppError):
    """Several organisations are called so; facts: ``name``, ``count``."""

    code = "roster.organisation_unclear"


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as rows are put into it."""

    id: UUID
    name: str
    region: str
    form: PartyForm
    parent_id: UUID | None
    dissolved_on: date | None


class Places:
    """The organisations somebody keeps and the grids in them, found by what rows call them.

    A name that several have is that of the one nearest below `home`.
    """

    def __init__(self, organisations: Iterable[Place], grids: Iterable[tuple[str, str]]) -> None:
        self._by_id = {each.id: each for each in organisations}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        for each in self._by_id.values():
            self._by_name[_plain(each.name)].append(each)
        self._grids: dict[str, list[str]] = defaultdict(list)
        for code, name in grids:
            self._grids[_plain(name)].append(code)
            self._grids[code].append(code)
        self._found: dict[tuple[str, UUID | None], Place | AppError] = {}

    def place(self, key: UUID) -> Place | None:
        """Return an organisation by its key."""
        return self._by_id.get(key)

    def branch(self, key: UUID) -> UUID:
        """Return the branch an organisation is part of: members of its groups are its own."""
        here = self._by_id.get(key)
        while here is not None and here.form in _PARTS and here.parent_id in self._by_id:
            here = self._by_id[here.parent_id]
        return key if here is None else here.id

    def organisation(self, name: str, home: UUID | None) -> Place:
        """Return the organisation a row means.

        Args:
            name: As the row writes it; "" is `home` itself.
            home: The one the file was brought for, None for all that one keeps.

        Raises:
            RosterOrganisationUnknown: Nothing is called so.
            RosterOrganisationUnclear: Several are.
            PartyDissolved: It does not stand any more.
        """
        asked = (name, home)
        if asked not in self._found:
            try:
                self._found[asked] = self._look_for(name, home)
            except AppError as error:
                self._found[asked] = error
        found = self._found[asked]
        if isinstance(found, AppError):
            raise found
        return found

    def group(self, name: str, above: Place) -> Place | None:
        """Return the group of a branch a row means, None where it has none of that name."""
        plain = _plain(name)
        shorter = plain.removesuffix("党小组").removesuffix("小组")
        for each in self._by_id.values():
            if each.parent_id == above.id and each.dissolved_on is None:
                if _plain(each.name) == plain:
                    return each
                if _plain(each.name).removesuffix("党小组").removesuffix("小组") == shorter:
                    return each
        return None

    def grid(self, name: str, near: str) -> str | None:
        """Return the code of the grid a row means, the only one of that name near a region."""
        found = self._grids.get(_plain(name), [])
        if len(found) > 1:
            found = [code for code in found if code.startswith(near[:12])]
        return found[0] if len(found) == 1 else None

    def _look_for(self, name: str, home: UUID | None) -> Place:
        if not name and home is not None:
            return _standing(self._by_id[home])
        plain = _plain(name)
        found = self._by_name.get(plain) or self._alike(plain)
        standing = [each for each in found if each.dissolved_on is None]
        if not standing and found:
            return _standing(found[0])
        if len(standing) > 1 and home is not None:
            under = [each for each in standing if self._is_under(each, home)]
            standing = under or standing
        if not standing:
            raise RosterOrganisationUnknown(name=name)
        if len(standing) > 1:
            raise RosterOrganisationUnclear(name=name, count=len(standing))
        return standing[0]

    def _alike(self, plain: str) -> list[Place]:
        """Return those whose name ends as another name does: 南塘第二网格党支部, 第二网格党支部."""
        if len(plain) < 4:
            return []
        return [
            place
            for known, places in self._by_name.items()
            if len(known) >= 4 and (known.endswith(plain) or plain.endswith(known))
            for place in places
        ]

    def _is_under(self, place: Place, home: UUID) -> bool:
        here: Place | None = place
        while here is not None:
            if here.id == home:
                return True
            here = self._by_id.get(here.parent_id) if here.parent_id is not None else None
        return False


def _standing(place: Place) -> Place:
    if place.dissolved_on is not None:
        raise PartyDissolved(name=place.name, day=f"{place.dissolved_on:%Y-%m-%d}")
    return place


def _plain(name: str) -> str:
    plain = _BESIDE.sub("", name)
    return _BESIDE.sub("", plain)


def places_of(session: Session, actor: Actor) -> Places:
    """Return the organisations somebody keeps, also dissolved ones, and the grids there."""
    mine = actor.prefixes(Right.MANAGE_PARTY)
    asked = sa.select(
        PartyOrganisation.id,
        PartyOrganisation.name,
        PartyOrganisation.region,
        PartyOrganisation.form,
        PartyOrganisation.parent_id,
        PartyOrganisation.dissolved_on,
    ).where(in_regions(PartyOrganisation.region, mine))
    found = [
        Place(key, name, region, PartyForm(form), parent, ended)
        for key, name, region, form, parent, ended in session.execute(asked)
    ]
    grids = sa.select(Region.code, Region.name).where(
        in_regions(Region.code, mine),
        sa.func.length(Region.code) == GRID_DIGITS,
        Region.retired_at.is_(None),
    )
    return Places(found, [(code, name) for code, name in session.execute(grids)])
