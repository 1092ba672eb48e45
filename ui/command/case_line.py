"""In the panel of a case: the incident it became, or the way to make it one."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.command import rights
from app.core.changes import Topic
from ui.core.controls import Button, label
from ui.core.hub import Refresher
from ui.core.slices import Desk
from ui.core.targets import IncidentFromCaseWanted, IncidentWanted

Found = tuple[UUID, str] | None


class CaseLine(QWidget):
    """A line with one step; nothing until it is known."""

    def __init__(self, desk: Desk, case_id: UUID) -> None:
        super().__init__()
        self.setProperty("scrolled", "true")
        self._desk, self._case = desk, case_id
        self.words = label("", "second")
        self.step = Button(self.tr("转为突发事件"), kind="link", small=True)
        self._incident: UUID | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.step)
        self.step.hide()
        self.step.clicked.connect(self._go)
        topics = frozenset({Topic.INCIDENT})
        self._refresher = Refresher(desk.hub, self, self.reload, topics=topics)
        self.reload()

    def reload(self) -> None:
        """Ask what became of the case."""
        desk, case_id = self._desk, self._case

        def read(session: Any) -> Found:
            from app.command.incidents.queries import incident_of_case  # loaded when first asked

            return incident_of_case(session, desk.actor, case_id)

        desk.read(read, self._take, lambda _: None)

    def _take(self, found: Found) -> None:
        self._incident = found[0] if found is not None else None
        if found is not None:
            self.words.setText(self.tr("突发事件：{title}").format(title=found[1]))
            self.step.setText(self.tr("打开指挥页"))
        self.step.setVisible(found is not None or self._desk.actor.may(rights.ACT))

    def _go(self) -> None:
        if self._incident is not None:
            self._desk.navigator.go(IncidentWanted(self._incident))
        else:
            self._desk.navigator.go(IncidentFromCaseWanted(self._case))
