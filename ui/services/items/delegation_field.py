"""Whether communities handle an item for somebody: who gave it to whom, since when, by what."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import local
from app.services.items.rules import LINE_MOST, UNIT_MOST, Delegation
from ui.core.controls import Tick, label
from ui.core.date_field import DateField
from ui.core.slices import Desk
from ui.services.fields import one_line


class DelegationField(QWidget):
    """A tick, and behind it four lines."""

    def __init__(self, desk: Desk, given: Delegation | None) -> None:
        super().__init__()
        today = local(desk.parts.clock.now()).date()
        self.is_given = Tick(self.tr("下放给社区"))
        self.giver = one_line(given.giver if given else "", UNIT_MOST, self.tr("哪个部门下放"))
        self.taker = one_line(given.taker if given else "", UNIT_MOST, self.tr("下放给谁"))
        self.since = DateField(given.since if given else today)
        self.basis = one_line(given.basis if given else "", LINE_MOST, self.tr("依据的文件"))
        for widget, words in (
            (self.giver, self.tr("哪个部门下放")),
            (self.taker, self.tr("下放给谁")),
            (self.since, self.tr("哪天起")),
            (self.basis, self.tr("依据的文件")),
        ):
            widget.setAccessibleName(words)
        self._lines = QWidget()
        inner = QVBoxLayout(self._lines)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self.giver)
        top.addWidget(label("→", "second"))
        top.addWidget(self.taker)
        top.addWidget(self.since)
        inner.addLayout(top)
        inner.addWidget(self.basis)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.is_given)
        column.addWidget(self._lines)
        self.is_given.setChecked(given is not None)
        self._lines.setVisible(given is not None)
        self.is_given.toggled.connect(self._lines.setVisible)
        self.setFocusProxy(self.is_given)

    def delegation(self) -> Delegation | None:
        """Return who gave it to whom, None where nobody did."""
        if not self.is_given.isChecked():
            return None
        return Delegation(self.giver.text(), self.taker.text(), self.since.day(), self.basis.text())
