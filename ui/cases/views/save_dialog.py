"""Keeping the queue as it is arranged: a name, and whether others see it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.actions.saved_views import NAME_MOST, ViewDetails, save_view
from app.cases.filters.arranged import Arranged
from app.cases.filters.model import FilterField
from app.cases.filters.vocabulary import Vocabulary
from app.cases.queries.saved_views import SavedViewRow, saved_view
from app.cases.sharing import may_share, shared_region
from app.core.errors import NotFound
from ui.core.controls import Tick
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.merge_dialog import MergeField, Present
from ui.core.merge_fields import of_text, of_tick
from ui.core.slices import Desk

LABEL_PX = 60


class SaveViewDialog(FormDialog):
    """Names a new view, or renames and shares one."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        arranged: Arranged,
        in_words: Callable[[Arranged], str],
        names: Vocabulary,
        *,
        row: SavedViewRow | None = None,
        name: str = "",
    ) -> None:
        """Ask for a name.

        Args:
            desk: Whose view it will be.
            parent: The page.
            arranged: What is kept.
            in_words: Says what a view shows.
            names: Says what the region it may be shared with is called.
            row: The view that is changed, None for a new one.
            name: Stands there at first.
        """
        super().__init__(desk, parent)
        self._arranged = arranged
        self._row = row
        title = self.tr("修改视图") if row else self.tr("存为我的视图")
        self.name_it(title, self.tr("保存"), in_words(arranged))
        self.name = QLineEdit(row.name if row else name)
        self.name.setMaxLength(NAME_MOST)
        self.name.setPlaceholderText(self.tr("如“汛期隐患”"))
        self._name_field = self.add_field(
            FormField(self.tr("名称"), self.name, label_width=LABEL_PX), self._check_name
        )
        self.shared = Tick(self._sharing_words(names))
        self.shared.setChecked(row is not None and row.is_shared)
        offered = may_share(desk.actor) and (row is None or row.is_own)
        if offered:
            self.shared.setAccessibleName(self.shared.text())
            self.add_field(FormField("", self.shared, label_width=LABEL_PX))
        else:
            self.shared.setParent(self)
            self.shared.hide()
        if row is not None:
            self.guard_fields(self._merged(in_words), row.version, self._present)
        self.name.selectAll()
        self.name.setFocus()

    def _region(self) -> str:
        """Return the region it is shared with: where it is already, else what is looked at."""
        shared = self._row is not None and self._row.is_shared
        return self._row.region if self._row and shared else self.desk.scope.code

    def _sharing_words(self, names: Vocabulary) -> str:
        region = shared_region(self.desk.actor, self._region())
        if region == "":
            return self.tr("共享：所有人都看得到")
        name = names.name(FilterField.REGION, region) if region else None
        if name is None:
            return self.tr("共享：辖区里的人都看得到")
        return self.tr("共享：{region}的人都看得到").format(region=name)

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def blame(self) -> dict[str, FormField]:
        """Name the field that is to blame for an error."""
        return {
            "cases.view_name_taken": self._name_field,
            "cases.view_name_missing": self._name_field,
        }

    def _merged(self, in_words: Callable[[Arranged], str]) -> tuple[MergeField, ...]:
        return (
            of_text("name", self._name_field.title, self.name),
            of_tick("shared", self.tr("共享"), self.shared),
            MergeField(
                "arranged", self.tr("显示"), lambda: self._arranged, self._put_arranged, in_words
            ),
        )

    def _put_arranged(self, arranged: Arranged) -> None:
        self._arranged = arranged

    def _present(self, session: Any) -> Present:
        row = saved_view(session, self.desk.actor, self._row.id) if self._row else None
        if row is None:
            raise NotFound
        values = {"name": row.name, "shared": row.is_shared, "arranged": row.arranged}
        return Present(row.version, values)

    def action(self) -> Action:
        shared = self.shared.isChecked()
        region = self._region() if shared else ""
        details = ViewDetails(self.name.text(), self._arranged, shared=shared, region=region)
        row, key, seen = self._row, self.command_key, self.seen_version

        def save(uow: Any) -> UUID:
            view_id = row.id if row is not None else None
            return save_view(uow, details, command_key=key, view_id=view_id, seen_version=seen)

        return save
