"""What other slices add to the panel of a case, a line or a section each."""

from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.core.slices import Desk, PanelSection


class CaseParts:
    """The sections that are offered at one desk; `desk.shared(CaseParts)` is the one of them."""

    def __init__(self, desk: Desk) -> None:
        self.parts: tuple[PanelSection, ...] = ()


class CaseSections(QWidget):
    """Stands in the panel of a case; built anew for each case, empty where nobody adds anything."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("scrolled", "true")
        self._desk = desk
        self._shown: UUID | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setVisible(False)

    def show_case(self, case_id: UUID) -> None:
        """Show what is known of a case elsewhere; each section refreshes itself."""
        parts = self._desk.shared(CaseParts).parts
        if case_id == self._shown or not parts:
            return
        self._shown = case_id
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for part in parts:
            self._column.addWidget(part.build(self._desk, case_id))
        self.setVisible(True)
