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

__all__ = [
    "APPROVE",
    "ASSIGN",
    "CLOSE",
    "HANDLE",
    "MANAGE_KINDS",
    "READ",
    "READ_CONFIDENTIAL",
    "READ_FIGURES",
    "READ_PERSONAL",
    "REGISTER",
    "SUPERVISE",
    "Right",
]
