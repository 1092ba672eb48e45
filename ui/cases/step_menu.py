"""The menu of a case: the likely steps at once, all others in their groups, each with why not."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from ui.cases.offers import GROUPS, KEYS, Offer, group_names, likely, offer
from ui.cases.stages import STEP_ICON
from ui.core.menus import MenuEntry, group_entry

GROUP_ICON = ("ph.note-pencil", "ph.timer", "ph.git-fork", "ph.flag")

Take = Callable[..., object]


def step_menu(
    card: CaseCard, take: Take, *, without: tuple[EventKind, ...] = ()
) -> tuple[MenuEntry, ...]:
    """Return the entries of a case.

    Args:
        card: The case.
        take: Called with the step, and with ``at_length`` where signing asks for more.
        without: Steps that stand as buttons beside the menu.
    """
    first = [step for step in likely(card) if step not in without]
    entries = [_entry(each, take) for step in first if (each := offer(card, step)) is not None]
    for name, icon, steps in zip(group_names(), GROUP_ICON, GROUPS, strict=True):
        rest = (step for step in steps if step not in first and step not in without)
        inside = [_entry(each, take) for step in rest if (each := offer(card, step)) is not None]
        if EventKind.SIGNED_FOR in steps and EventKind.SIGNED_FOR in card.steps:
            inside += _signing_later(card, take)
        if inside:
            entries.append(group_entry(name, tuple(inside), icon))
    return tuple(entries)


def _entry(offered: Offer, take: Take) -> MenuEntry:
    step = offered.step
    run, key = partial(take, step), KEYS.get(step, "")
    return MenuEntry(offered.verb, run, offered.why_not, key, STEP_ICON[step])


def _signing_later(card: CaseCard, take: Take) -> list[MenuEntry]:
    """Signing takes one key; who signed earlier than now says so here."""
    if card.on_behalf:
        return []
    words = QCoreApplication.translate("StepMenu", "补签收（填实际时间）")
    run = partial(take, EventKind.SIGNED_FOR, at_length=True)
    return [MenuEntry(words, run, icon=STEP_ICON[EventKind.SIGNED_FOR])]
