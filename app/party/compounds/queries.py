"""Compounds with their three sides, who serves them, what they decide and what is late."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.attachments import AttachmentRow, list_attachments, thumbnails
from app.core.paging import Page
from app.party.compounds.models import CompoundMatter, CompoundStage, RedCompound, StationCompound
from app.party.compounds.rules import (
    PERCENT,
    STAGES,
    CommitteeKind,
    CompoundView,
    MatterStage,
    is_red,
)
from app.party.conference.queries.matters import Spoken, spoken_of
from app.party.models import PartyOrganisation
from app.territory.models import Region
from app.territory.models.places import Place
from app.territory.rules import PlaceKind

AT_ONCE = 80
CHOICES = 12


@dataclass(frozen=True, slots=True)
class CompoundRow:
    """A compound; `version` is None where nothing is known of its sides.

    Attributes:
        branch: Name of the organisation that leads, "" for none.
        stations: How many service stations serve it.
        matters: Matters not gone through, of which `late` have a stage whose day is past.
    """

    id: UUID
    name: str
    region: str
    region_name: str
    branch_id: UUID | None
    branch: str
    committee: CommitteeKind
    seats: int
    members: int
    red: bool
    until: date | None
    property_company: str
    stations: int
    matters: int
    late: int
    may_keep: bool
    version: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many compounds there are in reach, and how many a station serves."""

    compounds: int
    served: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage; `late` says that its day is past and the stages before are done or late too."""

    stage: MatterStage
    due_on: date
    done_on: date | None
    done_name: str
    note: str
    late: bool


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter with its stages in order, its published papers, and what meetings made of it."""

    id: UUID
    title: str
    stages: tuple[StageRow, ...]
    files: tuple[AttachmentRow, ...]
    thumbnails: dict[UUID, bytes]
    spoken: tuple[Spoken, ...] = ()

    @property
    def next(self) -> StageRow | None:
        """Return the stage that comes next, None where all are done."""
        return next((each for each in self.stages if each.done_on is None), None)


@dataclass(frozen=True, slots=True)
class CompoundDetail:
    """What the panel shows besides the row: stations by key and name, matters, the newest first."""

    id: UUID
    stations: tuple[tuple[UUID, str], ...]
    matters: tuple[MatterRow, ...]


def compounds_page(
    session: Session,
    actor: Actor,
    view: CompoundView = CompoundView.ALL,
    *,
    today: date,
    red_percent: int,
    text: str = "",
    region: str = "",
    after: tuple[object, ...] | None = None,
    limit: int | None = AT_ONCE,
) -> Page[CompoundRow]:
    """Return compounds in the reader's reach, in the order of names.

    Args:
        session: To read with.
        actor: Who reads.
        view: Which of them.
        today: Stages due before it are late.
        red_percent: Share of members from which a committee counts as red.
        text: Part of the name, branch or property company.
        region: Code they lie in, or its beginning.
        after: Where the page before ended.
        limit: Rows at most, None for all.
    """
    asked = _asked(actor, region, today).where(*_narrowed(view, red_percent, today))
    if text:
        told = (Place.name, PartyOrganisation.name, RedCompound.property_company)
        asked = asked.where(sa.or_(*(column.contains(text, autoescape=True) for column in told)))
    if after is not None:
        asked = asked.where(sa.tuple_(Place.pinyin, Place.id) > sa.tuple_(*map(sa.literal, after)))
    asked = asked.order_by(Place.pinyin, Place.id)
    found = session.execute(asked if limit is None else asked.limit(limit + 1)).all()
    shown = found if limit is None else found[:limit]
    more = len(found) > len(shown)
    rows = tuple(_row(row, actor, red_percent) for row in shown)
    return Page(rows, (shown[-1].pinyin, shown[-1].id) if more else None)


def coverage(session: Session, actor: Actor, region: str = "") -> Coverage:
    """Return how many compounds stations serve (DOMAIN §1)."""
    asked = sa.select(
        sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((_served(), 1), else_=0)), 0)
    ).select_from(Place)
    return Coverage(*session.execute(asked.where(*_in_reach(actor, region))).one())


def compound_detail(session: Session, actor: Actor, place_id: UUID, today: date) -> CompoundDetail:
    """Return who serves a compound and what it decides; of one out of reach nothing."""
    known = sa.select(Place.id).where(Place.id == place_id, *_in_reach(actor, ""))
    if session.scalar(known) is None:
        return CompoundDetail(place_id, (), ())
    stations = (
        sa.select(Place.id, Place.name)
        .join(StationCompound, StationCompound.station_id == Place.id)
        .where(StationCompound.compound_id == place_id)
        .order_by(Place.pinyin, Place.id)
    )
    matters = (
        sa.select(CompoundMatter)
        .where(CompoundMatter.place_id == place_id)
        .order_by(CompoundMatter.recorded_at.desc(), CompoundMatter.id.desc())
    )
    found = session.scalars(matters).all()
    spoken = spoken_of(session, actor, [each.id for each in found])
    return CompoundDetail(
        place_id,
        tuple((key, name) for key, name in session.execute(stations)),
        tuple(_matter(session, each, today, spoken.get(each.id, ())) for each in found),
    )


