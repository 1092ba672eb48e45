"""Taking a unit in, or changing one."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.accounts.actions import UnitDraft, create_unit, update_unit
from app.accounts.queries import UnitRow, unit_row
from app.accounts.rules import Right, UnitKind
from app.core.words import label as word
from ui.core.controls import Combo, Tick
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.merge_dialog import MergeField, Present
from ui.core.merge_fields import Named, of_choice, of_combo, of_text, of_tick
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker
from ui.parts.region_field import RegionField, region_words

LABEL_PX = 76


class UnitDialog(FormDialog):
    """The fields in the order one knows them: name, kind, where, whose, how to reach it."""

    def __init__(self, desk: Desk, row: UnitRow | None, parent: QWidget) -> None:
        """Change `row`, or take a new unit in."""
        super().__init__(desk, parent)
        self._unit_id = row.id if row is not None else None
        if row is None:
            self.name_it(self.tr("新建单位"), self.tr("保存"))
        else:
            self.name_it(self.tr("修改 {name}").format(name=row.name), self.tr("保存"))
        self._make_inputs()
        self._make_fields()
        if row is not None:
            self._fill(row)
            self.guard_fields(self._merged(), row.version, self._present)
        elif desk.scope.code:
            self.region.set_region(desk.scope.code)
        self.name.setFocus()

    def _make_inputs(self) -> None:
        self.name, self.code, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setMaxLength(64)
        self.code.setMaxLength(32)
        self.phone.setPlaceholderText(self.tr("对外公布的号码"))
        self.kind = Combo()
        for kind in UnitKind:
            self.kind.add(word(kind), kind)
        self.kind.setCurrentIndex(-1)
        self.kind.setPlaceholderText(self.tr("请选择"))
        roots = self.desk.actor.prefixes(Right.MANAGE_ACCOUNTS)
        self.region = RegionField(self.desk, roots or ("",))
        self.above = UnitPicker(self.desk, placeholder=self.tr("没有就空着"))
        self.has_desk = Tick(self.tr("有电脑，能用本系统签收"))
        self.has_desk.setChecked(True)
        self.is_active = Tick(self.tr("在用"))
        self.is_active.setChecked(True)

    def _make_fields(self) -> None:
        def made(title: str, input_: QWidget, *, required: bool = False) -> FormField:
            return FormField(title, input_, required=required, label_width=LABEL_PX)

        self._name_field = made(self.tr("名称"), self.name, required=True)
        self._kind_field = made(self.tr("类别"), self.kind, required=True)
        self._region_field = made(self.tr("所属区划"), self.region, required=True)
        self._region_field.add_beside(self.region.button)
        self._above_field = made(self.tr("上级单位"), self.above)
        self._code_field = made(self.tr("单位代码"), self.code)
        self._phone_field = made(self.tr("电话"), self.phone)
        self._desk_field = made(self.tr("交办"), self.has_desk)
        self._active_field = made(self.tr("状态"), self.is_active)
        self.add_field(self._name_field, self._check_name)
        self.add_field(self._kind_field, self._check_kind)
        self.add_field(self._region_field, self._check_region)
        self.add_field(self._above_field, self._check_above)
        self.add_field(self._code_field)
        self.add_field(self._phone_field)
        self.add_field(self._desk_field)
        self.add_field(self._active_field)

    def _fill(self, row: UnitRow) -> None:
        self.name.setText(row.name)
        self.code.setText(row.code)
        self.phone.setText(row.phone)
        self.kind.set_value(row.kind)
        self.region.set_region(row.region)
        if row.parent_id is not None:
            self.above.set_choice(Choice(row.parent_id, row.parent_name))
        self.has_desk.setChecked(row.has_desk)
        self.is_active.setChecked(row.is_active)

    def say_notes(self) -> None:
        paper = self.tr("交办给它时打印交办单，由中心代签收、代反馈。")
        self._desk_field.note("" if self.has_desk.isChecked() else paper)
        ended = self.tr("停用后不再分给它新的事件，手上的仍由它办完；以后可以再启用。")
        self._active_field.note("" if self.is_active.isChecked() else ended)

    # -- checks --------------------------------------------------------------------------------

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def _check_kind(self) -> str:
        return "" if self.kind.value() is not None else self.tr("请选类别。")

    def _check_region(self) -> str:
        return "" if self.region.code() else self.tr("请选它属于哪个区、街道或社区。")

    def _check_above(self) -> str:
        if self.above.text().strip() and self.above.value() is None:
            return self.tr("请从列表里选上级单位，或者清空。")
        return ""

    def blame(self) -> dict[str, FormField]:
        return {
            "accounts.text_wanted": self._name_field,
            "accounts.unit_code_taken": self._code_field,
            "accounts.text_too_long": self._code_field,
            "accounts.phone_wrong": self._phone_field,
            "accounts.unit_under_itself": self._above_field,
            "accounts.beyond_reach": self._region_field,
            "accounts.region_wrong": self._region_field,
        }

    # -- writing -------------------------------------------------------------------------------

    def _merged(self) -> tuple[MergeField, ...]:
        return (
            of_text("name", self._name_field.title, self.name),
            of_combo("kind", self._kind_field.title, self.kind),
            of_choice("region", self._region_field.title, self.region),
            of_choice("above", self._above_field.title, self.above),
            of_text("code", self._code_field.title, self.code),
            of_text("phone", self._phone_field.title, self.phone),
            of_tick("has_desk", self.has_desk.text(), self.has_desk),
            of_tick("is_active", self.is_active.text(), self.is_active),
        )

    def _present(self, session: Any) -> Present:
        if self._unit_id is None:
            raise TypeError(self._unit_id)
        row = unit_row(session, self._unit_id)
        values = {
            "name": row.name,
            "kind": row.kind,
            "region": Named(row.region, region_words(session, row.region)),
            "above": Named(row.parent_id, row.parent_name),
            "code": row.code,
            "phone": row.phone,
            "has_desk": row.has_desk,
            "is_active": row.is_active,
        }
        return Present(row.version, values)

    def _draft(self) -> UnitDraft:
        above = self.above.value()
        return UnitDraft(
            self.name.text(),
            UnitKind(str(self.kind.value())),
            self.region.code() or "",
            code=self.code.text(),
            parent_id=above if isinstance(above, UUID) else None,
            phone=self.phone.text(),
            has_desk=self.has_desk.isChecked(),
            is_active=self.is_active.isChecked(),
        )

    def action(self) -> Action:
        draft, unit_id, seen = self._draft(), self._unit_id, self.seen_version
        key = self.command_key

        def write(uow: Any) -> UUID:
            if unit_id is None:
                return create_unit(uow, draft, command_key=key)
            update_unit(uow, unit_id, draft, seen, command_key=key)
            return unit_id

        return write
