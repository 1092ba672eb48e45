"""Totals of a grid, the name of a region, a new grid."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.territory.actions import (
    GridDraft,
    RegionDraft,
    open_grid,
    save_grid_totals,
    save_region,
)
from app.territory.queries import GridRow, RegionRow, children, grids, region
from app.territory.rules import CommunityKind, GridKind, Tier, next_grid_code
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.merge_dialog import MergeField, Present
from ui.core.merge_fields import of_combo, of_text
from ui.core.slices import Desk
from ui.territory.region_words import code_words

LABEL_PX = 60
MOST_DIGITS = 7


def _whole(field: QLineEdit) -> int | None:
    """Return the whole number that was typed, None for anything else."""
    text = field.text().strip().replace(",", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


class TotalsFields:
    """Households and population."""

    def __init__(self, form: FormDialog) -> None:
        self._form = form
        self.households, self.population = QLineEdit("0"), QLineEdit("0")
        self.households_field = FormField(
            form.tr("户数"), self.households, hint=form.tr("户"), label_width=LABEL_PX
        )
        self.population_field = FormField(
            form.tr("人口"), self.population, hint=form.tr("人"), label_width=LABEL_PX
        )

    def add(self) -> None:
        """Put the fields into the form."""
        self._form.add_field(self.households_field, lambda: self._check(self.households))
        self._form.add_field(self.population_field, lambda: self._check(self.population))

    def _check(self, field: QLineEdit) -> str:
        return "" if _whole(field) is not None else self._form.tr("请填不小于 0 的整数。")

    def merged(self) -> tuple[MergeField, ...]:
        """Return what is merged where others changed the totals meanwhile."""
        return (
            of_text("households", self.households_field.title, self.households),
            of_text("population", self.population_field.title, self.population),
        )

    def values(self) -> tuple[int, int]:
        """Return what was typed."""
        return _whole(self.households) or 0, _whole(self.population) or 0


class TotalsDialog(FormDialog):
    """Corrects the register's totals of a grid."""

    def __init__(self, desk: Desk, grid: GridRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        under = self.tr("只登记总数，不登记住户名单；每万人的各项指标按它算。")
        self.name_it(self.tr("{name} 的户数和人口").format(name=grid.name), self.tr("保存"), under)
        self._code = grid.code
        self.fields = TotalsFields(self)
        self.fields.households.setText(str(grid.households))
        self.fields.population.setText(str(grid.population))
        self.fields.add()
        self.guard_fields(self.fields.merged(), grid.version, self._present)
        self.fields.households.setFocus()
        self.fields.households.selectAll()

    def _present(self, session: Any) -> Present:
        today = local(self.desk.parts.clock.now()).date()
        row = next(iter(grids(session, self._code, on=today)))
        values = {"households": str(row.households), "population": str(row.population)}
        return Present(row.version, values)

    def action(self) -> Action:
        households, population = self.fields.values()
        code, seen, key = self._code, self.seen_version, self.command_key

        def save(uow: Any) -> None:
            save_grid_totals(
                uow,
                code,
                households=households,
                population=population,
                seen_version=seen,
                command_key=key,
            )

        return save


class RenameDialog(FormDialog):
    """The official name of a street or community, and the kind of a community."""

    def __init__(self, desk: Desk, row: RegionRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        under = self.tr("代码 {code} 永远不变。").format(code=code_words(row.code))
        self.name_it(self.tr("改名"), self.tr("保存"), under)
        self._row = row
        self.name = QLineEdit(row.name)
        self.kind = Combo()
        for kind in CommunityKind:
            self.kind.add(word(kind), kind)
        self.kind.set_value(row.kind)
        self._name_field = FormField(
            self.tr("名称"), self.name, required=True, label_width=LABEL_PX
        )
        kind_field = FormField(self.tr("类别"), self.kind, label_width=LABEL_PX)
        self.add_field(self._name_field, self._check_name)
        self.add_field(kind_field)
        kind_field.setVisible(row.tier is Tier.COMMUNITY)
        fields = [of_text("name", self._name_field.title, self.name)]
        if row.tier is Tier.COMMUNITY:
            fields.append(of_combo("kind", kind_field.title, self.kind))
        self.guard_fields(tuple(fields), row.version, self._present)
        self.name.setFocus()
        self.name.selectAll()

    def _present(self, session: Any) -> Present:
        row = region(session, self._row.code)
        values: dict[str, object] = {"name": row.name}
        if row.tier is Tier.COMMUNITY:
            values["kind"] = row.kind
        return Present(row.version, values)

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def blame(self) -> dict[str, FormField]:
        return {"territory.bad_name": self._name_field}

    def action(self) -> Action:
        kind = self.kind.value()
        chosen = CommunityKind(str(kind)) if kind is not None else None
        draft = RegionDraft(self._row.code, self.name.text(), chosen)
        seen, key = self.seen_version, self.command_key

        def save(uow: Any) -> str:
            return save_region(uow, draft, command_key=key, seen_version=seen)

        return save


class NewGridDialog(FormDialog):
    """Opens the next grid of a community; its code is the next that was never used."""

    def __init__(self, desk: Desk, community: RegionRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._community = community
        self._code = ""
        title = self.tr("在 {name} 新开网格").format(name=community.short)
        self.name_it(title, self.tr("新开"), self.tr("边界随后用命令行导入；代码公布后永远不变。"))
        self.name = QLineEdit()
        self.kind = Combo()
        for kind in GridKind:
            self.kind.add(word(kind), kind)
        self.totals = TotalsFields(self)
        self._name_field = FormField(
            self.tr("名称"), self.name, required=True, label_width=LABEL_PX
        )
        self.add_field(self._name_field, self._check_name)
        self.add_field(FormField(self.tr("类别"), self.kind, label_width=LABEL_PX))
        self.totals.add()
        desk.read(self._read_codes, self._propose)
        self.name.setFocus()

    def _read_codes(self, session: Any) -> Sequence[RegionRow]:
        return children(session, self._community.code, with_retired=True)

    def _propose(self, rows: Sequence[RegionRow]) -> None:
        self._code = next_grid_code(self._community.code, (row.code for row in rows))
        self.say_notes()
        if not self.name.text():
            plain = self._community.short.removesuffix("社区").removesuffix("村")
            self.name.setText(f"{plain} {self._code[-2:]}")

    def say_notes(self) -> None:
        if self._code:
            told = self.tr("代码是 {code}").format(code=code_words(self._code))
            self._name_field.note(told)

    def _check_name(self) -> str:
        if not self._code:
            return self.tr("正在找下一个代码，请稍等再存。")
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def blame(self) -> dict[str, FormField]:
        return {"territory.bad_name": self._name_field, "territory.code_taken": self._name_field}

    def refused(self, error: BaseException) -> None:
        super().refused(error)
        self.desk.read(self._read_codes, self._propose)

    def action(self) -> Action:
        households, population = self.totals.values()
        kind = GridKind(str(self.kind.value()))
        draft = GridDraft(self._code, self.name.text(), kind, households, population)
        key = self.command_key

        def opened(uow: Any) -> str:
            return open_grid(uow, draft, command_key=key)

        return opened
