"""Why an order of posture is refused; the sentences stand in command.toml."""

from app.core.errors import AppError


class OrderedMeanwhile(AppError):
    """Somebody gave an order since; facts: ``name``, ``level``, ``moment``."""

    code = "command.ordered_meanwhile"


class OrderSame(AppError):
    """The region is in that posture already."""

    code = "command.order_same"


class OrderWithoutReason(AppError):
    """An order says why."""

    code = "command.order_reason"


class OrderWrong(AppError):
    """A share, rhythm or number that makes no sense."""

    code = "command.order_wrong"
