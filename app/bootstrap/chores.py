"""All chores there are, the ground floor's first and those that take long last."""

from app.core.chores import Chore, core_chores


def all_chores() -> tuple[Chore, ...]:
    """Return every slice's chores; loaded when somebody keeps, so that no start waits for it."""
    from app.accounts.guess_chores import account_chores
    from app.accounts.hold_chores import hold_chores
    from app.administration.chores import administration_chores
    from app.cases.chores import case_chores
    from app.cases.family_chores import family_chores
    from app.exchange.feeds.chores import exchange_chores
    from app.kiosk.chores import kiosk_chores
    from app.papers.schedules.chore import paper_chores
    from app.party.conference.chores import conference_chores
    from app.party.lists.chores import list_chores
    from app.party.report_in.chores import report_in_chores
    from app.services.halls.chores import hall_chores

    return (
        *core_chores(),
        *account_chores(),
        *hold_chores(),
        *kiosk_chores(),
        *case_chores(),
        *family_chores(),
        *list_chores(),
        *report_in_chores(),
        *conference_chores(),
        *hall_chores(),
        *exchange_chores(),
        *paper_chores(),
        *administration_chores(),
    )
