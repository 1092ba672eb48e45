"""All that is done with several rows of a queue: the bar, the menu, the keys, the dialogs."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.cases import rights
from app.cases.queries.queue import CaseRow
from app.cases.rules import HANDLING_STATES, CaseState
from app.core.paging import Count
from ui.cases.bulk.assigning import BulkAssignDialog
from ui.cases.bulk.bar import BulkBar, BulkOffer
from ui.cases.bulk.batch import BatchOrder, BatchReport
from ui.cases.bulk.following import Following
from ui.cases.bulk.labels import ask_labels
from ui.cases.bulk.reminding import BulkRemindDialog
from ui.cases.bulk.select_all import MOST_SELECTED, SelectAll
from ui.cases.bulk.tagging import TagDialog, TagTarget
from ui.cases.family.bulk_merging import BulkMergeDialog, can_merge
from ui.cases.macro_actions import MACRO_KEY, MacroActions, target_of_row
from ui.cases.offers import KEYS
from ui.cases.queue_columns import number_of
from ui.cases.receipt import PaperOrder, Receipt
from ui.core.form_dialog import FormDialog
from ui.core.menus import MenuEntry
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.table_model import Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CasesOnMapWanted

COPY_NUMBERS_KEY = "Ctrl+Shift+C"
ASSIGN_KEY, REMIND_KEY, TAG_KEY, FOLLOW_KEY, MERGE_KEY = "A", "B", "#", "*", "J"
MAP_KEY = "W"
MOST_STOPS = 200
"""Rows that are handed to a walking route; the sheet takes the most pressing of them."""
ONE_BY_ONE = frozenset(KEYS.values()) - {ASSIGN_KEY, REMIND_KEY, MERGE_KEY}
"""Keys of the steps that no dialog takes on several cases."""
_ASSIGNABLE = (CaseState.REGISTERED, *HANDLING_STATES)
Rows = tuple[CaseRow, ...]


class BulkDesk(QObject):
    """Stands beside the table of a queue page.

    Attributes:
        bar: For under the table; it shows itself while several rows are selected.
        draw_slips: Draws the slips of rows.
        routes: Draws and shows walking routes.
        export: Writes rows to a file; None where that is not for this person.
    """

    opened = Signal(object)  # a dialog

    def __init__(
        self,
        desk: Desk,
        table: DeskTable,
        model: PagedTableModel[CaseRow],
        macros: MacroActions,
        owner: QWidget,
    ) -> None:
        super().__init__(owner)
        self._desk = desk
        self._table = table
        self._model = model
        self._macros = macros
        self._owner = owner
        self._total: Count | None = None
        self._following = Following(desk, self)
        self.routes = Receipt(desk, owner)
        self.bar = BulkBar()
        self.all = SelectAll(table, model, self)
        self.draw_slips: Callable[[Sequence[CaseRow]], object] = lambda _: None
        self.export: Callable[[Rows], object] | None = None
        self.bar.all_wanted.connect(self._all_wanted)
        self.bar.none_wanted.connect(self.select_one)
        self.all.progressed.connect(self.bar.say_loading)
        self.all.ended.connect(self.refresh)
        table.chosen_changed.connect(lambda _: self.refresh())
        model.loading_changed.connect(self._loading)
        add_key(table, COPY_NUMBERS_KEY, self.copy_numbers)
        add_key(table, "Escape", self.select_one)
        if desk.actor.may(rights.READ_TERRITORY):
            add_key(owner, MAP_KEY, self.show_on_map)

    # -- what the page uses --------------------------------------------------------------------

    def set_total(self, total: Count | None) -> None:
        """Take how many rows there are in all, narrowed as they are."""
        self._total = total
        if not self.bar.isHidden():
            self.refresh()

    def forget(self) -> None:
        """Other rows are shown from now on."""
        self.all.stop()

    def rows(self) -> Rows:
        """Return the rows selected, if there are several."""
        rows = self._table.chosen_rows()
        return rows if len(rows) > 1 else ()

    def key(self, key: str, alone: Callable[[], object]) -> Callable[[], object]:
        """Return what a key does: to the rows selected where there are several, else `alone`.

        A step that is taken on one case only is not taken on any of several.
        """
        several = {
            ASSIGN_KEY: self.assign,
            REMIND_KEY: self.remind,
            TAG_KEY: self.tag,
            FOLLOW_KEY: self.follow,
            MERGE_KEY: self.merge,
        }.get(key)

        def run() -> None:
            if not self.rows():
                alone()
            elif several is not None:
                self._by_key(key)
            elif key in ONE_BY_ONE:
                self._desk.notices.tell(self.tr("这一步一次只能办一件，按 Esc 只留一件"))
            else:
                alone()

        return run

    def entries(self, rows: Rows) -> list[MenuEntry]:
        """Return what can be done to several rows, for their menu."""
        numbers = self.tr("复制编号")
        copy = MenuEntry(numbers, self.copy_numbers, "", COPY_NUMBERS_KEY, "ph.hash")
        return [*(offer.as_entry() for offer in self.offers(rows)), copy]

    def map_entries(self) -> list[MenuEntry]:
        """Return what can be done with places, for whoever may see the map."""
        if not self._desk.actor.may(rights.READ_TERRITORY):
            return []
        few = "" if self.rows() else self.tr("先选中两件以上")
        return [
            MenuEntry(self.tr("在地图上看"), self.show_on_map, key=MAP_KEY, icon="ph.map-trifold"),
            MenuEntry(self.tr("打印走访路线单"), self.print_route, few, icon="ph.path"),
        ]

    def print_route(self) -> None:
        """Show the sheet that leads from one of the rows selected to the next."""
        ids = tuple(row.id for row in self.rows()[:MOST_STOPS])
        if ids:
            title = self.tr("{count} 处的走访路线单").format(count=len(ids))
            order = PaperOrder(
                kind="route",
                key=",".join(map(str, ids)),
                cases=ids,
                title=title,
                save_title=self.tr("另存走访路线单"),
                saved=self.tr("已存为 {name}"),
            )
            self.routes.draw_paper(order)

    def show_on_map(self) -> None:
        """Mark what is selected on the map."""
        ids = tuple(row.id for row in self._table.chosen_rows())
        if ids:
            self._desk.navigator.go(CasesOnMapWanted(ids))

    def copy_numbers(self) -> None:
        """Copy the whole numbers of the rows selected, a line each; what has none is left out."""
        numbers = [row.number for row in self._table.chosen_rows() if row.number]
        if numbers:
            QGuiApplication.clipboard().setText("\n".join(numbers))
        words = self.tr("已复制 {count} 个编号") if numbers else self.tr("选中的还没有编号")
        self._desk.notices.tell(words.format(count=len(numbers)))

    def select_one(self) -> None:
        """Select no more than the row the keyboard is at."""
        self.all.stop()
        if self.rows():
            self._table.selectRow(self._table.currentIndex().row())
        self._table.setFocus()

    def refresh(self) -> None:
        """Say anew what is selected and what can be done."""
        rows = self.rows()
        self.bar.setVisible(bool(rows))
        if rows and not self.all.runs:
            self.bar.set_offers(self.offers(rows))
            self.bar.say(len(rows), self._rest(rows))

    def _rest(self, rows: Rows) -> str:
        """Return what selects the rows that are not loaded; only where all others are selected."""
        if len(rows) < self._model.loaded or not self.all.more:
            return ""
        if self._total is not None and not self._total.more:
            return self.tr("选中全部 {count} 件").format(count=self._total)
        return self.tr("选中前 {count} 件").format(count=MOST_SELECTED)

    def _loading(self, loading: Loading) -> None:
        if loading is Loading.READY and not self.bar.isHidden():
            self.refresh()

    def _all_wanted(self) -> None:
        if self.all.runs:
            self.all.stop()
        else:
            self.all.start()

    def _by_key(self, key: str) -> None:
        found = next((each for each in self.offers(self.rows()) if each.key_hint == key), None)
        if found is None:
            self._desk.notices.tell(self.tr("您没有这项权限"))
        elif found.why_not:
            self._desk.notices.tell(found.why_not)
        else:
            found.run()

    # -- what can be done ----------------------------------------------------------------------

    def offers(self, rows: Rows) -> tuple[BulkOffer, ...]:
        """Return what this person's rights allow on these rows; what cannot be done says why."""
        found = (self._to_assign, self._to_remind, self._to_merge, self._to_tag, self._to_follow)
        offers = [offer for each in found if (offer := each(rows)) is not None]
        return (*offers, *self._to_take_out(rows), self._to_run(rows))

    def _to_assign(self, rows: Rows) -> BulkOffer | None:
        if not self._desk.actor.may(rights.ASSIGN):
            return None
        able = any(row.state in _ASSIGNABLE and row.pause is None for row in rows)
        return BulkOffer(
            "assign",
            self.tr("分流…"),
            self.tr("分流这 {count} 件…").format(count=len(rows)),
            self.assign,
            "" if able else self.tr("选中的都不能分流：还没受理、停着或已办结"),
            ASSIGN_KEY,
            "ph.git-branch",
        )

    def _to_remind(self, rows: Rows) -> BulkOffer | None:
        if not any(map(self._desk.actor.may, rights.TO_REMIND)):
            return None
        able = any(row.state in HANDLING_STATES and row.pause is None for row in rows)
        return BulkOffer(
            "remind",
            self.tr("催办…"),
            self.tr("催办这 {count} 件…").format(count=len(rows)),
            self.remind,
            "" if able else self.tr("选中的都没有单位在办，或者停着"),
            REMIND_KEY,
            "ph.bell-ringing",
        )

    def _to_merge(self, rows: Rows) -> BulkOffer | None:
        if not any(map(self._desk.actor.may, (rights.ASSIGN, rights.REGISTER))):
            return None
        few = self.tr("至少要有两件在办、没停着、没并过的")
        return BulkOffer(
            "merge",
            self.tr("并案…"),
            self.tr("把这 {count} 件并案…").format(count=len(rows)),
            self.merge,
            "" if sum(map(can_merge, rows)) > 1 else few,
            MERGE_KEY,
            "ph.git-merge",
        )

    def _to_tag(self, rows: Rows) -> BulkOffer | None:
        if not any(map(self._desk.actor.may, (*rights.TO_MARK, rights.HANDLE))):
            return None
        words = self.tr("给这 {count} 件贴标签…").format(count=len(rows))
        return BulkOffer("tag", self.tr("标签…"), words, self.tag, "", TAG_KEY, "ph.tag")

    def _to_follow(self, rows: Rows) -> BulkOffer | None:
        if self._desk.actor.person_id is None:
            return None
        all_ = all(row.is_followed for row in rows)
        words = self.tr("不再关注这 {count} 件") if all_ else self.tr("关注这 {count} 件")
        return BulkOffer(
            "follow",
            self.tr("取消关注") if all_ else self.tr("关注"),
            words.format(count=len(rows)),
            self.follow,
            "",
            FOLLOW_KEY,
            "ph.star",
        )

    def _to_take_out(self, rows: Rows) -> list[BulkOffer]:
        slips = self.tr("打印这 {count} 件的回执").format(count=len(rows))
        offers = [
            BulkOffer(
                "print",
                self.tr("打印回执"),
                slips,
                lambda: self.draw_slips(self.rows()),
                icon="ph.printer",
            )
        ]
        labels = self.tr("打印这 {count} 件的不干胶标签…").format(count=len(rows))
        offers.append(
            BulkOffer("labels", self.tr("不干胶…"), labels, self.print_labels, icon="ph.qr-code")
        )
        export = self.export
        if export is not None:
            words = self.tr("导出这 {count} 件…").format(count=len(rows))
            offers.append(
                BulkOffer(
                    "export",
                    self.tr("导出所选"),
                    words,
                    lambda: export(self.rows()),
                    icon="ph.export",
                )
            )
        return offers

    def _to_run(self, rows: Rows) -> BulkOffer:
        words = self.tr("用宏办理这 {count} 件…").format(count=len(rows))
        run = self.run_macro
        return BulkOffer("macro", self.tr("用宏…"), words, run, "", MACRO_KEY, "ph.lightning")

    # -- doing ---------------------------------------------------------------------------------

    def assign(self) -> None:
        """Ask to which unit the rows selected go."""
        ids = tuple(row.id for row in self.rows())
        self._open(BulkAssignDialog(self._desk, ids, self._owner.window()))

    def print_labels(self) -> None:
        """Ask on which sheet the labels of the rows selected are printed."""
        self.opened.emit(ask_labels(self._desk, self.routes, self.rows(), self._owner.window()))

    def remind(self) -> None:
        """Ask what those who have the rows selected should hear."""
        ids = tuple(row.id for row in self.rows())
        self._open(BulkRemindDialog(self._desk, ids, self._owner.window()))

    def merge(self) -> None:
        """Ask which of the rows selected leads the others."""
        dialog = BulkMergeDialog(self._desk, self.rows(), self._owner.window())
        dialog.saved.connect(self._merged)
        dialog.open()
        self.opened.emit(dialog)

    def _merged(self, _lead: object) -> None:
        self._desk.notices.tell(self.tr("已并案，其余随牵头件办理"))

    def tag(self) -> None:
        """Ask which tags the rows selected carry."""
        targets = [
            TagTarget(row.id, number_of(row), row.title, row.version, row.region)
            for row in self.rows()
        ]
        self._open(TagDialog(self._desk, targets, self._owner.window()))

    def follow(self) -> None:
        """Put the rows selected on the shortlist; take them off where all are on it."""
        rows = self.rows()
        fresh = [row.id for row in rows if not row.is_followed]
        if fresh:
            self._following.follow(fresh)
        else:
            self._following.unfollow([row.id for row in rows])

    def run_macro(self) -> None:
        """Choose a macro for the rows selected."""
        self._macros.choose([target_of_row(row) for row in self.rows()])

    def _open(self, dialog: FormDialog) -> None:
        dialog.saved.connect(self._run)
        dialog.open()
        self.opened.emit(dialog)

    def _run(self, order: Any) -> None:
        if isinstance(order, BatchOrder):
            report = BatchReport(self._desk, order, self._owner.window())
            self.opened.emit(report)
            report.begin()
