"""The after-action report (处置总结) of an incident that ended, by its template on the grid of
GB/T 9704-2012.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.command.incidents.queries import CallRow, IncidentDetail, incident_detail
from app.command.incidents.rules import DutyState, EntrySort, done_share
from app.command.posture.queries import posture_at
from app.core.actor import Actor
from app.core.clock import local
from app.core.doors import Paper
from app.core.shared_settings import settings_at
from app.core.words import label
from app.papers.forms.drawing import draw_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Row, Value
from app.papers.paper_facts import PaperFacts, centre_facts, nothing

MINUTE_S = 60
_COURSE = 4


def after_action_paper(
    session: Session, actor: Actor, incident_id: UUID, now: datetime, *, is_demo: bool
) -> Paper:
    """Return what happened in an incident, what was done and what was late.

    Raises:
        NotFound: It is absent or elsewhere.
        NothingToPrint: It still goes on.
    """
    detail = incident_detail(session, actor, incident_id, now)
    if detail.ended_at is None:
        raise nothing(FormKind.AFTER_ACTION)
    centre = centre_facts(settings_at(session, now), now)
    posture = posture_at(session, detail.region, detail.started_at)
    facts: dict[str, Value] = {
        "issuer": centre["centre"],
        "signed": local(detail.ended_at).date(),
        "posture": label(posture.level),
        **_incident(detail, detail.ended_at),
        **_tasks(detail),
        **_units(detail),
        "figures": _figures(detail),
        "reports": len(detail.reports),
        "reports_late": sum(r.due_at is not None and r.made_at > r.due_at for r in detail.reports),
        "story": _story(detail),
    }
    found = PaperFacts(centre | facts, detail.ended_at, detail.region)
    return draw_form(session, FormKind.AFTER_ACTION, found, is_demo=is_demo)


def _incident(detail: IncidentDetail, ended: datetime) -> dict[str, Value]:
    return {
        "incident": detail.title,
        "sort": label(detail.kind),
        "place": detail.place,
        "started": detail.started_at,
        "ended": ended,
        "minutes": int((ended - detail.started_at).total_seconds() // MINUTE_S),
        "plan": detail.plan_name,
        "commander": detail.commander,
        "is_rehearsal": detail.is_rehearsal,
    }


def _figures(detail: IncidentDetail) -> tuple[Row, ...]:
    return tuple(
        {
            "sort_of": label(figure.sort),
            "figure": figure.name,
            "amount": figure.amount,
            "wanted": figure.wanted,
            "course": "；".join(
                f"{local(at):%H:%M} {amount}" for at, amount in figure.course[-_COURSE:]
            ),
        }
        for figure in detail.figures
    )


def _tasks(detail: IncidentDetail) -> dict[str, Value]:
    done, count = done_share([task.state for task in detail.tasks])
    rows: tuple[Row, ...] = tuple(
        {
            "at": at,
            "task": task.title,
            "owner": task.owner,
            "due": task.due_at,
            "finished": task.done_at,
            "is_late": task.done_at is not None and task.done_at > task.due_at,
            "state": label(task.state),
        }
        for at, task in enumerate(detail.tasks, 1)
    )
    return {
        "tasks": rows,
        "tasks_all": count,
        "tasks_done": done,
        "tasks_late": sum(bool(row["is_late"]) for row in rows),
        "tasks_left": sum(task.state in (DutyState.TODO, DutyState.DOING) for task in detail.tasks),
    }


def _units(detail: IncidentDetail) -> dict[str, Value]:
    waits = [_wait(call) for call in detail.calls]
    known = [wait for wait in waits if wait is not None]
    return {
        "units": tuple(
            {
                "number": call.number,
                "unit": call.name,
                "called_at": call.called_at,
                "is_answered": wait is not None,
                "wait": wait,
                "arrived_at": call.arrived_at,
                "answer": label(call.answer),
            }
            for call, wait in zip(detail.calls, waits, strict=True)
        ),
        "called": len(detail.calls),
        "answered": len(known),
        "arrived": sum(call.arrived_at is not None for call in detail.calls),
        "mean_wait": round(sum(known) / len(known)) if known else None,
    }


def _story(detail: IncidentDetail) -> tuple[Row, ...]:
    return tuple(
        {"at": f"{local(entry.at):%m-%d %H:%M}", "words": entry.words, "who": entry.person_name}
        for entry in reversed(detail.entries)
        if entry.sort is not EntrySort.TASK or entry.words
    )


def _wait(call: CallRow) -> int | None:
    """Return the minutes a unit took to answer, None where it never did."""
    if call.answered_at is None:
        return None
    return int((call.answered_at - call.called_at).total_seconds() // MINUTE_S)
