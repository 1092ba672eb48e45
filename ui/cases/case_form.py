"""A new case: fields in the order a caller tells the story, the map beside them."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.actions.on_the_spot import PhotoMissing
from app.cases.numbers import short
from app.cases.outbox import new_case_entry
from app.cases.queries.callers import CallersCases
from app.cases.queries.likely import LikelyCase
from app.cases.queries.queue import CaseRow
from app.cases.registering import Registering, first_photo, register
from app.cases.rules import CaseState
from app.core.attachments import Prepared, prepare
from app.core.errors import DatabaseBusy, DatabaseUnreachable
from app.core.ids import new_id
from app.core.words import sentence
from ui.cases.caller_card import CallerCard
from ui.cases.caller_lookup import CallerLookup
from ui.cases.case_window import CaseWindows
from ui.cases.decline_new_dialog import DeclineNewDialog
from ui.cases.draft_keeper import DraftKeeper
from ui.cases.drafts import Draft
from ui.cases.family.beside_form import LikelyBeside
from ui.cases.form_bar import FormBar
from ui.cases.form_body import PADDING, FormBody
from ui.cases.form_map import FormMap
from ui.cases.form_values import FormValues
from ui.cases.keeping_for_later import keep_for_later
from ui.core.controls import line_between
from ui.core.notices import Act, explain
from ui.core.relative_time import exact_time
from ui.core.shortcuts import add_key, on_save
from ui.core.slices import Desk
from ui.core.targets import CaseWanted, NewCaseWanted, PageWanted, Target
from ui.parts.attachment_items import StripItem

FORM_PX = 624
FORM_SMALL_PX = 560
LOW_PX = 720  # of a screen of 768 lines
SEEN_AROUND_PX = 96
QUEUE = "cases.queue"
SOLVE_KEY, PHONE_KEY, CALLER_KEY, LIKELY_KEY = "Ctrl+Shift+Return", "F4", "F6", "F7"


class CaseForm(QWidget):
    """The page; what is typed is kept on disk until it is saved."""

    declining = Signal(object)  # DeclineNewDialog

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._may_assign = desk.actor.may(rights.ASSIGN)
        self._may_solve = desk.actor.may(rights.HANDLE)
        self._files: dict[UUID, Prepared] = {}
        self._saving = False
        self._wanted: Registering | None = None
        self._outage = False
        self._wanted_first: NewCaseWanted | None = None
        self._loaded = False
        self.body = FormBody(desk, may_assign=self._may_assign, may_solve=self._may_solve)
        self.bar = FormBar(may_assign=self._may_assign, may_solve=self._may_solve)
        self.map = FormMap(desk)
        self.caller = CallerCard()
        self.likely = LikelyBeside(desk, self)
        self.windows = CaseWindows(desk, self, lasting=False)
        self._lookup = CallerLookup(desk, self)
        self._scroll = QScrollArea()
        self.setFocusProxy(self.body.said.words)
        self._keeper = DraftKeeper(desk, self._values, self)
        self._lay_out()
        self._connect()
        self.body.fill(FormValues())
        self._keeper.load()

    def _lay_out(self) -> None:
        scroll = self._scroll
        scroll.setWidget(self.body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._promise = QVBoxLayout()
        self._promise.addWidget(self.body.how.teller.box)
        self._left = QFrame()
        self._left.setProperty("surface", "pane")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        rule = line_between()
        left.addWidget(scroll, 1)
        left.addLayout(self._promise)
        left.addWidget(rule)
        left.addWidget(self.bar)
        edge = QFrame()
        edge.setProperty("surface", "edge")
        edge.setFixedWidth(1)
        right = QVBoxLayout()
        right.setContentsMargins(16, 16, 16, 16)
        right.setSpacing(12)
        right.addWidget(self.caller)
        right.addWidget(self.likely.card)
        right.addWidget(self.map, 1)
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
        self.bar.solve.connect(self.solve)
        self.bar.collapse.connect(self.collapse)
        self.body.how.decline.connect(self.decline)
        self._lookup.found.connect(self._caller_found)
        self._lookup.failed.connect(self.caller.show_failure)
        self.caller.looked.connect(self.windows.open)
        self.caller.same.connect(self._same_matter)
        self.likely.card.looked.connect(self.windows.open)
        self.likely.merged.connect(self.merge)
        self.likely.not_same.connect(lambda _: self._keeper.soon())
        self._keeper.kept.connect(self._draft_kept)
        self._keeper.emptied.connect(lambda: self.bar.tell_draft(""))
        self._keeper.found.connect(self._draft_found)
        self._keeper.failed.connect(self._draft_failed)
        on_save(self, lambda: self.save(assign=self._may_assign))
        if self._may_solve:
            add_key(self, SOLVE_KEY, self.solve)
        add_key(self, PHONE_KEY, self.ask_number)
        add_key(self, CALLER_KEY, self.caller.focus_first)
        add_key(self, LIKELY_KEY, self.likely.card.focus_first)
        add_key(self, "Escape", self.collapse)

    # -- coming and going ----------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Begin with what the caller has typed already, below what a draft holds."""
        if isinstance(target, NewCaseWanted) and target.text:
            if self._loaded:
                self._begin_with(target.text)
            else:
                self._wanted_first = target
        self.body.said.words.setFocus()

    def _begin_with(self, text: str) -> None:
        words = self.body.said.words
        before = words.toPlainText().rstrip()
        words.setPlainText(f"{before}\n{text}" if before else text)

    def ask_number(self) -> None:
        """Go to the phone: some callers are asked for their number first."""
        phone = self.body.who.phone
        phone.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(phone, 0, SEEN_AROUND_PX)

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
        low = self.height() < LOW_PX
        self.body.set_dense(dense=low)
        between = 4 if low else 8
        self._promise.setContentsMargins(PADDING, between, PADDING, between)

    # -- the draft -----------------------------------------------------------------------------

    def _changed(self) -> None:
        self._wanted, self._outage = None, False
        self._lookup.set_phone(self.body.who.phone_to_look_up())
        self.likely.tell(self.body.values())
        self.body.how.clear_refusal()
        self._tell_missing(show=False)
        self._keeper.soon()

    def _values(self) -> FormValues:
        return replace(self.body.values(), not_same=[str(key) for key in self.likely.without])

    def _tell_missing(self, *, show: bool) -> tuple[str, ...]:
        missing = self.body.missing(show=show)
        if not self._saving:
            begun = show or not self.body.values().is_empty()
            self.bar.tell_missing(missing, self.body.missing_to_assign(), begun=begun)
        return missing

    def _draft_found(self, draft: Draft | None) -> None:
        if draft is not None and self.body.values().is_empty():
            values = FormValues.from_json(draft.values)
            self.likely.set_without([UUID(key) for key in values.not_same])
            self.body.fill(values)
            self._keeper.hold()
            self.bar.tell_restored(draft.kept_at)
            for path in draft.files:
                self._restore_file(path)
        self._loaded = True
        if self._wanted_first is not None:
            self._begin_with(self._wanted_first.text)
            self._wanted_first = None

    def _restore_file(self, path: Path) -> None:
        key = UUID(path.parent.name)
        self._desk.jobs.read(
            lambda: (key, prepare(path, path.name)), self._file_restored, self._draft_failed
        )

    def _file_restored(self, restored: tuple[UUID, Prepared]) -> None:
        key, prepared = restored
        self._files[key] = prepared
        self._show_files()

    def _draft_kept(self, at: datetime) -> None:
        if self._outage:
            words = self.tr("没登记成，写的都在草稿里")
            self.bar.tell_draft(words, good=False, why=exact_time(at))
        else:
            self.bar.tell_kept(at)

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
        self._write(unit=self.body.values().unit if assign else None)

    def solve(self) -> None:
        """Register and close what was solved on the spot; what speaks against it is said."""
        if self._saving or self._tell_missing(show=True) or self.body.how.wrong_to_solve():
            return
        if first_photo(tuple(self._files.values())) is None:
            self.body.said.strip.refuse(sentence(PhotoMissing()))
            self.body.said.strip.setFocus()
            return
        self._write(solved=self.body.values().solved.strip())

    def merge(self, row: LikelyCase) -> None:
        """Register, and let it follow a case that is the same matter."""
        if not self._saving and not self._tell_missing(show=True):
            self._write(lead=row)

    def _write(
        self, *, unit: UUID | None = None, solved: str = "", lead: LikelyCase | None = None
    ) -> None:
        wanted, lead_id = self._wanted, lead.id if lead is not None else None
        now = (unit, solved, lead_id)
        if wanted is None or (wanted.unit_id, wanted.solved, wanted.lead_id) != now:
            files = tuple(self._files.values())
            wanted = Registering(
                self.body.values().intake(),
                files,
                unit,
                solved,
                lead_id=lead_id,
                reasons=lead.why.as_facts() if lead is not None else None,
                not_same=self.likely.without,
            )
        self._wanted, database = wanted, self._desk.parts.database
        self._saving = True
        self.bar.set_busy()
        self._desk.write(
            lambda uow: register(uow, wanted, database.state.pepper), self._saved, self._refused
        )

    def decline(self) -> None:
        """Do not take it on: ask for the reason the notice gives."""
        if self._saving or self._tell_missing(show=True):
            return
        files = tuple(self._files.values())
        dialog = DeclineNewDialog(self._desk, self.body.values().intake(), files, self.window())
        dialog.saved.connect(self._saved)
        dialog.open()
        self.declining.emit(dialog)

    def _saved(self, row: CaseRow) -> None:
        self._saving = False
        self.clear()
        self._desk.notices.tell(self._done_words(row))
        self._desk.navigator.go(CaseWanted(row.id))

    def clear(self) -> None:
        """Forget everything typed, and its draft."""
        self._wanted = None
        self._keeper.clear()
        self._files.clear()
        self._show_files()
        self.body.fill(FormValues())
        self._lookup.forget()
        self.likely.forget()
        self._keeper.hold()
        self.bar.tell_draft("")
        self.bar.set_ready()
        self._tell_missing(show=False)

    def _done_words(self, row: CaseRow) -> str:
        if row.state is CaseState.DECLINED:
            return self.tr("已记下：不予受理。告知书可以在详情里打印")
        number = short(row.number) if row.number else ""
        if row.state is CaseState.CLOSED:
            return self.tr("{number} 已登记，当场办结").format(number=number)
        if row.lead_id is not None:
            return self.tr("{number} 已登记，并案随牵头件办理").format(number=number)
        if row.unit:
            return self.tr("{number} 已登记，已分流给{unit}").format(number=number, unit=row.unit)
        return self.tr("{number} 已登记，等分流").format(number=number)

    def _refused(self, error: BaseException) -> None:
        """Say why; while the server is away it waits on this computer."""
        wanted, at = self._wanted, self._desk.parts.clock.now()
        if wanted is None or not keep_for_later(
            self._desk, error, lambda: new_case_entry(wanted, at), self._kept, self._not_kept
        ):
            self._not_kept(error)

    def _kept(self) -> None:
        self._saving = False
        self.clear()
        self.body.said.words.setFocus()

    def _not_kept(self, error: BaseException) -> None:
        """The draft is what is left, and has to be whole."""
        self._saving = False
        self.bar.set_ready()
        self._tell_missing(show=True)
        self._outage = isinstance(error, DatabaseUnreachable | DatabaseBusy)
        self._keeper.keep_now()
        self._desk.notices.report(error)

    # -- the caller ----------------------------------------------------------------------------

    def _caller_found(self, cases: CallersCases | None) -> None:
        self.caller.show_cases(cases, self._desk.parts.clock.now())
        self.likely.tell_caller(cases)

    def _same_matter(self, case_id: UUID) -> None:
        """The caller asks after a case there is: open it instead of registering another."""
        self._keeper.flush()
        words = self.tr("没有登记新的。刚才写的还在草稿里，按 N 可以接着写。")
        self._desk.notices.tell(words, Act(self.tr("不要草稿了"), self.clear))
        self._desk.navigator.go(CaseWanted(case_id))
