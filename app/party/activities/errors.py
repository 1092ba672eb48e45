"""Why posts and activities refuse something; the sentences stand in activities.toml."""

from app.core.errors import AppError


class ActivityFieldMissing(AppError):
    """Something that has to be said is not; facts: ``field``."""

    code = "activities.field_missing"


class ActivityKindUnknown(AppError):
    """The administrator keeps no such sort; facts: ``kind``."""

    code = "activities.kind_unknown"


class ActivityRegionWrong(AppError):
    """It is of no street, community or grid that is known; facts: ``region``."""

    code = "activities.region_wrong"


class ActivityTimeWrong(AppError):
    """It ends before it begins, or takes longer than a week."""

    code = "activities.time_wrong"


class ActivityNumberWrong(AppError):
    """How many are wanted is a whole number from 1 on; facts: ``most``."""

    code = "activities.number_wrong"


class ActivitySmall(AppError):
    """More have a place already than there would be; facts: ``taken``."""

    code = "activities.too_small"


class ActivityOver(AppError):
    """It was called off, or its minutes are written; facts: ``title``."""

    code = "activities.over"


class ActivityBegun(AppError):
    """Somebody checked in already; facts: ``title``."""

    code = "activities.begun"


class ActivityAhead(AppError):
    """It has not begun, or not ended; facts: ``title``, ``moment``."""

    code = "activities.ahead"


class SignedUpAlready(AppError):
    """The member is on the list; facts: ``name``."""

    code = "activities.signed_up_already"


class SignedOff(AppError):
    """The sign-up was taken back; facts: ``name``."""

    code = "activities.signed_off"


class StillWaiting(AppError):
    """The member is on the waiting list; facts: ``name``, ``place``."""

    code = "activities.still_waiting"


class CheckedInAlready(AppError):
    """The member checked in; facts: ``name``, ``moment``, ``by``."""

    code = "activities.checked_in_already"


class TicketUnknown(AppError):
    """No sign-up of the activity has that number; facts: ``ticket``."""

    code = "activities.ticket_unknown"


class MemberAway(AppError):
    """No such member in reach: they left, or belong elsewhere."""

    code = "activities.member_away"


class PostFull(AppError):
    """As many took the post as are wanted; facts: ``title``, ``wanted``."""

    code = "activities.post_full"


class PostClosed(AppError):
    """The post is closed; facts: ``title``."""

    code = "activities.post_closed"


class ClaimedAlready(AppError):
    """The member took the post already; facts: ``name``."""

    code = "activities.claimed_already"


class ClaimEnded(AppError):
    """The post was given back already; facts: ``name``."""

    code = "activities.claim_ended"


class NotCheckedIn(AppError):
    """Somebody is not checked in, or not any more; facts: ``name``."""

    code = "activities.not_checked_in"
