"""Conferences over the video stations of the test centre."""

from datetime import timedelta

from app.command.conferences.actions import ConferenceDraft
from app.command.conferences.models import VideoConference, VideoConferenceSeat
from app.command.conferences.rules import StationAttendance
from app.core.actor import console
from app.core.ids import new_id
from app.territory.video.actions import StationDraft, add_station
from app.territory.video.models import VideoStation
from app.territory.video.rules import VideoKind, VideoTier
from tests.factories.centre import COMMUNITY, MADE, OTHER_STREET, STREET
from tests.factories.server import Server

NOW = MADE.now()
HOUR = timedelta(hours=1)
CAME, LATE, ABSENT = StationAttendance


def station(centre, code: str, region: str = COMMUNITY, kind=VideoKind.STATION, who="dispatcher"):
    """Enter a station."""
    draft = StationDraft(code, f"{code}会场", kind, VideoTier.VILLAGE, region)
    return centre.do(who, add_station, draft)


def conference(seats, **more: object) -> ConferenceDraft:
    """Return a conference of the last hour, held by the city."""
    given: dict[str, object] = {
        "region": STREET,
        "held_from": NOW - HOUR,
        "held_to": NOW - HOUR / 2,
        "subject": "汛前调度",
        "seats": seats,
        "host": "市综治中心",
        "tier": VideoTier.CITY,
    }
    return ConferenceDraft(**(given | more))  # type: ignore[arg-type]


def conferences_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name: conferences of both streets, stations, a day old."""
    told: dict[str, str] = {}
    at = server.database.clock.now() - timedelta(days=1)
    mine = {"person_id": server.keys["dispatcher"], "person_name": "韩立群"}
    for name, region in (("near", STREET), ("far", OTHER_STREET)):
        with server.database.writing(console("test")) as uow:
            keys = [new_id() for _ in range(4)]
            for place, key in enumerate(keys[:2]):
                draft = {"id": key, "code": f"{name}-H{place}", "name": f"{name}{place}会场"}
                rest = {"kind": "station", "tier": "village", "address": "", "state": "works"}
                uow.session.add(VideoStation(region=region, **draft, **rest))
            row = {"id": keys[2], "region": region, "subject": "调度", "host": "市中心"}
            row |= {"held_from": at - HOUR, "held_to": at, "recorded_at": at, "tier": "city"}
            row |= {"result": "", "quality": "good", "faults": "", "corrects_why": ""} | mine
            uow.session.add(VideoConference(**row))
            uow.session.flush()
            seat = {"conference_id": keys[2], "station_id": keys[0], "attendance": "came"}
            uow.session.add(VideoConferenceSeat(station_name=f"{name}0会场", **seat))
        told |= {f"{name}_station": str(keys[0]), f"{name}_second": str(keys[1])}
        told |= {f"{name}_conference": str(keys[2])}
    return told
