"""The rights that concern the Party's affairs, for whoever shows what a person may do."""

from app.accounts.rules import Right

READ = Right.READ_PARTY
MANAGE = Right.MANAGE_PARTY
READ_PERSONAL = Right.READ_MEMBER_PERSONAL
CONFIRM_REPORT_IN = Right.CONFIRM_REPORT_IN
MANAGE_POINTS = Right.MANAGE_POINTS

__all__ = ["CONFIRM_REPORT_IN", "MANAGE", "MANAGE_POINTS", "READ", "READ_PERSONAL"]