def stations_named(
    session: Session, actor: Actor, text: str, near: str
) -> tuple[tuple[UUID, str], ...]:
    """Return service stations of the street of a region by part of their name."""
    asked = sa.select(Place.id, Place.name).where(
        Place.kind == PlaceKind.SERVICE_STATION,
        Place.former_name_of.is_(None),
        in_regions(Place.region_code, (near[:9],)),
        Place.name.contains(text.strip(), autoescape=True),
    )
    actor.require(Right.READ_PARTY)
    found = session.execute(asked.order_by(Place.pinyin, Place.id).limit(CHOICES))
    return tuple((key, name) for key, name in found)


def branches_for(
    session: Session, actor: Actor, text: str, region: str
) -> tuple[tuple[UUID, str], ...]:
    """Return standing organisations that may lead in a compound of a region, the nearest first."""
    actor.require(Right.READ_PARTY)
    above = [region[:digits] for digits in (9, 12, 15) if len(region) >= digits]
    asked = sa.select(PartyOrganisation.id, PartyOrganisation.name).where(
        PartyOrganisation.dissolved_on.is_(None),
        PartyOrganisation.region.in_(above),
        PartyOrganisation.name.contains(text.strip(), autoescape=True),
    )
    asked = asked.order_by(
        sa.func.length(PartyOrganisation.region).desc(), PartyOrganisation.pinyin
    )
    return tuple((key, name) for key, name in session.execute(asked.limit(CHOICES)))


def _in_reach(actor: Actor, region: str) -> tuple[sa.ColumnElement[bool], ...]:
    actor.require(Right.READ_PARTY)
    seen = in_regions(Place.region_code, actor.prefixes(Right.READ_PARTY))
    kind = sa.and_(Place.kind == PlaceKind.COMPOUND, Place.former_name_of.is_(None))
    return (kind, seen, in_regions(Place.region_code, (region,)))


def _served() -> sa.ColumnElement[bool]:
    return sa.select(sa.literal(1)).where(StationCompound.compound_id == Place.id).exists()


def _stages(*conditions: sa.ColumnElement[bool]) -> "sa.Select[int]":
    return (
        sa.select(sa.func.count(sa.distinct(CompoundStage.matter_id)))
        .join(CompoundMatter, CompoundMatter.id == CompoundStage.matter_id)
        .where(CompoundMatter.place_id == Place.id, CompoundStage.done_on.is_(None), *conditions)
        .correlate(Place)
    )


def _narrowed(view: CompoundView, percent: int, today: date) -> tuple[Any, ...]:
    red = sa.and_(
        RedCompound.seats > 0, RedCompound.members * PERCENT >= RedCompound.seats * percent
    )
    return {
        CompoundView.ALL: (),
        CompoundView.UNSERVED: (~_served(),),
        CompoundView.NO_BRANCH: (RedCompound.branch_id.is_(None),),
        CompoundView.NOT_RED: (sa.func.coalesce(red, sa.false()).is_(sa.false()),),
        CompoundView.OVERDUE: (_stages(CompoundStage.due_on < today).scalar_subquery() > 0,),
    }[view]


def _asked(actor: Actor, region: str, today: date) -> "sa.Select[Any]":
    served = (
        sa.select(sa.func.count())
        .select_from(StationCompound)
        .where(StationCompound.compound_id == Place.id)
        .correlate(Place)
    )
    read: tuple[Any, ...] = (
        Place.id,
        Place.name,
        Place.pinyin,
        Place.region_code,
        Region.name.label("region_name"),
        RedCompound.branch_id,
        sa.func.coalesce(PartyOrganisation.name, "").label("branch"),
        RedCompound.committee,
        RedCompound.seats,
        RedCompound.members,
        RedCompound.until,
        RedCompound.property_company,
        RedCompound.version,
        served.scalar_subquery().label("stations"),
        _stages().scalar_subquery().label("matters"),
        _stages(CompoundStage.due_on < today).scalar_subquery().label("late"),
    )
    return (
        sa.select(*read)
        .select_from(Place)
        .join(Region, Region.code == Place.region_code)
        .outerjoin(RedCompound, RedCompound.place_id == Place.id)
        .outerjoin(PartyOrganisation, PartyOrganisation.id == RedCompound.branch_id)
        .where(*_in_reach(actor, region))
    )


def _row(row: Any, actor: Actor, percent: int) -> CompoundRow:
    seats, members = row.seats or 0, row.members or 0
    return CompoundRow(
        id=row.id,
        name=row.name,
        region=row.region_code,
        region_name=row.region_name,
        branch_id=row.branch_id,
        branch=row.branch,
        committee=CommitteeKind(row.committee or CommitteeKind.NONE),
        seats=seats,
        members=members,
        red=is_red(members, seats, percent),
        until=row.until,
        property_company=row.property_company or "",
        stations=row.stations,
        matters=row.matters,
        late=row.late,
        may_keep=actor.may_in(Right.KEEP_ACTIVITIES, row.region_code),
        version=row.version,
    )


def _matter(
    session: Session, matter: CompoundMatter, today: date, spoken: tuple[Spoken, ...]
) -> MatterRow:
    asked = sa.select(CompoundStage).where(CompoundStage.matter_id == matter.id)
    known = {MatterStage(row.stage): row for row in session.scalars(asked)}
    stages = tuple(
        StageRow(
            stage,
            row.due_on,
            row.done_on,
            row.done_name,
            row.note,
            row.done_on is None and row.due_on < today,
        )
        for stage in STAGES
        if (row := known.get(stage)) is not None
    )
    subject = str(matter.id)
    files = list_attachments(session, subject)
    small = thumbnails(session, subject)
    return MatterRow(matter.id, matter.title, stages, files, small, spoken)
