"""The draft of a situation report: what is known, in sentences one goes over."""

from datetime import datetime

from app.command.forces.rules import UnitAnswer
from app.command.incidents.queries import IncidentDetail
from app.command.incidents.rules import DutyState, EntrySort, done_share
from app.core.clock import local
from app.core.words import label, say

LATEST = 5


def report_words(detail: IncidentDetail, now: datetime) -> str:
    """Return what the next report says unless somebody changes it."""
    since = detail.reports[-1].made_at if detail.reports else detail.started_at
    done, all_ = done_share([task.state for task in detail.tasks])
    held = detail.held
    there = sum(call.answer is UnitAnswer.ARRIVED for call in held)
    lines = [
        say("command.draft_opening", title=detail.title, moment=f"{local(now):%m-%d %H:%M}"),
        say("command.draft_tasks", done=done, all=all_, called=len(held), there=there),
    ]
    lines += [
        say(
            "command.draft_figure",
            sort=label(figure.sort),
            name=figure.name,
            amount=figure.amount,
            of="" if figure.wanted is None else f"/{figure.wanted}",
        )
        for figure in detail.figures
    ]
    notes = [e for e in detail.entries if e.sort is EntrySort.NOTE and e.at >= since]
    lines += [f"{local(e.at):%H:%M} {e.words}" for e in reversed(notes[:LATEST])]
    late = [task.title for task in detail.tasks if task.is_late]
    doing = [task.title for task in detail.tasks if task.state is DutyState.DOING]
    if late:
        lines.append(say("command.draft_late", names="、".join(late)))
    if doing:
        lines.append(say("command.draft_next", names="、".join(doing)))
    return "\n".join(lines)
