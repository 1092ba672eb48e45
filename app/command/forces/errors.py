"""Why units refuse something; the sentences stand in command.toml."""

from app.core.errors import AppError


class UnitUnnamed(AppError):
    """A unit has a name and people."""

    code = "command.unit_unnamed"


class UnitRetired(AppError):
    """The unit stands no more."""

    code = "command.unit_retired"


class CheckInWrong(AppError):
    """On duty for some hours, with some people."""

    code = "command.check_in_wrong"


class CommittedElsewhere(AppError):
    """The unit is committed to another incident; facts: ``unit``, ``incident``."""

    code = "command.committed_elsewhere"


class CalledAlready(AppError):
    """The unit was called to this incident; facts: ``unit``."""

    code = "command.called_already"


class NotOnDuty(AppError):
    """The unit is not on duty; facts: ``unit``."""

    code = "command.not_on_duty"


class ReleasedAlready(AppError):
    """The unit was released."""

    code = "command.released_already"


class DrillWrong(AppError):
    """A drill was on a day that has come, with a topic."""

    code = "command.drill_wrong"
