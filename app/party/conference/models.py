"""Tables of committee and conference: seats, meetings, agendas, attendance, resolutions."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Unit
from app.core.database import Base, Moment, code_text, one_of
from app.party.compounds.models import CompoundMatter
from app.party.conference.rules import (
    MINUTES_MOST,
    NAME_MOST,
    PLACE_MOST,
    TITLE_MOST,
    WORDS_MOST,
    Body,
    ItemKind,
    ItemState,
    MeetingState,
    Presence,
    ResolutionState,
    ResolutionStep,
    SeatKind,
)
from app.party.rules import PERSON_MOST
from app.territory.models import Region


class ConferenceSeat(Base):
    """Who sits in the body of a region for which unit, from when until when.

    ``unit_name`` is as it was given: many who sit are of units that have no account here.
    ``member_id`` is who they are in the roster, None for others.
    """

    __tablename__ = "conference_seat"
    __table_args__ = (
        one_of("body", Body),
        one_of("kind", SeatKind),
        sa.CheckConstraint("until IS NULL OR until >= since", name="term_ordered"),
        sa.Index(None, "region", "body"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    body: Mapped[str] = mapped_column(code_text(16))
    kind: Mapped[str] = mapped_column(code_text(16))
    person_name: Mapped[str] = mapped_column(sa.String(PERSON_MOST))
    member_id: Mapped[UUID | None]
    unit_name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    since: Mapped[date]
    until: Mapped[date | None]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ConferenceMeeting(Base):
    """A meeting of a body; ``quorum_percent`` is what held when it was called."""

    __tablename__ = "conference_meeting"
    __table_args__ = (
        one_of("body", Body),
        one_of("state", MeetingState),
        sa.CheckConstraint("minutes = '' OR state = 'held'", name="minutes_of_held"),
        sa.CheckConstraint("quorum_percent BETWEEN 1 AND 100", name="quorum_known"),
        sa.Index(None, "region", "starts_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    body: Mapped[str] = mapped_column(code_text(16))
    title: Mapped[str] = mapped_column(sa.String(TITLE_MOST))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(sa.String(PLACE_MOST))
    state: Mapped[str] = mapped_column(code_text(16))
    quorum_percent: Mapped[int]
    called_at: Mapped[datetime] = mapped_column(Moment)
    called_name: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    minutes: Mapped[str] = mapped_column(sa.String(MINUTES_MOST), default="")
    minutes_at: Mapped[datetime | None] = mapped_column(Moment)
    minutes_name: Mapped[str] = mapped_column(sa.String(64), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ConferenceItem(Base):
    """What a meeting speaks about; ``case_id`` is a case that was put before the body.

    ``subject`` names the compound of a compound matter, the number of a case. ``given_back_at`` is
    when the case went back with the result. ``matter_id`` is what a compound decides by 两议两评
    两公开: it reads the result here, so that none can stand there without a meeting.
    """

    __tablename__ = "conference_item"
    __table_args__ = (
        one_of("kind", ItemKind),
        one_of("state", ItemState),
        sa.CheckConstraint("(kind = 'case') = (case_id IS NOT NULL)", name="case_named"),
        sa.CheckConstraint("matter_id IS NULL OR kind = 'compound'", name="matter_of_compound"),
        sa.UniqueConstraint("meeting_id", "ordinal"),
        sa.Index(None, "case_id"),
        sa.Index(None, "matter_id"),
        sa.Index(None, "region", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ConferenceMeeting.id))
    region: Mapped[str] = mapped_column(code_text(15))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(code_text(16))
    title: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    subject: Mapped[str] = mapped_column(sa.String(NAME_MOST), default="")
    case_id: Mapped[UUID | None]
    matter_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(CompoundMatter.id))
    state: Mapped[str] = mapped_column(code_text(16))
    result: Mapped[str] = mapped_column(sa.String(WORDS_MOST), default="")
    concluded_at: Mapped[datetime | None] = mapped_column(Moment)
    concluded_name: Mapped[str] = mapped_column(sa.String(64), default="")
    given_back_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ConferencePresence(Base):
    """Whether somebody came to a meeting; written once for all who sit when it is opened."""

    __tablename__ = "conference_presence"
    __table_args__ = (one_of("answer", Presence),)

    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ConferenceMeeting.id), primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ConferenceSeat.id), primary_key=True)
    answer: Mapped[str] = mapped_column(code_text(16))
    note: Mapped[str] = mapped_column(sa.String(NAME_MOST), default="")


class ConferenceResolution(Base):
    """What a meeting resolved: which unit does what by when."""

    __tablename__ = "conference_resolution"
    __table_args__ = (
        one_of("state", ResolutionState),
        sa.Index(None, "unit_id", "state"),
        sa.Index(None, "region", "state", "due_on"),
        sa.Index(None, "meeting_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ConferenceMeeting.id))
    item_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(ConferenceItem.id))
    region: Mapped[str] = mapped_column(code_text(15))
    text: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Unit.id))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(code_text(16))
    resolved_at: Mapped[datetime] = mapped_column(Moment)
    resolved_name: Mapped[str] = mapped_column(sa.String(64))
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ConferenceReport(Base):
    """What was said of a resolution on its way; append-only."""

    __tablename__ = "conference_report"
    __table_args__ = (one_of("kind", ResolutionStep), sa.Index(None, "resolution_id", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    resolution_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ConferenceResolution.id))
    kind: Mapped[str] = mapped_column(code_text(16))
    words: Mapped[str] = mapped_column(sa.String(WORDS_MOST))
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(Moment)
