"""Signing in, unlocking the screen, and changing who sits here: one page for all three."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.shell.code_form import CodeForm
from ui.shell.credentials import Credentials, Typed
from ui.shell.ground import (
    Admitted,
    Guest,
    actor_for,
    enter_with_code,
    guests,
    renew_password,
)
from ui.shell.guest_list import GuestList
from ui.shell.logo import Logo
from ui.shell.password_form import PasswordChoice, PasswordForm
from ui.shell.program import Program
from ui.shell.reasons import Why

CARD_WIDTH = 400


class SignInPage(QWidget):
    """The card in the middle; beside it, in a demo, the people one may be."""

    admitted = Signal(object)  # Admitted
    change_wanted = Signal()

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sign-in")
        self._program = program
        self._form: QWidget | None = None
        self.password_form: PasswordForm | None = None
        self._heading = label("", "title")
        self._sub = label("", "caption")
        self._sub.setWordWrap(True)
        self._card_body = QStackedLayout()
        self.credentials = Credentials()
        self.guest_list = GuestList()
        self._lay_out()
        self.credentials.submitted.connect(self._try)
        self.credentials.change_wanted.connect(self.change_wanted)
        self.guest_list.chosen.connect(self._be_guest)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedWidth(CARD_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(20)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Logo(40), 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._heading)
        names.addWidget(self._sub)
        head.addLayout(names, 1)
        column.addLayout(head)
        column.addLayout(self._card_body)
        self._card_body.addWidget(self.credentials)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addStretch(1)
        row.addWidget(card, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.guest_list, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def begin(self, why: Why, held: Admitted | None = None) -> None:
        """Ask who is there.

        Args:
            why: Which words to use.
            held: Whose desk waits behind this page.
        """
        self._drop_form()
        self._say(why, held)
        locked = why is Why.LOCKED and held is not None
        login = held.login if held is not None and locked else ""
        self.credentials.begin(login, locked=locked)
        # a guest of the demo has no password to unlock with: they click on their name again
        self.credentials.setVisible(not (locked and not login))
        at = self._program.at
        demo = at.is_demo and at.parts.database.is_sqlite
        self.guest_list.setVisible(demo)
        if demo:
            self._ask_guests()

    def _say(self, why: Why, held: Admitted | None) -> None:
        name = held.actor.name if held is not None else ""
        if why is Why.LOCKED:
            self._heading.setText(self.tr("已锁屏"))
            guest = held is not None and not held.login
            words = self.tr("{name} 的桌面原样留着")
            if guest:
                words = self.tr("{name} 的桌面原样留着；点右边的名字回来，或换一个人")
            self._sub.setText(words.format(name=name))
        elif why is Why.CHANGE:
            self._heading.setText(self.tr("换人"))
            self._sub.setText(self.tr("{name} 没保存的内容会留作草稿").format(name=name))
        else:
            centre = self._program.at.centre.centre_name
            self._heading.setText(centre or self.tr("街治通"))
            self._sub.setText(self._under())

    def _under(self) -> str:
        if self._program.at.is_away:
            return self.tr(
                "连不上服务器。在这台电脑上登录过的人可以先进来登记、签收、报进展，连上后自动补报"
            )
        return self.tr("街治通·街道综治中心")

    # login and password

    def _try(self, typed: Typed) -> None:
        entered = partial(self._entered, typed)
        self._program.enter(typed.login, typed.password, entered, self.credentials.refuse)

    def _entered(self, typed: Typed, admitted: Admitted) -> None:
        self.credentials.forget()
        if admitted.needs_code:
            self._ask_code(admitted, typed)
        elif admitted.must_change_password:
            self._ask_new_password(admitted, typed.password)
        else:
            self.admitted.emit(admitted)

    # the code of one's phone

    def _ask_code(self, admitted: Admitted, typed: Typed) -> None:
        self._heading.setText(self.tr("再输动态口令"))
        self._sub.setText(self.tr("{name}，密码对了").format(name=admitted.actor.name))
        self.guest_list.hide()
        form = CodeForm()
        form.submitted.connect(partial(self._give_code, form, admitted, typed))
        enter = Button(self.tr("进入"), kind="primary", key="Return")
        enter.clicked.connect(form.submit)
        back = Button(self.tr("换一个账号"), kind="ghost")
        back.clicked.connect(lambda: self.begin(Why.START))
        self._show_form(form, back, enter)
        form.code.setFocus()

    def _give_code(self, form: CodeForm, admitted: Admitted, typed: Typed, code: str) -> None:
        parts = self._program.at.parts
        self._program.jobs.write(
            lambda: enter_with_code(parts, admitted, typed.password, code),
            partial(self._entered, typed),
            form.refuse,
        )

    # the first password of one's own

    def _ask_new_password(self, admitted: Admitted, old: str) -> None:
        self._heading.setText(self.tr("先换一个自己的密码"))
        self._sub.setText(self.tr("刚才的密码是别人给的，只能用这一次"))
        self.guest_list.hide()
        form = PasswordForm(self._program.at.centre.password_min_length, old=old)
        form.wanted.connect(partial(self._renew, form, admitted))
        save = Button(self.tr("保存并进入"), kind="primary", key="Return")
        save.setObjectName("save-password")
        save.clicked.connect(form.submit)
        self._show_form(form, save)
        self.password_form = form
        form.new.setFocus()

    def _show_form(self, form: QWidget, *buttons: QWidget) -> None:
        """Show a form instead of the one before, its buttons under it, the last one at the end."""
        self._drop_form()
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(form)
        column.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        for button in buttons:
            line.addWidget(button)
        column.addLayout(line)
        self._card_body.addWidget(self._form)
        self._card_body.setCurrentWidget(self._form)

    def _renew(self, form: PasswordForm, admitted: Admitted, choice: PasswordChoice) -> None:
        parts = self._program.at.parts
        self._program.jobs.write(
            lambda: renew_password(parts, admitted, choice.old, choice.new),
            self._renewed,
            form.refuse,
        )

    def _renewed(self, admitted: Admitted) -> None:
        self._drop_form()
        self.admitted.emit(admitted)

    def _drop_form(self) -> None:
        if self._form is not None:
            self._card_body.removeWidget(self._form)
            self._form.deleteLater()
            self._form = self.password_form = None
        self._card_body.setCurrentWidget(self.credentials)

    # the people of a demo

    def _ask_guests(self) -> None:
        parts = self._program.at.parts

        def ask() -> tuple[Guest, ...]:
            with parts.database.reading() as session:
                return guests(session, parts.clock.now())

        self._program.jobs.read(ask, self.guest_list.set_guests)

    def _be_guest(self, person_id: UUID) -> None:
        parts = self._program.at.parts

        def ask() -> Admitted:
            with parts.database.reading() as session:
                return Admitted(actor_for(session, person_id, parts))

        self._program.jobs.read(ask, self.admitted.emit, self.credentials.refuse)
