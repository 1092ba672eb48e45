"""How a street stands, in four figures: for who starts the program without a screen."""

from dataclasses import dataclass

from app.bootstrap.parts import Parts


@dataclass(frozen=True, slots=True)
class Standing:
    """What the saved views of the queue count, for everybody.

    Attributes:
        centre: Name of the centre, "" where it has not been said.
        open: Cases not closed.
        due_today: Of these, due before the day ends.
        due_soon: Of these, close to their limit.
        overdue: Of these, past it.
    """

    centre: str
    open: int
    due_today: int
    due_soon: int
    overdue: int


def standing(parts: Parts) -> Standing:
    """Count how the street stands now."""
    from app.cases.queries.queue import QueueView, view_counts
    from app.core.shared_settings import settings_at

    views = (QueueView.ALL_OPEN, QueueView.DUE_TODAY, QueueView.DUE_SOON, QueueView.OVERDUE)
    now = parts.clock.now()
    with parts.database.reading() as session:
        counts = view_counts(session, parts.console(), views, now=now)
        centre = settings_at(session, now).centre_name
    return Standing(centre, *(counts[view].value for view in views))
