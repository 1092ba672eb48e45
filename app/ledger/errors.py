"""Why the ledger refuses something."""

from app.core.errors import AppError


class AmountWrong(AppError):
    """What goes over is a whole number above zero."""

    code = "ledger.amount_wrong"


class BalanceTooLow(AppError):
    """An account holds less than is asked; facts: ``balance``, ``asked``."""

    code = "ledger.balance_too_low"


class NotReversible(AppError):
    """It was put right before, or is itself what put something right."""

    code = "ledger.not_reversible"
