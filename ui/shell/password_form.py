"""Choosing a new password: at the first sign-in, and from the personal menu."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.forms import Checks, FormField
from ui.core.notices import explain
from ui.core.shortcuts import on_save
from ui.shell.ground import Admitted, renew_password
from ui.shell.password_field import PasswordField
from ui.shell.program import Program

LABEL_WIDTH = 84


@dataclass(frozen=True, slots=True)
class PasswordChoice:
    """What was typed."""

    old: str
    new: str


class PasswordForm(QWidget):
    """Old one (unless it was just given), new one twice, and what it must be like."""

    wanted = Signal(object)  # PasswordChoice

    def __init__(
        self, least: int, *, old: str | None = None, parent: QWidget | None = None
    ) -> None:
        """Ask for a new password.

        Args:
            least: Fewest characters, as the centre wants.
            old: The present one where it was typed a moment ago; None to ask for it.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._least = least
        self._given = old
        self.old, self.new, self.again = PasswordField(), PasswordField(), PasswordField()
        width = LABEL_WIDTH
        self._old_field = FormField(self.tr("原密码"), self.old, label_width=width)
        self._new_field = FormField(self.tr("新密码"), self.new, label_width=width)
        self._again_field = FormField(self.tr("再输一次"), self.again, label_width=width)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for field in (self._old_field, self._new_field, self._again_field):
            column.addWidget(field)
        self._old_field.setVisible(old is None)
        self._new_field.note(
            self.tr("至少 {least} 位，不能是用户名。好记的一句话比乱码更安全。").format(least=least)
        )
        self._checks = Checks()
        if old is None:
            self._checks.add(self._old_field, self._check_old)
        self._checks.add(self._new_field, self._check_new)
        self._checks.add(self._again_field, self._check_again)
        for typed in (self.old, self.new, self.again):
            typed.textEdited.connect(self._typed)
            typed.returnPressed.connect(self.submit)

    def submit(self) -> None:
        """Check all, and ask for it to be saved if nothing is wrong."""
        wrong = self._checks.run(show_missing=True)
        if wrong:
            wrong[0].input.setFocus()
            return
        old = self._given if self._given is not None else self.old.text()
        self.wanted.emit(PasswordChoice(old, self.new.text()))

    def refuse(self, error: BaseException) -> None:
        """Say why it was not saved, at the field it is about."""
        code = getattr(error, "code", "")
        is_old = code.endswith(("password_wrong", "password_refused"))
        field = self._old_field if is_old else self._new_field
        (field if field.isVisible() else self._new_field).error(explain(error).text)

    def complaint(self) -> str:
        """Return what is said to be wrong, "" for nothing."""
        fields = (self._old_field, self._new_field, self._again_field)
        return next((field.complaint for field in fields if field.complaint), "")

    def _typed(self) -> None:
        self._checks.run(show_missing=False)

    def _check_old(self) -> str:
        return "" if self.old.text() else self.tr("请输入现在用的密码")

    def _check_new(self) -> str:
        have = len(self.new.text())
        if have >= self._least:
            return ""
        return self.tr("至少 {least} 位，现有 {have} 位").format(least=self._least, have=have)

    def _check_again(self) -> str:
        same = self.new.text() == self.again.text()
        return "" if same else self.tr("两次输入的不一样")


class PasswordDialog(QDialog):
    """修改密码 in the personal menu."""

    def __init__(self, program: Program, admitted: Admitted, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("password-dialog")
        self.setWindowTitle(self.tr("修改密码"))
        self.setModal(True)
        self.setMinimumWidth(440)
        self._program = program
        self._admitted = admitted
        self.form = PasswordForm(program.at.centre.password_min_length)
        self.form.wanted.connect(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("修改密码"), "section"))
        column.addWidget(self.form)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        leave = Button(self.tr("先不改"), kind="quiet")
        leave.clicked.connect(self.reject)
        self.save_button = Button(self.tr("改密码"), kind="primary", key="Ctrl+Return")
        self.save_button.clicked.connect(self.form.submit)
        on_save(self, self.form.submit)
        for button in (leave, self.save_button):
            buttons.addWidget(button)
        column.addLayout(buttons)
        self.form.old.setFocus()

    def _save(self, choice: PasswordChoice) -> None:
        parts, admitted = self._program.at.parts, self._admitted
        self.setEnabled(False)
        self._program.jobs.write(
            lambda: renew_password(parts, admitted, choice.old, choice.new),
            self._saved,
            self._refused,
        )

    def _saved(self, _: Admitted) -> None:
        self._program.notices.tell(self.tr("密码已改，下次登录用新密码。"))
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.setEnabled(True)
        self.form.refuse(error)
