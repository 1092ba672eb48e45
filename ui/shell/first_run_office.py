"""One computer: the centre, its street, and the first administrator."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.ids import new_id
from app.core.settings import data_folder
from ui.core.controls import Button, Tick, label
from ui.core.forms import Checks, FormField, FormSection
from ui.core.notices import explain
from ui.core.shortcuts import on_save
from ui.shell.first_run_step import StepPage
from ui.shell.founding import Office, make_office
from ui.shell.password_form import PasswordForm
from ui.shell.program import Program
from ui.shell.street_fields import StreetFields

LABEL_WIDTH = 84
LEAST_PASSWORD = 10


class OfficePage(StepPage):
    """What a new centre is told at the start; everything can be changed later."""

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("一台电脑用"),
            self.tr("数据存在 {folder}，别的电脑看不到；以后可以搬到服务器上。").format(
                folder=data_folder()
            ),
            parent,
        )
        self._program = program
        self._key = new_id()  # doing it again after a lost answer founds once
        self.street = StreetFields(program.jobs)
        self.centre = QLineEdit()
        self.centre.setObjectName("centre")
        self.centre.setMaxLength(60)
        self.name = QLineEdit()
        self.name.setObjectName("name")
        self.login = QLineEdit("admin")
        self.login.setObjectName("login")
        self.login.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.passwords = PasswordForm(LEAST_PASSWORD, old="")
        self.works_too = Tick(self.tr("我也接件、分件、审批（一个人用就打上）"))
        self.works_too.setChecked(True)
        self._centre_typed = False
        self._checks = Checks()
        self._lay_out()
        self.go = Button(self.tr("建好并打开"), kind="primary", key="Ctrl+Return")
        self.go.setObjectName("found")
        self.go.clicked.connect(self.submit)
        self.buttons.addWidget(self.go)
        on_save(self, self.submit)
        self.street.changed.connect(self._propose_centre)
        self.centre.textEdited.connect(self._own_centre)
        self.passwords.wanted.connect(self._found)
        self.setFocusProxy(self.street.code)

    def _lay_out(self) -> None:
        where = FormSection(1, self.tr("哪个街道"))
        where.add(self.street)
        self.street.add_checks(self._checks)
        centre = FormField(self.tr("中心名称"), self.centre, label_width=LABEL_WIDTH)
        self._checks.add(
            centre, lambda: "" if self.centre.text().strip() else self.tr("请填中心名称")
        )
        where.add(centre)
        who = FormSection(2, self.tr("谁是系统管理员"))
        name = FormField(self.tr("姓名"), self.name, label_width=LABEL_WIDTH)
        self._checks.add(name, lambda: "" if self.name.text().strip() else self.tr("请填姓名"))
        login = FormField(self.tr("用户名"), self.login, label_width=LABEL_WIDTH)
        self._checks.add(
            login, lambda: "" if self.login.text().strip() else self.tr("请填登录用的用户名")
        )
        for widget in (name, login, self.passwords, self.works_too):
            who.add(widget)
        for line in (self.name, self.login):
            line.textEdited.connect(lambda: self._checks.run(show_missing=False))
        self.body.addWidget(where)
        self.body.addWidget(who)
        note = label(
            self.tr("管理员平时看不到群众的电话和住址；打上勾才能看，每次查看都留痕。"), "caption"
        )
        note.setWordWrap(True)
        self.body.addWidget(note)

    def submit(self) -> None:
        """Check all, then ask the passwords to agree."""
        wrong = self._checks.run(show_missing=True)
        if wrong:
            wrong[0].input.setFocus()
            return
        self.passwords.submit()

    def _found(self) -> None:
        office = Office(
            centre_name=self.centre.text().strip(),
            regions=self.street.regions(),
            name=self.name.text().strip(),
            login=self.login.text().strip(),
            password=self.passwords.new.text(),
            works_too=self.works_too.isChecked(),
            divisions=self.street.divisions,
            command_key=self._key,
        )
        self.say_trouble("")
        self._busy(on=True)
        self._program.jobs.write(lambda: make_office(office), self._founded, self._refused)

    def _propose_centre(self) -> None:
        self._checks.run(show_missing=False)
        street = self.street.street_name()
        if street and not self._centre_typed:
            self.centre.setText(self.tr("{street}综治中心").format(street=street))

    def _own_centre(self) -> None:
        self._centre_typed = True
        self._checks.run(show_missing=False)

    def _busy(self, *, on: bool) -> None:
        self.setEnabled(not on)
        self.go.setText(self.tr("正在建……") if on else self.tr("建好并打开"))

    def _founded(self, _: None) -> None:
        self._busy(on=False)
        self.ready.emit()

    def _refused(self, error: BaseException) -> None:
        self._busy(on=False)
        self.say_trouble(explain(error).text)
