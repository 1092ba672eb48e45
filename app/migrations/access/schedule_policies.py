"""Who sets when papers are drawn by themselves: the keeper alone says how a time went."""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, reaches
from app.migrations.access.policy import DESK, Policy
from app.papers.schedules.rules import RESERVED

_KEEPS = reaches("region", Right.EXPORT)
_FOLDER = (
    r"folder = btrim(folder) AND folder <> '' AND folder !~ '^\.|\.$'"
    r""" AND folder !~ '[\\/:*?"<>|[:cntrl:]]'"""
    f" AND folder !~* '{RESERVED}'"
)
"""The keeper writes there: a folder lies in the centre's, and nowhere else."""
_FORMS = r"forms ~ '^\.(pdf|docx|xlsx)(,\.(pdf|docx|xlsx))*$'"

SCHEDULES = {
    "paper_schedule": Policy(
        (DESK,),
        _KEEPS,
        f"{_KEEPS} AND {_FOLDER} AND {_FORMS} AND person_id = {ME}"
        " AND person = (SELECT jz.my_name()) AND jz.is_now(set_at)",
    ),
    "paper_run": Policy((DESK,), _KEEPS),
    "paper_run_ask": Policy(
        (DESK,),
        _KEEPS,
        f"{_KEEPS} AND person_id = {ME} AND person = (SELECT jz.my_name()) AND jz.is_now(at)",
    ),
}
