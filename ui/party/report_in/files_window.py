"""Signed files between the online side and here, and whose signatures are trusted."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.settings import data_folder
from app.party import rights
from app.party.report_in.files import FileResult, distrust_sender, take_file
from app.party.report_in.giving import give_results
from app.party.report_in.own_key import own_key
from app.party.report_in.queries.calls import FileRow, SenderRow, list_files, list_senders
from app.party.report_in.signing import public_key
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.relative_time import short
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.party.report_in.dialogs import SenderDialog

SIZE = (760, 600)
SHOWN_SIGNS = 16
KINDS = ("registrations", "answers", "results", "call_up")


class FilesWindow(QDialog):
    """What to do stands on top, what happened below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dialog: QDialog | None = None
        self.setModal(True)
        self.resize(*SIZE)
        self.setWindowTitle(self.tr("线上来往的签名文件"))
        self.take_button = Button(self.tr("带入文件…"), kind="party", icon="ph.download-simple")
        self.give_button = Button(self.tr("写出结果…"), kind="quiet", icon="ph.upload-simple")
        self.key_button = Button(self.tr("复制本机公钥"), kind="quiet", icon="ph.key")
        self.close_button = Button(self.tr("关上"), kind="quiet", key="Esc")
        self.says = label("", "second")
        self.says.setWordWrap(True)
        self.refused = PanelPart(self.tr("没有带入的"))
        self.refused.hide()
        self.senders = PanelPart(self.tr("信任的来源"), self.tr("登记来源"))
        self.files = PanelPart(self.tr("来往的文件"))
        self._lay_out()
        self.take_button.clicked.connect(self._ask_file)
        self.give_button.clicked.connect(self._ask_place)
        self.key_button.clicked.connect(self._copy_key)
        self.close_button.clicked.connect(self.reject)
        self.senders.asked.connect(self.add_sender)
        self._refresher = Refresher(desk.hub, self, self.read, topics=frozenset({Topic.REPORT_IN}))
        self.read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addWidget(label(self.tr("线上来往的签名文件"), "section"))
        hint = self.tr(
            "线上平台的报到登记、召集应答，由它签名的文件带入；确认结果、召集名单，由本机签名写出。"
            "签名对不上、来源没有登记的，整个不带入；有误的条目写明原因，其余照常。"
        )
        words = label(hint, "caption")
        words.setWordWrap(True)
        column.addWidget(words)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.take_button, self.give_button, self.key_button):
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.says)
        content = QWidget()
        content.setProperty("scrolled", "true")
        body = QVBoxLayout(content)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(12)
        for part in (self.refused, self.senders, self.files):
            body.addWidget(part)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        column.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)

    def read(self) -> None:
        """Read senders and files anew."""
        desk = self._desk
        desk.read(lambda s: (list_senders(s, desk.actor), list_files(s, desk.actor)), self._show)

    def _show(self, told: tuple[tuple[SenderRow, ...], tuple[FileRow, ...]]) -> None:
        senders, files = told
        nobody = self.tr("还没有登记来源，什么文件也带不进来。")
        self.senders.set_rows([self._sender(row) for row in senders], nobody)
        self.files.set_rows([self._file(row) for row in files], self.tr("还没有来往过文件。"))

    def _sender(self, row: SenderRow) -> QWidget:
        key = f"{row.public_key[:SHOWN_SIGNS]}…"
        state = self.tr("已停用") if row.ended_at is not None else ""
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 2, 0, 2)
        facts = FactGrid(110)
        facts.set_lines(
            FactLine(
                short(row.at), row.name, " ".join(p for p in (key, row.person_name, state) if p)
            )
        )
        line.addWidget(facts, 1)
        if row.ended_at is None:
            button = Button(self.tr("停用"), kind="link", small=True)
            button.clicked.connect(partial(self._distrust, row))
            line.addWidget(button)
        return made

    def _file(self, row: FileRow) -> QWidget:
        names = {
            "registrations": self.tr("带入登记"),
            "answers": self.tr("带入应答"),
            "results": self.tr("写出结果"),
            "call_up": self.tr("写出召集"),
        }
        told = self.tr("{count} 条").format(count=row.taken)
        if row.refused:
            told = self.tr("{count} 条，有误 {refused} 条").format(
                count=row.taken, refused=row.refused
            )
        aside = " ".join(part for part in (told, row.sender, row.person_name) if part)
        made = FactGrid(110)
        made.set_lines(FactLine(short(row.at), names.get(row.kind, row.kind), aside))
        return made

    # -- doing ---------------------------------------------------------------------------------

    def _region(self) -> str:
        desk = self._desk
        prefixes = desk.actor.prefixes(rights.MANAGE)
        return desk.scope.code or (prefixes[0] if prefixes else "")

    def add_sender(self) -> None:
        """Ask whose files are trusted."""
        self.dialog = SenderDialog(self._desk, self, self._region())
        self.dialog.open()

    def _distrust(self, row: SenderRow, _clicked: bool) -> None:  # noqa: FBT001  Qt's
        key = new_id()
        self._desk.write(
            lambda uow: distrust_sender(uow, row.id, command_key=key),
            lambda _: self.read(),
            self._failed,
        )

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("带入签名文件"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("签名文件 (*.json)")])
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, path: Path) -> None:
        """Take a file in, and say what became of it."""
        desk, key = self._desk, new_id()
        self.says.setText(self.tr("正在核对签名、带入…"))
        desk.jobs.read(
            lambda: take_file(desk.parts.database, desk.actor, path, command_key=key),
            self._taken,
            self._failed,
        )

    def _taken(self, done: FileResult) -> None:
        words = self.tr("“{sender}”的文件：带入 {taken} 条，有误 {refused} 条")
        self.says.setText(
            words.format(sender=done.sender, taken=done.taken, refused=len(done.refused))
        )
        rows = []
        for item in done.refused:
            made = FactGrid(110)
            place = self.tr("第 {line} 条").format(line=item.line)
            made.set_lines(FactLine(place, item.name or self.tr("没有姓名"), item.why_not))
            rows.append(made)
        self.refused.setVisible(bool(rows))
        self.refused.set_rows(rows)
        self.read()

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, self.tr("写出结果"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{self.tr('双报到结果')}.json")
        dialog.fileSelected.connect(lambda name: self.give(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def give(self, path: Path) -> None:
        """Write what became of online registrations, signed."""
        desk, key, region = self._desk, new_id(), self._region()
        words = self.tr("{count} 条结果已写到 {name}")

        def done(count: int) -> None:
            self.says.setText(words.format(count=count, name=path.name))
            self.read()

        desk.jobs.read(
            lambda: give_results(desk.parts.database, desk.actor, path, region, command_key=key),
            done,
            self._failed,
        )

    def _copy_key(self) -> None:
        QGuiApplication.clipboard().setText(public_key(own_key(data_folder())))
        self.says.setText(self.tr("本机公钥已复制。发给线上平台，当面或打电话核对。"))

    def _failed(self, error: BaseException) -> None:
        self.says.setText(explain(error).text)
