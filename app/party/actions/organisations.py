"""Organisations are founded, renamed, moved and dissolved, each from a day on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.core.database import Uow, once
from app.core.ids import new_id
from app.core.pinyin import reading
from app.core.text import one_line
from app.party.actions.ground import (
    check_grid,
    held,
    organisation,
    placed,
    require,
    said,
    tell,
    today,
)
from app.party.errors import (
    PartyCircle,
    PartyDissolved,
    PartyHasBelow,
    PartyHasMembers,
    PartyNameTaken,
    PartyParentWanted,
)
from app.party.models import PartyGridCover, PartyOrganisation, PartyOrganisationVersion, PartyTerm
from app.party.models.members import PartyMember
from app.party.rules import (
    COVERING,
    GRID_DIGITS,
    NAME_MOST,
    NOTE_MOST,
    FormedWay,
    OrganisationVersion,
    PartyField,
    PartyForm,
    PartyLevel,
    PartyStep,
    check_day,
    check_place,
    last_day_below,
)


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """What is said of a new organisation.

    Attributes:
        parent_id: The one it stands under; None for that of a street.
        region: Code of where it stands, within that of the one above.
        grids: Grids it looks after; where it stands in one and none is named, that one.
        unit_id: The unit whose organisation it is, None for none.
    """

    name: str
    level: PartyLevel
    form: PartyForm
    parent_id: UUID | None
    region: str
    founded_on: date
    way: FormedWay = FormedWay.IN_LINE
    grids: tuple[str, ...] = ()
    unit_id: UUID | None = None


@once
def found_organisation(uow: Uow, draft: OrganisationDraft, *, command_key: UUID) -> UUID:
    """Found an organisation; one that looks after a grid covers it from that day on."""
    require(uow, draft.region)
    above = None if draft.parent_id is None else organisation_above(uow, draft.parent_id)
    check_day(draft.founded_on, None, today(uow))
    check_place(draft.level, draft.region, placed(above) if above else None, draft.founded_on)
    name = said(PartyField.NAME, draft.name, NAME_MOST)
    _check_name(uow, name, draft.parent_id, None)
    read = reading(name)
    row = PartyOrganisation(
        id=new_id(),
        name=name,
        pinyin=read.key,
        initials=read.initials,
        level=draft.level,
        form=draft.form,
        way=draft.way,
        parent_id=draft.parent_id,
        region=draft.region,
        unit_id=draft.unit_id,
        founded_on=draft.founded_on,
    )
    uow.session.add(row)
    uow.settle(row)
    _put_down(uow, row, PartyStep.FOUNDED, draft.founded_on, 1, "")
    _cover_first(uow, row, draft)
    tell(uow, "party.founded", row, name=name, day=f"{draft.founded_on}")
    return row.id


@once
def rename_organisation(
    uow: Uow, key: UUID, seen_version: int, name: str, day: date, *, command_key: UUID
) -> None:
    """Call an organisation otherwise from a day on."""
    row, last = _changing(uow, key, seen_version, day)
    old, new = row.name, said(PartyField.NAME, name, NAME_MOST)
    if new == old:
        return
    _check_name(uow, new, row.parent_id, row.id)
    _put_down(uow, row, PartyStep.RENAMED, day, last.ordinal + 1, "", name=new)
    read = reading(new)
    row.name, row.pinyin, row.initials = new, read.key, read.initials
    uow.settle(row)
    tell(uow, "party.renamed", row, old=old, new=new, day=f"{day}")


@once
def transfer_organisation(
    uow: Uow,
    key: UUID,
    seen_version: int,
    parent_id: UUID,
    day: date,
    note: str = "",
    *,
    command_key: UUID,
) -> None:
    """Put an organisation under another from a day on, with all that stands under it.

    Raises:
        PartyCircle: The other stands under it.
        PartyDissolved: One of the two is dissolved.
    """
    row, last = _changing(uow, key, seen_version, day)
    if row.parent_id is None:
        raise PartyParentWanted
    above = organisation_above(uow, parent_id)
    _check_no_circle(uow, row, above)
    check_place(PartyLevel(row.level), row.region, placed(above), day)
    if row.parent_id == parent_id:
        return
    _check_name(uow, row.name, parent_id, row.id)
    old = row.parent_id
    _put_down(uow, row, PartyStep.TRANSFERRED, day, last.ordinal + 1, note, parent_id=parent_id)
    row.parent_id = parent_id
    uow.settle(row)
    tell(uow, "party.transferred", row, old=str(old), new=str(parent_id), day=f"{day}")


@once
def dissolve_organisation(
    uow: Uow, key: UUID, seen_version: int, day: date, reason: str, *, command_key: UUID
) -> None:
    """Let an organisation end with a day: nothing stands under it then, nobody belongs to it.

    What it covered is uncovered, and its posts end with it.

    Raises:
        PartyHasBelow: Something stands under it, or did after that day.
        PartyHasMembers: Somebody belongs to it.
    """
    row, last = _changing(uow, key, seen_version, day)
    why = said(PartyField.REASON, reason, NOTE_MOST)
    _check_empty(uow, row, day)
    _put_down(uow, row, PartyStep.DISSOLVED, day, last.ordinal + 1, why)
    for table, ended in ((PartyGridCover, "until"), (PartyTerm, "ended_on")):
        column = getattr(table, ended)
        of_it = sa.select(table).where(table.organisation_id == row.id, column.is_(None))
        for each in uow.session.scalars(of_it):
            setattr(each, ended, day)
    row.dissolved_on = day
    uow.settle(row)
    tell(uow, "party.dissolved", row, name=row.name, day=f"{day}", reason=why)


def organisation_above(uow: Uow, key: UUID) -> PartyOrganisation:
    """Return the organisation another is to stand under; it is held, so that nobody dissolves it
    meanwhile.
    """
    organisation(uow, key)
    return held(uow, PartyOrganisation, key)


def _changing(
    uow: Uow, key: UUID, seen_version: int, day: date
) -> tuple[PartyOrganisation, PartyOrganisationVersion]:
    """Return an organisation that is to be another from a day on, and its last version."""
    row = held(uow, PartyOrganisation, key, seen_version)
    require(uow, row.region)
    if row.dissolved_on is not None:
        raise PartyDissolved(name=row.name, day=f"{row.dissolved_on:%Y-%m-%d}")
    course = sa.select(PartyOrganisationVersion).where(
        PartyOrganisationVersion.organisation_id == key
    )
    last = uow.session.scalars(
        course.order_by(PartyOrganisationVersion.ordinal.desc()).limit(1)
    ).one()
    check_day(day, last.valid_from, today(uow))
    return row, last


def _put_down(
    uow: Uow,
    row: PartyOrganisation,
    step: PartyStep,
    day: date,
    ordinal: int,
    note: str,
    *,
    name: str | None = None,
    parent_id: UUID | None = None,
) -> None:
    """Add a version: before the organisation is changed, which a server checks against it."""
    uow.session.add(
        PartyOrganisationVersion(
            organisation_id=row.id,
            ordinal=ordinal,
            valid_from=day,
            step=step,
            name=name or row.name,
            parent_id=parent_id or row.parent_id,
            note=one_line(note)[:NOTE_MOST],
            at=uow.now,
            author_id=uow.actor.person_id,
            author=uow.actor.name,
        )
    )
    uow.session.flush()


def _cover_first(uow: Uow, row: PartyOrganisation, draft: OrganisationDraft) -> None:
    stands_in = (draft.region,) if len(draft.region) == GRID_DIGITS else ()
    is_of_grid = draft.level is PartyLevel.GRID and draft.form in COVERING
    own = stands_in if is_of_grid and draft.way is FormedWay.IN_LINE else ()
    for code in draft.grids or own:
        check_grid(uow, code)
        require(uow, code)
        uow.session.add(
            PartyGridCover(
                id=new_id(), organisation_id=row.id, grid_code=code, since=draft.founded_on
            )
        )
    uow.settle()


def _check_name(uow: Uow, name: str, parent_id: UUID | None, own: UUID | None) -> None:
    with uow.session.no_autoflush:
        same = sa.select(PartyOrganisation.id).where(
            PartyOrganisation.parent_id == parent_id
            if parent_id is not None
            else PartyOrganisation.parent_id.is_(None),
            PartyOrganisation.name == name,
            PartyOrganisation.dissolved_on.is_(None),
        )
        if any(key != own for key in uow.session.scalars(same)):
            raise PartyNameTaken(name=name)


def _check_no_circle(uow: Uow, row: PartyOrganisation, above: PartyOrganisation) -> None:
    """Say plainly that an organisation would stand under itself; levels forbid it anyway."""
    each: PartyOrganisation | None = above
    while each is not None:
        if each.id == row.id:
            raise PartyCircle(name=row.name)
        each = uow.session.get(PartyOrganisation, each.parent_id) if each.parent_id else None


def _check_empty(uow: Uow, row: PartyOrganisation, day: date) -> None:
    below = sa.select(sa.func.count()).where(
        PartyOrganisation.parent_id == row.id, PartyOrganisation.dissolved_on.is_(None)
    )
    count = uow.session.scalar(below) or 0
    if count or (_last_below(uow, row.id) or date.min) > day:
        raise PartyHasBelow(name=row.name, count=count)
    of_it = sa.select(sa.func.count()).where(
        PartyMember.organisation_id == row.id, PartyMember.left_on.is_(None)
    )
    members = uow.session.scalar(of_it) or 0
    if members:
        raise PartyHasMembers(name=row.name, count=members)


def _last_below(uow: Uow, key: UUID) -> date | None:
    """Return the day the last organisation left from under one."""
    table = PartyOrganisationVersion
    once_below = sa.select(table.organisation_id).where(table.parent_id == key)
    asked = sa.select(table).where(table.organisation_id.in_(once_below))
    courses: dict[UUID, list[OrganisationVersion]] = {}
    for row in uow.session.scalars(asked.order_by(table.organisation_id, table.ordinal)):
        courses.setdefault(row.organisation_id, []).append(version_of(row))
    return last_day_below(courses.values(), key)


def version_of(row: PartyOrganisationVersion) -> OrganisationVersion:
    """Return a stored version as the rules see it."""
    return OrganisationVersion(
        row.organisation_id,
        row.ordinal,
        row.valid_from,
        PartyStep(row.step),
        row.name,
        row.parent_id,
    )
