"""Who acts: a person at a desk with the rights and scopes they hold at this moment."""

from dataclasses import dataclass, field
from uuid import UUID

from app.core.errors import NotAllowed, NotForAll


@dataclass(frozen=True, slots=True)
class Grant:
    """Rights within one scope.

    Attributes:
        role: Role name (see `app.accounts.rules.Role`).
        rights: Names of rights (`app.accounts.rules.Right`).
        region: Region code prefix the rights reach, None where the scope is no region.
        unit_id: Unit whose cases the rights reach, None where the scope is no unit.
        deputy_for: The person stood in for, None where the right is one's own.
    """

    role: str
    rights: frozenset[str]
    region: str | None = None
    unit_id: UUID | None = None
    deputy_for: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, desk and grants behind an action; the console and chores act without a person.

    Attributes:
        person_id: None for the console (whoever holds the file holds it all) and for chores.
        name: What the journal and the timeline show.
        desk: Name of the workstation.
        everything: True for the console: all rights everywhere.
        centres: Region codes of all street centres in the database. What they share (kinds, time
            limits, the calendar, settings) is changed by whoever reaches all of them.
    """

    person_id: UUID | None
    name: str
    desk: str
    grants: tuple[Grant, ...] = ()
    everything: bool = field(default=False)
    centres: tuple[str, ...] = ()

    def may(self, right: str) -> bool:
        """Tell whether the right is held anywhere at all."""
        return self.everything or any(right in grant.rights for grant in self.grants)

    def may_in(self, right: str, region: str, units: frozenset[UUID] = frozenset()) -> bool:
        """Tell whether the right reaches a record at `region` (code) that concerns `units`."""
        if self.everything:
            return True
        return any(
            right in grant.rights
            and (grant.region is None or region.startswith(grant.region))
            and (grant.unit_id is None or grant.unit_id in units)
            and (grant.region is not None or grant.unit_id is not None)
            for grant in self.grants
        )

    def prefixes(self, right: str) -> tuple[str, ...]:
        """Return the region prefixes the right reaches by region alone; ("",) is everywhere."""
        if self.everything:
            return ("",)
        found = {g.region for g in self.grants if right in g.rights and g.unit_id is None}
        return tuple(sorted(region for region in found if region is not None))

    def units(self, right: str) -> frozenset[UUID]:
        """Return the units through which the right is held."""
        held = (grant.unit_id for grant in self.grants if right in grant.rights)
        return frozenset(unit for unit in held if unit is not None)

    def reaches_all(self, right: str) -> bool:
        """Tell whether the right reaches every street centre there is, so that what all of them
        share may be changed by it.
        """
        prefixes = self.prefixes(right)
        return bool(prefixes) and all(centre.startswith(prefixes) for centre in self.centres)

    def require_for_all(self, right: str) -> None:
        """Raise `NotAllowed` without the right, `NotForAll` where it reaches some centres only."""
        self.require(right)
        if not self.reaches_all(right):
            raise NotForAll(right=right)

    def require(self, right: str) -> None:
        """Raise `NotAllowed` unless the right is held somewhere."""
        if not self.may(right):
            raise NotAllowed(right=right)


def console(desk: str) -> Actor:
    """Return the person at the console of an embedded database: all rights, journaled as such."""
    return Actor(person_id=None, name="控制台", desk=desk, everything=True)


def system(task: str) -> Actor:
    """Return the program itself doing a chore called `task`."""
    return Actor(person_id=None, name=f"系统·{task}", desk="keeper", everything=True)
