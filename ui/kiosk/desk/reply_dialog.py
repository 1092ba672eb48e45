"""An answer to whoever reported a case: they read it at the machine in the hall."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.clock import local
from app.core.ids import new_id
from app.kiosk.replies import Answered, answered, publish_reply
from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.core.slices import Desk

_NUMBER_MOST = 30


class ReplyDialog(QDialog):
    """Number of the case, what was answered last, and the next answer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._case: Answered | None = None
        self._key = new_id()
        self.setWindowTitle(self.tr("给来件人写答复"))
        self.setModal(True)
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(self.tr("事件编号或回执号码"), "caption"))
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("事件编号或回执号码"))
        self.number.setMaxLength(_NUMBER_MOST)
        self.number.textChanged.connect(self._look)
        column.addWidget(self.number)
        self.found = label("", "second")
        self.found.setWordWrap(True)
        column.addWidget(self.found)
        self.words = QPlainTextEdit()
        self.words.setPlaceholderText(self.tr("写给来件人看的话，不写姓名、电话和内部情况"))
        self.words.setAccessibleName(self.tr("给来件人的答复"))
        self.words.textChanged.connect(self._show)
        column.addWidget(self.words)
        self._said = label("", "error")
        self._said.setWordWrap(True)
        column.addWidget(self._said)
        self.leave = Button(self.tr("先不写"), kind="quiet")
        self.leave.clicked.connect(self.reject)
        self.send = Button(self.tr("公布答复"), kind="primary")
        self.send.clicked.connect(self._publish)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.send)
        column.addLayout(row)
        self._show()

    def _look(self, typed: str) -> None:
        actor = self._desk.actor

        def query(session: Any) -> Answered | None:
            return answered(session, actor, typed)

        self._desk.read(query, partial(self._take, typed))

    def _take(self, typed: str, case: Answered | None) -> None:
        if typed != self.number.text():
            return  # something else was typed meanwhile
        self._case = case
        if case is None:
            self.found.setText(self.tr("没有这件事，或者不归您看") if typed.strip() else "")
        elif case.replies:
            last = case.replies[0]
            told = self.tr("{title}。{at} {name} 答复过：{text}")
            at = f"{local(last.at):%m-%d %H:%M}"
            self.found.setText(
                told.format(title=case.title, at=at, name=last.person_name, text=last.text)
            )
        else:
            self.found.setText(case.title)
        self._show()

    def _show(self) -> None:
        self.send.setEnabled(self._case is not None and bool(self.words.toPlainText().strip()))

    def _publish(self) -> None:
        case = self._case
        if case is None:
            return
        case_id, text, key = case.case_id, self.words.toPlainText(), self._key
        self.send.setEnabled(False)
        self._desk.write(
            lambda uow: publish_reply(uow, case_id, text, command_key=key),
            self._published,
            self._refused,
        )

    def _published(self, _: object) -> None:
        self._desk.notices.tell(self.tr("答复公布了，来件人凭回执看得到。"))
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._said.setText(explain(error).text)
        self._key = new_id()
        self._show()
