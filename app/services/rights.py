"""Rights of services by the names the desk uses."""

from app.accounts.rules import Right

READ = str(Right.READ_SERVICES)
KEEP = str(Right.MANAGE_SERVICES)
SERVE = str(Right.SERVE_WINDOW)
