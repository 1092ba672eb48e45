"""Wires the program below the desk; see `parts` for what that is, `founding` for the first day."""

from app.bootstrap.parts import Parts, make_ready, open_parts

__all__ = ["Parts", "make_ready", "open_parts"]
