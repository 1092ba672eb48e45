"""The foot of the form: when the draft was kept, what is missing, and the two ways to save."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, key_words, label
from ui.core.notice_bar import FOOT_PROPERTY
from ui.core.relative_time import exact_time
from ui.core.states import IconMark
from ui.core.theme import current, set_property

PADDING = 24
NAMED = 3  # more names than that have no room beside the buttons


class FormBar(QFrame):
    """Says why a button is closed."""

    register = Signal()
    assign = Signal()
    solve = Signal()
    collapse = Signal()

    def __init__(
        self, *, may_assign: bool, may_solve: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setProperty(FOOT_PROPERTY, "true")
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
        self.solve_button = Button(self.tr("自处置（拍照结案）"), kind="plain")
        self.solve_button.setToolTip(
            self.tr("当场办好的小事：登记、照片、结案一步完成（{key}）").format(
                key=key_words("Ctrl+Shift+Return")
            )
        )
        self.solve_button.setVisible(may_solve)
        self.collapse_button.clicked.connect(self.collapse)
        self.solve_button.clicked.connect(self.solve)
        self.register_button.clicked.connect(self.register)
        self.assign_button.clicked.connect(self.assign)
        self._lay_out(stacked=may_solve)
        self.tell_draft("")

    def _lay_out(self, *, stacked: bool) -> None:
        """Put all in one line; `stacked` where a third way to save needs the room."""
        kept = QHBoxLayout()
        kept.setSpacing(8)
        kept.addWidget(self._mark)
        kept.addWidget(self._draft)
        kept.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(PADDING, 0, PADDING, 0)
        line.setSpacing(8)
        if stacked:
            said = QVBoxLayout()
            said.setSpacing(0)
            said.addStretch(1)
            said.addWidget(self._missing)
            said.addLayout(kept)
            said.addStretch(1)
            line.addLayout(said, 1)
            line.addWidget(self.collapse_button)
        else:
            line.addLayout(kept)
            line.addStretch(1)
            line.addWidget(self.collapse_button)
            line.addWidget(self._missing)
        for button in (self.solve_button, self.register_button, self.assign_button):
            line.addWidget(button)

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
        self.solve_button.setEnabled(not missing)
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
        ways = (self.register_button, self.solve_button, self.assign_button)
        for button in (*ways, self.collapse_button):
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
