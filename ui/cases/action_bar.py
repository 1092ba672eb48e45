"""The actions at the foot of the panel: the likely next step first, its key printed on it."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.cases.queries.card import CaseCard
from app.cases.rules import CaseState, EventKind
from ui.cases.stages import STEP_ICON
from ui.cases.step_dialog import verb_of
from ui.core.controls import Button, label
from ui.core.menus import MenuEntry, menu_of
from ui.core.theme import current
from ui.parts.tab_order import tab_before

KEYS = {
    EventKind.REGISTERED: "R",
    EventKind.ASSIGNED: "A",
    EventKind.REASSIGNED: "A",
    EventKind.SIGNED_FOR: "S",
    EventKind.PROGRESSED: "P",
    EventKind.FINISHED: "F",
    EventKind.CLOSED: "C",
}

LIKELY: dict[CaseState, tuple[EventKind, ...]] = {
    CaseState.SUBMITTED: (EventKind.REGISTERED,),
    CaseState.REGISTERED: (EventKind.ASSIGNED,),
    CaseState.ASSIGNED: (EventKind.SIGNED_FOR, EventKind.REASSIGNED),
    CaseState.SIGNED_FOR: (EventKind.PROGRESSED, EventKind.FINISHED, EventKind.REASSIGNED),
    CaseState.IN_PROGRESS: (EventKind.FINISHED, EventKind.PROGRESSED, EventKind.REASSIGNED),
    CaseState.FINISHED: (EventKind.CLOSED,),
    CaseState.VERIFIED: (EventKind.CLOSED,),
    CaseState.CLOSED: (),
    CaseState.DECLINED: (),
    CaseState.ARCHIVED: (),
}
"""Steps of each state in the order of likelihood."""

ASIDE = frozenset({EventKind.REASSIGNED})
"""Steps that may be taken but are never what comes next."""


def ordered_steps(card: CaseCard) -> tuple[EventKind, ...]:
    """Return the steps this reader may take, the likeliest first."""
    return tuple(step for step in LIKELY[card.state] if step in card.steps)


@dataclass(frozen=True, slots=True)
class StepWanted:
    """Somebody asked for a step."""

    step: EventKind


class ActionBar(QFrame):
    """Primary, others, and a menu with the rest."""

    wanted = Signal(object)  # StepWanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setFixedHeight(current().sizes.action_bar)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 0, 16, 0)
        self._line.setSpacing(8)
        self._says = label("", "caption")
        self._says.setWordWrap(True)
        self._line.addWidget(self._says, 1)
        self.buttons: dict[EventKind, Button] = {}
        self.more = Button(icon="ph.dots-three-bold")
        self.more.setAccessibleName(self.tr("更多"))
        self.more.setToolTip(self.tr("更多"))
        self._line.addWidget(self.more)

    def set_card(self, card: CaseCard) -> None:
        """Show the steps of a case."""
        steps = ordered_steps(card)
        if tuple(self.buttons) != steps:
            self._rebuild(steps)
        waits = all(step in ASIDE for step in steps)
        self._says.setText(self._waits(card) if waits else "")
        self._says.setVisible(waits)

    def _rebuild(self, steps: tuple[EventKind, ...]) -> None:
        for old in self.buttons.values():
            old.hide()
            self._line.removeWidget(old)
            old.deleteLater()
        self.buttons = {}
        for at, step in enumerate(steps):
            primary = at == 0 and step not in ASIDE
            button = Button(
                verb_of(step),
                kind="primary" if primary else "plain",
                icon=STEP_ICON[step] if primary else "",
                key=KEYS[step],
            )
            button.setObjectName(f"step-{step.value}")
            button.clicked.connect(lambda _=False, step=step: self.wanted.emit(StepWanted(step)))
            self._line.insertWidget(self._line.count() - 1, button, 1 if primary else 0)
            self.buttons[step] = button
        tab_before(self.more, *self.buttons.values())

    def _waits(self, card: CaseCard) -> str:
        """Say what the case waits for when this person has no step to take."""
        whose = card.unit or self.tr("承办单位")
        return {
            CaseState.SUBMITTED: self.tr("等受理员受理"),
            CaseState.REGISTERED: self.tr("等分拨员分流"),
            CaseState.ASSIGNED: self.tr("等{unit}签收").format(unit=whose),
            CaseState.SIGNED_FOR: self.tr("{unit}在办").format(unit=whose),
            CaseState.IN_PROGRESS: self.tr("{unit}在办").format(unit=whose),
            CaseState.FINISHED: self.tr("等中心结案"),
            CaseState.VERIFIED: self.tr("等中心结案"),
            CaseState.CLOSED: self.tr("已结案，经过不再改动"),
            CaseState.DECLINED: self.tr("不予受理，已告知反映人"),
            CaseState.ARCHIVED: self.tr("已归档"),
        }[card.state]

    @property
    def says(self) -> str:
        """What stands there instead of steps."""
        return self._says.text()

    def open_menu(self, entries: tuple[MenuEntry, ...]) -> None:
        """Show the rest over the button."""
        menu = menu_of(entries, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self.more.mapToGlobal(self.more.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), menu.sizeHint().height() + 4))
