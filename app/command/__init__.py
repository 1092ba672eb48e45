"""The command room: what the wall of screens shows."""
