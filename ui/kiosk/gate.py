"""The way out, for the staff: a code, and patience after wrong ones."""

from app.core.clock import Clock
from ui.core.preferences import Preferences

FREE, FIRST_S, LONGEST_S = 3, 60, 3600
_WRONG, _UNTIL = "staff/wrong", "staff/until"
_OLD_KNOWN = "staff/known"
"""Where earlier versions kept what proves the code, in plain text."""


class Gate:
    """How often a wrong code was given; kept on the disk, so that a new start forgives nothing."""

    def __init__(self, kept: Preferences, clock: Clock) -> None:
        self._kept = kept
        self._clock = clock

    def closed_s(self) -> int:
        """Return for how many seconds no code is taken."""
        until = self._number(_UNTIL)
        return max(0, min(LONGEST_S, until - int(self._clock.now().timestamp())))

    def wrong(self) -> None:
        """Count a wrong one: after some it closes, for longer each time."""
        count = self._number(_WRONG) + 1
        self._kept.set_text(_WRONG, str(count))
        if count >= FREE:
            wait = min(LONGEST_S, FIRST_S * 2 ** (count - FREE))
            self._kept.set_text(_UNTIL, str(int(self._clock.now().timestamp()) + wait))
        self._kept.save()

    def right(self) -> None:
        """Forget the wrong ones."""
        self._kept.set_text(_WRONG, "0")
        self._kept.set_text(_UNTIL, "0")
        self._kept.save()

    def old_known(self) -> str:
        """Return what an earlier version remembered here of the right code, "" for nothing."""
        return self._kept.text(_OLD_KNOWN)

    def drop_old_known(self) -> None:
        """Let nothing of the code stand here."""
        self._kept.remove(_OLD_KNOWN)
        self._kept.save()

    def _number(self, name: str) -> int:
        text = self._kept.text(name)
        return int(text) if text.isascii() and text.isdecimal() else 0
