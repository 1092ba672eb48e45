"""Menus that say why something cannot be done, instead of hiding it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QMenu, QWidget

from ui.core.icons import icon


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of a context menu.

    Attributes:
        title: A verb.
        run: Does it.
        why_not: Why it cannot be done now; "" when it can.
        key: The key that does the same, printed only.
        icon: Phosphor name.
        entries: What it opens to the side instead of doing something.
    """

    title: str
    run: Callable[[], object]
    why_not: str = ""
    key: str = ""
    icon: str = ""
    entries: tuple["MenuEntry", ...] = ()


def group_entry(title: str, entries: tuple[MenuEntry, ...], icon: str = "") -> MenuEntry:
    """Return an entry that opens others to the side."""
    return MenuEntry(title, lambda: None, icon=icon, entries=entries)


def menu_of(entries: Iterable[MenuEntry], parent: QWidget) -> QMenu:
    """Return a menu of `entries`; what cannot be done now stands there with its reason."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for entry in entries:
        if entry.entries:
            side = menu_of(entry.entries, menu)
            side.setTitle(entry.title)
            if entry.icon:
                side.setIcon(icon(entry.icon))
            menu.addMenu(side)
            continue
        title = f"{entry.title}（{entry.why_not}）" if entry.why_not else entry.title
        action = menu.addAction(title + (f"\t{entry.key}" if entry.key else ""))
        if entry.icon:
            action.setIcon(icon(entry.icon))
        action.setEnabled(not entry.why_not)
        action.setToolTip(entry.why_not)
        action.triggered.connect(lambda _=False, run=entry.run: run())
    return menu
