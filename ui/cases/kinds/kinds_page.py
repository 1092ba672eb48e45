"""Kinds and time limits: the tree at the left, one kind at the right; limits change in a draft."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.actions.kinds import KindChange, change_kind
from app.cases.clock import Limit
from app.cases.limit_edit import DEFAULT, LimitClock
from app.cases.rules import Level
from app.core.changes import Topic
from app.core.errors import Conflict
from app.core.ids import new_id
from ui.cases.kinds.dialogs import NewKindDialog, UseDialog
from ui.cases.kinds.kind_editor import CONTENT, LIMITS, VERSIONS, KindEditor
from ui.cases.kinds.kind_tree import KindTree
from ui.cases.kinds.kinds_source import EditorSeen, PageSeen, editor_seen, page_seen
from ui.cases.kinds.limit_draft import Typed, keep_typed, kept_typed
from ui.cases.kinds.limits_desk import LimitsDesk
from ui.core.controls import Button, Tick
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.page_bars import NarrowField, ToolBar
from ui.core.shortcuts import add_key, on_save
from ui.core.slices import Desk
from ui.core.states import ErrorState, StatePanel
from ui.core.strips import Strip

TREE_PX = 264


class KindsPage(QWidget):
    """Everybody may read; changing takes the right to manage kinds."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.may_manage = desk.actor.reaches_all(rights.MANAGE_KINDS)
        self.seen: PageSeen | None = None
        self.typed: dict[str, Typed] = kept_typed(desk.preferences) if self.may_manage else {}
        self._code = DEFAULT
        self._job: Job | None = None
        self._save_key = new_id()
        self._trouble: StatePanel | None = None
        self.tree = KindTree()
        self.editor = KindEditor(desk, may_manage=self.may_manage)
        self.limits = LimitsDesk(
            desk, self, self.editor.grid.complaints, may_manage=self.may_manage
        )
        self.setFocusProxy(self.tree)
        self._make_bars()
        self._lay_out()
        self._connect()
        self.reload()

    def _make_bars(self) -> None:
        self.bar = ToolBar(self.tr("类别与时限"))
        self.field = NarrowField(self.tr("名称、提示词、拼音首字母、代码"))
        self.retired = Tick(self.tr("连同停用的"))
        self.new_button = Button(
            self.tr("新增自定义类别"), kind="primary", icon="ph.plus", key="Ctrl+N"
        )
        self.bar.add(self.field, 1)
        self.bar.add(self.retired)
        self.bar.add_right(self.new_button)
        self.new_button.setVisible(self.may_manage)
        self.reader = Strip("note", icon="ph.lock-key")
        if not self.may_manage:
            rest = self.tr("要“管理类别与时限”权限，中心主任和系统管理员有。")
            if self._desk.actor.may(rights.MANAGE_KINDS):
                rest = self.tr("它们由各街道共用，要管到全区的人才能改。")
            self.reader.tell(self.tr("类别与时限您可以看，不能改。"), rest)

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.tree)
        self._split.addWidget(self.editor)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([TREE_PX, 1000])
        self.tree.setMinimumWidth(200)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        strips = QHBoxLayout()
        strips.setContentsMargins(0, 0, 0, 0)
        strips.addWidget(self.limits.strip)
        strips.addWidget(self.reader)
        column.addLayout(strips)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.tree.chosen.connect(self.choose)
        self.field.narrowed.connect(lambda _: self._narrow())
        self.field.left.connect(self.tree.setFocus)
        self.retired.toggled.connect(lambda _: self._narrow())
        self.new_button.clicked.connect(self.create_kind)
        self.limits.changed.connect(self._show_limits)
        self.limits.published.connect(self.reload)
        self.editor.kind_edited.connect(self._kind_edited)
        self.editor.limit_edited.connect(self._limit_edited)
        self.editor.bar.save_wanted.connect(self.save)
        self.editor.bar.drop_wanted.connect(self.drop_typed)
        self.editor.take_present_wanted.connect(self.drop_typed)
        self.editor.go_on_wanted.connect(self._go_on)
        self.editor.use_button.clicked.connect(self.change_use)
        topics = frozenset({Topic.CATEGORY, Topic.UNIT})
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=topics)
        add_key(self, "/", self.field.setFocus)
        for key, part in (("Alt+1", CONTENT), ("Alt+2", LIMITS), ("Alt+3", VERSIONS)):
            add_key(self, key, partial(self.editor.show_part, part))
        if self.may_manage:
            add_key(self, "Ctrl+N", self.create_kind)
            on_save(self, self._save_or_publish)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything anew; what was typed stays."""
        number = self.limits.base_wanted()
        self._desk.read(lambda session: page_seen(session, number), self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        if self.seen is not None:
            self._desk.notices.report(error)
            return
        self._drop_trouble()
        self._trouble = ErrorState(self.tr("没能读出类别与时限"), explain(error), self.reload)
        self._split.hide()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._trouble)
            layout.setAlignment(self._trouble, Qt.AlignmentFlag.AlignHCenter)

    def _drop_trouble(self) -> None:
        if self._trouble is not None:
            self._trouble.hide()
            self._trouble.deleteLater()
            self._trouble = None
            self._split.show()

    def _take(self, seen: PageSeen) -> None:
        self._drop_trouble()
        first, self.seen = self.seen is None, seen
        self.limits.take(seen.limits)
        self.tree.show_nodes(seen.nodes)
        self.tree.set_unsaved(frozenset(self.typed))
        active = sum(node.is_active and node.parent_code is not None for node in seen.nodes)
        self.bar.set_count(self.tr("{count} 类").format(count=active))
        self._narrow()
        if first:
            self.tree.mark(self._code)
        self._read_kind()

    def choose(self, code: str) -> None:
        """Show a kind, a category or all kinds."""
        self._code = code
        self._read_kind()

    def _read_kind(self) -> None:
        if self._job is not None:
            self._job.cancel()
        code = self._code
        self._job = self._desk.read(
            lambda session: editor_seen(session, code), self._kind_read, self._kind_failed
        )

    def _kind_read(self, seen: EditorSeen) -> None:
        self._job = None
        typed = self.typed.get(seen.code)
        if typed is not None and seen.kind is not None and typed.body == seen.kind.body:
            self._set_typed(seen.code, None)
            typed = None
        self.editor.show_seen(seen, typed, self.limits.shown())
        self._show_limits()

    def _kind_failed(self, error: BaseException) -> None:
        self._job = None
        self._desk.notices.report(error)

    def _narrow(self) -> None:
        if self.seen is None:
            return
        typed = self.field.text().strip().lower()
        nodes = [n for n in self.seen.nodes if n.is_active or self.retired.isChecked()]
        if not typed:
            all_shown = len(nodes) == len(self.seen.nodes)
            self.tree.narrow(None if all_shown else {DEFAULT, *(n.code for n in nodes)})
            if not all_shown:
                self.tree.collapseAll()
                self.tree.mark(self._code)
            return
        found = [node for node in nodes if node.means(typed)]
        above = {node.parent_code for node in found if node.parent_code}
        below = {n.code for n in nodes if n.parent_code in {node.code for node in found}}
        self.tree.narrow({*(node.code for node in found), *above, *below})
        first = next((node for node in found if node.parent_code), None)
        if first is not None and self._code not in {node.code for node in found}:
            self.tree.mark(first.code)
            self.choose(first.code)

    # -- a kind --------------------------------------------------------------------------------

    def _set_typed(self, code: str, typed: Typed | None) -> None:
        if typed is None:
            self.typed.pop(code, None)
        else:
            self.typed[code] = typed
        keep_typed(self._desk.preferences, self.typed)
        self.tree.set_unsaved(frozenset(self.typed))

    def _kind_edited(self) -> None:
        seen, body = self.editor.seen, self.editor.typed_body()
        if seen is None or seen.kind is None or body is None:
            return
        before = self.typed.get(seen.code)
        version = before.version if before is not None else seen.kind.version
        typed = Typed(version, body, self.editor.bar.note.text())
        same = body == seen.kind.body and version == seen.kind.version
        self._set_typed(seen.code, None if same else typed)
        self.editor.show_typed(self.typed.get(seen.code))

    def _go_on(self) -> None:
        seen = self.editor.seen
        if seen is not None and seen.kind is not None and seen.code in self.typed:
            typed = replace(self.typed[seen.code], version=seen.kind.version)
            self._set_typed(seen.code, typed)
            self.editor.show_typed(typed)

    def drop_typed(self) -> None:
        """Drop what was typed of this kind; the way back stays open for a moment."""
        code = self._code
        typed = self.typed.get(code)
        if typed is None:
            return
        self._set_typed(code, None)
        self._read_kind()

        def again() -> None:
            self._set_typed(code, typed)
            self._read_kind()

        self._desk.notices.offer_undo(self.tr("放弃了没保存的改动"), again)

    def save(self) -> None:
        """Write what was typed of this kind."""
        code, typed = self._code, self.typed.get(self._code)
        if typed is None or self.editor.form.complaints():
            return
        change, key = KindChange(code, typed.version, typed.body, typed.note), self._save_key
        self.editor.bar.set_busy(busy=True)

        def write(uow: object) -> int:
            return change_kind(uow, change, command_key=key)  # type: ignore[arg-type]

        self._desk.write(write, partial(self._saved, code), self._refused)

    def _saved(self, code: str, _: int) -> None:
        self.editor.bar.set_busy(busy=False)
        self._save_key = new_id()
        self._set_typed(code, None)
        self._read_kind()
        self._desk.notices.tell(self.tr("已保存，从下一件起用。"))

    def _refused(self, error: BaseException) -> None:
        self.editor.bar.set_busy(busy=False)
        if isinstance(error, Conflict):
            self._read_kind()  # the strip over the form says what to do
        else:
            self._desk.notices.report(error)

    def create_kind(self) -> None:
        """Add a kind of the centre's own under the chosen category."""
        if self.seen is None:
            return
        node = self.tree.node(self._code)
        parent = (node.parent_code or node.code) if node is not None else ""
        dialog = NewKindDialog(self._desk, self.seen.nodes, parent, self)
        dialog.saved.connect(self._created)
        dialog.open()

    def _created(self, code: object) -> None:
        self._code = str(code)
        self.editor.show_part(CONTENT)
        self.reload()

    def change_use(self) -> None:
        """Take the kind out of use, or into use again."""
        seen = self.editor.seen
        if seen is not None and seen.kind is not None and seen.kind.node.parent_code:
            dialog = UseDialog(self._desk, seen.kind, self)
            dialog.saved.connect(lambda _: self.reload())
            dialog.open()

    # -- limits --------------------------------------------------------------------------------

    def _limit_edited(self, edit: tuple[LimitClock, Level, Limit | None]) -> None:
        self.limits.edit(self._code, *edit)

    def _show_limits(self) -> None:
        self.editor.show_limits(self.limits.shown(), self.limits.odd())

    def _save_or_publish(self) -> None:
        if self.editor.part == LIMITS:
            self.limits.publish()
        else:
            self.save()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tree.setFocus()
