"""What may be done with a unit that is held: what it said, calling again, letting it go."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.command.forces.actions.calling import answer_call, call_again, heard_of, release_unit
from app.command.forces.rules import UnitAnswer
from app.command.incidents.queries import CallRow, IncidentDetail
from app.core.ids import new_id
from ui.core.menus import MenuEntry, menu_of
from ui.core.slices import Desk


class UnitDeeds(QObject):
    """Offers a menu at the roll call; every choice is one write."""

    def __init__(self, desk: Desk, view: QWidget) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self.dialog: Any = None

    def offer(self, detail: IncidentDetail | None, call: CallRow) -> None:
        """Offer what may be done with a unit; the likely next step first."""
        entries = self.entries(detail, call)
        if entries:
            self.dialog = menu_of(entries, self._view)
            self.dialog.popup(self._view.mapToGlobal(self._view.rect().center()))

    def entries(self, detail: IncidentDetail | None, call: CallRow) -> tuple[MenuEntry, ...]:
        """Return what may be done with a unit; nothing once it is released."""
        if detail is None or call.released_at is not None:
            return ()
        found = []
        if detail.may_work:
            found = [
                MenuEntry(self.tr("到场了"), self._said(call, UnitAnswer.ARRIVED), icon="ph.check"),
                MenuEntry(self.tr("在途，几分钟到"), lambda: self._coming(call)),
                MenuEntry(self.tr("应答点名"), self._done(heard_of, call), icon="ph.broadcast"),
                MenuEntry(self.tr("再叫一次"), self._done(call_again, call), icon="ph.phone-call"),
                MenuEntry(self.tr("来不了"), self._said(call, UnitAnswer.REFUSED), icon="ph.x"),
            ]
        if detail.may_commit:
            found.append(MenuEntry(self.tr("放回"), self._done(release_unit, call)))
        return tuple(found)

    def _said(self, call: CallRow, answer: UnitAnswer) -> Callable[[], object]:
        key = new_id()
        return lambda: self._write(lambda uow: answer_call(uow, call.id, answer, command_key=key))

    def _done(self, action: Callable[..., object], call: CallRow) -> Callable[[], object]:
        key = new_id()
        return lambda: self._write(lambda uow: action(uow, call.id, command_key=key))

    def _coming(self, call: CallRow) -> None:
        from ui.command.dialogs import ComingDialog

        self.dialog = ComingDialog(self._desk, call, self._view.window())
        self.dialog.open()

    def _write(self, action: Callable[[Any], object]) -> None:
        self._desk.write(action, lambda _: None, self._desk.notices.report)
