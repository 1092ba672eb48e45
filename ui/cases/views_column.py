"""The saved views beside the queue, with live counts; the glyphs make it the legend of stages."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases.queries.queue import QueueView
from app.cases.queries.saved_views import SavedViewRow
from app.core.actor import Actor
from app.core.paging import Count
from app.core.words import label as word
from ui.cases.stages import VIEW_GLYPH, VIEW_ICON
from ui.core.controls import Button
from ui.core.view_list import ViewEntry, ViewList

LOUD = {QueueView.DUE_SOON: "warn", QueueView.OVERDUE: "over", QueueView.SUPERVISED: "sup"}
MINE = (QueueView.MINE, QueueView.FIRST_CONTACT, QueueView.FOLLOWED)
FLOW = (
    QueueView.SUBMITTED,
    QueueView.REGISTERED,
    QueueView.ASSIGNED,
    QueueView.HANDLING,
    QueueView.FINISHED,
)
CLOCKS = (
    QueueView.ALL_OPEN,
    QueueView.DUE_SOON,
    QueueView.OVERDUE,
    QueueView.DUE_TODAY,
    QueueView.PAUSED,
    QueueView.SUPERVISED,
)
ENDED = (QueueView.CLOSED, QueueView.DECLINED, QueueView.ARCHIVED)


def views_of(actor: Actor) -> tuple[tuple[QueueView, ...], ...]:
    """Return the views in their groups; who is nobody in particular has received nothing first."""
    somebody = actor.person_id is not None
    mine = MINE if somebody else MINE[:1]
    return mine, FLOW, CLOCKS, ENDED


class ViewsColumn(ViewList):
    """All views; exactly one is shown."""

    def __init__(self, actor: Actor, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(translate("ViewsColumn", "视图"), parent)
        titles = (
            translate("ViewsColumn", "我的"),
            translate("ViewsColumn", "流程"),
            translate("ViewsColumn", "时限"),
            translate("ViewsColumn", "已结"),
        )
        self.views = tuple(view for group in views_of(actor) for view in group)
        *first, ended = zip(titles, views_of(actor), strict=True)
        for title, views in first:
            self.add_group(title, *(_entry(view) for view in views))
        self._saved = self.add_slot()
        self.add_group(ended[0], *(_entry(view) for view in ended[1]))
        self.save_button = Button(
            translate("ViewsColumn", "存为我的视图"), kind="ghost", icon="ph.plus"
        )
        self.save_button.setToolTip(translate("ViewsColumn", "筛选、列、排序和分组一起存"))
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(8, 4, 8, 8)
        line.addWidget(self.save_button)
        line.addStretch(1)
        self.set_foot(foot)
        self._shown: object = None

    def set_saved(self, rows: Sequence[SavedViewRow]) -> None:
        """Show the saved views: one's own, then those others share."""
        translate = QCoreApplication.translate
        counts = {key: row.count for key, row in self.rows.items() if isinstance(key, UUID)}
        own = [_saved_entry(row) for row in rows if row.is_own]
        shared = [_saved_entry(row) for row in rows if not row.is_own]
        groups = []
        if own:
            groups.append((translate("ViewsColumn", "我的视图"), own))
        if shared:
            groups.append((translate("ViewsColumn", "共享视图"), shared))
        self.fill_slot(self._saved, *groups)
        for key, count in counts.items():
            if key in self.rows:
                self.set_count(key, count)
        self.set_current(self._shown)

    def set_current(self, shown: object) -> None:
        """Mark the view that is shown: a standing one, or the key of a saved one."""
        self._shown = shown
        for key, row in self.rows.items():
            row.setChecked(key == shown)

    def set_counts(self, counts: dict[QueueView, Count]) -> None:
        """Show the counts of the standing views that were read."""
        for view in self.views:
            self.set_count(view, counts.get(view))

    def set_saved_counts(self, counts: dict[UUID, Count]) -> None:
        """Show the counts of the saved views that were read."""
        for key, count in counts.items():
            if key in self.rows:
                self.set_count(key, count)


def _saved_entry(row: SavedViewRow) -> ViewEntry:
    translate = QCoreApplication.translate
    icon = "ph.users-three" if row.is_shared else "ph.funnel"
    tip = row.name
    if row.is_shared and not row.is_own:
        tip = translate("ViewsColumn", "{name}（{owner} 共享）").format(
            name=row.name, owner=row.owner
        )
    return ViewEntry(row.id, row.name, icon, tip=tip)


def _entry(view: QueueView) -> ViewEntry:
    icon, glyph = VIEW_ICON.get(view, ""), VIEW_GLYPH.get(view)
    return ViewEntry(view, word(view), icon, LOUD.get(view, ""), glyph)
