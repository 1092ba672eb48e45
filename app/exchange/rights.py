"""Rights of files that come and go, for whoever shows or hides what needs them."""

from app.accounts.rules import Right

IMPORT = Right.IMPORT
