"""The coverage board: grids with and without an organisation, and what else wants mending."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right, UnitKind
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.shared_settings import CentreSettings
from app.party.coverage import Advice, Neighbour, Size, advice_for, days_left, nearest, size_of
from app.party.models import PartyGridCover, PartyOrganisation, PartyTerm
from app.party.models.members import PartyMember
from app.party.queries.organisations import OrganisationRow
from app.party.rules import COMMUNITY_DIGITS, COVERING, PartyForm
from app.party.scope import members_seen, organisations_seen, without_grid
from app.territory.models import Region
from app.territory.models.grids import Grid


@dataclass(frozen=True, slots=True)
class GridCell:
    """A grid, and whether an organisation looks after it."""

    code: str
    name: str
    covered: bool


@dataclass(frozen=True, slots=True)
class CommunityCover:
    """A community with its grids.

    Attributes:
        unplaced: Members of its organisations of whom no grid is known.
    """

    code: str
    name: str
    grids: tuple[GridCell, ...]
    unplaced: int

    @property
    def covered(self) -> int:
        """Return how many of its grids have an organisation."""
        return sum(cell.covered for cell in self.grids)


@dataclass(frozen=True, slots=True)
class Gap:
    """A grid without an organisation.

    Attributes:
        members: Who lives there.
        neighbour: The branch that could look after it, None where there is none beside.
    """

    code: str
    name: str
    members: int
    advice: Advice
    neighbour: Neighbour | None


@dataclass(frozen=True, slots=True)
class SizeLine:
    """A branch with too few members or too many."""

    organisation_id: UUID
    name: str
    members: int
    size: Size


@dataclass(frozen=True, slots=True)
class TermLine:
    """An organisation whose committee's term ends soon or has run out.

    Attributes:
        person: The secretary, "" where there is none.
        left: Days after today; below zero it has run out.
    """

    organisation_id: UUID
    name: str
    person: str
    until: date
    left: int


@dataclass(frozen=True, slots=True)
class UnitGap:
    """An owners' committee without an organisation."""

    unit_id: UUID
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class CoverageBoard:
    """Everything the board shows.

    Attributes:
        communities: In the order of codes.
        without_grid: Members of whom no grid is known, those of the street's own organisations
            among them.
    """

    communities: tuple[CommunityCover, ...]
    gaps: tuple[Gap, ...]
    sizes: tuple[SizeLine, ...]
    terms: tuple[TermLine, ...]
    units: tuple[UnitGap, ...]
    without_grid: int

    @property
    def grids(self) -> int:
        """Return how many grids there are."""
        return sum(len(each.grids) for each in self.communities)

    @property
    def covered(self) -> int:
        """Return how many have an organisation."""
        return sum(each.covered for each in self.communities)


def coverage_board(
    session: Session,
    actor: Actor,
    tree: tuple[OrganisationRow, ...],
    *,
    today: date,
    settings: CentreSettings,
    region: str = "",
) -> CoverageBoard:
    """Return the board of a region.

    Args:
        session: To read with.
        actor: Who reads.
        tree: The organisations there, as `organisation_tree` returns them.
        today: Covers and terms are those of this day.
        settings: When a branch is too small or large, and when a term is reminded of.
        region: Code it is narrowed to.
    """
    cells = _cells(session, actor, today, region)
    neighbours = _neighbours(session, actor, today, region)
    lacking = [cell for cell in cells if not cell.covered]
    living = _living(session, actor, [cell.code for cell in lacking])
    unplaced = _unplaced(session, actor, region)
    least, most = settings.party_branch_least, settings.party_branch_most
    until = today + timedelta(days=settings.party_term_warn_days)
    return CoverageBoard(
        communities=_communities(session, cells, unplaced),
        gaps=tuple(_gap(cell, living[cell.code], neighbours, least) for cell in lacking),
        sizes=_sizes(tree, least, most),
        terms=_terms(session, actor, today, until, region),
        units=_units(session, actor, region),
        without_grid=sum(unplaced.values()),
    )


def expiring_terms(
    session: Session, actor: Actor, *, today: date, days: int, region: str = ""
) -> tuple[TermLine, ...]:
    """Return the organisations whose committee's term ends within some days or has run out."""
    return _terms(session, actor, today, today + timedelta(days=days), region)


def _seen(column: sa.SQLColumnExpression[str], actor: Actor, region: str) -> sa.ColumnElement[bool]:
    mine = in_regions(column, actor.prefixes(Right.READ_PARTY))
    return sa.and_(mine, in_regions(column, (region,))) if region else mine


def _holds(today: date) -> sa.ColumnElement[bool]:
    ends = sa.or_(PartyGridCover.until.is_(None), PartyGridCover.until >= today)
    return sa.and_(PartyGridCover.since <= today, ends)


def _cells(session: Session, actor: Actor, today: date, region: str) -> list[GridCell]:
    covering = (
        sa.select(PartyGridCover.grid_code)
        .join(PartyOrganisation, PartyOrganisation.id == PartyGridCover.organisation_id)
        .where(
            _holds(today),
            PartyOrganisation.dissolved_on.is_(None),
            PartyOrganisation.form.in_(COVERING),
            _seen(PartyGridCover.grid_code, actor, region),
        )
    )
    covered = set(session.scalars(covering))
    asked = (
        sa.select(Grid.code, Region.name)
        .join(Region, Region.code == Grid.code)
        .where(Region.retired_at.is_(None), _seen(Grid.code, actor, region))
        .order_by(Grid.code)
    )
    return [GridCell(code, name, code in covered) for code, name in session.execute(asked)]


