"""What is drawn by itself at set times, a line each."""

from datetime import datetime

from app.core.clock import local
from app.core.words import label, say
from app.papers.schedules.queries import ScheduleRow
from app.papers.schedules.words import time_words


def schedule_line(row: ScheduleRow) -> str:
    """Return a schedule as a line of text."""
    wanted, last = row.schedule, row.last
    told = say("schedules.never") if last is None else f"{_at(last.due_at)} {label(last.state)}"
    if last is not None and last.error:
        told = f"{told}：{last.error}"
    return say(
        "schedules.line",
        name=wanted.name,
        place=row.place,
        time=time_words(wanted),
        folder=wanted.folder,
        forms=" ".join(form.value for form in wanted.forms),
        next=_at(row.next_at) if row.next_at is not None else say("schedules.off"),
        last=told,
    )


def schedule_facts(row: ScheduleRow) -> dict[str, object]:
    """Return a schedule as a program reads it."""
    wanted, last = row.schedule, row.last
    return {
        "name": wanted.name,
        "kind": wanted.kind.value,
        "region": wanted.region,
        "folder": wanted.folder,
        "forms": [form.value for form in wanted.forms],
        "is_on": wanted.is_on,
        "next_at": row.next_at.isoformat() if row.next_at is not None else None,
        "last_due_at": last.due_at.isoformat() if last is not None else None,
        "last_state": last.state.value if last is not None and last.state is not None else None,
        "last_is_late": last.is_late if last is not None else None,
        "last_files": list(last.files) if last is not None else [],
        "last_error": last.error if last is not None else "",
    }


def _at(moment: datetime) -> str:
    return f"{local(moment):%m-%d %H:%M}"
