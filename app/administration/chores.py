"""What the keeper does for the house: room on its disk, what is past its date, the backup."""

from datetime import timedelta

from app.administration.backup.scheduled import CHORE, back_up_as_planned
from app.administration.checks import watch_room
from app.administration.retention import ERASING, erase_as_released
from app.core.chores import Chore


def administration_chores() -> tuple[Chore, ...]:
    """Return the chores of administration; those that take long come last."""
    return (
        Chore("administration.room", timedelta(minutes=10), watch_room),
        Chore(ERASING, timedelta(hours=6), erase_as_released),
        Chore(CHORE, timedelta(minutes=10), back_up_as_planned),
    )
