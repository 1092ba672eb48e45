"""The head over a roster: name of the organisation, what is known of it, what can be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.party.queries.organisations import OrganisationCard, OrganisationRow
from ui.core.controls import Button, label
from ui.core.menus import MenuEntry, menu_of
from ui.party.organisation_words import committee_until, day_words

HEAD_HEIGHT = 74
GAP, EDGE = 16, 16


class OrganisationHead(QFrame):
    """Two lines: the name with buttons at the right, and the facts."""

    card_wanted = Signal()

    def __init__(self, actions: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        """Make an empty head; `actions` are the buttons of the roster."""
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.setFixedHeight(HEAD_HEIGHT)
        self._entries: Callable[[], Sequence[MenuEntry]] = tuple
        self.name = label("", "title")
        self.name.setMinimumWidth(80)
        self.count = label("", "caption")
        self.card_button = Button(self.tr("组织情况"), kind="quiet", icon="ph.info", key="O")
        self.card_button.clicked.connect(self.card_wanted)
        self.menu_button = Button(
            self.tr("组织"), kind="quiet", icon="ph.tree-structure", caret=True
        )
        self.menu_button.clicked.connect(self._open_menu)
        self._facts: list[tuple[QLabel, QLabel]] = []
        self._top = QHBoxLayout()
        self._lay_out(actions)

    def _lay_out(self, actions: Sequence[QWidget]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 8, EDGE, 8)
        column.setSpacing(2)
        top = self._top
        top.setSpacing(8)
        top.addWidget(self.name)
        top.addWidget(self.count)
        top.addStretch(1)
        for widget in (*actions, self.menu_button, self.card_button):
            top.addWidget(widget)
        column.addLayout(top)
        line = QHBoxLayout()
        line.setSpacing(4)
        for title in self._titles():
            quiet, fact = label(title, "caption"), label("", "body")
            self._facts.append((quiet, fact))
            line.addWidget(quiet)
            line.addWidget(fact)
            line.addSpacing(GAP - 4)
        line.addStretch(1)
        column.addLayout(line)

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("书记"),
            self.tr("成立"),
            self.tr("正式"),
            self.tr("预备"),
            self.tr("双重隶属"),
            self.tr("换届"),
        )

    def set_menu(self, entries: Callable[[], Sequence[MenuEntry]]) -> None:
        """Ask `entries()` for what can be done with the organisation."""
        self._entries = entries

    def show_organisation(self, row: OrganisationRow | None, count: int | None) -> None:
        """Show the name at once; the facts come when they are read.

        Args:
            row: The organisation, perhaps as it was on another day.
            count: Its members today, None where it is dissolved.
        """
        self.name.setToolTip(row.name if row is not None else "")
        gone = self.tr("已撤销") if row is not None else ""
        self.count.setText(
            self.tr("{count} 人").format(count=f"{count:,}") if count is not None else gone
        )
        for button in (self.card_button, self.menu_button):
            button.setEnabled(row is not None)
        self._shorten()
        if row is None:
            self._show_facts(("",) * len(self._facts))

    def _shorten(self) -> None:
        """Cut a long name to the room beside the buttons; the tool tip tells it whole."""
        name = self.name.toolTip()
        taken = sum(
            widget.sizeHint().width() + 8
            for at in range(1, self._top.count())
            if (item := self._top.itemAt(at)) is not None and (widget := item.widget()) is not None
        )
        room = max(self.width() - 2 * EDGE - taken - 8, 80)
        mode = Qt.TextElideMode.ElideRight
        self.name.setText(self.name.fontMetrics().elidedText(name, mode, room))

    def show_card(self, card: OrganisationCard) -> None:
        """Show what is known of it."""
        secretary = card.secretary
        until = committee_until(card)
        self._show_facts(
            (
                secretary.person_name if secretary is not None else self.tr("暂缺"),
                day_words(card.founded_on),
                str(card.full),
                str(card.probationary),
                str(card.dual) if card.dual else "",
                f"{until:%Y-%m}" if until is not None else "",
            )
        )

    def _show_facts(self, facts: tuple[str, ...]) -> None:
        for (quiet, fact), text in zip(self._facts, facts, strict=True):
            fact.setText(text)
            quiet.setVisible(bool(text))
        self._fit()

    def _fit(self) -> None:
        """Show as many facts as there is room for, from the left."""
        room = self.width() - 2 * EDGE
        for quiet, fact in self._facts:
            if not fact.text():
                quiet.hide()
                fact.hide()
                continue
            room -= quiet.sizeHint().width() + fact.sizeHint().width() + GAP + 8
            quiet.setVisible(room > -GAP)
            fact.setVisible(room > -GAP)

    def facts(self) -> dict[str, str]:
        """Return what is said, by title."""
        return {quiet.text(): fact.text() for quiet, fact in self._facts if fact.text()}

    def _open_menu(self) -> None:
        menu = menu_of(self._entries(), self)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._shorten()
        self.card_button.set_key("O" if self.width() > 640 else "")
