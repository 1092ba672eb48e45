"""Rights of command by the names the desk uses."""

from app.accounts.rules import Right

READ = str(Right.READ_COMMAND)
ACT = str(Right.COMMAND)
ORDER = str(Right.ORDER_POSTURE)
KEEP_FORCES = str(Right.KEEP_FORCES)
COMMIT = str(Right.COMMIT_FORCES)
READ_PERSONAL = str(Right.READ_PERSONAL)
EXPORT = str(Right.EXPORT)
DRIVE_WALL = str(Right.DRIVE_WALL)
