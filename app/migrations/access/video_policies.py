"""Who may read and keep the register of cameras: a stream shows people, so nobody else reads
where it can be had, and by a door alone (`video.sql`): each time stands in the journal first.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import reaches
from app.migrations.access.policy import ADMIN, DESK, Policy
from app.territory.video.rules import SCHEMES

_KEEP = reaches("region", Right.KEEP_VIDEO)
_STREAM = (
    f"(address = '' OR address ~ '^({'|'.join(SCHEMES)})://[^/@?#[:space:]]+"
    "([/?#][^[:space:][:cntrl:]]*)?$')"
)
"""Opened at other desks: a stream without a login, and no file of theirs."""

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
}
