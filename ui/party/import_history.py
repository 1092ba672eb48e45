"""Files of members that came in; each can be taken back as a whole."""

from functools import partial

from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.words import label as word
from app.party.queries.card import ImportRow, list_imports
from app.party.roster.states import ImportState
from app.party.roster.undoing import undo_import
from ui.core.controls import Button, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.facts import FactGrid, FactLine
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.relative_time import short
from ui.core.slices import Desk

SIZE = (640, 460)


class ImportHistory(QDialog):
    """The newest first."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.question: ConsequenceDialog | None = None
        self.setModal(True)
        self.resize(*SIZE)
        self.setWindowTitle(self.tr("导入记录"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._says = label("", "error")
        self._says.setWordWrap(True)
        self._says.hide()
        close = Button(self.tr("关上"), kind="quiet", key="Esc")
        close.clicked.connect(self.reject)
        content = QWidget()
        content.setProperty("scrolled", "true")
        body = QVBoxLayout(content)
        body.setContentsMargins(0, 0, 8, 0)
        body.addLayout(self._rows)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(self.tr("导入记录"), "section"))
        hint = self.tr(
            "撤销一次导入：新增的人退出名册、证件电话一并抹去，合并的人恢复原样；之后改过的人不动。"
        )
        words = label(hint, "caption")
        words.setWordWrap(True)
        column.addWidget(words)
        column.addWidget(area, 1)
        column.addWidget(self._says)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        self._refresher = Refresher(desk.hub, self, self.read, topics=frozenset({Topic.MEMBER}))
        self.read()

    def read(self) -> None:
        """Read the list anew."""
        desk = self._desk
        desk.read(lambda session: list_imports(session, desk.actor), self._show)

    def _show(self, rows: tuple[ImportRow, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not rows:
            self._rows.addWidget(label(self.tr("还没有导入过。"), "caption"))
        for row in rows:
            self._rows.addWidget(self._line(row))

    def _line(self, row: ImportRow) -> QWidget:
        made = QWidget()
        made.setAccessibleName(row.file_name)
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 4, 0, 4)
        facts = FactGrid(120)
        words = self.tr("新增 {added}，合并 {merged}，有误 {refused}")
        told = words.format(added=row.added, merged=row.merged, refused=row.refused)
        state = word(row.state)
        if row.state is ImportState.UNDONE:
            state = self.tr("{who}已撤销，{kept} 人之后改过，没有动").format(
                who=row.undone_name, kept=row.kept
            )
        aside = f"{row.person_name} {told}，{state}"
        facts.set_lines(FactLine(short(row.at), row.file_name, aside))
        line.addWidget(facts, 1)
        if row.may_undo:
            button = Button(self.tr("撤销"), kind="link", small=True)
            button.clicked.connect(partial(self._asked, row))
            line.addWidget(button)
        return made

    def _asked(self, row: ImportRow, _clicked: bool) -> None:  # noqa: FBT001  Qt's
        self.ask(row)

    def ask(self, row: ImportRow) -> None:
        """Say what undoing does, then do it."""
        consequence = self.tr(
            "{added} 人退出名册，证件、电话、住址一并抹去；合并过的 {merged} 人恢复导入前的样子。"
            "导入以后有人改过的不动。要恢复只能重新导入。"
        )
        self.question = ConsequenceDialog(
            self.tr("撤销“{file}”的导入？").format(file=row.file_name),
            consequence.format(added=row.added, merged=row.merged),
            do=self.tr("撤销导入"),
            leave=self.tr("先不撤"),
            danger=True,
            parent=self,
        )
        self.question.accepted.connect(partial(self.undo, row))
        self.question.open()

    def undo(self, row: ImportRow) -> None:
        """Take a file back."""
        key, import_id = new_id(), row.id
        self._desk.write(
            lambda uow: undo_import(uow, import_id, command_key=key), self._undone, self._failed
        )

    def _undone(self, kept: int) -> None:
        words = (
            self.tr("导入已撤销") if not kept else self.tr("导入已撤销，{kept} 人之后改过，没有动")
        )
        self._desk.notices.tell(words.format(kept=kept))
        self.read()

    def _failed(self, error: BaseException) -> None:
        self._says.setText(explain(error).text)
        self._says.show()
