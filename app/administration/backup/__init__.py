"""Backing a database up, proving the backup, putting it back; on both engines."""

from app.administration.backup.whole import (
    BackedUp,
    How,
    Proof,
    Restored,
    backup,
    holds_real_data,
    restore,
)

__all__ = ["BackedUp", "How", "Proof", "Restored", "backup", "holds_real_data", "restore"]
