"""Join the server: where it is, who we are there, and at once whether that works."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.core.controls import Button, label
from ui.core.forms import Checks, FormField
from ui.core.notices import explain
from ui.core.shortcuts import on_save
from ui.shell.first_run_step import StepPage
from ui.shell.founding import ServerWanted, join
from ui.shell.password_field import PasswordField
from ui.shell.program import Program

DEFAULT_PORT = "5432"
DEFAULT_DATABASE = "jiezhi"
LABEL_WIDTH = 84


class ServerPage(StepPage):
    """Five fields; the settings are written when the server has let us in, not before."""

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("加入服务器"),
            self.tr("前几项向装服务器的人要。连上以后，各人用自己的账号和密码登录。"),
            parent,
        )
        self._program = program
        self.host = QLineEdit()
        self.host.setPlaceholderText(self.tr("例如 10.12.3.4"))
        self.port = QLineEdit(DEFAULT_PORT)
        self.port.setValidator(QIntValidator(1, 65535, self))
        self.port.setFixedWidth(80)
        self.database = QLineEdit(DEFAULT_DATABASE)
        self.user = QLineEdit()
        self.password = PasswordField()
        for line in (self.host, self.database, self.user):
            line.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self._checks = Checks()
        where = self._add(self.tr("服务器地址"), self.host, self.tr("请填服务器的名字或 IP 地址"))
        where.add_beside(label(self.tr("端口"), "second"))
        where.add_beside(self.port)
        self.port.setAccessibleName(self.tr("端口"))
        self._add(self.tr("数据库名"), self.database, self.tr("请填数据库名"))
        self.user.setPlaceholderText(self.tr("一般不填"))
        self.user.setToolTip(
            self.tr("只有演示或值守程序才用服务账户；它的密码存在本机您自己的配置里")
        )
        self._add(self.tr("服务账户"), self.user)
        self._add(self.tr("账户密码"), self.password)
        self.go = Button(self.tr("连接并使用"), kind="primary", key="Ctrl+Return")
        self.go.setObjectName("join")
        self.go.clicked.connect(self.submit)
        on_save(self, self.submit)
        self.buttons.addWidget(self.go)
        self.setFocusProxy(self.host)

    def _add(self, title: str, line: QLineEdit, missing: str = "") -> FormField:
        """Add a field; `missing` is what is said where it has to be filled and is not."""
        field = FormField(title, line, required=bool(missing), label_width=LABEL_WIDTH)
        self._checks.add(field, lambda: "" if line.text().strip() else missing)
        line.textEdited.connect(self._typed)
        line.returnPressed.connect(self.submit)
        self.body.addWidget(field)
        return field

    def submit(self) -> None:
        """Try it, and use it if it works."""
        wrong = self._checks.run(show_missing=True)
        if wrong:
            wrong[0].input.setFocus()
            return
        wanted = ServerWanted(
            self.host.text().strip(),
            int(self.port.text() or DEFAULT_PORT),
            self.database.text().strip(),
            self.user.text().strip(),
            self.password.text(),
        )
        self.say_trouble("")
        self._busy(on=True)
        self._program.jobs.write(lambda: join(wanted), self._joined, self._refused)

    def _typed(self) -> None:
        self._checks.run(show_missing=False)

    def _busy(self, *, on: bool) -> None:
        self.setEnabled(not on)
        self.go.setText(self.tr("正在连接……") if on else self.tr("连接并使用"))

    def _joined(self, _: None) -> None:
        self._busy(on=False)
        self.ready.emit()

    def _refused(self, error: BaseException) -> None:
        self._busy(on=False)
        self.say_trouble(explain(error).text)
        self.host.setFocus()
