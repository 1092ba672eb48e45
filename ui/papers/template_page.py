"""Templates of papers: their text at the left, at the right how it looks while typing."""

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
from app.papers.any_template import (
    KINDS,
    AnyKind,
    AnyView,
    any_preview,
    any_text,
    any_view,
    keep_any,
)
from app.papers.briefing.faults import Fault
from app.papers.briefing.known import Known
from app.papers.briefing.preview import Preview
from app.papers.forms.offers import Facts
from ui.core.chips import Chip
from ui.core.controls import Button, Combo, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.page_bars import ToolBar
from ui.core.relative_time import full
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.papers.pages_view import PagesView
from ui.papers.template_editor import TemplateEditor
from ui.papers.template_strips import PreviewStrip, SinceStrip
from ui.parts.pdf_pages import PdfPages

TYPING_MS = 300
"""After so long without a key the preview is set anew."""
VERSIONS_PX = 300
STREETS_PX = 148
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
        self.view: AnyView | None = None
        self._facts: Facts | None = None
        self.faults: tuple[Fault, ...] = ()
        self._setting = ""
        self.kinds = Combo()
        self.kinds.setAccessibleName(self.tr("哪一种文书的样板"))
        for each in KINDS:
            self.kinds.add(word(each), each)
        self.streets = Combo()
        self.streets.setAccessibleName(self.tr("给哪个街道用"))
        self.streets.setFixedWidth(STREETS_PX)
        self.versions = Combo()
        self.versions.setFixedWidth(VERSIONS_PX)
        self.versions.setAccessibleName(self.tr("看哪一版"))
        self.since = SinceStrip(desk)
        self.shown = PreviewStrip(desk)
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
        for each in (self.kinds, self.streets, self.versions, self.state):
            bar.add(each)
        bar.add_right(self.restore_button, self.save_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.editor, 1)
        column.addWidget(self.since)
        column.addWidget(self.under)
        column.addWidget(self.fault_list)
        self.fault_list.hide()
        column.addWidget(self.search)
        self.names.setFixedHeight(_NAMES_PX)
        column.addWidget(self.names)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.shown)
        beside.addWidget(self.pages, 1)
        split.addWidget(right)
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
        self.kinds.activated.connect(lambda _: self._kind_chosen())
        self.streets.activated.connect(lambda _: self._street_chosen())
        self.shown.found.connect(self._real)
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
    def kind(self) -> AnyKind:
        """Whose template is written."""
        return KINDS[max(self.kinds.currentIndex(), 0)]

    @property
    def region(self) -> str:
        """Street for which it is written, "" for all."""
        return str(self.streets.value() or "")

    def show_kind(self, kind: str) -> None:
        """Show the template of a paper, by its kind."""
        self.kinds.set_value(kind)
        self._kind_chosen()

    def _kind_chosen(self) -> None:
        self.shown.show_kind(self.kind)
        self._facts = None
        self._street_chosen()

    def _street_chosen(self) -> None:
        self.view = None
        self.reload()

    def _changed(self) -> None:
        """Read anew what somebody else kept, unless something is being written here."""
        if self.view is None or self.editor.toPlainText() == self.view.text:
            self.reload()

    def reload(self) -> None:
        """Read the newest template."""
        kind, region, actor = self.kind, self.region, self._desk.actor
        self._desk.read(lambda session: any_view(session, actor, kind, region), self._show)

    def _show(self, found: AnyView) -> None:
        if found.kind is not self.kind:
            return
        codes = [code for code, _ in found.streets]
        if codes and found.region not in codes:  # keeps the settings of some streets only
            self._list_streets(found, codes[0])
            self.reload()
            return
        self.view = found
        self._list_streets(found, found.region)
        self._list_versions(found)
        self.since.setVisible(bool(found.streets))
        self.since.reset()
        self._write(found.text)

    def _list_streets(self, found: AnyView, chosen: str) -> None:
        self.streets.clear()
        for code, name in found.streets:
            self.streets.add(name if code else self.tr("各街道共用"), code)
        self.streets.set_value(chosen)
        self.streets.setVisible(bool(found.streets))

    def _list_versions(self, found: AnyView) -> None:
        self.versions.clear()
        newest = max((row.version for row in found.versions), default=0)
        for row in found.versions:
            words = self.tr("第 {version} 版，{who}，{at} 起")
            if row.is_back:
                words = self.tr("第 {version} 版（原样），{who}，{at} 起")
            told = words.format(version=row.version, who=row.person, at=full(row.since))
            self.versions.add(told, row.version)
        back = self.tr("各街道共用的") if found.region else self.tr("程序自带的原样")
        self.versions.add(back, 0)
        self.versions.set_value(newest)

    def _look_at(self, version: object) -> None:
        kind, region, number = self.kind, self.region, int(str(version))
        self._desk.read(lambda session: any_text(session, kind, region, number), self._write)

    def _real(self, facts: Facts | None) -> None:
        """Show the paper of a real case, or the example again."""
        self._facts = facts
        self.look()

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
        text, facts = self.editor.toPlainText(), self._facts
        self._setting = text

        def work() -> _Set:
            found = any_preview(text, view, facts)
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
        self.restore_button.setEnabled(self.view.text != self.view.back)
        self._tell_state(same=same)
        self.previewed.emit()

    def _tell_state(self, *, same: bool) -> None:
        if self.faults:
            self.state.set_chip(self.tr("有不对的地方"), "over", icon="ph.warning-octagon")
        elif same and self._is_to_come():
            self.state.set_chip(self.tr("存了，还没到起用日期"), "sus", icon="ph.hourglass-high")
        elif same:
            self.state.set_chip(self.tr("现在用的"), "ok", icon="ph.check")
        else:
            self.state.set_chip(self.tr("改过，还没存"), "warn", icon="ph.pencil-simple")

    def _is_to_come(self) -> bool:
        """Tell whether the newest version is not used yet."""
        rows = self.view.versions if self.view is not None else ()
        return bool(rows) and rows[0].since > self._desk.parts.clock.now()

    def _tell_faults(self) -> None:
        self.fault_list.clear()
        words = self.tr("第 {line} 行：{why}")
        for fault in self.faults:
            item = QListWidgetItem(words.format(line=fault.line, why=fault.why))
            item.setData(Qt.ItemDataRole.UserRole, fault.line)
            self.fault_list.addItem(item)
        self.fault_list.setVisible(bool(self.faults))
        told = self.tr("存了以后，新取数的都用它；已经写好的草稿、签发过的不变。")
        if self.view is not None and self.view.streets:
            told = self.tr("起用以后办的都用它；以前办的，重印还是当天的样子。")
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
            self.tr("成为新的一版，从现在起用它；现在这一版留着，随时能再找回来。"),
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
        view, since, key = self.view, self.since.moment() if text else None, new_id()
        self.save_button.setEnabled(False)
        self._desk.write(
            lambda uow: keep_any(uow, view, text, since, command_key=key),
            self._saved,
        )

    def _saved(self, version: int) -> None:
        words = self.tr("存为第 {version} 版，从现在起用它")
        if self.since.moment() is not None:
            words = self.tr("存为第 {version} 版，到那一天起用它")
        self._desk.notices.tell(words.format(version=version))
        self.reload()
