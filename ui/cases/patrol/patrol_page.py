"""Many findings of a patrol at once: typed like a table, or brought in as photos."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.cases.actions.patrol import register_finding
from app.core.attachments import Prepared, prepare
from app.core.shared_settings import settings_at
from ui.cases.draft_keeper import DraftKeeper
from ui.cases.drafts import Draft
from ui.cases.patrol.bringing import Brought, bring
from ui.cases.patrol.finding_row import FindingRow, RowPhoto
from ui.cases.patrol.round_choice import RoundChoice
from ui.core.controls import Button, label
from ui.core.notices import explain
from ui.core.page_bars import FootBar, ToolBar
from ui.core.shortcuts import add_key, on_save
from ui.core.slices import Desk, KeyHelp

MOST_ROWS = 100
MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Rows:
    """The state of the page, as it is kept."""

    rows: tuple[dict[str, Any], ...]

    def is_empty(self) -> bool:
        """Tell whether nothing was entered."""
        return not self.rows

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"rows": list(self.rows)}


class PatrolPage(QWidget):
    """What is typed stays on this computer until it is registered, each finding on its own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: list[FindingRow] = []
        self._queue: list[FindingRow] = []
        self._done = 0
        self.bring_button = Button(self.tr("从手机照片"), kind="quiet", icon="ph.image", caret=True)
        self.add_button = Button(self.tr("加一条"), kind="quiet", icon="ph.plus", key="Ctrl+N")
        self.do_button = Button(self.tr("全部登记"), kind="primary", key="Ctrl+Return")
        self.bar = ToolBar(self.tr("巡查补录"))
        self.round = RoundChoice(desk)
        self.bar.add(self.round)
        self.bar.add_right(self.bring_button, self.add_button, self.do_button)
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        self.told.setContentsMargins(16, 8, 16, 0)
        self.told.setAccessibleName(self.tr("照片里要留意的"))
        self.told.hide()
        self.foot = FootBar(
            (
                KeyHelp("Return", self.tr("下一条的同一格")),
                KeyHelp("Ctrl+D", self.tr("类别、网格同上一条")),
                KeyHelp("Ctrl+Return", self.tr("全部登记")),
            )
        )
        self._lay_out()
        self.keeper = DraftKeeper(desk, self._state, self, form="patrol")
        self.keeper.found.connect(self._draft_found)
        self.keeper.failed.connect(desk.notices.report)
        self._connect()
        self.add_row()
        self.keeper.load()

    def _lay_out(self) -> None:
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._box)
        self._scroll = scroll
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.told, scroll, self.foot):
            column.addWidget(part, 1 if part is scroll else 0)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add_and_go)
        self.do_button.clicked.connect(self.register_all)
        self.bring_button.clicked.connect(self._offer_sources)
        on_save(self, self.register_all)
        add_key(self, "Ctrl+N", self.add_and_go)

    # -- rows ----------------------------------------------------------------------------------

    def add_row(self) -> FindingRow:
        """Add an empty finding at the end."""
        row = FindingRow(self._desk)
        row.edited.connect(self._edited)
        row.gone.connect(self.drop)
        row.photos_wanted.connect(self._offer_photos)
        row.stepped.connect(self._step)
        row.copy_wanted.connect(self._copy_above)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)
        self._number()
        return row

    def add_and_go(self) -> None:
        """Add a finding like the last one, and go to it."""
        if len(self.rows) >= MOST_ROWS:
            words = self.tr("一次最多 {most} 条，先登记这些。")
            self._desk.notices.tell(words.format(most=MOST_ROWS))
            return
        last = self.rows[-1] if self.rows else None
        row = self.add_row()
        if last is not None:
            row.copy_from(last)
        row.text.setFocus()
        self._scroll.ensureWidgetVisible(row)

    def drop(self, row: FindingRow) -> None:
        """Take a finding off; a page without any begins a new one."""
        for photo in row.clear_photos():
            self.keeper.drop_file(photo.key)
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        if not self.rows:
            self.add_row()
        self._number()
        self.keeper.soon()

    def _number(self) -> None:
        for at, row in enumerate(self.rows, 1):
            row.number.setText(f"{at}.")
        self.bar.set_count(self.tr("{count} 条").format(count=len(self._filled())))

    def _filled(self) -> list[FindingRow]:
        return [row for row in self.rows if not row.is_empty()]

    def _edited(self, row: FindingRow) -> None:
        if row.complaint.text():
            lacking = row.lacks()
            row.complain(lacking[0] if lacking else "")
        self._number()
        self.keeper.soon()

    def _step(self, row: FindingRow, at: int, by: int) -> None:
        to = self.rows.index(row) + by
        if to == len(self.rows) and not row.is_empty():
            self.add_and_go()
        if 0 <= to < len(self.rows):
            field = self.rows[to].fields[at]
            (field if field.isEnabled() else self.rows[to].text).setFocus()
            self._scroll.ensureWidgetVisible(self.rows[to])

    def _copy_above(self, row: FindingRow) -> None:
        at = self.rows.index(row)
        if at:
            row.copy_from(self.rows[at - 1])

    # -- photos --------------------------------------------------------------------------------

    def _offer_photos(self, row: FindingRow) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("加照片…")).triggered.connect(lambda: self._choose_photos(row))
        clear = menu.addAction(self.tr("去掉照片"))
        clear.setEnabled(bool(row.photos))
        clear.triggered.connect(lambda: self._clear_photos(row))
        self._pop_up(menu, row.photo_button)

    def _offer_sources(self) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("选 ZIP 或照片…")).triggered.connect(self._choose_files)
        menu.addAction(self.tr("选文件夹…")).triggered.connect(self._choose_folder)
        self._pop_up(menu, self.bring_button)

    def _pop_up(self, menu: QMenu, under: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    def _choose_photos(self, row: FindingRow) -> None:
        kinds = self.tr("照片 (*.jpg *.jpeg *.png *.heic *.webp)")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("加照片"), "", kinds)
        self.add_photos(row, [Path(name) for name in names])

    def add_photos(self, row: FindingRow, paths: Sequence[Path]) -> None:
        """Put photos to a finding: the first ones before, the last one as it looks now."""

        def settled(settings: Any) -> None:
            for path in paths:
                self._desk.jobs.read(
                    partial(prepare, path, settings=settings),
                    partial(self._photo_read, row),
                    lambda error: row.complain(explain(error).text),
                )

        now = self._desk.parts.clock.now()
        self._desk.read(lambda session: settings_at(session, now), settled)

    def _photo_read(self, row: FindingRow, prepared: Prepared) -> None:
        if row not in self.rows:
            return
        if prepared.width_px is None:
            row.complain(self.tr("“{name}”不是照片，没有收。").format(name=prepared.name))
            return
        self._take_photo(row, RowPhoto(prepared))
        self._edited(row)

    def _take_photo(self, row: FindingRow, photo: RowPhoto) -> None:
        row.add_photo(photo)
        self.keeper.keep_file(photo.key, photo.prepared)

    def _clear_photos(self, row: FindingRow) -> None:
        for photo in row.clear_photos():
            self.keeper.drop_file(photo.key)
        self._edited(row)

    def _choose_files(self) -> None:
        kinds = self.tr("ZIP 和照片 (*.zip *.jpg *.jpeg *.png *.heic *.webp)")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("从手机照片"), "", kinds)
        if names:
            self.bring_in([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("照片在哪个文件夹"))
        if name:
            self.bring_in([Path(name)])

    def bring_in(self, sources: Sequence[Path]) -> None:
        """Make findings of the photos of a telephone."""
        self.bring_button.setEnabled(False)
        self._say_of_photos(self.tr("正在读照片……"))
        known = [photo.fingerprint for row in self.rows for photo in row.photos]
        bring(self._desk, sources, known, self._brought, self._not_brought)

    def _brought(self, found: Brought) -> None:
        self.bring_button.setEnabled(True)
        now = self._desk.parts.clock.now()
        for row in [row for row in self.rows if row.is_empty()]:
            self.drop(row) if len(self.rows) > 1 else None
        spare = self.rows[0] if len(self.rows) == 1 and self.rows[0].is_empty() else None
        for photos, point, grid in found.groups:
            row, spare = spare or self.add_row(), None
            row.point = point
            times = [photo.taken_at for photo in photos if photo.taken_at is not None]
            row.happened_at = min(times) if times and min(times) <= now else None
            if grid:
                row.region.set_region(grid)
            for photo in photos:
                self._take_photo(row, RowPhoto(photo.prepared, photo.fingerprint))
        self._number()
        self.keeper.soon()
        self._say_of_photos(self._summary(found))
        self.rows[0].kind.setFocus()

    def _summary(self, found: Brought) -> str:
        photos = sum(len(group) for group, _, _ in found.groups)
        words = self.tr(
            "{photos} 张照片，按时间和地点归成 {groups} 条，补上类别和发现了什么再登记。"
        )
        lines = [words.format(photos=photos, groups=len(found.groups))]
        lines += found.told[:MOST_TOLD]
        if len(found.told) > MOST_TOLD:
            more = self.tr("另有 {count} 个文件也有这样的情况。")
            lines.append(more.format(count=len(found.told) - MOST_TOLD))
        return "\n".join(lines)

    def _not_brought(self, error: BaseException) -> None:
        self.bring_button.setEnabled(True)
        self._say_of_photos(explain(error).text)

    def _say_of_photos(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    # -- registering ---------------------------------------------------------------------------

    def register_all(self) -> None:
        """Register each finding in a transaction of its own; what cannot be stays and says why."""
        if self._queue:
            return
        filled = self._filled()
        lacking = [(row, row.lacks()) for row in filled]
        for row, lacks in lacking:
            row.complain(lacks[0] if lacks else "")
        first = next((lacks for _, lacks in lacking if lacks), None)
        if first is not None:
            first[1].setFocus()
        self._queue = [row for row, lacks in lacking if not lacks]
        self._done = 0
        self.do_button.setEnabled(False)
        self._next()

    def _next(self) -> None:
        if not self._queue:
            self._finish()
            return
        row = self._queue[0]
        finding = replace(row.finding(), round_id=self.round.key())
        key = row.command_key
        pepper = self._desk.parts.database.state.pepper
        self._desk.write(
            lambda uow: register_finding(uow, finding, pepper, command_key=key),
            self._registered,
            self._refused,
        )

    def _registered(self, _key: UUID) -> None:
        self._done += 1
        self.drop(self._queue.pop(0))
        self._next()

    def _refused(self, error: BaseException) -> None:
        self._queue.pop(0).complain(explain(error).text)
        self._next()

    def _finish(self) -> None:
        self.do_button.setEnabled(True)
        left = len(self._filled())
        if self._done and not left:
            self._say_of_photos("")
        if not self._done:
            return
        words = self.tr("登记了 {done} 条。")
        if left:
            words = self.tr("登记了 {done} 条，还有 {left} 条要改。")
        self._desk.notices.tell(words.format(done=self._done, left=left))

    # -- keeping -------------------------------------------------------------------------------

    def _state(self) -> Rows:
        return Rows(tuple(row.to_json() for row in self._filled()))

    def _draft_found(self, draft: Draft | None) -> None:
        kept = draft.values.get("rows", []) if draft is not None else []
        if draft is None or not kept or self._filled():
            return
        files = {path.parent.name: path for path in draft.files}
        for each in kept:
            row = self.rows[0] if self.rows[0].is_empty() else self.add_row()
            try:
                row.show_kept(each)
                photos = [(UUID(key), files[key], mark) for key, mark in each["photos"]]
            except (KeyError, TypeError, ValueError):  # kept by another program, or spoiled
                continue
            for key, path, mark in photos:
                self._photo_again(row, key, path, mark)
        self._number()
        self._say_of_photos(self.tr("接着上次没登记的。"))

    def _photo_again(self, row: FindingRow, key: UUID, path: Path, mark: str) -> None:
        def read() -> RowPhoto:
            return RowPhoto(prepare(path), mark, key)

        self._desk.jobs.read(read, row.add_photo)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.round.take_wish()
        self.rows[0].kind.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self.keeper.flush()
        super().hideEvent(event)
