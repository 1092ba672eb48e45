"""What a file of members would do: who is new, who is there already and why, what cannot land."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.errors import AppError
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.personal import document_key
from app.party.roster.alike import (
    USUAL_CHOICE,
    Choice,
    Known,
    Same,
    Sameness,
    Told,
    choices_for,
    plain_name,
)
from app.party.roster.days import Precision, shown_day
from app.party.roster.heads import RosterField, SheetHead
from app.party.roster.matching import numbered, numbers_known
from app.party.roster.places import Place, Places
from app.party.roster.sheet import Sheet, WrongRow
from app.party.roster.told_rows import Doubt, Note, RosterOrganisationMissing, ToldMember


class RosterTwice(AppError):
    """The same member stands in the file before; facts: ``line``."""

    code = "roster.twice"


class RosterNumberTwice(AppError):
    """Another name in the file has the same number; facts: ``line``, ``name``."""

    code = "roster.number_twice"


class RowState(StrEnum):
    """What a row would do; `label` gives the words."""

    NEW = "new"
    MERGE = "merge"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Other:
    """Whom a row probably is: somebody of the roster, or a row before it.

    Attributes:
        member_id: None where it is a row of the same file.
        line: Of that row, 0 where it is somebody of the roster.
    """

    name: str
    organisation: str
    joined: str
    member_id: UUID | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file and what becomes of it.

    Attributes:
        told: None where the row cannot be read.
        place: Where it lands, None where it does not.
        why: Why it is probably `other`, None where it is nobody known.
        choice: What is done with it then.
        refused: Why it cannot land, None where it can.
        column: The column that is wrong, "" where the whole row is.
        name: As it stands in a row that cannot be read.
    """

    line: int
    told: ToldMember | None = None
    place: Place | None = None
    number_key: str = ""
    grid: str | None = None
    second: Place | None = None
    why: Sameness | None = None
    other: Other | None = None
    choice: Choice | None = None
    refused: AppError | None = None
    column: str = ""
    name: str = ""

    @property
    def state(self) -> RowState:
        """What the row does as things are chosen."""
        if self.refused is not None:
            return RowState.REFUSED
        if self.choice is Choice.LEAVE_OUT:
            return RowState.LEFT_OUT
        return RowState.MERGE if self.choice is Choice.MERGE else RowState.NEW

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be chosen, () where nothing is to be."""
        if self.why is None or self.refused is not None:
            return ()
        if self.other is not None and self.other.member_id is None:
            return (Choice.NEW, Choice.LEAVE_OUT)
        return choices_for(self.why)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is told of a row that lands all the same."""
        return self.told.notes if self.told is not None else ()

    def chosen(self, choice: Choice) -> "PreviewRow":
        """Return the same with another choice; one that may not be made changes nothing."""
        return replace(self, choice=choice) if choice in self.choices else self


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What a file would do; personal values are in it, so it lives no longer than it is shown.

    Attributes:
        import_id: Committed before anything was compared.
        head: What each column was taken for.
        home: The organisation it was brought for, None for all that one keeps.
    """

    import_id: UUID
    head: SheetHead
    rows: tuple[PreviewRow, ...]
    home: UUID | None

    def counts(self) -> Counter[RowState]:
        """Return how many rows do what."""
        return Counter(row.state for row in self.rows)


def preview(
    session: Session,
    actor: Actor,
    sheet: Sheet,
    places: Places,
    *,
    import_id: UUID,
    home: UUID | None,
    pepper: bytes,
) -> RosterPreview:
    """Return what a sheet would do as the roster is now; nothing is written.

    Args:
        session: Reading session.
        actor: Keeps the rosters rows are put into.
        sheet: Opened; read to its end here.
        places: What rows can mean.
        import_id: Of the committed row without which no numbers are compared.
        home: The organisation of rows that name none; names are looked for under it first.
        pepper: Key of the hashes numbers are matched by.
    """
    rows = [_placed(each, places, home, sheet.head, pepper) for each in sheet.rows]
    rows = _number_once(rows)
    known = _known(session, actor, places, rows, import_id)
    return RosterPreview(import_id, sheet.head, tuple(_compared(rows, known, places)), home)


def _placed(
    each: ToldMember | WrongRow,
    places: Places,
    home: UUID | None,
    head: SheetHead,
    pepper: bytes,
) -> PreviewRow:
    if isinstance(each, WrongRow):
        return PreviewRow(each.line, refused=each.error, column=each.column, name=each.name)
    try:
        if not each.organisation and home is None:
            raise RosterOrganisationMissing
        place = places.organisation(each.organisation, home)
    except AppError as error:
        at = head.place_of(RosterField.ORGANISATION)
        column = head.columns[at].title if at is not None else ""
        return PreviewRow(each.line, each, refused=error, column=column)
    if each.group:
        group = places.group(each.group, place)
        place = group or place
        each = each if group else each.noting(each.group, Doubt.GROUP_UNKNOWN)
    grid = places.grid(each.grid, place.region) if each.grid else None
    if each.grid and grid is None:
        each = each.noting(each.grid, Doubt.GRID_UNKNOWN)
    second = _second(each, places, home)
    if each.second and second is None:
        each = each.noting(each.second, Doubt.SECOND_UNKNOWN)
    key = document_key(each.number.number, pepper) if each.number is not None else ""
    return PreviewRow(each.line, each, place, key, grid, second)


def _second(each: ToldMember, places: Places, home: UUID | None) -> Place | None:
    if not each.second:
        return None
    try:
        return places.organisation(each.second, home)
    except AppError:
        return None


def _number_once(rows: list[PreviewRow]) -> list[PreviewRow]:
    """Refuse rows that share a number under several names: which of them is right nobody can
    tell; of those under one name the later ones.
    """
    by_key: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row.number_key and row.refused is None:
            by_key[row.number_key].append(at)
    for shared in by_key.values():
        names = {plain_name(_told(rows[at]).name) for at in shared}
        for at in shared if len(names) > 1 else shared[1:]:
            first = rows[next(each for each in shared if each != at)]
            error: AppError = RosterTwice(line=first.line)
            if len(names) > 1:
                other = next(
                    rows[each]
                    for each in shared
                    if plain_name(_told(rows[each]).name) != plain_name(_told(rows[at]).name)
                )
                error = RosterNumberTwice(line=other.line, name=_told(other).name)
            rows[at] = replace(rows[at], refused=error)
    return rows


def _told(row: PreviewRow) -> ToldMember:
    assert row.told is not None  # noqa: S101  rows that were refused unread never come here
    return row.told


@dataclass(frozen=True, slots=True)
class _Member:
    told: Told[UUID]
    organisation: str
    joined: str


def _known(
    session: Session,
    actor: Actor,
    places: Places,
    rows: Sequence[PreviewRow],
    import_id: UUID,
) -> dict[UUID, _Member]:
    """Return the members rows may be: all of the organisations that are kept, with the keys of
    those numbers that stand in the file too.
    """
    mine = actor.prefixes(Right.MANAGE_PARTY)
    keys = sorted({row.number_key for row in rows if row.number_key})
    numbers = dict(numbers_known(session, mine, keys, import_id))
    asked = (
        sa.select(
            PartyMember.id,
            PartyMember.name,
            PartyMember.joined_on,
            PartyMember.joined_precision,
            PartyMember.organisation_id,
            PartyOrganisation.name,
        )
        .join(PartyOrganisation, PartyOrganisation.id == PartyMember.organisation_id)
        .where(in_regions(PartyMember.region, mine), PartyMember.left_on.is_(None))
    )
    found = {}
    for key, name, day, precision, organisation, called in session.execute(asked):
        month_known = precision != Precision.YEAR
        told = Told(
            key, name, numbers.get(key, ""), day, month_known, str(places.branch(organisation))
        )
        found[key] = _Member(told, called, shown_day(day, precision))
    near = _same_group(found.values(), rows, places)
    with_number = numbered(session, [each for each in near if each not in numbers], import_id)
    for key in with_number:
        told = found[key].told
        found[key] = replace(found[key], told=replace(told, number_key="another"))
    return found


def _same_group(
    members: Iterable[_Member], rows: Sequence[PreviewRow], places: Places
) -> list[UUID]:
    """Return the members that share name, month and organisation with a row."""
    groups = {_as_told(row, places).group for row in rows if row.place is not None}
    return [each.told.key for each in members if each.told.group in groups and each.told.group]


def _as_told(row: PreviewRow, places: Places) -> Told[int]:
    told = _told(row)
    day = told.joined
    return Told(
        row.line,
        told.name,
        row.number_key,
        day.first if day is not None else None,
        day is None or day.precision is not Precision.YEAR,
        str(places.branch(row.place.id)) if row.place is not None else "",
    )


def _compared(
    rows: Iterable[PreviewRow], known: dict[UUID, _Member], places: Places
) -> Iterator[PreviewRow]:
    members = Known(each.told for each in known.values())
    earlier: Known[int] = Known()
    lines: dict[int, PreviewRow] = {}
    for row in rows:
        if row.refused is not None or row.told is None:
            yield row
            continue
        told = _as_told(row, places)
        same = members.same_as(told)
        if same is not None:
            yield _like_member(row, same, known[same.key], told.organisation)
        elif (twin := earlier.same_as(told)) is not None:
            yield _like_row(row, twin, lines[twin.key])
        else:
            yield row
        earlier.add(told)
        lines[row.line] = row


def _like_member(
    row: PreviewRow, same: Same[UUID], member: _Member, organisation: str
) -> PreviewRow:
    other = Other(member.told.name, member.organisation, member.joined, same.key)
    if row.place is not None and member.told.organisation != organisation:
        row = replace(row, told=_told(row).noting(row.place.name, Doubt.ELSEWHERE))
    return replace(row, why=same.why, other=other, choice=USUAL_CHOICE[same.why])


def _like_row(row: PreviewRow, same: Same[int], twin: PreviewRow) -> PreviewRow:
    told = _told(twin)
    joined = str(told.joined) if told.joined is not None else ""
    name = twin.place.name if twin.place is not None else ""
    choice = Choice.NEW if same.why is Sameness.OTHER_NUMBER else Choice.LEAVE_OUT
    other = Other(told.name, name, joined, line=twin.line)
    return replace(row, why=same.why, other=other, choice=choice)
