"""动态口令 in the personal menu: turning the second factor on and off."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.accounts.actions.second_factor import (
    NewFactor,
    begin_factor,
    check_code,
    confirm_factor,
    drop_factor,
)
from app.accounts.secrets import has_factor
from app.core.actor import Actor
from app.core.ids import new_id
from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.parts.qr_code import QrCode
from ui.shell.code_form import CodeForm
from ui.shell.program import Program

GROUP = 4  # characters of the secret that are read out at once


class FactorDialog(QDialog):
    """Says whether it is on; on, it can be turned off, off, the phone is shown its secret."""

    def __init__(self, program: Program, actor: Actor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("factor-dialog")
        self.setWindowTitle(self.tr("动态口令"))
        self.setModal(True)
        self.setMinimumWidth(460)
        self._program, self._actor = program, actor
        self._key = new_id()
        self.says = label("", "second")
        self.says.setWordWrap(True)
        self.trouble = label("", "error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.code_form: CodeForm | None = None
        self._middle = QVBoxLayout()
        self.leave_button = Button(self.tr("关闭窗口"), kind="quiet")
        self.do_button = Button(self.tr("开启"), kind="primary")
        self._lay_out()
        self.leave_button.clicked.connect(self.reject)
        self.do_button.hide()
        self._look()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("动态口令"), "section"))
        column.addWidget(self.says)
        column.addLayout(self._middle)
        column.addWidget(self.trouble)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.do_button)
        column.addLayout(buttons)

    def _person(self) -> UUID:
        if self._actor.person_id is None:
            raise ValueError("the console has no second factor")
        return self._actor.person_id

    def _look(self) -> None:
        database, person = self._program.at.parts.database, self._person()

        def ask() -> bool:
            with database.reading() as session:
                return has_factor(session, person)

        self._program.jobs.read(ask, self._show_state, self._refused)

    def _show_state(self, is_on: bool) -> None:  # noqa: FBT001  a job hands over what it found
        if is_on:
            self.says.setText(
                self.tr(
                    "已开启：登录时除了密码，还要输手机验证器上的 6 位数字。"
                    "换手机先在这里关闭，再重新开启；手机丢了，请系统管理员在人员页关闭。"
                )
            )
            self._offer(self.tr("关闭动态口令"), self._ask_code)
        else:
            self.says.setText(
                self.tr(
                    "未开启。开启后，登录时除了密码，还要输手机验证器上的 6 位数字；"
                    "别人即使知道密码也进不来。手机不用联网，任何支持 TOTP 的验证器都可以。"
                    "断网时在这台电脑上仍只凭密码进来。"
                )
            )
            self._offer(self.tr("开启"), self._begin)
        self._fit()

    def _offer(self, words: str, run: Callable[[], object]) -> None:
        self.do_button.setText(words)
        self.do_button.clicked.connect(run)
        self.do_button.show()
        self.do_button.setFocus()

    # -- on ------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self.do_button.setEnabled(False)
        database, actor = self._program.at.parts.database, self._actor
        self._program.jobs.write(
            lambda: begin_factor(database, actor), self._show_secret, self._refused
        )

    def _show_secret(self, new: NewFactor) -> None:
        self.do_button.hide()
        self.says.setText(self.tr("用手机验证器扫这个码，再输入它显示的 6 位数字。"))
        parts = [new.typed[at : at + GROUP] for at in range(0, len(new.typed), GROUP)]
        words = self.tr("扫不了就手工输入：{secret}")
        typed = label(words.format(secret=" ".join(parts)), "caption")
        typed.setObjectName("factor-secret")
        typed.setWordWrap(True)
        typed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._middle.addWidget(QrCode(new.address), 0, Qt.AlignmentFlag.AlignHCenter)
        self._middle.addWidget(typed)
        self._add_form(self._confirm)

    def _add_form(self, submitted: Callable[[str], object]) -> None:
        self.code_form = form = CodeForm()
        form.submitted.connect(submitted)
        self._middle.addWidget(form)
        self._fit()
        form.code.setFocus()

    def _confirm(self, digits: str) -> None:
        database, actor, form = self._program.at.parts.database, self._actor, self.code_form
        if form is not None:
            self._program.jobs.write(
                lambda: confirm_factor(database, actor, digits),
                partial(self._done, self.tr("动态口令已开启，下次登录起要用")),
                form.refuse,
            )

    # -- off -----------------------------------------------------------------------------------

    def _ask_code(self) -> None:
        """Ask for a code first: whoever finds an open desk must not turn it off."""
        self.do_button.hide()
        self.says.setText(self.tr("再输一次现在的动态口令，登录以后就只要密码。"))
        self._add_form(self._drop)

    def _drop(self, digits: str) -> None:
        database, actor, person, key, form = (
            self._program.at.parts.database,
            self._actor,
            self._person(),
            self._key,
            self.code_form,
        )

        def work() -> None:
            check_code(database, actor, digits)
            with database.writing(actor) as uow:
                drop_factor(uow, person, command_key=key)

        words = self.tr("动态口令已关闭，登录只要密码")
        if form is not None:
            self._program.jobs.write(work, partial(self._done, words), form.refuse)

    def _done(self, words: str, _: object) -> None:
        self._program.notices.tell(words)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.do_button.setEnabled(True)
        self.trouble.setText(explain(error).text)
        self.trouble.show()
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
