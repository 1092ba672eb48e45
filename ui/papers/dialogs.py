"""What is asked before a paper goes on: why it is corrected, whether it is signed, who gets it."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui.core.dialogs import ConsequenceDialog

HEIGHT_PX = 260
REASON_MOST = 200


def sign_dialog(what: str, parent: QWidget) -> ConsequenceDialog:
    """Ask whether a paper is signed."""
    translate = QCoreApplication.translate
    return ConsequenceDialog(
        translate("PaperDialogs", "签发{what}？").format(what=what),
        translate(
            "PaperDialogs",
            "给号、写上今天的日期，以后谁也改不了；要改只能出更正的新一版，写明改了什么。",
        ),
        do=translate("PaperDialogs", "签发"),
        leave=translate("PaperDialogs", "先不签发"),
        parent=parent,
    )


class ReasonDialog(ConsequenceDialog):
    """Asks why a signed paper is corrected."""

    def __init__(self, what: str, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("PaperDialogs", "更正{what}？").format(what=what),
            translate(
                "PaperDialogs",
                "按现在的数据重新取数，成为新的一版，开头写明改了哪些数和原因；签发过的那一版原样保留。",
            ),
            do=translate("PaperDialogs", "出更正的一版"),
            leave=translate("PaperDialogs", "先不更正"),
            parent=parent,
        )
        self.reason = QLineEdit()
        self.reason.setMaxLength(REASON_MOST)
        self.reason.setPlaceholderText(translate("PaperDialogs", "原因，例如：补录 1 件"))
        self.reason.setAccessibleName(translate("PaperDialogs", "更正原因"))
        self.add(self.reason)
        self.do_button.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.do_button.setEnabled(bool(text.strip())))
        self.reason.setFocus()


class UnitsDialog(ConsequenceDialog):
    """Asks to which units a paper goes."""

    def __init__(self, what: str, units: Sequence[tuple[UUID, str]], parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("PaperDialogs", "印发{what}").format(what=what),
            translate(
                "PaperDialogs", "选中的单位在自己的“报表”里看到这一期，签收后这里看得到时间和人。"
            ),
            do=translate("PaperDialogs", "印发"),
            leave=translate("PaperDialogs", "先不印发"),
            parent=parent,
        )
        self.list = QListWidget()
        self.list.setFixedHeight(HEIGHT_PX)
        self.list.setAccessibleName(translate("PaperDialogs", "送达单位"))
        for key, name in units:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.add(self.list)
        self.do_button.setEnabled(False)
        self.list.itemChanged.connect(lambda _: self.do_button.setEnabled(bool(self.chosen)))

    @property
    def chosen(self) -> tuple[UUID, ...]:
        """The units that are ticked."""
        items = (self.list.item(at) for at in range(self.list.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )
