"""Who may read and write what is kept of feeds."""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, MINE, may, reaches
from app.migrations.access.policy import DESK, Policy

_KEEPS = reaches("region", Right.IMPORT)
_ANY = f"{may(Right.IMPORT)}"
_FOLDER = (
    r"folder = btrim(folder) AND folder <> '' AND folder !~ '^\.|\.$'"
    r""" AND folder !~ '[\\/:*?"<>|[:cntrl:]]'"""
)
_WATCHES = f"{_KEEPS} AND {_FOLDER}"
"""The keeper writes and moves files there: a folder lies in the centre's, and nowhere else."""

FEEDS = {
    "feed": Policy((DESK,), _KEEPS, _WATCHES, _KEEPS, become=_WATCHES),
    # How a form of another office is read is no secret of a street; who changes it is.
    "feed_mapping": Policy((DESK,), _ANY, _KEEPS, _KEEPS),
    # A desk hands in, stops and goes on; what became of a file the service alone says.
    "feed_file": Policy(
        (DESK,),
        _KEEPS,
        f"{_KEEPS} AND {MINE} AND feed_id IS NULL AND state = 'waiting' AND new = 0",
        f"{_KEEPS} AND state IN ('waiting', 'running', 'stopped')",
        become=f"{_KEEPS} AND state IN ('waiting', 'running', 'stopped')",
        fields=("state", "wants_stop", "ended_at"),
    ),
    # It names people: whoever handed it in reads it at home, and here nobody.
    "feed_part": Policy(
        (DESK,),
        None,
        "EXISTS (SELECT 1 FROM feed_file f WHERE f.id = file_id"  # noqa: S608  of ours
        f" AND f.person_id = {ME} AND f.state = 'waiting')",
    ),
}
