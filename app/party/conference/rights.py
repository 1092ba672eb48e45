"""Rights of committee and conference by the names the desk uses."""

from app.accounts.rules import Right

READ = str(Right.READ_PARTY)
KEEP = str(Right.MANAGE_PARTY)
