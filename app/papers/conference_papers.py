"""Minutes of a meeting (会议纪要) and the list of what is not done of its resolutions, by their
templates on the grid of GB/T 9704-2012.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import local
from app.core.doors import Paper
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.forms.drawing import draw_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Row, Value
from app.papers.forms.official_form import official_of
from app.papers.forms.store import FormTemplates
from app.papers.official import Official
from app.papers.paper_facts import PaperFacts, centre_facts, nothing
from app.party.conference.queries.meetings import MeetingDetail, MeetingRow, meeting_detail
from app.party.conference.queries.resolutions import ResolutionRow, resolution_rows
from app.party.conference.rules import MeetingState, Presence, ResolutionState, is_late
from app.party.conference.telling import body_name, due_words, quorum_words

_SAID = {
    "came": Presence.PRESENT,
    "deputies": Presence.DEPUTY,
    "excused": Presence.EXCUSED,
    "absent": Presence.ABSENT,
}


def minutes_paper(
    session: Session, actor: Actor, meeting_id: UUID, now: datetime, *, is_demo: bool
) -> Paper:
    """Return the minutes of a meeting: its agenda with results, resolutions, who came.

    Raises:
        NotFound: It is absent or elsewhere.
        NothingToPrint: It was not held, or was void.
    """
    found = _minutes(session, meeting_detail(session, actor, meeting_id), now)
    return draw_form(session, FormKind.MINUTES, found, is_demo=is_demo)


def minutes_official(
    session: Session, actor: Actor, meeting_id: UUID, now: datetime
) -> tuple[MeetingRow, Official]:
    """Return a meeting, and its minutes before they are set.

    Raises:
        NotFound: It is absent or elsewhere.
        NothingToPrint: It was not held, or was void.
    """
    detail = meeting_detail(session, actor, meeting_id)
    found = _minutes(session, detail, now)
    template = FormTemplates(session, FormKind.MINUTES).at(found.region, found.on)
    return detail.row, official_of(template, found.facts)


def resolutions_paper(
    session: Session, actor: Actor, region: str, now: datetime, *, is_demo: bool
) -> Paper:
    """Return what is not done yet of the resolutions of a region, what is due soonest first.

    Raises:
        NothingToPrint: Everything is done.
    """
    rows = resolution_rows(session, actor, region=region, with_done=False)
    if not rows:
        raise nothing(FormKind.RESOLUTIONS)
    centre, today = centre_facts(settings_at(session, now), now), local(now).date()
    facts: dict[str, Value] = {
        "as_of": now,
        "issuer": centre["centre"],
        "signed": today,
        "count": len(rows),
        "late": sum(is_late(row.state, row.due_on, today) for row in rows),
        "reported": sum(row.state is ResolutionState.REPORTED for row in rows),
        "resolutions": tuple(
            _resolution(at, row)
            | {"due": due_words(row, today), "last": row.last.words if row.last else ""}
            for at, row in enumerate(rows, 1)
        ),
    }
    found = PaperFacts(centre | facts, now, region)
    return draw_form(session, FormKind.RESOLUTIONS, found, is_demo=is_demo)


def _minutes(session: Session, detail: MeetingDetail, now: datetime) -> PaperFacts:
    row = detail.row
    if row.state is not MeetingState.HELD:
        raise nothing(FormKind.MINUTES)
    facts: dict[str, Value] = {
        "issuer": f"{row.region_name}{body_name(row.body, row.region)}",
        "meeting": row.title,
        "met": row.starts_at,
        "place": row.place,
        "quorum": quorum_words(detail.quorum, row.state),
        "signed": local(detail.minutes_at or row.starts_at).date(),
        "items": _items(detail),
        "paragraphs": tuple(
            {"paragraph": line.strip()} for line in detail.minutes.splitlines() if line.strip()
        ),
        "resolutions": tuple(
            _resolution(at, each) for at, each in enumerate(detail.resolutions, 1)
        ),
    }
    facts |= {name: _people(detail, answer) for name, answer in _SAID.items()}
    centre = centre_facts(settings_at(session, now), now)
    return PaperFacts(centre | facts, row.starts_at, row.region)


def _items(detail: MeetingDetail) -> tuple[Row, ...]:
    return tuple(
        {
            "at": item.ordinal,
            "item": item.title,
            "sort": label(item.kind),
            "subject": item.subject,
            "result": item.result or label(item.state),
        }
        for item in detail.items
    )


def _resolution(at: int, row: ResolutionRow) -> dict[str, str | int]:
    day = f"{row.due_on:%Y-%m-%d}"
    return {
        "at": at,
        "resolution": row.text,
        "unit": row.unit,
        "due": day,
        "state": label(row.state),
    }


def _people(detail: MeetingDetail, answer: Presence) -> str:
    return "、".join(
        say(
            "papers.present_noted" if person.note else "papers.present",
            name=person.person_name,
            unit=person.unit_name,
            note=person.note,
        )
        for person in detail.people
        if person.answer is answer
    )
