"""Templates of the briefings: their text at the left, at the right how it looks while typing."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.words import label as word
from app.papers.briefing.checking import Fault
from app.papers.briefing.known import Known
from app.papers.briefing.preview import Preview, preview
from app.papers.briefing.store import TemplateView, template_text, template_view
from app.papers.rules import PeriodKind
from app.papers.templating import save_template
from ui.core.chips import Chip
from ui.core.controls import Button, Combo, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.page_bars import ToolBar
from ui.core.relative_time import full
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.papers.pages_view import PagesView
from ui.papers.template_editor import TemplateEditor
from ui.parts.pdf_pages import PdfPages

TYPING_MS = 300
"""After so long without a key the preview is set anew."""
VERSIONS_PX = 300
_FAULTS_PX, _NAMES_PX = 64, 150
_ZOOM = 0.72  # a whole line of a page beside the text at 1366 pixels


@dataclass(frozen=True, slots=True)
class _Set:
    """A preview with its pages opened."""

    text: str
    found: Preview
    pages: PdfPages | None


class TemplatePage(QWidget):
    """One template being written; what is wrong stands under it with its line."""

    previewed = Signal()
    asked = Signal(object)  # QDialog

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.view: TemplateView | None = None
        self.faults: tuple[Fault, ...] = ()
        self._setting = ""
        self.kinds = SegmentedControl(
            tuple(Choice(kind, word(kind)) for kind in PeriodKind),
            PeriodKind.WEEKLY,
            name=self.tr("哪一种的样板"),
        )
        self.versions = Combo()
        self.versions.setFixedWidth(VERSIONS_PX)
        self.versions.setAccessibleName(self.tr("看哪一版"))
        self.state = Chip(self.tr("正在排样"), "sus", icon="ph.hourglass-high")
        self.restore_button = Button(self.tr("恢复原样"), icon="ph.arrow-counter-clockwise")
        self.save_button = Button(
            self.tr("存为新的一版"), kind="primary", icon="ph.check", key="Ctrl+S"
        )
        self.editor = TemplateEditor()
        self.under = label("", "second")
        self.under.setWordWrap(True)
        self.fault_list = QListWidget()
        self.fault_list.setAccessibleName(self.tr("哪一行有什么不对"))
        self.fault_list.setFixedHeight(_FAULTS_PX)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("找数字和字段"))
        self.search.setAccessibleName(self.tr("找数字和字段"))
        self.names = QListWidget()
        self.names.setAccessibleName(self.tr("可以用的数字和字段，回车写到光标处"))
        self.pages = PagesView(desk.jobs)
        self.pages.zoom = _ZOOM
        self._known: tuple[Known, ...] = ()
        self._soon = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        bar = ToolBar()
        for each in (self.kinds, self.versions, self.state):
            bar.add(each)
        bar.add_right(self.restore_button, self.save_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.editor, 1)
        column.addWidget(self.under)
        column.addWidget(self.fault_list)
        self.fault_list.hide()
        column.addWidget(self.search)
        self.names.setFixedHeight(_NAMES_PX)
        column.addWidget(self.names)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.pages)
        split.setSizes([640, 640])
        split.setChildrenCollapsible(False)
        middle = QHBoxLayout()
        middle.addWidget(split)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addLayout(middle, 1)

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda _: self._kind_chosen())
        self.versions.activated.connect(lambda _: self._look_at(self.versions.value()))
        self.editor.textChanged.connect(self._typed)
        self._soon.timeout.connect(self.look)
        self.fault_list.itemActivated.connect(self._to_fault)
        self.fault_list.itemClicked.connect(self._to_fault)
        self.names.itemActivated.connect(self._insert)
        self.search.textChanged.connect(lambda _: self._list_names())
        self.save_button.clicked.connect(self.save)
        self.restore_button.clicked.connect(self.restore)
        add_key(self, "Ctrl+S", self.save)
        topics = frozenset({Topic.PAPER})
        self._refresher = Refresher(self._desk.hub, self, self._changed, topics=topics)

    # -- what is there -------------------------------------------------------------------------

    @property
    def kind(self) -> PeriodKind:
        """Whose template is written."""
        return PeriodKind(str(self.kinds.value()))

    def _kind_chosen(self) -> None:
        self.view = None
        self.reload()

    def _changed(self) -> None:
        """Read anew what somebody else kept, unless something is being written here."""
        if self.view is None or self.editor.toPlainText() == self.view.text:
            self.reload()

    def reload(self) -> None:
        """Read the template in use."""
        kind = self.kind
        self._desk.read(lambda session: template_view(session, kind), self._show)

    def _show(self, found: TemplateView) -> None:
        if found.kind is not self.kind:
            return
        self.view = found
        self.versions.clear()
        newest = max((row.version for row in found.versions), default=0)
        for row in found.versions:
            words = self.tr("第 {version} 版，{who} {at}")
            if row.is_shipped:
                words = self.tr("第 {version} 版（原样），{who} {at}")
            told = words.format(version=row.version, who=row.person, at=full(row.saved_at))
            self.versions.add(told, row.version)
        self.versions.add(self.tr("程序自带的原样"), 0)
        self.versions.set_value(newest)
        self._write(found.text)

    def _look_at(self, version: object) -> None:
        kind, number = self.kind, int(str(version))
        self._desk.read(lambda session: template_text(session, kind, number), self._write)

    def _write(self, text: str) -> None:
        self.editor.setPlainText(text)
        self.look()

    # -- while typing --------------------------------------------------------------------------

    def _typed(self) -> None:
        self.save_button.setEnabled(False)
        self._soon.start()

    def look(self) -> None:
        """Set the preview of what is written now."""
        self._soon.stop()
        view = self.view
        if view is None:
            return
        text, kind = self.editor.toPlainText(), self.kind
        self._setting = text

        def work() -> _Set:
            found = preview(text, kind, view.categories)
            return _Set(text, found, PdfPages(found.paper.body) if found.paper else None)

        self._desk.jobs.read(work, self._looked, self._failed)

    def _looked(self, made: _Set) -> None:
        if made.text != self._setting or self.view is None:
            return  # something else was typed meanwhile
        self.faults = made.found.faults
        self.editor.mark(frozenset(fault.line for fault in self.faults))
        self._tell_faults()
        if made.found.paper is not None:
            place = self.pages.verticalScrollBar().value()
            self.pages.show_paper(made.pages, made.found.paper.spots)
            self.pages.verticalScrollBar().setValue(place)
            self._known = made.found.known
            self._list_names()
        same = made.text == self.view.text
        self.save_button.setEnabled(not self.faults and not same)
        self.restore_button.setEnabled(self.view.text != self.view.shipped)
        self._tell_state(same=same)
        self.previewed.emit()

    def _tell_state(self, *, same: bool) -> None:
        if self.faults:
            self.state.set_chip(self.tr("有不对的地方"), "over", icon="ph.warning-octagon")
        elif same:
            self.state.set_chip(self.tr("现在用的"), "ok", icon="ph.check")
        else:
            self.state.set_chip(self.tr("改过，还没存"), "warn", icon="ph.pencil-simple")

    def _tell_faults(self) -> None:
        self.fault_list.clear()
        words = self.tr("第 {line} 行：{why}")
        for fault in self.faults:
            item = QListWidgetItem(words.format(line=fault.line, why=fault.why))
            item.setData(Qt.ItemDataRole.UserRole, fault.line)
            self.fault_list.addItem(item)
        self.fault_list.setVisible(bool(self.faults))
        self.fault_list.setVisible(bool(self.faults))
        told = self.tr("存了以后，新取数的都用它；已经写好的草稿、签发过的不变。")
        if self.faults:
            told = self.tr("改好以后才能存；右边是上一次没有错时的样子。")
        self.under.setText(told)

    def _to_fault(self, item: QListWidgetItem) -> None:
        self.editor.go_to(int(item.data(Qt.ItemDataRole.UserRole)))

    def _list_names(self) -> None:
        wanted = self.search.text().strip()
        self.names.clear()
        for each in self._known:
            if wanted and wanted not in each.name and wanted not in each.about:
                continue
            shown = (each.about, f"{{{each.name}}}", each.shown)
            item = QListWidgetItem("\u3000".join(part for part in shown if part))
            item.setData(Qt.ItemDataRole.UserRole, each.name)
            self.names.addItem(item)

    def _insert(self, item: QListWidgetItem) -> None:
        self.editor.insert_name(str(item.data(Qt.ItemDataRole.UserRole)))

    def _failed(self, error: BaseException) -> None:
        self.under.setText(explain(error).text)

    # -- keeping it ----------------------------------------------------------------------------

    def save(self) -> None:
        """Use what is written from now on."""
        if self.save_button.isEnabled():
            self._save(self.editor.toPlainText())

    def restore(self) -> None:
        """Ask, and take up the template that came with the program again."""
        dialog = ConsequenceDialog(
            self.tr("恢复{kind}原来的样板？").format(kind=word(self.kind)),
            self.tr("成为新的一版，以后取数用它；现在这一版留着，随时能再找回来。"),
            do=self.tr("恢复原样"),
            leave=self.tr("不恢复"),
            parent=self.window(),
        )
        dialog.accepted.connect(lambda: self._save(""))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.asked.emit(dialog)

    def _save(self, text: str) -> None:
        if self.view is None:
            return
        kind, seen, key = self.kind, self.view.version, new_id()
        self.save_button.setEnabled(False)
        self._desk.write(
            lambda uow: save_template(uow, kind, text, seen, command_key=key),
            self._saved,
        )

    def _saved(self, version: int) -> None:
        words = self.tr("存为第 {version} 版，从现在起取数就用它")
        self._desk.notices.tell(words.format(version=version))
        self.reload()
