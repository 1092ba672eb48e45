"""Rights of red compounds by the names the desk uses."""

from app.accounts.rules import Right

READ = str(Right.READ_PARTY)
KEEP = str(Right.KEEP_ACTIVITIES)
EXPORT = str(Right.KEEP_ACTIVITIES)
