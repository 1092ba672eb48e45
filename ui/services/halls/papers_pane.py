"""What somebody came for, and which of its papers they brought."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.items.finding import search
from app.services.items.queries.guide import GuideItem, guide_items
from app.services.items.telling import fee_words, hours_words, limit_words, material_words
from ui.core.cards import Card
from ui.core.controls import Button, Tick, label
from ui.core.facts import FactGrid, FactLine
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.services.items.printing import print_guide

MOST = 12


class PapersPane(Card):
    """A field to find the item, its materials with ticks, and the sheet of what lacks."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._items: tuple[GuideItem, ...] = ()
        self._place = ""
        self.item: GuideItem | None = None
        self.ticks: list[Tick] = []
        self.setAccessibleName(self.tr("材料核对"))
        self.set_title(self.tr("办什么事，材料齐不齐"))
        self.what = SearchCombo(self._find, desk.jobs, self.tr("事项名称或拼音首字母，如 sbk"))
        self.what.setAccessibleName(self.tr("办的事项"))
        self.what.chosen.connect(self._chosen)
        self.facts = FactGrid()
        self.told = label("", "second")
        self.told.setWordWrap(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.print_button = Button(
            self.tr("打印一次性告知单（缺 10 样）"), icon="ph.printer", key="G"
        )
        self.print_button.clicked.connect(lambda _=False: self.print())
        self.add(self.what)
        self.add(self.facts)
        self.add(self._list)
        self.add(self.told)
        self.add(self.print_button)
        self.add(QWidget(), 1)
        self.setEnabled(False)
        self._show()

    def read(self, place: str) -> None:
        """Read the items for a place."""
        if place == self._place and self._items:
            return
        self._place = place
        actor = self._desk.actor
        self._desk.read(lambda session: guide_items(session, actor, place), self._take)

    def _take(self, items: tuple[GuideItem, ...]) -> None:
        self._items = items

    def _find(self, typed: str) -> Sequence[Choice]:
        usual = sorted(self._items, key=lambda item: -item.body.yearly)
        found = search(self._items, typed) if typed else tuple(usual)
        return [Choice(item, item.name, item.body.department) for item in found[:MOST]]

    def _chosen(self, choice: Any) -> None:
        self.item = choice.value if choice is not None else None
        self._show()
        self.changed.emit()

    def show_ticket(self, item_id: UUID | None, brought: tuple[int, ...]) -> None:
        """Show what is put down for the number in hand."""
        if self.item is not None and self.item.id == item_id:
            return  # what is being ticked here must not jump
        self.item = next((item for item in self._items if item.id == item_id), None)
        choice = Choice(self.item, self.item.name) if self.item is not None else None
        self.what.set_choice(choice)
        self._show(brought)

    def _show(self, brought: tuple[int, ...] = ()) -> None:
        for tick in self.ticks:
            self._list.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self.ticks = []
        body = self.item.body if self.item is not None else None
        for at, material in enumerate(body.materials if body is not None else ()):
            tick = Tick(material_words(material))
            tick.setChecked(at in brought)
            tick.toggled.connect(lambda _: self._ticked())
            self.ticks.append(tick)
            self._list.addWidget(tick)
        self.facts.setVisible(body is not None)
        if body is not None:
            self.facts.set_lines(
                FactLine(self.tr("多久"), limit_words(body)),
                FactLine(self.tr("收费"), fee_words(body)),
                FactLine(self.tr("时间"), hours_words(body)),
            )
        self._say()

    def _ticked(self) -> None:
        self._say()
        self.changed.emit()

    def brought(self) -> tuple[int, ...]:
        """Return which materials are ticked."""
        return tuple(at for at, tick in enumerate(self.ticks) if tick.isChecked())

    def lacking(self) -> tuple[int, ...]:
        """Return which are not."""
        return tuple(at for at, tick in enumerate(self.ticks) if not tick.isChecked())

    def _say(self) -> None:
        lacking = len(self.lacking())
        self.print_button.setVisible(self.item is not None)
        if self.item is None:
            self.told.setText(
                self.tr("选了事项，这里列出要核对的材料；缺什么，打一张告知单给他带走。")
            )
            return
        if not self.ticks:
            self.told.setText(self.tr("这件事不用带材料。"))
        elif lacking:
            self.told.setText(self.tr("还差 {n} 样。").format(n=lacking))
        else:
            self.told.setText(self.tr("材料齐了，可以受理。"))
        some = self.tr("打印一次性告知单（缺 {n} 样）").format(n=lacking)
        self.print_button.setText(some if lacking else self.tr("打印一次性告知单"))

    def print(self) -> None:
        """Print what lacks, or all where nothing does."""
        if self.item is not None:
            lacking = self.lacking()
            some = lacking if len(lacking) < len(self.ticks) else ()
            print_guide(self._desk, self, self.item.id, self.item.name, some)
