"""Why something of committee and conference is refused, each with a sentence about what to do."""

from app.core.errors import AppError


class MeetingFieldMissing(AppError):
    """Something that has to be said is not; facts: ``field``."""

    code = "conference.field_missing"


class MeetingRegionWrong(AppError):
    """Districts, streets and communities have a body; facts: ``region``."""

    code = "conference.region_wrong"


class SeatTermWrong(AppError):
    """A term ends before it begins."""

    code = "conference.term_wrong"


class SeatsExclude(AppError):
    """Somebody sits in the body already, full-time or part-time; facts: ``name``, ``kind``."""

    code = "conference.seats_exclude"


class SeatKindWrong(AppError):
    """A committee has full- and part-time members, a conference delegates; facts: ``body``."""

    code = "conference.kind_wrong"


class SeatEnded(AppError):
    """Somebody left their seat already; facts: ``name``."""

    code = "conference.seat_ended"


class MeetingElsewhere(AppError):
    """A meeting stands where this step does not begin; facts: ``state``."""

    code = "conference.elsewhere"


class MeetingTooEarly(AppError):
    """A meeting is not called for a moment that has passed, nor held before its day."""

    code = "conference.too_early"


class AttendedTwice(AppError):
    """Somebody is marked twice; facts: ``name``."""

    code = "conference.attended_twice"


class NotSeated(AppError):
    """Somebody is marked who has no seat in the body on that day."""

    code = "conference.not_seated"


class NobodySits(AppError):
    """A body without members cannot meet; facts: ``body``."""

    code = "conference.nobody_sits"


class VoidHasNoMinutes(AppError):
    """Too few came: nothing was resolved."""

    code = "conference.void_has_no_minutes"


class ItemElsewhere(AppError):
    """An item was concluded, carried on or dropped; facts: ``title``."""

    code = "conference.item_elsewhere"


class CaseNotTabled(AppError):
    """A case is not put before the body of this place (提请), or not any more."""

    code = "conference.case_not_tabled"


class CaseOnAgenda(AppError):
    """A case or matter stands on an agenda already; facts: ``meeting``."""

    code = "conference.case_on_agenda"


class MatterNotOpen(AppError):
    """A matter of a compound lies elsewhere, or has gone through all its stages."""

    code = "conference.matter_not_open"


class OwnerInactive(AppError):
    """A unit gets nothing new; facts: ``unit``."""

    code = "conference.owner_inactive"


class DueWrong(AppError):
    """A resolution is due before the day it was made."""

    code = "conference.due_wrong"


class ResolutionElsewhere(AppError):
    """A resolution stands where this is not said of it; facts: ``state``."""

    code = "conference.resolution_elsewhere"


class ItemsOpen(AppError):
    """Items have no result yet; facts: ``titles``."""

    code = "conference.items_open"
