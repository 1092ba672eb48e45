"""Rights of video stations by the names the desk uses."""

from app.accounts.rules import Right

WATCH = str(Right.WATCH_VIDEO)
KEEP = str(Right.KEEP_VIDEO)
EXPORT = str(Right.EXPORT)
EITHER = (WATCH, KEEP)
