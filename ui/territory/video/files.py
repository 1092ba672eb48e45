"""The register of stations from a sheet and to one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.ids import new_id
from app.territory.video.actions import add_stations, note_export
from app.territory.video.queries import StationRow, with_addresses
from app.territory.video.rights import KEEP
from app.territory.video.sheet import Sheet, read, read_cells, written
from ui.core.slices import Desk

FILES, TOLD_MOST = "CSV (*.csv)", 3
TAKEN, EXCEL = "CSV, Excel (*.csv *.xlsx)", ".xlsx"


class SheetFiles(QObject):
    """Belongs to the page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def choose(self) -> None:
        """Ask for a sheet."""
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("导入视频点位"), "", TAKEN)
        if name:
            self.bring_in(Path(name))

    def bring_in(self, file: Path) -> None:
        """Enter the stations of a sheet: of CSV, or of Excel by the end of its name."""
        desk = self._desk

        def work() -> Sheet:
            if file.suffix.lower() == EXCEL:
                return read_cells(desk.parts.doors.sheets.rows(file))
            return read(file.read_bytes())

        desk.jobs.read(work, self._enter, desk.notices.report)

    def _enter(self, sheet: Sheet) -> None:
        key, desk = new_id(), self._desk
        desk.write(
            lambda uow: add_stations(uow, sheet.drafts, command_key=key),
            partial(self._entered, sheet),
            desk.notices.report,
        )

    def _entered(self, sheet: Sheet, result: Sequence[object]) -> None:
        added, left = result
        words = self.tr("登记了 {added} 个点位。").format(added=added)
        codes = list(left) if isinstance(left, Sequence) else []
        if codes:
            missed = self.tr("{count} 个没有登记，编号已有或网格不是本辖区的：{codes}")
            shown = "、".join(map(str, codes[:TOLD_MOST]))
            words += missed.format(count=len(codes), codes=shown)
        self._desk.notices.tell("\n".join((words, *sheet.told[:TOLD_MOST])))

    def save_as(self, rows: Sequence[StationRow]) -> None:
        """Ask where the register goes."""
        title = self.tr("导出视频点位")
        name, _ = QFileDialog.getSaveFileName(self._page, title, "视频点位.csv", FILES)
        if name:
            self.take_out(rows, Path(name))

    def take_out(self, rows: Sequence[StationRow], file: Path) -> None:
        """Write the register into a file, once that is in the journal."""
        key, desk = new_id(), self._desk
        region = desk.scope.code or next(iter(desk.actor.prefixes(KEEP)), "")

        def write() -> None:
            now = desk.parts.clock.now()

            def work() -> int:
                with desk.parts.database.reading() as session:
                    told = with_addresses(session, desk.actor, rows, region, now=now)
                return file.write_bytes(written(told))

            desk.jobs.write(
                work,
                lambda _: desk.notices.tell(self.tr("已存为 {name}").format(name=file.name)),
                desk.notices.report,
            )

        desk.write(
            lambda uow: note_export(uow, len(rows), region, command_key=key),
            lambda _: write(),
            desk.notices.report,
        )
