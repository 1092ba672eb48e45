"""落格: members of whom no grid is known are put into one, several at a time."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.core.ids import new_id
from app.core.paging import Page
from app.party.actions.members import place_member
from app.party.queries.members import MemberRow, members_without_grid
from app.party.rules import GRID_DIGITS
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.parts.region_field import RegionField

WIDTH, TABLE_HEIGHT = 640, 320
LABEL_PX = 72


class PlacingDialog(FormDialog):
    """Choose members in the list, choose the grid, place them; the rest stays to go on with."""

    def __init__(self, desk: Desk, region: str, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._region = region
        self._keys: dict[tuple[UUID, str], UUID] = {}
        under = self.tr("选一名或几名党员，再选他们住的网格。")
        self.name_it(self.tr("未落格的党员"), self.tr("落到这个网格"), under)
        self.do_button.set_kind("party")
        self.leave_button.setText(self.tr("关闭"))
        self.setMinimumWidth(WIDTH)
        self.model: PagedTableModel[MemberRow] = PagedTableModel(
            _columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.placing", desk.preferences)
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.content.addWidget(self.table)
        self.grid = RegionField(desk, desk.actor.prefixes("party.manage"))
        where = FormField(self.tr("网格"), self.grid, required=True, label_width=LABEL_PX)
        where.add_beside(self.grid.button)
        self.grid_field = self.add_field(where, self._wrong_grid)
        self.model.loading_changed.connect(self._loading)
        self.model.show(self._load)

    def _load(self, after: After) -> Page[MemberRow]:
        desk = self.desk
        with desk.parts.database.reading() as session:
            return members_without_grid(session, desk.actor, self._region, after=after)

    def _loading(self, loading: Loading) -> None:
        if loading is Loading.READY and self.table.current_key() is None:
            self.table.selectRow(0)

    def _wrong_grid(self) -> str:
        code = self.grid.code() or ""
        return "" if len(code) == GRID_DIGITS else self.tr("请选到网格。")

    def blame(self) -> dict[str, FormField]:
        return {"party.not_a_grid": self.grid_field}

    def action(self) -> Action:
        chosen, code = self.table.chosen_rows(), self.grid.code() or ""
        keys = {row.id: self._keys.setdefault((row.id, code), new_id()) for row in chosen}

        def write(uow: Any) -> int:
            for row in chosen:
                place_member(uow, row.id, row.version, code, command_key=keys[row.id])
            return len(chosen)

        return write

    def committed(self, result: object) -> None:
        """Say how many, and go on with the rest."""
        self.set_busy(busy=False)
        self.saved.emit(result)
        self.desk.notices.tell(self.tr("{count} 名党员已落格。").format(count=result))
        self.grid.set_choice(None)
        self.model.reload()


def _columns() -> tuple[Column[MemberRow], ...]:
    translate = QCoreApplication.translate
    return (
        Column("name", translate("Placing", "姓名"), lambda row: row.name, tone="text", fixed=True),
        Column(
            "organisation",
            translate("Placing", "党组织"),
            lambda row: row.organisation,
            width=180,
            stretch=True,
        ),
        Column("workplace", translate("Placing", "工作单位"), lambda row: row.workplace, width=140),
    )
