"""Rights of duty by the names the desk uses."""

from app.accounts.rules import Right

READ = str(Right.READ_TERRITORY)
KEEP = str(Right.KEEP_DUTY)
