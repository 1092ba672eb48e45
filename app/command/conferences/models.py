"""Tables of the conference log; append-only: what was wrong is corrected by another row."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import CaseFile
from app.command.conferences.rules import (
    FAULTS_MOST,
    HOST_MOST,
    RESULT_MOST,
    SUBJECT_MOST,
    WHY_MOST,
    ConferenceQuality,
    StationAttendance,
)
from app.command.incidents.models import Incident
from app.core.database import Base, Moment, code_text, one_of
from app.territory.models import Region
from app.territory.video.models import VideoStation
from app.territory.video.rules import NAME_MOST, VideoTier


class VideoConference(Base):
    """A conference that was held.

    Attributes:
        region: Whose log it stands in.
        host_id: The station it was held from, None where that is in no register here.
        host: Its name as it was then.
        tier: Of the host.
        corrects_id: The row this one stands in place of; that one stays.
        corrects_why: Why.
    """

    __tablename__ = "video_conference"
    __table_args__ = (
        one_of("quality", ConferenceQuality),
        one_of("tier", VideoTier),
        sa.CheckConstraint("held_to > held_from", name="ends_after"),
        sa.CheckConstraint("(corrects_id IS NULL) = (corrects_why = '')", name="says_why"),
        sa.CheckConstraint("corrects_id <> id", name="corrects_another"),
        sa.UniqueConstraint("id", "region"),
        sa.UniqueConstraint("corrects_id"),
        sa.ForeignKeyConstraint(
            ["corrects_id", "region"], ["video_conference.id", "video_conference.region"]
        ),
        sa.Index(None, "region", "held_from"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    held_from: Mapped[datetime] = mapped_column(Moment)
    held_to: Mapped[datetime] = mapped_column(Moment)
    host_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(VideoStation.id))
    host: Mapped[str] = mapped_column(sa.String(HOST_MOST))
    tier: Mapped[str] = mapped_column(code_text(16))
    subject: Mapped[str] = mapped_column(sa.String(SUBJECT_MOST))
    result: Mapped[str] = mapped_column(sa.String(RESULT_MOST))
    quality: Mapped[str] = mapped_column(code_text(16))
    faults: Mapped[str] = mapped_column(sa.String(FAULTS_MOST))
    incident_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Incident.id))
    case_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(CaseFile.id))
    corrects_id: Mapped[UUID | None]
    corrects_why: Mapped[str] = mapped_column(sa.String(WHY_MOST))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class VideoConferenceSeat(Base):
    """A station that was to take part, by the name it had then."""

    __tablename__ = "video_conference_seat"
    __table_args__ = (one_of("attendance", StationAttendance), sa.Index(None, "station_id"))

    conference_id: Mapped[UUID] = mapped_column(sa.ForeignKey(VideoConference.id), primary_key=True)
    station_id: Mapped[UUID] = mapped_column(sa.ForeignKey(VideoStation.id), primary_key=True)
    station_name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    attendance: Mapped[str] = mapped_column(code_text(16))
