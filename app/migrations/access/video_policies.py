"""Who may read and keep the register of cameras: a stream shows people, so nobody else reads
where it can be had, and by a door alone (`video.sql`): each time stands in the journal first.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import MINE, OF_CASE, exists, reaches
from app.migrations.access.policy import ADMIN, DESK, Policy
from app.territory.video.rules import SCHEMES

_KEEP = reaches("region", Right.KEEP_VIDEO)
_STREAM = (
    f"(address = '' OR address ~ '^({'|'.join(SCHEMES)})://[^/@?#[:space:]]+"
    "([/?#][^[:space:][:cntrl:]]*)?$')"
)
"""Opened at other desks: a stream without a login, and no file of theirs."""

_ONE = "s.kind = 'station' AND s.name ="
_OF_HOST = exists(
    "video_station s", f"s.id = host_id AND {_ONE} host AND s.tier = video_conference.tier"
)
_OF_SEAT = exists("video_station s", f"s.id = station_id AND {_ONE} station_name")
_OF_INCIDENT = exists("incident i", "i.id = incident_id")
_OF_CONFERENCE = "c.id = conference_id"
_OWN = f"{MINE} AND person_name = (SELECT jz.my_name()) AND jz.is_now(recorded_at)"

VIDEO: dict[str, Policy] = {
    "video_station": Policy(
        (DESK, ADMIN),
        reaches("region", Right.WATCH_VIDEO, Right.KEEP_VIDEO),
        f"{_KEEP} AND {_STREAM}",
        _KEEP,
        become=f"{_KEEP} AND {_STREAM}",
        columns=(
            *("id", "code", "name", "kind", "tier", "region", "longitude", "latitude"),
            *("state", "version"),
        ),
    ),
    # What was held is written in one's own name, now, and never changed: a correction is another
    # row, of the same region as a foreign key sees to.
    "video_conference": Policy(
        (DESK,),
        reaches("region", Right.READ_COMMAND),
        f"{reaches('region', Right.COMMAND)} AND {_OWN}"
        " AND held_to <= now() + interval '15 minutes'"
        f" AND (host_id IS NULL OR {_OF_HOST})"
        f" AND (incident_id IS NULL OR {_OF_INCIDENT}) AND (case_id IS NULL OR {OF_CASE})",
    ),
    "video_conference_seat": Policy(
        (DESK,),
        exists("video_conference c", _OF_CONFERENCE),
        exists(
            "video_conference c",
            f"{_OF_CONFERENCE} AND c.person_id = (SELECT jz.me()) AND jz.is_now(c.recorded_at)",
        )
        + f" AND {_OF_SEAT}",
    ),
}
