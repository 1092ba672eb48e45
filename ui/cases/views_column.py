"""The saved views beside the queue, with live counts; the glyphs make it the legend of stages."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases.queries.queue import QueueView
from app.core.actor import Actor
from app.core.paging import Count
from app.core.words import label as word
from ui.cases.stages import VIEW_GLYPH, VIEW_ICON
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
        for title, views in zip(titles, views_of(actor), strict=True):
            self.add_group(title, *(_entry(view) for view in views))

    def set_current(self, view: QueueView) -> None:
        """Mark the view that is shown."""
        for key, row in self.rows.items():
            row.setChecked(key is view)

    def set_counts(self, counts: dict[QueueView, Count]) -> None:
        """Show the counts that were read."""
        for view in self.views:
            self.set_count(view, counts.get(view))


def _entry(view: QueueView) -> ViewEntry:
    icon, glyph = VIEW_ICON.get(view, ""), VIEW_GLYPH.get(view)
    return ViewEntry(view, word(view), icon, LOUD.get(view, ""), glyph)
