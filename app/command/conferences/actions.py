"""A conference is written down once; a correction is another row that says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.models import CaseFile
from app.cases.scope import visible
from app.command.conferences.errors import (
    ConferenceEmpty,
    ConferenceTimeWrong,
    ConferenceUntold,
    CorrectedMeanwhile,
    CorrectionUntold,
    StationNotThere,
)
from app.command.conferences.models import VideoConference, VideoConferenceSeat
from app.command.conferences.rules import (
    FAULTS_MOST,
    HOST_MOST,
    RESULT_MOST,
    SEATS_MOST,
    SUBJECT_MOST,
    WHY_MOST,
    ConferenceQuality,
    StationAttendance,
    is_held,
)
from app.command.incidents.models import Incident
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line, storable
from app.territory.video.models import VideoStation
from app.territory.video.rules import VideoKind, VideoTier


@dataclass(frozen=True, slots=True)
class ConferenceDraft:
    """A conference as it is typed.

    Attributes:
        host_id: The station it was held from; None where `host` and `tier` say who held it.
        seats: How each station took part.
    """

    region: str
    held_from: datetime
    held_to: datetime
    subject: str
    seats: Mapping[UUID, StationAttendance]
    host_id: UUID | None = None
    host: str = ""
    tier: VideoTier = VideoTier.TOWN
    result: str = ""
    quality: ConferenceQuality = ConferenceQuality.GOOD
    faults: str = ""
    incident_id: UUID | None = None
    case_id: UUID | None = None


@once
def record_conference(uow: Uow, draft: ConferenceDraft, *, command_key: UUID) -> UUID:
    """Write a conference down.

    Raises:
        NotAllowed: The log of that region is not this person's.
        ConferenceUntold: It says not what it was about, or who held it.
        ConferenceTimeWrong: It cannot have been held so.
        ConferenceEmpty: No station was to take part.
        StationNotThere: One is none for conferences, or out of reach.
        NotFound: Its incident or case is out of reach.
    """
    return _write(uow, draft, None, "")


@once
def correct_conference(
    uow: Uow, conference_id: UUID, why: str, draft: ConferenceDraft, *, command_key: UUID
) -> UUID:
    """Write down how a conference really was; what was written before stays.

    Raises:
        CorrectionUntold: Nothing says why.
        CorrectedMeanwhile: Somebody corrected it since.
    """
    told = one_line(why)[:WHY_MOST]
    if not told:
        raise CorrectionUntold
    old = uow.session.get(VideoConference, conference_id)
    if old is None or not uow.actor.may_in(Right.READ_COMMAND, old.region):
        raise NotFound(row=conference_id)
    if old.region != draft.region:
        raise NotAllowed(right=Right.COMMAND)
    later = sa.select(VideoConference.id).where(VideoConference.corrects_id == conference_id)
    if uow.session.scalar(later) is not None:
        raise CorrectedMeanwhile
    return _write(uow, draft, conference_id, told)


def _write(uow: Uow, draft: ConferenceDraft, corrects: UUID | None, why: str) -> UUID:
    stations = _checked(uow, draft)
    host = stations.get(draft.host_id) if draft.host_id is not None else None
    row = VideoConference(
        id=new_id(),
        region=draft.region,
        held_from=draft.held_from,
        held_to=draft.held_to,
        host_id=draft.host_id,
        host=host.name if host is not None else one_line(draft.host)[:HOST_MOST],
        tier=host.tier if host is not None else draft.tier,
        subject=one_line(draft.subject)[:SUBJECT_MOST],
        result=storable(draft.result).strip()[:RESULT_MOST],
        quality=draft.quality,
        faults=one_line(draft.faults)[:FAULTS_MOST],
        incident_id=draft.incident_id,
        case_id=draft.case_id,
        corrects_id=corrects,
        corrects_why=why,
        recorded_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:  # two corrections at once
        raise CorrectedMeanwhile from error
    uow.session.add_all(
        VideoConferenceSeat(
            conference_id=row.id,
            station_id=key,
            station_name=stations[key].name,
            attendance=attendance,
        )
        for key, attendance in draft.seats.items()
    )
    uow.settle()
    action = "command.conference_corrected" if corrects else "command.conference_recorded"
    uow.record(action, Topic.VIDEO, row.id, region=row.region, subject=row.subject, why=why)
    uow.touched(Topic.VIDEO, row.id, row.region)
    return row.id


def _checked(uow: Uow, draft: ConferenceDraft) -> dict[UUID, VideoStation]:
    """Return the stations a conference names, once all of it makes sense."""
    if not uow.actor.may_in(Right.COMMAND, draft.region):
        raise NotAllowed(right=Right.COMMAND)
    if not one_line(draft.subject) or (draft.host_id is None and not one_line(draft.host)):
        raise ConferenceUntold
    if not is_held(draft.held_from, draft.held_to, uow.now):
        raise ConferenceTimeWrong
    if not 0 < len(draft.seats) <= SEATS_MOST:
        raise ConferenceEmpty(most=SEATS_MOST)
    _check_links(uow, draft)
    wanted = {*draft.seats, *([draft.host_id] if draft.host_id is not None else [])}
    seen = (*uow.actor.prefixes(Right.WATCH_VIDEO), *uow.actor.prefixes(Right.KEEP_VIDEO))
    asked = sa.select(VideoStation).where(
        VideoStation.id.in_(wanted),
        VideoStation.kind == VideoKind.STATION,
        in_regions(VideoStation.region, seen),
    )
    found = {row.id: row for row in uow.session.scalars(asked)}
    if len(found) < len(wanted) or draft.host_id in draft.seats:
        raise StationNotThere
    return found


def _check_links(uow: Uow, draft: ConferenceDraft) -> None:
    if draft.incident_id is not None:
        asked = sa.select(Incident.id).where(
            Incident.id == draft.incident_id,
            in_regions(Incident.region, uow.actor.prefixes(Right.READ_COMMAND)),
        )
        if uow.session.scalar(asked) is None:
            raise NotFound(row=draft.incident_id)
    if draft.case_id is not None:
        case = sa.select(CaseFile.id).where(CaseFile.id == draft.case_id, visible(uow.actor))
        if uow.session.scalar(case) is None:
            raise NotFound(row=draft.case_id)
