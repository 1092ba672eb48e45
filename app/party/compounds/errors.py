"""Why red compounds refuse something; the sentences stand in compounds.toml."""

from app.core.errors import AppError


class NotACompound(AppError):
    """The place is no compound, or no service station, of today."""

    code = "compounds.not_a_compound"


class SeatsWrong(AppError):
    """More members than seats, or a number that makes no sense."""

    code = "compounds.seats_wrong"


class BranchElsewhere(AppError):
    """The organisation stands elsewhere, or is dissolved."""

    code = "compounds.branch_elsewhere"


class ServedAlready(AppError):
    """The station serves the compound already."""

    code = "compounds.served_already"


class MatterUntitled(AppError):
    """A matter has to be told."""

    code = "compounds.untitled"


class StageOrder(AppError):
    """A stage comes before: ``stage``; or its day does."""

    code = "compounds.stage_order"


class StageDone(AppError):
    """The stage was put down already: ``stage``, ``day``."""

    code = "compounds.stage_done"


class StageDayWrong(AppError):
    """Stages are due one after another, and none is done before its day: ``day``."""

    code = "compounds.stage_day"
