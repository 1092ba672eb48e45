"""The chooser of the area in the top bar."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from app.core.changes import Topic
from ui.core.hub import Refresher
from ui.core.scope import RegionChoice
from ui.core.slices import Desk
from ui.shell.afterwards import Afterwards
from ui.shell.top_bar import TopBar

NAME = "scope/whole"


class ScopeMenu(QObject):
    """Fills the button with the areas I may look at, and tells the desk which is chosen."""

    def __init__(self, desk: Desk, top: TopBar) -> None:
        super().__init__(top)
        self._desk = desk
        self._top = top
        self.choices: tuple[RegionChoice, ...] = ()
        top.scope.clicked.connect(self.open)
        desk.scope.changed.connect(self._show_choice)
        Refresher(desk.hub, top, self.reload, topics=frozenset({Topic.REGION}))
        # the name of last time stands there at once; the choices are read after the first page
        top.set_scope_name(desk.preferences.text(NAME))
        Afterwards(desk.jobs, self.reload, self)

    def reload(self) -> None:
        """Read the areas anew."""
        actor = self._desk.actor

        def ask(session: Any) -> tuple[RegionChoice, ...]:
            from ui.parts.my_regions import my_regions  # the desk is painted before it is needed

            return my_regions(session, actor)

        self._desk.look_up(ask, self._take)

    def menu(self) -> QMenu:
        """Return the choices as a menu."""
        menu = QMenu(self._top)
        group = QActionGroup(menu)
        for at, choice in enumerate(self.choices):
            action = menu.addAction(choice.name)
            action.setCheckable(True)
            action.setChecked(choice.code == self._desk.scope.code)
            action.triggered.connect(partial(self._desk.scope.choose, choice))
            group.addAction(action)
            if at == 0:
                menu.addSeparator()
        return menu

    def open(self) -> None:
        """Show the choices under the button."""
        button = self._top.scope
        self.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _take(self, choices: tuple[RegionChoice, ...]) -> None:
        self.choices = choices
        codes = {choice.code for choice in choices}
        if choices and self._desk.scope.code not in codes:
            self._desk.scope.choose(choices[0])
        self._show_choice(self._desk.scope.choice)

    def _show_choice(self, chosen: RegionChoice) -> None:
        named = {choice.code: choice.name for choice in self.choices}
        name = named.get(chosen.code, "")
        self._top.set_scope_name(name)
        self._desk.preferences.set_text(NAME, self.choices[0].name if self.choices else "")
