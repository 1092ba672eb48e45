"""A queue as somebody arranged it: which part, what narrows it, order, groups, columns; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.cases.filters.model import Filter, from_body, to_body


class Order(StrEnum):
    """What rows are ordered by."""

    DUE = "due"
    RECEIVED = "received"
    LEVEL = "level"
    NUMBER = "number"


class Grouping(StrEnum):
    """What rows are put together by."""

    STATE = "state"
    CATEGORY = "category"
    UNIT = "unit"
    HANDLER = "handler"
    COMMUNITY = "community"
    GRID = "grid"
    LEVEL = "level"
    DUE_DAY = "due_day"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Arranged:
    """How a queue is looked at.

    Attributes:
        view: Name of the standing view it narrows (`QueueView` value).
        rules: What narrows it.
        order: What its rows are ordered by; None for the usual order of the standing view.
        descending: The other way round: the latest, the most pressing, the highest first.
        grouping: What its rows are put together by, None for one list.
        columns: How the columns stand (widths, order, hidden), empty for the usual.
    """

    view: str
    rules: Filter = field(default_factory=Filter)
    order: Order | None = None
    descending: bool = False
    grouping: Grouping | None = None
    columns: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def narrowed(self, rules: Filter) -> "Arranged":
        """Return the same, narrowed otherwise."""
        return replace(self, rules=rules)


def arranged_to_body(arranged: Arranged) -> dict[str, Any]:
    """Return the arrangement as it is kept in JSON."""
    return {
        **to_body(arranged.rules),
        "view": arranged.view,
        "order": str(arranged.order) if arranged.order else None,
        "descending": arranged.descending,
        "grouping": str(arranged.grouping) if arranged.grouping else None,
        "columns": dict(arranged.columns),
    }


def arranged_from_body(body: object, usual_view: str) -> Arranged:
    """Return an arrangement from JSON; what is not understood falls back to the usual.

    Args:
        body: As `arranged_to_body` made it, perhaps in a newer program.
        usual_view: Stands in for a missing name of the standing view.
    """
    given: dict[str, Any] = body if isinstance(body, dict) else {}
    view, columns = given.get("view"), given.get("columns")
    order, grouping = given.get("order"), given.get("grouping")
    return Arranged(
        view=view if isinstance(view, str) and view else usual_view,
        rules=from_body(given),
        order=Order(order) if order in tuple(Order) else None,
        descending=given.get("descending") is True,
        grouping=Grouping(grouping) if grouping in tuple(Grouping) else None,
        columns=columns if isinstance(columns, dict) else {},
    )
