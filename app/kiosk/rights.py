"""The rights by which the machines in the hall are kept and residents answered."""

from app.accounts.rules import Right

MANAGE: str = Right.MANAGE_SETTINGS
"""The right to decide what machines show."""
REPLIES: str = Right.READ_CASES
"""The right to read what was answered to residents; who may answer is asked of each case."""
