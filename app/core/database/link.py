"""Whether the server answers, as the one connection that listens sees it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.core.clock import Clock
from app.core.errors import AppError


@dataclass(frozen=True, slots=True)
class LinkState:
    """How the server answers.

    Attributes:
        is_well: False while it does not.
        answered_at: When it last did (server time as far as known, aware); None before the
            first answer.
        refused: Why it is back and lets nobody in: the account was locked meanwhile, or has
            another password.
    """

    is_well: bool = True
    answered_at: datetime | None = None
    refused: AppError | None = None


Told = Callable[[LinkState], None]


class ServerLink:
    """One desk's knowledge of its server; may be used from any thread.

    Only the watcher finds out and tries again. Everybody else is refused at once while the
    server is away: what waits for a dead socket helps nobody, and a server that comes back is
    not to be met by all that was tried meanwhile. Without a watcher the link counts as well.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._state = LinkState()
        self._told: list[Told] = []

    @property
    def state(self) -> LinkState:
        """Return what is known now."""
        with self._lock:
            return self._state

    @property
    def is_well(self) -> bool:
        """Tell whether the server is there as far as known."""
        return self.state.is_well

    def answered(self) -> None:
        """Take that the server answered just now."""
        self._set(LinkState(is_well=True, answered_at=self._clock.now()))

    def lost(self, refused: AppError | None = None) -> None:
        """Take that it does not answer, or lets nobody in; what is shown dates from its last
        answer.
        """
        self._set(LinkState(is_well=False, answered_at=self.state.answered_at, refused=refused))

    def forget(self) -> None:
        """Know nothing any more: nobody watches."""
        self._set(LinkState(answered_at=self.state.answered_at))

    def subscribe(self, told: Told) -> Callable[[], None]:
        """Call `told` on the watching thread each time the server goes or returns; the way out
        is returned.
        """
        with self._lock:
            self._told.append(told)

        def leave() -> None:
            with self._lock:
                self._told = [each for each in self._told if each is not told]

        return leave

    def _set(self, state: LinkState) -> None:
        with self._lock:
            before = self._state
            moved = (state.is_well, bool(state.refused)) != (before.is_well, bool(before.refused))
            self._state = state
            listeners = tuple(self._told) if moved else ()
        for told in listeners:
            told(state)
