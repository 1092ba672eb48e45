"""Looks for what is likely the same matter while a case is typed, off the GUI thread."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.cases.queries.callers import CallersCases
from app.cases.queries.likely import LikelyCase, likely_cases
from app.cases.telling import Telling
from ui.cases.family.likely_card import LikelyCard
from ui.cases.form_values import FormValues
from ui.core.jobs import Job
from ui.core.slices import Desk

PAUSE_MS = 450
LEAST_WORDS = 4
"""Characters of a text from which there is something to compare."""


class LikelyBeside(QObject):
    """Asks again at each pause in typing; what was on its way for another text is dropped.

    Attributes:
        card: For beside the form.
    """

    merged = Signal(object)  # LikelyCase
    not_same = Signal(object)  # UUID of a case that was said to be another matter

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._asked: Telling | None = None
        self._phones: tuple[UUID, ...] = ()
        self._without: frozenset[UUID] = frozenset()
        self._wanted: Telling | None = None
        self.card = LikelyCard()
        self.card.merged.connect(self.merged)
        self.card.refused.connect(self._refuse)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self._ask)

    def tell(self, values: FormValues) -> None:
        """Take what is typed now."""
        enough = len(values.text.strip()) >= LEAST_WORDS or values.longitude is not None
        self._wanted = (
            Telling(
                text=values.text,
                at=self._desk.parts.clock.now(),
                category=values.category or None,
                region=values.region,
                place=values.place,
                longitude=values.longitude,
                latitude=values.latitude,
            )
            if enough
            else None
        )
        self._again()

    def tell_caller(self, cases: CallersCases | None) -> None:
        """Take which cases the same number reported, as far as that was looked up."""
        self._phones = tuple(row.id for row in cases.rows) if cases is not None else ()
        self._asked = None
        self._again()

    def forget(self) -> None:
        """The form is cleared."""
        self._wanted, self._phones, self._without = None, (), frozenset()
        self._again()

    def set_without(self, cases: Sequence[UUID]) -> None:
        """Take which cases were said to be another matter, e.g. by a draft."""
        self._without = frozenset(cases)

    @property
    def without(self) -> tuple[UUID, ...]:
        """Cases that were said to be another matter."""
        return tuple(sorted(self._without))

    @property
    def rests(self) -> bool:
        """Tell whether nothing is asked or waits to be."""
        return self._job is None and not self._soon.isActive()

    def _again(self) -> None:
        if self._wanted is None:
            self._soon.stop()
            self._drop()
            self._asked = None
            self.card.show_rows(())
        elif self._asked is None or replace(self._asked, at=self._wanted.at) != self._wanted:
            self._soon.start()

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _ask(self) -> None:
        self._drop()
        telling = self._wanted
        if telling is None:
            return
        self._asked = telling
        desk, phones, without = self._desk, self._phones, self._without
        self._job = desk.read(
            lambda session: likely_cases(
                session, desk.actor, telling, phones=phones, without=without
            ),
            self._found,
            self._failed,
        )

    def _found(self, rows: Sequence[LikelyCase]) -> None:
        self._job = None
        self.card.show_rows(rows)

    def _failed(self, _error: BaseException) -> None:
        """Show nothing: the form goes on without, and the status bar says what is wrong."""
        self._job = None
        self._asked = None
        self.card.show_rows(())

    def _refuse(self, row: LikelyCase) -> None:
        self._without |= {row.id}
        self._asked = None
        self.card.show_rows([line.row for line in self.card.lines if line.row.id != row.id])
        self.not_same.emit(row.id)
        self._again()
