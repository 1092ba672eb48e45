"""All chores there are, the ground floor's first."""

from app.core.chores import Chore, core_chores


def all_chores() -> tuple[Chore, ...]:
    """Return every slice's chores; loaded when somebody keeps, so that no start waits for it."""
    from app.cases.chores import case_chores

    return (*core_chores(), *case_chores())
