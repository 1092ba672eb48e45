"""What can be done with a roster: adding, bringing in, taking out, printing, transfers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.core.clock import local
from app.core.doors import TableOrder
from app.core.words import label as word
from app.party import rights
from app.party.queries.organisations import OrganisationRow
from app.party.queries.roster import RosterFilter
from app.party.roster.landing import Landing
from app.party.roster.narrowing import active_parts, key_of_filter
from app.party.roster.taking_out import COLUMNS, exported_rows
from ui.core.menus import MenuEntry
from ui.core.notices import Act
from ui.core.slices import Desk
from ui.parts.system_viewer import open_with_system
from ui.party.import_history import ImportHistory
from ui.party.import_window import ImportFor, ImportWindow
from ui.party.member_dialog import MemberDialog
from ui.party.member_window import MemberWindow
from ui.party.papers import PartyPaper, PartyPapers
from ui.party.transfers_window import TransfersWindow


class RosterDeeds(QObject):
    """Asks and writes; what was asked stays reachable as `dialog`."""

    added = Signal(object)  # UUID of a member

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self.papers = PartyPapers(desk, owner)
        self.organisation: OrganisationRow | None = None
        self.dialog: QDialog | None = None

    @property
    def keeps(self) -> bool:
        """Whether this person keeps the roster that is shown."""
        row = self.organisation
        return row is not None and self._desk.actor.may_in(rights.MANAGE, row.region)

    def _reads_personal(self) -> bool:
        row = self.organisation
        return row is not None and self._desk.actor.may_in(rights.READ_PERSONAL, row.region)

    def entries(self, chosen: RosterFilter) -> Sequence[MenuEntry]:
        """Return the menu of the roster; `chosen` is what is shown of it."""
        narrowed = bool(active_parts(chosen))
        nothing = "" if self.organisation is not None else self.tr("先在左边选一个党组织")
        why = nothing or ("" if self.keeps else self.tr("没有管理这里党员的权限"))
        blind = "" if self._reads_personal() else self.tr("没有查看党员个人信息的权限")
        return (
            MenuEntry(self.tr("导入名册…"), self.ask_file, why or blind, icon="ph.download-simple"),
            MenuEntry(
                self.tr("导入记录和撤销…"),
                self.show_history,
                why,
                icon="ph.clock-counter-clockwise",
            ),
            MenuEntry(
                self.tr("导出筛选出的…") if narrowed else self.tr("导出当前名册…"),
                lambda: self.ask_place(chosen),
                why,
                icon="ph.upload-simple",
            ),
            MenuEntry(
                self.tr("打印筛选出的") if narrowed else self.tr("打印名册"),
                lambda: self.print_roster(chosen),
                nothing,
                icon="ph.printer",
            ),
            MenuEntry(self.tr("组织关系转接…"), self.show_transfers, icon="ph.arrows-left-right"),
        )

    # -- members -------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new member of the organisation."""
        row = self.organisation
        if row is None or not self.keeps:
            return
        dialog = MemberDialog(
            self._desk, self._window(), organisation_id=row.id, organisation=row.name
        )
        dialog.saved.connect(self.added)
        self.open_dialog(dialog)

    def show_card(self, member_id: UUID) -> None:
        """Show the card of a member."""
        self.open_dialog(MemberWindow(self._desk, member_id, self._window()))

    def show_transfers(self) -> None:
        """Show the transfers that wait and those that are over."""
        self.open_dialog(TransfersWindow(self._desk, self._window()))

    # -- files ---------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Ask which file comes in."""
        dialog = QFileDialog(self._window(), self.tr("导入名册"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("表格 (*.xlsx *.csv)")])
        dialog.fileSelected.connect(lambda name: self.bring(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def bring(self, path: Path) -> None:
        """Show what a file would do."""
        row = self.organisation
        if row is None:
            return
        wanted = ImportFor(row.id, row.name, row.region)
        window = ImportWindow(self._desk, path, wanted, self._window())
        window.landed.connect(self._landed)
        self.open_dialog(window)

    def _landed(self, done: Landing) -> None:
        words = self.tr("新增 {added} 人，合并 {merged} 人，有误 {refused} 行没有带入")
        told = words.format(added=done.added, merged=done.merged, refused=done.refused)
        self._desk.notices.tell(told, Act(self.tr("导入记录"), self.show_history))

    def show_history(self) -> None:
        """Show the files that came in."""
        self.open_dialog(ImportHistory(self._desk, self._window()))

    def ask_place(self, chosen: RosterFilter) -> None:
        """Ask where to, then write what is shown of the roster."""
        row = self.organisation
        now = local(self._desk.parts.clock.now())
        dialog = QFileDialog(self._window(), self.tr("导出到"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Excel (*.xlsx)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("xlsx")
        name = row.name if row is not None else ""
        dialog.selectFile(f"{name}{self.tr('党员名册')} {now:%Y%m%d-%H%M}.xlsx")
        dialog.fileSelected.connect(lambda path: self.take_out(chosen, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_out(self, chosen: RosterFilter, path: Path) -> None:
        """Write what is shown of the roster to a place one chose; nothing personal is in it."""
        desk, row = self._desk, self.organisation
        columns = tuple((each.value, word(each)) for each in COLUMNS)
        region = row.region if row is not None else ""
        order = TableOrder("roster", columns, region, right=rights.MANAGE)

        def work() -> int:
            database = desk.parts.database
            rows = exported_rows(database, desk.actor, chosen)
            return desk.parts.doors.tables.write(database, desk.actor, path, order, rows)

        def done(count: int) -> None:
            words = self.tr("已导出 {count} 人到 {name}，不含证件、电话和住址")
            act = Act(self.tr("打开文件夹"), lambda: open_with_system(path.parent))
            desk.notices.tell(words.format(count=count, name=path.name), act)

        desk.notices.tell(self.tr("正在导出，可以接着做别的"))
        desk.jobs.read(work, done)

    def print_roster(self, chosen: RosterFilter) -> None:
        """Draw what is shown of the roster of the organisation and of all under it."""
        row = self.organisation
        if row is not None:
            title = self.tr("{name}党员名册").format(name=row.name)
            key = key_of_filter(replace(chosen, organisation_id=row.id))
            self.papers.draw(PartyPaper("roster", key, row.id, row.region, title))

    def _window(self) -> QWidget:
        return self._owner.window()

    def open_dialog(self, dialog: QDialog) -> None:
        """Show a dialog and keep it reachable."""
        self.dialog = dialog
        dialog.open()
