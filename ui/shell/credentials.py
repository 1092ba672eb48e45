"""Login and password as a small form; says what is wrong in words, beside the field."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.core.controls import Button
from ui.core.forms import FormField
from ui.core.notices import explain
from ui.shell.password_field import PasswordField

LABEL_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed; the password is kept out of any text made of this."""

    login: str
    password: str = field(repr=False)


class Credentials(QWidget):
    """Two fields and a button."""

    submitted = Signal(object)  # Typed
    change_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.login = QLineEdit()
        self.login.setObjectName("login")
        self.login.setMaxLength(64)
        self.login.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.password = PasswordField()
        self.password.setObjectName("password")
        self.login_field = FormField(self.tr("用户名"), self.login, label_width=LABEL_WIDTH)
        self.password_field = FormField(self.tr("密码"), self.password, label_width=LABEL_WIDTH)
        self.button = Button(self.tr("登录"), kind="primary", key="Return")
        self.button.setObjectName("sign-in-button")
        self.other = Button(self.tr("换人"), kind="ghost", icon="ph.swap")
        self.other.setObjectName("change-person")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.login_field)
        column.addWidget(self.password_field)
        buttons = QHBoxLayout()
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        buttons.addWidget(self.button)
        column.addLayout(buttons)
        self.button.clicked.connect(self.submit)
        self.password.returnPressed.connect(self.submit)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.caps_changed.connect(self._caps)
        self.other.clicked.connect(self.change_wanted)
        for input_ in (self.login, self.password):
            input_.textEdited.connect(self._quiet)

    def begin(self, login: str, *, locked: bool) -> None:
        """Start with empty hands, or with a login that is known."""
        self.setEnabled(True)
        self.login.setText(login)
        self.password.clear()
        self._quiet()
        self.button.setText(self.tr("解锁") if locked else self.tr("登录"))
        self.other.setVisible(locked)
        self.login_field.setVisible(not login)
        (self.password if login else self.login).setFocus()

    def submit(self) -> None:
        """Hand over what was typed, if both fields are filled."""
        login, password = self.login.text().strip(), self.password.text()
        if not login:
            self.login_field.error(self.tr("请输入用户名"))
            self.login.setFocus()
        elif not password:
            self.password_field.error(self.tr("请输入密码"))
            self.password.setFocus()
        else:
            self._quiet()
            self.setEnabled(False)
            self.password_field.note(self.tr("正在核对……"))
            self.submitted.emit(Typed(login, password))

    def refuse(self, error: BaseException) -> None:
        """Say why nobody was let in; the password is marked, so typing starts anew."""
        self.setEnabled(True)
        self.password_field.error(explain(error).text)
        self.password.selectAll()
        self.password.setFocus()

    def forget(self) -> None:
        """Leave nothing behind that somebody typed."""
        self.login.clear()
        self.password.clear()

    def _quiet(self) -> None:
        self.login_field.error("")
        self.password_field.error("")

    def _caps(self, on: bool) -> None:  # noqa: FBT001  a slot takes what the signal carries
        self.password_field.note(self.tr("大写锁定已打开") if on else "")
