"""The three sides are put down, stations serve, matters go from stage to stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.attachments import Prepared, attach, export_to, list_attachments
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Database, Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line, storable
from app.core.words import label
from app.party.compounds.errors import (
    BranchElsewhere,
    MatterUntitled,
    NotACompound,
    SeatsWrong,
    ServedAlready,
    StageDayWrong,
    StageDone,
    StageOrder,
)
from app.party.compounds.models import CompoundMatter, CompoundStage, RedCompound, StationCompound
from app.party.compounds.rules import (
    NAME_MOST,
    SEATS_MOST,
    STAGES,
    TITLE_MOST,
    WORDS_MOST,
    CommitteeKind,
    MatterStage,
    next_stage,
)
from app.party.models import PartyOrganisation
from app.territory.models.places import Place
from app.territory.rules import PlaceKind


@dataclass(frozen=True, slots=True)
class CompoundDraft:
    """What is said of a compound.

    Attributes:
        branch_id: Which organisation leads, None for none.
        seats: Of the committee, of which `members` are held by members of the Party.
        until: Last day of its term, None where not known.
    """

    branch_id: UUID | None
    committee: CommitteeKind
    seats: int = 0
    members: int = 0
    until: date | None = None
    property_company: str = ""


@once
def keep_compound(
    uow: Uow, place_id: UUID, seen_version: int | None, draft: CompoundDraft, *, command_key: UUID
) -> None:
    """Put the three sides of a compound down; `seen_version` is None where nothing was known.

    Raises:
        NotACompound: The place is none.
        BranchElsewhere: The organisation is dissolved, or reaches elsewhere.
        SeatsWrong: More members than seats.
        Conflict: Somebody changed it since.
    """
    place = _place(uow, place_id, PlaceKind.COMPOUND)
    asked = sa.select(RedCompound).where(RedCompound.place_id == place.id).with_for_update()
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if (row.version if row is not None else None) != seen_version:
        raise Conflict(row=place_id)
    if not 0 <= draft.members <= draft.seats <= SEATS_MOST:
        raise SeatsWrong
    _check_branch(uow, place, draft.branch_id)
    if row is None:
        row = RedCompound(place_id=place.id)
        uow.session.add(row)
    has_committee = draft.committee is not CommitteeKind.NONE
    row.branch_id, row.committee = draft.branch_id, draft.committee
    row.seats = draft.seats if has_committee else 0
    row.members = draft.members if has_committee else 0
    row.until = draft.until if has_committee else None
    row.property_company = one_line(draft.property_company)[:NAME_MOST]
    uow.settle(row)
    _tell(uow, "compounds.kept", place)


@once
def serve(uow: Uow, station_id: UUID, compound_id: UUID, *, command_key: UUID) -> None:
    """Put down that a station serves a compound.

    Raises:
        ServedAlready: It does.
    """
    place = _place(uow, compound_id, PlaceKind.COMPOUND)
    station = uow.session.get(Place, station_id)
    if station is None or station.kind != PlaceKind.SERVICE_STATION:
        raise NotACompound
    if uow.session.get(StationCompound, (station_id, compound_id)) is not None:
        raise ServedAlready
    since = local(uow.now).date()
    uow.session.add(StationCompound(station_id=station_id, compound_id=compound_id, since=since))
    uow.settle()
    _tell(uow, "compounds.served", place, station=str(station_id))


@once
def stop_serving(uow: Uow, station_id: UUID, compound_id: UUID, *, command_key: UUID) -> None:
    """Put down that a station serves a compound no more; the journal keeps that it did."""
    place = _place(uow, compound_id, PlaceKind.COMPOUND)
    row = uow.session.get(StationCompound, (station_id, compound_id))
    if row is None:
        raise NotFound(row=station_id)
    uow.session.delete(row)
    uow.settle()
    _tell(uow, "compounds.unserved", place, station=str(station_id))


@once
def begin_matter(
    uow: Uow, place_id: UUID, title: str, due: Mapping[MatterStage, date], *, command_key: UUID
) -> UUID:
    """Begin a matter; each stage has its last day, one not before the other.

    Raises:
        MatterUntitled: Nothing is said of it.
        StageDayWrong: A stage is missing, or due before the one before it.
    """
    place = _place(uow, place_id, PlaceKind.COMPOUND)
    told = one_line(title)[:TITLE_MOST]
    if not told:
        raise MatterUntitled
    days = [due.get(stage) for stage in STAGES]
    known = [day for day in days if day is not None]
    if len(known) < len(STAGES) or known != sorted(known):
        wrong = next((b for a, b in pairwise(known) if b < a), None)
        raise StageDayWrong(day=f"{wrong or local(uow.now).date()}")
    row = CompoundMatter(
        id=new_id(),
        place_id=place.id,
        title=told,
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.session.flush()
    for stage, day in zip(STAGES, known, strict=True):
        uow.session.add(
            CompoundStage(matter_id=row.id, stage=stage, due_on=day, done_name="", note="")
        )
    uow.settle()
    _tell(uow, "compounds.matter_begun", place, matter=str(row.id))
    return row.id


@once
def finish_stage(
    uow: Uow,
    matter_id: UUID,
    stage: MatterStage,
    done_on: date,
    note: str = "",
    *,
    command_key: UUID,
) -> None:
    """Put down on which day a stage was done.

    Raises:
        StageDone: It was put down already.
        StageOrder: Another comes before, or was done later.
        StageDayWrong: The day has not come.
    """
    matter = uow.session.get(CompoundMatter, matter_id)
    if matter is None:
        raise NotFound(row=matter_id)
    place = _place(uow, matter.place_id, PlaceKind.COMPOUND)
    # Not held: what is done may be held by nobody; two who write the same meet its version.
    asked = sa.select(CompoundStage).where(CompoundStage.matter_id == matter_id)
    rows = {MatterStage(row.stage): row for row in uow.session.scalars(asked)}
    done = {each: row.done_on for each, row in rows.items() if row.done_on is not None}
    if stage in done:
        raise StageDone(stage=label(stage), day=f"{done[stage]}")
    wanted = next_stage(done)
    if wanted is not stage and wanted is not None:
        raise StageOrder(stage=label(wanted))
    if done and done_on < max(done.values()):
        raise StageOrder(stage=label(STAGES[STAGES.index(stage) - 1]))
    if done_on > local(uow.now).date():
        raise StageDayWrong(day=f"{done_on}")
    row = rows[stage]
    row.done_on, row.done_name = done_on, uow.actor.name
    row.note = storable(note).strip()[:WORDS_MOST]
    uow.settle(row)
    _tell(uow, "compounds.stage_done", place, matter=str(matter_id), stage=stage.value)


@once
def attach_to_matter(uow: Uow, matter_id: UUID, prepared: Prepared, *, command_key: UUID) -> UUID:
    """Put a published paper or photo on a matter; the same file twice stays one."""
    matter = uow.session.get(CompoundMatter, matter_id)
    if matter is None:
        raise NotFound(row=matter_id)
    place = _place(uow, matter.place_id, PlaceKind.COMPOUND)
    inner = uuid5(command_key, "attach")
    subject, region = str(matter.id), place.region_code
    return attach(uow, Topic.COMPOUND, subject, region, prepared, command_key=inner)


def open_matter_file(
    database: Database, actor: Actor, matter_id: UUID, attachment_id: UUID, *, folder: Path
) -> Path:
    """Write a copy of a file of a matter where the system's viewer can open it; journaled.

    Raises:
        NotFound: There is no such file on it, or it is out of reach.
    """
    actor.require(Right.READ_PARTY)
    with database.reading() as session:
        matter = session.get(CompoundMatter, matter_id)
        place = session.get(Place, matter.place_id) if matter is not None else None
        listed = {file.id for file in list_attachments(session, str(matter_id))}
        region = place.region_code if place is not None else ""
    if not region or attachment_id not in listed or not actor.may_in(Right.READ_PARTY, region):
        raise NotFound
    return export_to(database, attachment_id, folder, actor=actor, region=region)


def _place(uow: Uow, key: UUID, kind: PlaceKind) -> Place:
    row = uow.session.get(Place, key)
    if row is None or row.kind != kind or row.former_name_of is not None:
        raise NotACompound
    if not uow.actor.may_in(Right.KEEP_ACTIVITIES, row.region_code):
        raise NotAllowed(right=Right.KEEP_ACTIVITIES)
    return row


def _check_branch(uow: Uow, place: Place, branch_id: UUID | None) -> None:
    """Raise unless an organisation stands where the compound lies, on its line of regions."""
    if branch_id is None:
        return
    row = uow.session.get(PartyOrganisation, branch_id)
    if row is None or row.dissolved_on is not None or not place.region_code.startswith(row.region):
        raise BranchElsewhere


def _tell(uow: Uow, action: str, place: Place, **facts: object) -> None:
    uow.record(action, Topic.COMPOUND, place.id, region=place.region_code, **facts)
    uow.touched(Topic.COMPOUND, place.id, place.region_code)
