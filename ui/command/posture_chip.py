"""The posture in the top bar: nothing in 平时, unmistakable in 战时; leads to the command page."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.changes import Topic
from app.core.words import label as word
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.slices import Desk
from ui.core.targets import PageWanted

if TYPE_CHECKING:
    from app.command.board import OnDuty
    from app.command.posture.queries import Posture

PAGE = "command.board"


class PostureChip(QWidget):
    """A button that says the level; who is on duty stands in its tool tip."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.button = Button(self.tr("战时 III 级"), kind="plain", icon="ph.warning-octagon")
        self.button.clicked.connect(lambda: desk.navigator.go(PageWanted(PAGE)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self.button)
        self.button.hide()
        self._refresher = Refresher(
            desk.hub, self, self.reload, topics=frozenset({Topic.POSTURE, Topic.DUTY})
        )
        desk.scope.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the posture."""
        desk, now = self._desk, self._desk.parts.clock.now()

        def read(session: Any) -> "tuple[Posture, tuple[OnDuty, ...]]":
            # What knows of posture is loaded here: the start of a desk does not wait for it.
            from app.command.board import duty_now
            from app.command.posture.queries import posture_now

            scope = desk.scope.code
            told = posture_now(session, desk.actor, now, scope)
            return told, duty_now(session, desk.actor, now, scope)

        desk.read(read, self._take, lambda _: None)

    def _take(self, told: "tuple[Posture, tuple[OnDuty, ...]]") -> None:
        posture, duty = told
        shown = posture.level if posture.is_emergency else posture.rehearsal
        self.button.setVisible(shown is not None)
        if shown is None:
            return
        words = word(shown)
        if not posture.is_emergency:
            words = self.tr("演练 {level}").format(level=words)
        self.button.setText(words)
        names = "　".join(f"{each.post} {each.name}" for each in duty)
        tip = self.tr("{reason}\n值班：{names}").format(reason=posture.reason, names=names or "—")
        self.button.setToolTip(tip)
        self.button.setAccessibleName(self.tr("现在是{level}").format(level=words))
