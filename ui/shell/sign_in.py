"""Signing in, unlocking the screen, and changing who sits here: one page for all three."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.shell.credentials import Credentials, Typed
from ui.shell.ground import Admitted, Guest, actor_for, enter, guests, renew_password
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
            self._sub.setText(self.tr("街治通·街道综治中心"))

    # login and password

    def _try(self, typed: Typed) -> None:
        parts = self._program.at.parts
        self._program.jobs.write(
            lambda: enter(parts, typed.login, typed.password),
            partial(self._entered, typed),
            self.credentials.refuse,
        )

    def _entered(self, typed: Typed, admitted: Admitted) -> None:
        self.credentials.forget()
        if admitted.must_change_password:
            self._ask_new_password(admitted, typed.password)
        else:
            self.admitted.emit(admitted)

    # the first password of one's own

    def _ask_new_password(self, admitted: Admitted, old: str) -> None:
        self._heading.setText(self.tr("先换一个自己的密码"))
        self._sub.setText(self.tr("刚才的密码是别人给的，只能用这一次"))
        self.guest_list.hide()
        self.password_form = form = PasswordForm(
            self._program.at.centre.password_min_length, old=old
        )
        form.wanted.connect(partial(self._renew, form, admitted))
        save = Button(self.tr("保存并进入"), kind="primary", key="Return")
        save.setObjectName("save-password")
        save.clicked.connect(form.submit)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(form)
        column.addWidget(save, 0, Qt.AlignmentFlag.AlignRight)
        self._card_body.addWidget(self._form)
        self._card_body.setCurrentWidget(self._form)
        form.new.setFocus()

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
