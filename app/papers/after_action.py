"""The after-action report (处置总结) of an incident that ended, set after GB/T 9704-2012."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.ledger_words import full
from app.command.incidents.queries import CallRow, IncidentDetail, incident_detail
from app.command.incidents.rules import DutyState, EntrySort, done_share
from app.command.posture.queries import posture_at
from app.core.actor import Actor
from app.core.clock import local
from app.core.doors import Paper
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.facts import NothingToPrint
from app.papers.frame import Span
from app.papers.official import BODY, FIRST, Block, Head, Listing, Official, Words, compose_official
from app.papers.table import Column, Row
from app.papers.wording import wording

_say = wording("after_action")
MINUTE_S = 60
_WIDTHS = {
    "tasks": (28.0, 0.0, 96.0, 60.0, 60.0, 52.0),
    "figures": (48.0, 0.0, 60.0, 60.0, 0.0),
    "units": (28.0, 0.0, 60.0, 60.0, 60.0, 60.0),
    "story": (66.0, 0.0, 56.0),
}


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
        raise NothingToPrint(paper=_say("title"))
    issuer = settings_at(session, now).centre_name or say("papers.centre")
    posture = posture_at(session, detail.region, detail.started_at)
    made = compose_official(
        Official(
            name=_say("file_name", title=detail.title, day=f"{local(detail.ended_at):%Y%m%d}"),
            issuer=issuer,
            title=_say("paper_title", title=detail.title),
            moment=now,
            head=Head(f"{issuer}{_say('title')}"),
            blocks=(
                _words(_opening(detail, label(posture.level))),
                *_figures(detail),
                *_tasks(detail),
                *_units(detail),
                *_reports(detail),
                *_story(detail),
            ),
            signed_on=local(detail.ended_at).date(),
            mark=_say("demo") if is_demo else "",
        )
    )
    return Paper(made.name, made.body, made.warnings)


def _opening(detail: IncidentDetail, posture: str) -> str:
    ended = detail.ended_at or detail.started_at
    done, all_ = done_share([task.state for task in detail.tasks])
    return _say(
        "rehearsed" if detail.is_rehearsal else "opening",
        title=detail.title,
        kind=label(detail.kind),
        place=detail.place,
        started=full(detail.started_at),
        ended=full(ended),
        minutes=int((ended - detail.started_at).total_seconds() // MINUTE_S),
        posture=posture,
        plan=detail.plan_name or _say("no_plan"),
        commander=detail.commander,
        done=done,
        all=all_,
        units=len(detail.calls),
        reports=len(detail.reports),
    )


def _figures(detail: IncidentDetail) -> tuple[Block, ...]:
    if not detail.figures:
        return (_heading("figures"), _words(_say("no_figures")))
    rows = tuple(
        Row(
            (
                label(figure.sort),
                figure.name,
                str(figure.amount),
                "" if figure.wanted is None else str(figure.wanted),
                "；".join(f"{local(at):%H:%M} {amount}" for at, amount in figure.course[-4:]),
            )
        )
        for figure in detail.figures
    )
    return (_heading("figures"), Listing(_say("figures_table"), _columns("figures"), rows))


def _tasks(detail: IncidentDetail) -> tuple[Block, ...]:
    if not detail.tasks:
        return (_heading("tasks"), _words(_say("no_tasks")))
    late = 0
    rows = []
    for at, task in enumerate(detail.tasks, 1):
        was_late = task.done_at is not None and task.done_at > task.due_at
        late += was_late
        rows.append(
            Row(
                (
                    str(at),
                    task.title,
                    task.owner,
                    f"{local(task.due_at):%H:%M}",
                    f"{local(task.done_at):%H:%M}" if task.done_at is not None else "—",
                    _say("late") if was_late else label(task.state),
                )
            )
        )
    left = sum(task.state in (DutyState.TODO, DutyState.DOING) for task in detail.tasks)
    listing = Listing(_say("tasks_table"), _columns("tasks"), tuple(rows))
    return (_heading("tasks"), _words(_say("tasks_told", late=late, left=left)), listing)


def _units(detail: IncidentDetail) -> tuple[Block, ...]:
    if not detail.calls:
        return (_heading("units"), _words(_say("no_units")))
    waits = [_wait(call) for call in detail.calls]
    known = [wait for wait in waits if wait is not None]
    told = _say(
        "units_told",
        count=len(detail.calls),
        answered=len(known),
        there=sum(call.arrived_at is not None for call in detail.calls),
        mean=f"{sum(known) / len(known):.0f}" if known else "—",
    )
    rows = tuple(
        Row(
            (
                str(call.number),
                call.name,
                f"{local(call.called_at):%H:%M}",
                _say("none") if wait is None else _say("minutes", n=wait),
                f"{local(call.arrived_at):%H:%M}" if call.arrived_at is not None else "—",
                label(call.answer),
            )
        )
        for call, wait in zip(detail.calls, waits, strict=True)
    )
    return (
        _heading("units"),
        _words(told),
        Listing(_say("units_table"), _columns("units"), rows),
    )


def _reports(detail: IncidentDetail) -> tuple[Block, ...]:
    late = sum(r.due_at is not None and r.made_at > r.due_at for r in detail.reports)
    told = _say("reports_told", count=len(detail.reports), late=late)
    return (_heading("reports"), _words(told))


def _story(detail: IncidentDetail) -> tuple[Block, ...]:
    rows = tuple(
        Row((f"{local(entry.at):%m-%d %H:%M}", entry.words, entry.person_name))
        for entry in reversed(detail.entries)
        if entry.sort is not EntrySort.TASK or entry.words
    )
    return (_heading("story"), Listing(_say("story_table"), _columns("story"), rows))


def _wait(call: CallRow) -> int | None:
    """Return the minutes a unit took to answer, None where it never did."""
    if call.answered_at is None:
        return None
    return int((call.answered_at - call.called_at).total_seconds() // MINUTE_S)


def _columns(key: str) -> tuple[Column, ...]:
    names = _say.names(f"{key}_columns")
    return tuple(Column(name, width) for name, width in zip(names, _WIDTHS[key], strict=True))


def _words(text: str) -> Words:
    return Words((Span(text, BODY),))


def _heading(key: str) -> Words:
    text = _say(key)
    return Words((Span(text, FIRST),), mark=text, is_heading=True)
