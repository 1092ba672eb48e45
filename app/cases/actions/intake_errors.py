"""Why a new case is not registered as it was told."""

from app.core.errors import AppError


class UnknownRegion(AppError):
    """The code is not in the tree, no longer in use, or above a street; facts: ``region``."""

    code = "cases.unknown_region"


class UnknownCategory(AppError):
    """The kind is not in the tree; facts: ``category``."""

    code = "cases.unknown_category"


class ExternalNumberTaken(AppError):
    """The source's own number has been registered already; facts: ``number``."""

    code = "cases.external_number_taken"


class ExternalNumberTooLong(AppError):
    """The source's own number is longer than can be kept; facts: ``limit``."""

    code = "cases.external_number_too_long"


class PointIncomplete(AppError):
    """A point with one of its two degrees."""

    code = "cases.point_incomplete"


class HappenedLater(AppError):
    """The event is said to have happened in the future."""

    code = "cases.happened_later"
