"""Rights of the three lists by the names the desk uses."""

from app.accounts.rules import Right

READ = str(Right.READ_PARTY)
KEEP = str(Right.KEEP_LISTS)
