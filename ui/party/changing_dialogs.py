"""Renaming, moving and dissolving an organisation, and letting it look after a grid."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.party.actions.covering import cover_grid
from app.party.actions.organisations import (
    dissolve_organisation,
    rename_organisation,
    transfer_organisation,
)
from app.party.queries.coverage import Gap
from app.party.queries.organisations import OrganisationRow
from app.party.rules import COVERING, GRID_DIGITS, NAME_MOST, NOTE_MOST, PartyForm, depth
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.party.organisation_field import OrganisationField
from ui.party.tree_rows import TreeRows

LABEL_PX = 72


class _Dated(FormDialog):
    """Asks from which day on something is so; the day comes last."""

    def __init__(self, desk: Desk, today: date, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._today = today
        self.do_button.set_kind("party")
        self.day = DateField(today)
        self.day_field = FormField(self.tr("生效日期"), self.day, label_width=LABEL_PX)

    def add_day(self) -> None:
        """Put the day under the fields there are."""
        self.add_field(self.day_field, self._wrong_day)

    def _wrong_day(self) -> str:
        return self.tr("日期还没有到。") if self.day.day() > self._today else ""

    def blame(self) -> dict[str, FormField]:
        days = ("day_ahead", "day_too_early", "not_founded", "has_below")
        return {f"party.{code}": self.day_field for code in days}


class RenamingDialog(_Dated):
    """Another name from a day on; before it the tree goes on showing the old one."""

    def __init__(self, desk: Desk, row: OrganisationRow, today: date, parent: QWidget) -> None:
        super().__init__(desk, today, parent)
        self._row = row
        self.name_it(self.tr("“{name}”更名").format(name=row.name), self.tr("更名"))
        self.named = QLineEdit(row.name)
        self.named.setMaxLength(NAME_MOST)
        self.name_field = self.add_field(
            FormField(self.tr("新名称"), self.named, required=True, label_width=LABEL_PX),
            self._wrong_name,
        )
        self.add_day()
        self.named.setFocus()
        self.named.selectAll()

    def _wrong_name(self) -> str:
        told = self.named.text().strip()
        if not told:
            return self.tr("请写名称。")
        return self.tr("和现在的名称一样。") if told == self._row.name else ""

    def blame(self) -> dict[str, FormField]:
        return super().blame() | {"party.name_taken": self.name_field}

    def action(self) -> Action:
        row, name, day, key = self._row, self.named.text(), self.day.day(), self.command_key
        return lambda uow: rename_organisation(uow, row.id, row.version, name, day, command_key=key)


class TransferDialog(_Dated):
    """Under another organisation from a day on, with all that stands under it."""

    def __init__(
        self, desk: Desk, tree: TreeRows, row: OrganisationRow, today: date, parent: QWidget
    ) -> None:
        super().__init__(desk, today, parent)
        self._row = row
        own = set(tree.keys_within(row.id))
        above = tree.get(row.parent_id)
        under = self.tr("现在的上级是{name}。下级和党员跟着走。").format(
            name=above.name if above is not None else "—"
        )
        self.name_it(self.tr("“{name}”转隶").format(name=row.name), self.tr("转隶"), under)
        self.above = OrganisationField(
            desk,
            tree,
            lambda each: (
                each.id not in own
                and each.id != row.parent_id
                and depth(each.level) < depth(row.level)
                and row.region.startswith(each.region)
            ),
        )
        self.reason = QLineEdit()
        self.reason.setMaxLength(NOTE_MOST)
        self.above_field = self.add_field(
            FormField(self.tr("新上级"), self.above, required=True, label_width=LABEL_PX),
            lambda: "" if self.above.organisation() else self.tr("请选上级党组织。"),
        )
        self.add_field(FormField(self.tr("原因"), self.reason, label_width=LABEL_PX))
        self.add_day()
        self.above.setFocus()

    def blame(self) -> dict[str, FormField]:
        codes = ("circle", "level_wrong", "region_wrong", "dissolved", "name_taken")
        return super().blame() | {f"party.{code}": self.above_field for code in codes}

    def action(self) -> Action:
        row, above, day = self._row, self.above.organisation(), self.day.day()
        reason, key = self.reason.text(), self.command_key
        parent: UUID = above.id if above is not None else row.id
        return lambda uow: transfer_organisation(
            uow, row.id, row.version, parent, day, reason, command_key=key
        )


class DissolvingDialog(_Dated):
    """The end of an organisation in which nobody is left."""

    def __init__(
        self, desk: Desk, tree: TreeRows, row: OrganisationRow, today: date, parent: QWidget
    ) -> None:
        super().__init__(desk, today, parent)
        self._row = row
        under = self.tr("撤销以后不能恢复；以前的日子仍看得到它。")
        self.name_it(self.tr("撤销“{name}”").format(name=row.name), self.tr("撤销"), under)
        self.do_button.set_kind("danger")
        self.reason = QLineEdit()
        self.reason.setMaxLength(NOTE_MOST)
        self.reason.setPlaceholderText(self.tr("如“并入第三网格党支部”"))
        self.add_field(
            FormField(self.tr("原因"), self.reason, required=True, label_width=LABEL_PX),
            lambda: "" if self.reason.text().strip() else self.tr("请写原因。"),
        )
        self.add_day()
        self._say_what_is_left(tree)
        self.reason.setFocus()

    def _say_what_is_left(self, tree: TreeRows) -> None:
        """Say at once what stands in the way, so that nobody types for nothing."""
        below, members = len(tree.below(self._row.id)), self._row.members
        told = []
        if below:
            told.append(self.tr("还有 {count} 个下级党组织").format(count=below))
        if members:
            told.append(self.tr("还有 {count} 名党员").format(count=members))
        if told:
            self.say_error(self.tr("{what}，请先转走。").format(what="，".join(told)))
            self.do_button.setEnabled(False)

    def action(self) -> Action:
        row, reason, day, key = self._row, self.reason.text(), self.day.day(), self.command_key
        return lambda uow: dissolve_organisation(
            uow, row.id, row.version, day, reason, command_key=key
        )


class JoinDialog(_Dated):
    """A branch beside looks after a grid that has none of its own (区域联建)."""

    def __init__(self, desk: Desk, tree: TreeRows, gap: Gap, today: date, parent: QWidget) -> None:
        super().__init__(desk, today, parent)
        self._gap = gap
        under = self.tr("那里的党员人数不足，由旁边的党组织一起覆盖。")
        self.name_it(self.tr("联建：覆盖{name}").format(name=gap.name), self.tr("联建"), under)
        self.branch = OrganisationField(
            desk, tree, lambda row: row.form in COVERING and row.form is not PartyForm.GROUP
        )
        near = gap.neighbour
        self.branch.set_organisation(tree.get(near.organisation_id) if near else None)
        self.branch_field = self.add_field(
            FormField(self.tr("由谁覆盖"), self.branch, required=True, label_width=LABEL_PX),
            lambda: "" if self.branch.organisation() else self.tr("请选党组织。"),
        )
        self.add_day()
        self.branch.setFocus()

    def blame(self) -> dict[str, FormField]:
        codes = ("covers_already", "dissolved")
        return super().blame() | {f"party.{code}": self.branch_field for code in codes}

    def action(self) -> Action:
        row, gap, day, key = self.branch.organisation(), self._gap, self.day.day(), self.command_key
        branch: UUID = row.id if row is not None else self.command_key
        return lambda uow: cover_grid(uow, branch, gap.code, day, command_key=key)


class CoverDialog(_Dated):
    """Another grid that an organisation looks after from a day on."""

    def __init__(self, desk: Desk, row: OrganisationRow, today: date, parent: QWidget) -> None:
        super().__init__(desk, today, parent)
        self._row = row
        self.name_it(self.tr("“{name}”覆盖的网格").format(name=row.name), self.tr("覆盖"))
        self.grid = RegionField(desk, desk.actor.prefixes("party.manage"))
        where = FormField(self.tr("网格"), self.grid, required=True, label_width=LABEL_PX)
        where.add_beside(self.grid.button)
        self.grid_field = self.add_field(where, self._wrong_grid)
        self.add_day()
        self.grid.setFocus()

    def _wrong_grid(self) -> str:
        code = self.grid.code() or ""
        return "" if len(code) == GRID_DIGITS else self.tr("请选到网格。")

    def blame(self) -> dict[str, FormField]:
        codes = ("covers_already", "not_a_grid", "dissolved")
        return super().blame() | {f"party.{code}": self.grid_field for code in codes}

    def action(self) -> Action:
        row, code, day, key = self._row, self.grid.code() or "", self.day.day(), self.command_key
        return lambda uow: cover_grid(uow, row.id, code, day, command_key=key)


class EndingDialog(_Dated):
    """The last day of a post, or of a grid that was looked after."""

    def __init__(
        self, desk: Desk, end: Callable[[Any, date, UUID], object], today: date, parent: QWidget
    ) -> None:
        """Ask for the day; `end(uow, day, command_key)` puts it down."""
        super().__init__(desk, today, parent)
        self._end = end
        self.add_day()
        self.day.setFocus()

    def action(self) -> Action:
        end, day, key = self._end, self.day.day(), self.command_key
        return lambda uow: end(uow, day, key)
