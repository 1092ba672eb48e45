"""A new case: fields in the order a caller tells the story, the map beside them."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.numbers import short
from app.cases.queries.queue import CaseRow
from app.core.attachments import Prepared, prepare
from app.core.ids import new_id
from ui.cases.draft_keeper import DraftKeeper
from ui.cases.drafts import Draft
from ui.cases.form_bar import FormBar
from ui.cases.form_body import PADDING, FormBody
from ui.cases.form_map import FormMap
from ui.cases.form_values import FormValues
from ui.cases.registering import Registering, register
from ui.core.notices import explain
from ui.core.shortcuts import add_key, on_save
from ui.core.slices import Desk
from ui.core.targets import CaseWanted, NewCaseWanted, PageWanted, Target
from ui.parts.attachment_items import StripItem

FORM_PX = 624
FORM_SMALL_PX = 560
QUEUE = "cases.queue"


class CaseForm(QWidget):
    """The page; what is typed is kept on disk until it is saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._may_assign = desk.actor.may(rights.ASSIGN)
        self._files: dict[UUID, Prepared] = {}
        self._saving = False
        self._wanted: Registering | None = None
        self.body = FormBody(desk, may_assign=self._may_assign)
        self.bar = FormBar(may_assign=self._may_assign)
        self.map = FormMap(desk)
        self.setFocusProxy(self.body.said.words)
        self._keeper = DraftKeeper(desk, self.body.values, self)
        self._lay_out()
        self._connect()
        self.body.fill(FormValues())
        self._keeper.load()

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidget(self.body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        promise = QVBoxLayout()
        promise.setContentsMargins(PADDING, 8, PADDING, 8)
        promise.addWidget(self.body.how.teller.box)
        self._left = QFrame()
        self._left.setProperty("surface", "pane")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        rule = QFrame()
        rule.setProperty("surface", "line")
        left.addWidget(scroll, 1)
        left.addLayout(promise)
        left.addWidget(rule)
        left.addWidget(self.bar)
        edge = QFrame()
        edge.setProperty("surface", "edge")
        edge.setFixedWidth(1)
        right = QVBoxLayout()
        right.setContentsMargins(16, 16, 16, 16)
        right.addWidget(self.map)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._left)
        line.addWidget(edge)
        line.addLayout(right, 1)

    def _connect(self) -> None:
        self.body.changed.connect(self._changed)
        self.body.where.place.changed.connect(self.map.show_place)
        self.map.pin_moved.connect(self.body.where.place.move_pin)
        self.body.said.strip.added.connect(self._file_added)
        self.body.said.strip.removed.connect(self._file_removed)
        self.bar.register.connect(lambda: self.save(assign=False))
        self.bar.assign.connect(lambda: self.save(assign=True))
        self.bar.collapse.connect(self.collapse)
        self._keeper.kept.connect(self.bar.tell_kept)
        self._keeper.found.connect(self._draft_found)
        self._keeper.failed.connect(self._draft_failed)
        on_save(self, lambda: self.save(assign=self._may_assign))
        add_key(self, "Escape", self.collapse)

    # -- coming and going ----------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Begin with what the caller has typed already, below what a draft holds."""
        if isinstance(target, NewCaseWanted) and target.text:
            words = self.body.said.words
            before = words.toPlainText().rstrip()
            words.setPlainText(f"{before}\n{target.text}" if before else target.text)
        self.body.said.words.setFocus()

    def collapse(self) -> None:
        """Go back to the queue; the draft stays."""
        self._keeper.flush()
        self._desk.navigator.go(PageWanted(QUEUE))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.body.promise(again=True)
        self.body.said.words.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self._keeper.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setFixedWidth(FORM_PX if self.width() >= 2 * FORM_PX else FORM_SMALL_PX)

    # -- the draft -----------------------------------------------------------------------------

    def _changed(self) -> None:
        self._wanted = None
        self._tell_missing(show=False)
        self._keeper.soon()

    def _tell_missing(self, *, show: bool) -> tuple[str, ...]:
        missing = self.body.missing(show=show)
        if not self._saving:
            begun = show or not self.body.values().is_empty()
            self.bar.tell_missing(missing, self.body.missing_to_assign(), begun=begun)
        return missing

    def _draft_found(self, draft: Draft | None) -> None:
        if draft is None or not self.body.values().is_empty():
            return
        values = FormValues.from_json(draft.values)
        self.body.fill(values)
        self._keeper.hold()
        self.bar.tell_restored(draft.kept_at)
        for path in draft.files:
            self._restore_file(path)

    def _restore_file(self, path: Path) -> None:
        key = UUID(path.parent.name)
        self._desk.jobs.read(
            lambda: (key, prepare(path, path.name)), self._file_restored, self._draft_failed
        )

    def _file_restored(self, restored: tuple[UUID, Prepared]) -> None:
        key, prepared = restored
        self._files[key] = prepared
        self._show_files()

    def _draft_failed(self, error: BaseException) -> None:
        self.bar.tell_draft(self.tr("草稿没存上"), good=False, why=explain(error).text)

    # -- files ---------------------------------------------------------------------------------

    def _file_added(self, prepared: Prepared) -> None:
        if any(kept.sha256 == prepared.sha256 for kept in self._files.values()):
            words = self.tr("“{name}”已经在附件里了。")
            self.body.said.strip.refuse(words.format(name=prepared.name))
            return
        key = new_id()
        self._files[key] = prepared
        self._keeper.keep_file(key, prepared)
        self._show_files()
        self._changed()

    def _file_removed(self, item: StripItem) -> None:
        if isinstance(item.key, UUID):
            self._files.pop(item.key, None)
            self._keeper.drop_file(item.key)
            self._show_files()
            self._changed()

    def _show_files(self) -> None:
        self.body.said.strip.set_items(
            [
                StripItem(key, file.name, file.media_type, len(file.body), file.thumbnail)
                for key, file in self._files.items()
            ]
        )

    # -- saving --------------------------------------------------------------------------------

    def save(self, *, assign: bool) -> None:
        """Register, and assign at once if wanted; what is missing is said instead."""
        if self._saving or self._tell_missing(show=True):
            return
        if assign and self.body.missing_to_assign():
            return
        values = self.body.values()
        unit = values.unit if assign else None
        if self._wanted is None or self._wanted.unit_id != unit:
            self._wanted = Registering(values.intake(), tuple(self._files.values()), unit)
        wanted, database = self._wanted, self._desk.parts.database
        self._saving = True
        self.bar.set_busy()
        self._desk.write(
            lambda uow: register(uow, wanted, database.state.pepper), self._saved, self._refused
        )

    def _saved(self, row: CaseRow) -> None:
        self._saving = False
        self._wanted = None
        self._keeper.clear()
        self._files.clear()
        self._show_files()
        self.body.fill(FormValues())
        self._keeper.hold()
        self.bar.tell_draft("")
        self.bar.set_ready()
        self._tell_missing(show=False)
        self._desk.notices.tell(self._done_words(row))
        self._desk.navigator.go(CaseWanted(row.id))

    def _done_words(self, row: CaseRow) -> str:
        number = short(row.number) if row.number else ""
        if row.unit:
            return self.tr("{number} 已登记，已分流给{unit}").format(number=number, unit=row.unit)
        return self.tr("{number} 已登记，等分流").format(number=number)

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        self.bar.set_ready()
        self._tell_missing(show=True)
        self._desk.notices.report(error)
