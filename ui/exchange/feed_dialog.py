"""Letting a folder be watched, or watching one otherwise."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.errors import AppError
from app.core.words import sentence
from app.exchange import rights
from app.exchange.feeds.actions import save_feed
from app.exchange.feeds.queries import feed_row, mappings
from app.exchange.feeds.rules import (
    FOLDER_MOST,
    NAME_MOST,
    FeedDraft,
    FeedRow,
    MappingRow,
    checked_folder,
)
from ui.core.controls import Combo, Tick
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

LABEL_PX = 76


class FeedDialog(FormDialog):
    """Name, folder, how its files are read, and whether the sender is told back."""

    def __init__(self, desk: Desk, row: FeedRow | None, parent: QWidget) -> None:
        """Change `row`, or make a new feed."""
        super().__init__(desk, parent)
        self._row = row
        title = self.tr("新建来源") if row is None else self.tr("修改 {name}").format(name=row.name)
        under = self.tr("后台看着这个文件夹，文件不再变就导入，移到 done 或 failed。")
        self.name_it(title, self.tr("保存"), under)
        self._make_inputs()
        self._make_fields()
        if row is not None:
            self._fill(row)
        elif desk.actor.prefixes(rights.IMPORT):
            first = desk.actor.prefixes(rights.IMPORT)[0] or desk.scope.code
            self.region.set_region(first)
        desk.read(lambda session: mappings(session, desk.actor), self._offer)
        self.name.setFocus()

    def _make_inputs(self) -> None:
        self.name, self.folder = QLineEdit(), QLineEdit()
        self.name.setMaxLength(NAME_MOST)
        self.name.setPlaceholderText(self.tr("例如 12345 工单"))
        self.folder.setMaxLength(FOLDER_MOST)
        self.folder.setPlaceholderText(self.tr("例如 12345"))
        self.mapping = Combo()
        self.mapping.setPlaceholderText(self.tr("请选择"))
        self.region = RegionField(self.desk, self.desk.actor.prefixes(rights.IMPORT))
        self.tells_back = Tick(self.tr("把办理结果写回 results"))
        self.is_active = Tick(self.tr("监看"))
        self.is_active.setChecked(True)

    def _make_fields(self) -> None:
        def made(title: str, input_: QWidget, *, required: bool = False) -> FormField:
            return FormField(title, input_, required=required, label_width=LABEL_PX)

        self._name_field = made(self.tr("名称"), self.name, required=True)
        self._folder_field = made(self.tr("文件夹"), self.folder, required=True)
        self._mapping_field = made(self.tr("映射"), self.mapping, required=True)
        self._region_field = made(self.tr("街道"), self.region, required=True)
        self._region_field.add_beside(self.region.button)
        self.add_field(self._name_field, self._check_name)
        self.add_field(self._folder_field, self._check_folder)
        self.add_field(self._mapping_field, self._check_mapping)
        self.add_field(self._region_field, self._check_region)
        self.add_field(made(self.tr("结果"), self.tells_back))
        self.add_field(made(self.tr("状态"), self.is_active))

    def _fill(self, row: FeedRow) -> None:
        self.name.setText(row.name)
        self.folder.setText(row.folder)
        self.region.set_region(row.region)
        self.tells_back.setChecked(row.tells_back)
        self.is_active.setChecked(row.is_active)
        self.guard_version(row.version, self._version)

    def _version(self, session: Any) -> int:
        if self._row is None:
            raise TypeError(self._row)
        return feed_row(session, self.desk.actor, self._row.id).version

    def _offer(self, rows: tuple[MappingRow, ...]) -> None:
        self.mapping.clear()
        for row in rows:
            self.mapping.add(row.name, row.id)
        self.mapping.set_value(self._row.mapping_id if self._row is not None else None)
        nothing = self.tr("还没有映射：先用“导入文件”打开一个样本，存一个映射。")
        self._mapping_field.note("" if rows else nothing)

    # -- checks --------------------------------------------------------------------------------

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def _check_folder(self) -> str:
        try:
            checked_folder(self.folder.text())
        except AppError as error:
            return sentence(error)
        return ""

    def _check_mapping(self) -> str:
        return "" if self.mapping.value() is not None else self.tr("请选映射。")

    def _check_region(self) -> str:
        return "" if self.region.code() else self.tr("请选它属于哪个街道。")

    def blame(self) -> dict[str, FormField]:
        return {
            "feeds.name_wanted": self._name_field,
            "feeds.bad_folder": self._folder_field,
            "feeds.folder_taken": self._folder_field,
            "core.not_allowed": self._region_field,
        }

    def action(self) -> Action:
        mapping = self.mapping.value()
        if not isinstance(mapping, UUID):
            raise TypeError(mapping)
        draft = FeedDraft(
            name=self.name.text(),
            region=self.region.code() or "",
            folder=self.folder.text(),
            mapping_id=mapping,
            is_active=self.is_active.isChecked(),
            tells_back=self.tells_back.isChecked(),
        )
        feed_id = self._row.id if self._row is not None else None
        key, seen = self.command_key, self.seen_version
        return lambda uow: save_feed(
            uow, draft, command_key=key, feed_id=feed_id, seen_version=seen
        )
