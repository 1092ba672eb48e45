"""Cameras and video stations of the demo street. Their addresses are plainly the demo's: of a
name that no network ever has, so that what does not answer can be seen.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.accounts.rules import Role
from app.core.database import Uow
from app.core.ids import new_id
from app.demo.doing import Doing
from app.demo.people import Staff
from app.territory.queries.outlines import outlines
from app.territory.rules import Tier
from app.territory.video.actions import StationDraft, add_station
from app.territory.video.models import VideoStation
from app.territory.video.rules import VideoKind, VideoState, VideoTier

BROKEN = 0.04
PLACES = ("东口", "西口", "门前", "桥头", "广场")


def put_up_cameras(do: Doing, staff: Staff, region: str, now: datetime, chance: Random) -> None:
    """Put a camera or two into every grid, a video station into every community."""
    keeper = do.by(staff.by_role[Role.DIRECTOR][0], now - timedelta(days=40))
    hall = StationDraft(
        f"{region}-H0", "街道综治中心会场", VideoKind.STATION, VideoTier.TOWN, region
    )
    keeper(add_station, hall)
    for shape in outlines(do.session, region, Tier.COMMUNITY):
        keeper(
            add_station,
            StationDraft(
                f"{shape.code}-H0",
                f"{shape.name}会场",
                VideoKind.STATION,
                VideoTier.VILLAGE,
                shape.code,
                shape.centre,
            ),
        )
    rows: list[dict[str, Any]] = []
    for shape in outlines(do.session, region, Tier.GRID):
        corners = max(shape.rings, key=len)
        for at in range(chance.choice((1, 1, 2))):
            x, y = chance.choice(corners)
            broken = chance.random() < BROKEN
            rows.append(
                {
                    "id": new_id(),
                    "code": f"{shape.code}-{at + 1:02d}",
                    "name": f"{shape.name} {PLACES[(at + len(rows)) % len(PLACES)]}",
                    "kind": VideoKind.CAMERA,
                    "tier": VideoTier.VILLAGE,
                    "region": shape.code,
                    "longitude": shape.centre[0] + (x - shape.centre[0]) * 0.8,
                    "latitude": shape.centre[1] + (y - shape.centre[1]) * 0.8,
                    "address": "" if broken else f"rtsp://yanshi.invalid/{shape.code}-{at + 1:02d}",
                    "state": VideoState.BROKEN if broken else VideoState.WORKS,
                    "version": 1,
                }
            )
    Uow(do.session, do.who, now).add_many(VideoStation, rows)