def _neighbours(
    session: Session, actor: Actor, today: date, region: str
) -> dict[str, list[Neighbour]]:
    """Return the branches that look after a grid, by the community of the grid."""
    asked = (
        sa.select(PartyOrganisation.id, PartyOrganisation.name, PartyGridCover.grid_code)
        .join(PartyGridCover, PartyGridCover.organisation_id == PartyOrganisation.id)
        .where(
            _holds(today),
            PartyOrganisation.dissolved_on.is_(None),
            PartyOrganisation.form == PartyForm.BRANCH,
            organisations_seen(actor, region),
        )
    )
    found: dict[str, list[Neighbour]] = {}
    for key, name, code in session.execute(asked):
        found.setdefault(code[:COMMUNITY_DIGITS], []).append(Neighbour(key, name, code))
    return found


def _gap(cell: GridCell, members: int, neighbours: dict[str, list[Neighbour]], least: int) -> Gap:
    near = nearest(cell.code, neighbours.get(cell.code[:COMMUNITY_DIGITS], ()))
    return Gap(cell.code, cell.name, members, advice_for(members, near, least), near)


def _living(session: Session, actor: Actor, grids: list[str]) -> Counter[str]:
    asked = (
        sa.select(PartyMember.grid_code, sa.func.count())
        .where(
            PartyMember.grid_code.in_(grids),
            PartyMember.left_on.is_(None),
            members_seen(actor),
        )
        .group_by(PartyMember.grid_code)
    )
    return Counter({code: n for code, n in session.execute(asked) if code is not None})


def _unplaced(session: Session, actor: Actor, region: str) -> Counter[str]:
    """Return members without a grid by the region of their organisation."""
    asked = (
        sa.select(PartyMember.region, sa.func.count())
        .where(
            without_grid(),
            PartyMember.left_on.is_(None),
            _seen(PartyMember.region, actor, region),
        )
        .group_by(PartyMember.region)
    )
    return Counter(dict(session.execute(asked).all()))


def _communities(
    session: Session, cells: list[GridCell], unplaced: Counter[str]
) -> tuple[CommunityCover, ...]:
    grids: dict[str, list[GridCell]] = {}
    for cell in cells:
        grids.setdefault(cell.code[:COMMUNITY_DIGITS], []).append(cell)
    missing: Counter[str] = Counter()
    for code, count in unplaced.items():
        missing[code[:COMMUNITY_DIGITS]] += count
    asked = sa.select(Region.code, Region.name).where(Region.code.in_(grids))
    names = dict(session.execute(asked).all())
    return tuple(
        CommunityCover(code, names.get(code, code), tuple(within), missing[code])
        for code, within in sorted(grids.items())
    )


def _sizes(tree: tuple[OrganisationRow, ...], least: int, most: int) -> tuple[SizeLine, ...]:
    judged = (
        (row, size_of(row.whole, least, most)) for row in tree if row.form is PartyForm.BRANCH
    )
    found = [
        SizeLine(row.id, row.name, row.whole, size) for row, size in judged if size is not None
    ]
    return tuple(sorted(found, key=lambda line: (line.size is Size.LARGE, line.members)))


def _terms(
    session: Session, actor: Actor, today: date, until: date, region: str
) -> tuple[TermLine, ...]:
    in_office = sa.and_(PartyTerm.ended_on.is_(None), PartyTerm.until.is_not(None))
    first = (
        sa.select(PartyTerm.organisation_id, sa.func.min(PartyTerm.until).label("until"))
        .where(in_office)
        .group_by(PartyTerm.organisation_id)
        .subquery()
    )
    secretary = (
        sa.select(PartyTerm.organisation_id, PartyTerm.person_name)
        .where(PartyTerm.ended_on.is_(None), PartyTerm.post == "secretary")
        .subquery()
    )
    asked = (
        sa.select(
            PartyOrganisation.id,
            PartyOrganisation.name,
            sa.func.coalesce(secretary.c.person_name, ""),
            first.c.until,
        )
        .join(first, first.c.organisation_id == PartyOrganisation.id)
        .outerjoin(secretary, secretary.c.organisation_id == PartyOrganisation.id)
        .where(
            PartyOrganisation.dissolved_on.is_(None),
            first.c.until <= until,
            organisations_seen(actor, region),
        )
        .order_by(first.c.until, PartyOrganisation.region, PartyOrganisation.id)
    )
    return tuple(
        TermLine(key, name, person, ends, days_left(ends, today))
        for key, name, person, ends in session.execute(asked)
    )


def _units(session: Session, actor: Actor, region: str) -> tuple[UnitGap, ...]:
    having = sa.select(PartyOrganisation.unit_id).where(
        PartyOrganisation.unit_id.is_not(None), PartyOrganisation.dissolved_on.is_(None)
    )
    asked = (
        sa.select(Unit.id, Unit.name, Unit.region)
        .where(
            Unit.kind == UnitKind.COMMITTEE,
            Unit.is_active,
            Unit.id.not_in(having),
            _seen(Unit.region, actor, region),
        )
        .order_by(Unit.region, Unit.pinyin, Unit.id)
    )
    return tuple(UnitGap(*row) for row in session.execute(asked))
