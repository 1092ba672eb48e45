"""The people of a street with a tick box each, to be chosen for a new grid."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.words import label as word
from app.territory.queries.redrawings import CellRow, PostChoice, RedrawingView
from app.territory.redrawing import COMMUNITY_DIGITS
from ui.core.controls import Tick

HEIGHT_PX = 148


class PostTicks(QScrollArea):
    """Those who go over, those whose grid ends, those of the community, all others."""

    changed = Signal()

    def __init__(self, view: RedrawingView, cell: CellRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("人员"))
        self.setFixedHeight(HEIGHT_PX)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._posts = sorted(view.posts, key=lambda post: _order(view, cell, post))
        self.ticks: list[Tick] = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for post in self._posts:
            tick = Tick(self._words(post))
            tick.setChecked(post.id in cell.posts)
            tick.toggled.connect(lambda _: self.changed.emit())
            self.ticks.append(tick)
            column.addWidget(tick)
        column.addStretch(1)
        self.setWidget(inside)

    def chosen(self) -> tuple[str, ...]:
        """Return who is ticked."""
        pairs = zip(self.ticks, self._posts, strict=True)
        return tuple(post.id for tick, post in pairs if tick.isChecked())

    def has_full_time(self) -> bool:
        """Tell whether a full-time worker is ticked."""
        pairs = zip(self.ticks, self._posts, strict=True)
        return any(post.is_full_time for tick, post in pairs if tick.isChecked())

    def _words(self, post: PostChoice) -> str:
        role = word(post.role)
        told = self.tr("{role}（专职）").format(role=role) if post.is_full_time else role
        return f"{post.person_name}　{told}　{post.grid}"


def _order(view: RedrawingView, cell: CellRow, post: PostChoice) -> tuple[bool, bool, bool, str]:
    ended = {code for code, _ in view.retired}
    beside = post.code.startswith(cell.code[:COMMUNITY_DIGITS])
    return post.id not in cell.posts, not beside, post.code not in ended, post.code
