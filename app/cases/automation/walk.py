"""In which order rules act on one event, and when the list ends; pure."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar
from uuid import UUID

from app.cases.automation.match import Compiled, Facts


class Asked(Protocol):
    """What a rule is asked by."""

    @property
    def id(self) -> UUID:
        """Its key."""

    @property
    def compiled(self) -> Compiled:
        """What it says."""


Rule = TypeVar("Rule", bound=Asked)


def walk(
    rules: Iterable[Rule],
    look: Callable[[], Facts],
    act: Callable[[Rule], bool],
    *,
    by_rule: bool,
    acted: set[UUID],
) -> None:
    """Let each rule that matches act, in their order, until one ends the list.

    Args:
        rules: In their order.
        look: Returns the case as it stands now: a rule sees what those before it did.
        act: Does what a rule says; returns False where it had done so for this event before.
        by_rule: Whether a rule brought the event about.
        acted: Rules that acted in this step already, added to: each acts once only, so that no
            two call one another for ever.
    """
    for rule in rules:
        body = rule.compiled.body
        if rule.id in acted or (by_rule and not body.chained):
            continue
        if not rule.compiled.matches(look()):
            continue
        acted.add(rule.id)
        if act(rule) and body.stops:
            return
