"""Call-ups (应急召集): who was called to which post, what they said, how many came."""

from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from app.party import rights
from app.party.report_in.actions.calling_up import answer_call, close_call
from app.party.report_in.giving import give_call_up
from app.party.report_in.queries.calls import (
    CalledMember,
    CallUpRow,
    called_members,
    list_calls,
)
from app.party.report_in.rules import CallAnswer, CallUpState
from ui.core.controls import Button, Combo, label
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.relative_time import short
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.table_model import After, PagedTableModel
from ui.core.tables import DeskTable
from ui.party.report_in.columns import called_columns
from ui.party.report_in.dialogs import CallUpDialog

SIZE = (1040, 620)
KEYS = {CallAnswer.YES: "1", CallAnswer.NO: "2", CallAnswer.CAME: "3"}


class CallsWindow(QDialog):
    """One call-up at a time; those who have not answered come first."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._calls: tuple[CallUpRow, ...] = ()
        self.dialog: QDialog | None = None
        self.setModal(True)
        self.resize(*SIZE)
        self.setWindowTitle(self.tr("应急召集"))
        self.which = Combo()
        self.which.setAccessibleName(self.tr("哪次召集"))
        self.which.setMinimumWidth(300)
        self.says = label("", "second")
        self.says.setWordWrap(True)
        self.model: PagedTableModel[CalledMember] = PagedTableModel(
            called_columns(), lambda row: row.report_in_id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.called", desk.preferences)
        self.table.set_empty(self._empty)
        self.post = Combo()
        self.post.setAccessibleName(self.tr("岗位"))
        self.post.setMinimumWidth(180)
        self.buttons = {
            answer: Button(word(answer), kind="quiet", key=key) for answer, key in KEYS.items()
        }
        self.new_button = Button(self.tr("新的召集"), kind="party", icon="ph.megaphone")
        self.new_button.setVisible(desk.actor.may(rights.MANAGE))
        self.file_button = Button(self.tr("写成签名文件…"), kind="quiet")
        self.end_button = Button(self.tr("结束召集"), kind="quiet")
        self.close_button = Button(self.tr("关上"), kind="quiet", key="Esc")
        self._lay_out()
        self._connect()
        self.read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.which)
        head.addStretch(1)
        head.addWidget(self.new_button)
        column.addLayout(head)
        column.addWidget(self.says)
        column.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(label(self.tr("选中的人去"), "second"))
        line.addWidget(self.post)
        for button in self.buttons.values():
            line.addWidget(button)
        line.addStretch(1)
        for button in (self.file_button, self.end_button, self.close_button):
            line.addWidget(button)
        column.addLayout(line)

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(lambda _: self._show_call())
        self.new_button.clicked.connect(self.call_up)
        self.end_button.clicked.connect(self.end)
        self.file_button.clicked.connect(self._ask_place)
        self.close_button.clicked.connect(self.reject)
        for answer, button in self.buttons.items():
            button.clicked.connect(partial(self._pressed, answer))
            add_key(self, KEYS[answer], partial(self.answer, answer))
        self._refresher = Refresher(
            self._desk.hub, self, self.read, topics=frozenset({Topic.REPORT_IN})
        )

    # -- reading -------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the call-ups anew."""
        desk = self._desk
        region = desk.scope.code
        desk.read(lambda session: list_calls(session, desk.actor, region=region), self._take)

    def _take(self, calls: tuple[CallUpRow, ...]) -> None:
        kept = self.call()
        self._calls = calls
        self.which.blockSignals(True)  # noqa: FBT003  Qt's
        self.which.clear()
        for call in calls:
            words = f"{call.title}（{word(call.state)}，{short(call.called_at)}）"
            self.which.add(words, call.id)
        if kept is not None:
            self.which.set_value(kept.id)
        self.which.blockSignals(False)  # noqa: FBT003  Qt's
        self._show_call()

    def call(self) -> CallUpRow | None:
        """Return the call-up that is shown."""
        key = self.which.value()
        return next((call for call in self._calls if call.id == key), None)

    def _show_call(self) -> None:
        call = self.call()
        is_open = call is not None and call.state is CallUpState.OPEN
        manages = call is not None and call.may_manage
        for button in self.buttons.values():
            button.setEnabled(is_open)
        self.post.setEnabled(is_open)
        self.end_button.setVisible(is_open and manages)
        self.file_button.setVisible(manages)
        self.which.setVisible(bool(self._calls))
        self._offer_posts(call)
        self.says.setText(self._said(call) if call is not None else "")
        self.model.show(self._load)

    def _offer_posts(self, call: CallUpRow | None) -> None:
        kept = self.post.value()
        self.post.clear()
        self.post.add(self.tr("岗位不变"), None)
        for post in call.posts if call is not None else ():
            words = self.tr("{name}（{taken}/{wanted}）")
            told = words.format(name=post.name, taken=post.taken, wanted=post.wanted)
            self.post.add(told, post.id)
        self.post.set_value(kept)
        if self.post.currentIndex() < 0:
            self.post.setCurrentIndex(0)

    def _said(self, call: CallUpRow) -> str:
        counts = "，".join(f"{word(a)} {call.counts.get(a, 0)}" for a in CallAnswer)
        posts = "；".join(
            self.tr("{name}（{place}）要 {wanted} 人，有 {taken} 人").format(
                name=post.name, place=post.place, wanted=post.wanted, taken=post.taken
            )
            for post in call.posts
        )
        words = self.tr("{reason}。召集 {called}：{counts}。岗位：{posts}。")
        return words.format(reason=call.reason, called=call.called, counts=counts, posts=posts)

    def _load(self, _after: After) -> Page[CalledMember]:
        desk, call = self._desk, self.call()
        if call is None:
            return Page((), None)
        with desk.parts.database.reading() as session:
            return Page(called_members(session, desk.actor, call.id), None)

    def _empty(self) -> QWidget:
        why = self.tr("点“新的召集”，把报到的党员和单位召集到岗位上。")
        return EmptyState(self.tr("还没有召集过"), why, icon="ph.megaphone")

    # -- doing ---------------------------------------------------------------------------------

    def _pressed(self, answer: CallAnswer, _clicked: bool) -> None:  # noqa: FBT001  Qt's
        self.answer(answer)

    def answer(self, answer: CallAnswer) -> None:
        """Put down what those chosen said."""
        call, key = self.call(), new_id()
        chosen = tuple(row.report_in_id for row in self.table.chosen_rows())
        if call is None or call.state is not CallUpState.OPEN or not chosen:
            return
        value = self.post.value()
        post = value if isinstance(value, UUID) else None
        self._desk.write(
            lambda uow: answer_call(uow, call.id, chosen, answer, post, command_key=key),
            lambda _: self.read(),
            self._failed,
        )

    def call_up(self) -> None:
        """Ask what for, and to which posts."""
        self.dialog = CallUpDialog(self._desk, self, self._desk.scope.code)
        self.dialog.saved.connect(self._called)
        self.dialog.open()

    def _called(self, key: UUID) -> None:
        desk, region = self._desk, self._desk.scope.code

        def show(calls: tuple[CallUpRow, ...]) -> None:
            self._take(calls)
            self.which.set_value(key)
            self._show_call()

        desk.read(lambda session: list_calls(session, desk.actor, region=region), show)

    def end(self) -> None:
        """Let the call-up count no more answers."""
        call, key = self.call(), new_id()
        if call is not None:
            self._desk.write(
                lambda uow: close_call(uow, call.id, command_key=key),
                lambda _: self.read(),
                self._failed,
            )

    def _ask_place(self) -> None:
        call = self.call()
        if call is None:
            return
        dialog = QFileDialog(self, self.tr("写成签名文件"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{call.title}.json")
        dialog.fileSelected.connect(lambda name: self.give(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def give(self, path: Path) -> None:
        """Write the call-up, signed, to a place one chose."""
        desk, call, key = self._desk, self.call(), new_id()
        if call is None:
            return
        words = self.tr("召集已写到 {name}，共 {count} 人")

        def done(count: int) -> None:
            desk.notices.tell(words.format(name=path.name, count=count))

        desk.jobs.read(
            lambda: give_call_up(desk.parts.database, desk.actor, path, call.id, command_key=key),
            done,
            self._failed,
        )

    def _failed(self, error: BaseException) -> None:
        self.says.setText(explain(error).text)
