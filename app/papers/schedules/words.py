"""When a paper is drawn, in words."""

from app.core.words import label, say
from app.papers.rules import PeriodKind
from app.papers.schedules.rules import Schedule


def time_words(wanted: Schedule) -> str:
    """Return 每周五 16:00，综治周报，上一期."""
    clock = "{:02}:{:02}".format(*divmod(wanted.minute, 60))
    day = say("schedules.every_day")
    if wanted.kind is PeriodKind.WEEKLY:
        day = say("schedules.every_week", day=say(f"schedules.weekday.{wanted.weekday}"))
    elif wanted.kind is PeriodKind.MONTHLY:
        day = say("schedules.every_month", day=wanted.month_day)
    about = say("schedules.whole" if wanted.whole else "schedules.running")
    return say("schedules.time", day=day, clock=clock, kind=label(wanted.kind), about=about)
