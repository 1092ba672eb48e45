"""The actions at the foot of the panel: the likely next step first, its key printed on it."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.cases.queries.card import CaseCard
from app.cases.rules import CaseState, EventKind
from app.core.words import label as word
from ui.cases.facts import lies_at_home
from ui.cases.offers import ASIDE, KEYS, Offer, bar_offers, owes_call
from ui.cases.stages import STEP_ICON
from ui.core.controls import Button, label
from ui.core.menus import MenuEntry, menu_of
from ui.core.notice_bar import FOOT_PROPERTY
from ui.core.theme import current
from ui.parts.tab_order import tab_before

MOST_BUTTONS = 4
SAYS_PX = 88  # a word of what is waited for stays readable beside the buttons


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
        self.setProperty(FOOT_PROPERTY, "true")
        self.setFixedHeight(current().sizes.action_bar)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 0, 16, 0)
        self._line.setSpacing(8)
        self._says = label("", "caption")
        self._says.setWordWrap(True)
        self._line.addWidget(self._says, 1)
        self.buttons: dict[EventKind, Button] = {}
        self._offers: tuple[Offer, ...] = ()
        self.more = Button(icon="ph.dots-three-bold")
        self.more.setAccessibleName(self.tr("更多"))
        self.more.setToolTip(self.tr("更多"))
        self._line.addWidget(self.more)

    def set_card(self, card: CaseCard) -> None:
        """Show the steps of a case."""
        offers = bar_offers(card)
        if offers != self._offers:
            self._rebuild(offers)
        waits = all(each.step in ASIDE for each in offers)
        self._says.setText(self._waits(card) if waits else "")
        self._says.setVisible(waits)
        self._fit()

    def _rebuild(self, offers: tuple[Offer, ...]) -> None:
        for old in self.buttons.values():
            old.hide()
            self._line.removeWidget(old)
            old.deleteLater()
        self._offers, self.buttons = offers, {}
        for at, each in enumerate(offers):
            step, primary = each.step, at == 0 and each.step not in ASIDE
            button = Button(
                each.verb,
                kind="primary" if primary else "plain",
                icon=STEP_ICON[step] if primary else "",
                key=KEYS.get(step, ""),
            )
            button.setObjectName(f"step-{step.value}")
            button.clicked.connect(lambda _=False, step=step: self.wanted.emit(StepWanted(step)))
            self._line.insertWidget(self._line.count() - 1, button, 1 if primary else 0)
            self.buttons[step] = button
        tab_before(self.more, *self.buttons.values())

    def _fit(self) -> None:
        """Leave to the menu what has no room: the last ones are the least likely."""
        gap = self._line.spacing()
        room = self.width() - 32 - self.more.width()
        if not self._says.isHidden():
            room -= SAYS_PX + gap
        for at, button in enumerate(self.buttons.values()):
            room -= button.sizeHint().width() + gap
            button.setVisible(at < MOST_BUTTONS and (at == 0 or room >= 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _waits(self, card: CaseCard) -> str:
        """Say what the case waits for when this person has no step to take."""
        whose = card.unit or self.tr("承办单位")
        if card.pause is not None:
            return word(card.pause)
        if owes_call(card):
            return self.tr("等中心回访")
        if card.state is CaseState.REGISTERED and not lies_at_home(card):
            return self.tr("等{desk}分流").format(desk=card.desk_name)
        return {
            CaseState.SUBMITTED: self.tr("等受理员受理"),
            CaseState.REGISTERED: self.tr("等分拨员分流"),
            CaseState.ASSIGNED: self.tr("等{unit}签收").format(unit=whose),
            CaseState.SIGNED_FOR: self.tr("{unit}在办").format(unit=whose),
            CaseState.IN_PROGRESS: self.tr("{unit}在办").format(unit=whose),
            CaseState.FINISHED: self.tr("等中心结案"),
            CaseState.VERIFIED: self.tr("等中心结案"),
            CaseState.CLOSED: self.tr("已结案"),
            CaseState.DECLINED: self.tr("不予受理，已告知反映人"),
            CaseState.ARCHIVED: self.tr("已归档"),
        }[card.state]

    @property
    def says(self) -> str:
        """What stands there instead of steps."""
        return self._says.text()

    def shown_steps(self) -> tuple[EventKind, ...]:
        """Return the steps that stand as buttons."""
        return tuple(step for step, button in self.buttons.items() if not button.isHidden())

    def open_menu(self, entries: tuple[MenuEntry, ...]) -> None:
        """Show the rest over the button."""
        menu = menu_of(entries, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self.more.mapToGlobal(self.more.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), menu.sizeHint().height() + 4))
