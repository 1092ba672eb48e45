"""Shifts are planned and dropped, swapped by both consents, handed over with a note."""
