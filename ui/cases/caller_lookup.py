"""Looks a caller's number up while it is typed: written down first, off the GUI thread."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.cases import rights
from app.cases.actions.callers import look_up_caller
from app.cases.personal import clean_phone, names_a_caller
from app.cases.queries.callers import CallersCases, callers_cases
from app.core.errors import AppError
from app.core.ids import new_id
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.slices import Desk

PAUSE_MS = 350
SAME_LOOKUP = timedelta(seconds=20)
"""A number typed again within that is the same lookup, journaled once."""


class CallerLookup(QObject):
    """Holds one number at a time; another one, or none, drops what was on its way."""

    found = Signal(object)  # CallersCases, or None: nothing is known of the present number
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._may = desk.actor.may(rights.REGISTER) and desk.actor.may(rights.READ_PERSONAL)
        self._number = ""
        self._last: tuple[str, UUID, datetime] | None = None
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self._ask)

    def set_phone(self, typed: str) -> None:
        """Look up what is typed once it is a whole number of a person; else nothing."""
        number = _whole_number(typed) if self._may else ""
        if number == self._number:
            return
        self._drop()
        self._number = number
        if number:
            self._soon.start()

    def forget(self) -> None:
        """The form is cleared: nothing of the caller stays."""
        self._drop()
        self._number, self._last = "", None

    def _drop(self) -> None:
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.found.emit(None)

    def _ask(self) -> None:
        number, key = self._number, self._key_of(self._number)
        database = self._desk.parts.database
        self._job = self._desk.write(
            lambda uow: look_up_caller(uow, number, database.state.pepper, command_key=key),
            self._written_down,
            self._failed,
        )

    def _key_of(self, number: str) -> UUID:
        now = self._desk.parts.clock.now()
        if self._last is None or self._last[0] != number or now - self._last[2] > SAME_LOOKUP:
            self._last = (number, new_id(), now)
        return self._last[1]

    def _written_down(self, request: UUID) -> None:
        desk, now = self._desk, self._desk.parts.clock.now()

        def read(session: Any) -> CallersCases:
            return callers_cases(session, desk.actor, request, now=now)

        self._job = desk.read(read, self._found, self._failed)

    def _found(self, cases: CallersCases) -> None:
        self._job = None
        self.found.emit(cases)

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self.failed.emit(explain(error).text)


def _whole_number(typed: str) -> str:
    try:
        number = clean_phone(typed)
    except AppError:
        return ""
    return number if names_a_caller(number) else ""
