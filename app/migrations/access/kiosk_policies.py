"""Who may read and write what the machines in the hall hand in, say of themselves and show."""

from app.accounts.rules import Right
from app.cases.actions.steps import MAX_TEXT
from app.kiosk.rules import ASKINGS, MESSAGES, PHOTO_MOST, RATINGS
from app.migrations.access.conditions import ME, MINE, OF_CASE, WORKS, kiosk_row, reaches
from app.migrations.access.policy import ADMIN, DESK, KIOSK, Policy

_HERE = "{} LIKE ANY ((SELECT jz.kiosk_reach())::text[])"


def _moment(name: str) -> str:
    """Return the condition that a moment is one a program can read: an endless one would keep the
    keeper, and so all other messages, from going on. How a machine's clock stands is its own.
    """
    return f"coalesce({name} BETWEEN '1900-01-01+00' AND '9000-01-01+00', true)"


_IS_ME = (
    f"{MINE} AND {_HERE.format('region')} AND jz.is_now(at)"
    f" AND {_moment('used_at')} AND {_moment('started_at')}"
)
_LOOKS = reaches("region", Right.MANAGE_SETTINGS)

KIOSKS: dict[str, Policy] = {
    # What is read of them goes through a door, or is the service's alone.
    "kiosk_asking": Policy((KIOSK,), None, kiosk_row(ASKINGS)),
    "kiosk_message": Policy(
        (KIOSK,),
        None,
        f"{kiosk_row(MESSAGES)} AND {_HERE.format('region')}"
        f" AND length(text) <= {MAX_TEXT} AND receipt_code ~ '^[2-9A-Z]{{8}}$'"
        f" AND coalesce(octet_length(photo), 0) <= {PHOTO_MOST} AND {_moment('told_at')}"
        " AND coalesce(longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90, true)",
    ),
    "kiosk_rating": Policy((KIOSK,), None, kiosk_row(RATINGS)),
    # What was set aside is told to whoever looks after the machines, without a word of it; the
    # keeper alone sets aside, and taking the note away lets it be tried again.
    "kiosk_refused": Policy((ADMIN,), _LOOKS, None, remove=_LOOKS),
    "kiosk_reply": Policy(
        (DESK,),
        OF_CASE,
        f"{WORKS} AND person_id = {ME} AND person_name = (SELECT jz.my_name()) AND jz.is_now(at)",
    ),
    "kiosk_state": Policy(
        (KIOSK, ADMIN),
        f"{MINE} OR {reaches('region', Right.OPERATE)}",
        _IS_ME,
        MINE,
        become=_IS_ME,
        fields=("at", "name", "region", "used_at", "version", "waiting", "trouble", "started_at"),
    ),
    # A machine reads what it shows through a door.
    "kiosk_look": Policy((ADMIN,), _LOOKS, _LOOKS, _LOOKS),
}
