"""The foot of the form: when the draft was kept, what is missing, and the two ways to save."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.relative_time import exact_time
from ui.core.states import IconMark
from ui.core.theme import current, set_property

PADDING = 24
NAMED = 3  # more names than that have no room beside the buttons


class FormBar(QFrame):
    """Says why a button is closed."""

    register = Signal()
    assign = Signal()
    collapse = Signal()

    def __init__(self, *, may_assign: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setFixedHeight(current().sizes.action_bar)
        self._mark = IconMark("ph.cloud-check", "ok", current().sizes.icon)
        self._draft = label("", "caption")
        self._missing = label("", "error")
        self.collapse_button = Button(self.tr("收起"), kind="ghost", key="Esc")
        self.register_button = Button(self.tr("只登记"), kind="plain")
        self.assign_button = Button(self.tr("登记并分流"), kind="primary", key="Ctrl+Return")
        if not may_assign:
            self.register_button.setText(self.tr("登记"))
            self.register_button.set_key("Ctrl+Return")
            self.register_button.set_kind("primary")
            self.assign_button.hide()
        self.collapse_button.clicked.connect(self.collapse)
        self.register_button.clicked.connect(self.register)
        self.assign_button.clicked.connect(self.assign)
        line = QHBoxLayout(self)
        line.setContentsMargins(PADDING, 0, PADDING, 0)
        line.setSpacing(8)
        line.addWidget(self._mark)
        line.addWidget(self._draft)
        line.addStretch(1)
        line.addWidget(self.collapse_button)
        line.addWidget(self._missing)
        line.addWidget(self.register_button)
        line.addWidget(self.assign_button)
        self.tell_draft("")

    def tell_kept(self, at: datetime) -> None:
        """Say when the draft was written."""
        self.tell_draft(self.tr("草稿 {time} 已存").format(time=exact_time(at)))

    def tell_restored(self, at: datetime) -> None:
        """Say that what stands there comes from a draft."""
        self.tell_draft(self.tr("已恢复 {time} 的草稿").format(time=exact_time(at)))

    def tell_draft(self, words: str, *, good: bool = True, why: str = "") -> None:
        """Say how it stands with the draft; "" for nothing yet."""
        self._draft.setText(words)
        self._draft.setToolTip(why)
        self._mark.set_icon(
            "ph.check-circle" if good else "ph.warning-circle", "ok" if good else "over"
        )
        self._mark.setVisible(bool(words))

    def tell_missing(
        self, missing: tuple[str, ...], missing_to_assign: tuple[str, ...], *, begun: bool
    ) -> None:
        """Close the buttons that cannot save yet, and say what is missing.

        Args:
            missing: What keeps the case from being registered.
            missing_to_assign: What besides keeps it from being assigned.
            begun: Something was typed: only then is what is missing a mistake.
        """
        self.register_button.setEnabled(not missing)
        self.assign_button.setEnabled(not missing and not missing_to_assign)
        shown = missing
        words = self.tr("还差 {count} 项：{names}")
        if not missing and missing_to_assign and self.assign_button.isVisibleTo(self):
            shown = missing_to_assign
            words = self.tr("分流还差：{names}")
        names = "、".join(shown[:NAMED]) + ("…" if len(shown) > NAMED else "")
        text = words.format(count=len(shown), names=names) if shown else ""
        self._missing.setText(text)
        set_property(self._missing, "role", "error" if missing and begun else "caption")

    def set_busy(self) -> None:
        """Close everything while it is saved."""
        for button in (self.register_button, self.assign_button, self.collapse_button):
            button.setEnabled(False)
        self._missing.setText(self.tr("正在登记…"))
        set_property(self._missing, "role", "caption")

    def set_ready(self) -> None:
        """Open the way back; `tell_missing` opens the others."""
        self.collapse_button.setEnabled(True)

    @property
    def missing_text(self) -> str:
        """What it says is missing."""
        return self._missing.text()

    @property
    def draft_text(self) -> str:
        """What it says of the draft."""
        return self._draft.text()
