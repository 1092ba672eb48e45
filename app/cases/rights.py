"""The rights that concern cases, for whoever shows what a person may do with them."""

from app.accounts.rules import Right

READ = Right.READ_CASES
REGISTER = Right.REGISTER_CASE
ASSIGN = Right.ASSIGN_CASE
HANDLE = Right.HANDLE_CASE
CLOSE = Right.CLOSE_CASE
APPROVE = Right.APPROVE
SUPERVISE = Right.SUPERVISE_CASE
READ_FIGURES = Right.READ_FIGURES
READ_PERSONAL = Right.READ_PERSONAL
READ_CONFIDENTIAL = Right.READ_CONFIDENTIAL
MANAGE_KINDS = Right.MANAGE_KINDS
CALL_BACK = Right.CALL_BACK
EXPORT = Right.EXPORT
KEEP_PATROLS = Right.KEEP_PATROLS
READ_TERRITORY = Right.READ_TERRITORY
TO_REMIND = (ASSIGN, SUPERVISE, APPROVE)
"""Any of these lets somebody remind: the dispatcher, the supervisor, the director."""
TO_COUNT = (READ_FIGURES, READ, HANDLE)
"""Any of these lets somebody see how reporters answered: of their area, or of their unit."""
TO_MARK = (REGISTER, ASSIGN, CLOSE, CALL_BACK, APPROVE, SUPERVISE)
"""Whoever does any of this at a case's desk works on it, as do those who have it in hand."""

__all__ = [
    "APPROVE",
    "ASSIGN",
    "CALL_BACK",
    "CLOSE",
    "EXPORT",
    "HANDLE",
    "KEEP_PATROLS",
    "MANAGE_KINDS",
    "READ",
    "READ_CONFIDENTIAL",
    "READ_FIGURES",
    "READ_PERSONAL",
    "READ_TERRITORY",
    "REGISTER",
    "SUPERVISE",
    "TO_COUNT",
    "TO_MARK",
    "TO_REMIND",
    "Right",
]
