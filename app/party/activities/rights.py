"""Rights of posts and activities by the names the desk uses."""

from app.accounts.rules import Right

READ = str(Right.READ_PARTY)
KEEP = str(Right.KEEP_ACTIVITIES)
