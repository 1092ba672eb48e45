"""Why points are refused, each with a sentence that says what to do instead."""

from app.core.errors import AppError


class PointsFieldMissing(AppError):
    """Something that has to be said is not; facts: ``field``."""

    code = "points.field_missing"


class PointsNumberWrong(AppError):
    """Points and caps are whole numbers within limits; facts: ``most``."""

    code = "points.number_wrong"


class PointsCapWrong(AppError):
    """A cap is lower than one time earns, or a longer period allows less than a shorter one."""

    code = "points.cap_wrong"


class PointsRuleOff(AppError):
    """Nothing is taken by this rule any more; facts: ``title``."""

    code = "points.rule_off"


class PointsForOneself(AppError):
    """Nobody puts down, confirms, hands out or puts right points of their own; facts: ``name``."""

    code = "points.oneself"


class PointsDayWrong(AppError):
    """A day that has not come, or lies in a year that is closed; facts: ``day``."""

    code = "points.day_wrong"


class PointsSecondWanted(AppError):
    """Whoever put a record down does not confirm it too."""

    code = "points.second_wanted"


class PointsDecided(AppError):
    """Somebody decided on the record already."""

    code = "points.decided"


class PointsCapReached(AppError):
    """The member has all the rule allows within that time; facts: ``title``, ``period``,
    ``cap``.
    """

    code = "points.cap_reached"


class PointsMemberGone(AppError):
    """The member stands in the roster no more; facts: ``name``."""

    code = "points.member_gone"


class PointsSaidTwice(AppError):
    """The same is put down for that member and day already; facts: ``title``, ``day``."""

    code = "points.said_twice"


class PointsKindTaken(AppError):
    """Another rule counts activities of that sort; facts: ``title``, ``kind``."""

    code = "points.kind_taken"


class PointsAttendanceGone(AppError):
    """The check-in a record comes from was taken back."""

    code = "points.attendance_gone"


class PointsActivityRuns(AppError):
    """An activity is not over: its list may still change; facts: ``title``."""

    code = "points.activity_runs"


class AttendanceCounted(AppError):
    """A check-in earned points, which only who keeps points takes back; facts: ``name``."""

    code = "points.attendance_counted"
