"""Minutes of a meeting (会议纪要) and the list of what is not done of its resolutions, set after
GB/T 9704-2012.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.ledger_words import full
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
from app.party.conference.queries.meetings import MeetingDetail, MeetingRow, meeting_detail
from app.party.conference.queries.resolutions import ResolutionRow, resolution_rows
from app.party.conference.rules import MeetingState, Presence, ResolutionState, is_late
from app.party.conference.telling import body_name, due_words, quorum_words

_say = wording("conference")
_WIDTHS = (28.0, 0.0, 100.0, 72.0, 48.0)
_LIST_WIDTHS = (28.0, 0.0, 84.0, 72.0, 48.0, 100.0)
_SAID = (
    (Presence.PRESENT, "came"),
    (Presence.DEPUTY, "deputies"),
    (Presence.EXCUSED, "excused"),
    (Presence.ABSENT, "absent"),
)


def minutes_paper(
    session: Session, actor: Actor, meeting_id: UUID, now: datetime, *, is_demo: bool
) -> Paper:
    """Return the minutes of a meeting: its agenda with results, resolutions, who came.

    Raises:
        NotFound: It is absent or elsewhere.
        NothingToPrint: It was not held, or was void.
    """
    _, told = minutes_official(session, actor, meeting_id, now)
    return _set(replace(told, mark=_say("demo") if is_demo else ""))


def minutes_official(
    session: Session, actor: Actor, meeting_id: UUID, now: datetime
) -> tuple[MeetingRow, Official]:
    """Return a meeting, and its minutes before they are set.

    Raises:
        NotFound: It is absent or elsewhere.
        NothingToPrint: It was not held, or was void.
    """
    detail = meeting_detail(session, actor, meeting_id)
    row = detail.row
    if row.state is not MeetingState.HELD:
        raise NothingToPrint(paper=_say("minutes"))
    issuer = f"{row.region_name}{body_name(row.body, row.region)}"
    day = local(row.starts_at).date()
    told = Official(
        name=_say("file_minutes", meeting=row.title, day=f"{day:%Y%m%d}"),
        issuer=issuer,
        title=_say("minutes_title", meeting=row.title),
        moment=now,
        head=Head(f"{issuer}{_say('minutes')}"),
        blocks=(
            _words(_opening(detail)),
            *_agenda(detail),
            *_text(detail),
            *_resolutions(detail.resolutions),
            *_people(detail),
        ),
        signed_on=day if detail.minutes_at is None else local(detail.minutes_at).date(),
    )
    return row, told


def resolutions_paper(
    session: Session, actor: Actor, region: str, now: datetime, *, is_demo: bool
) -> Paper:
    """Return what is not done yet of the resolutions of a region, what is due soonest first.

    Raises:
        NothingToPrint: Everything is done.
    """
    rows = resolution_rows(session, actor, region=region, with_done=False)
    if not rows:
        raise NothingToPrint(paper=_say("list_title"))
    today = local(now).date()
    late = [is_late(row.state, row.due_on, today) for row in rows]
    reported = sum(row.state is ResolutionState.REPORTED for row in rows)
    opening = _say(
        "list_told", moment=full(now), count=len(rows), late=sum(late), reported=reported
    )
    told = Official(
        name=_say("file_list", day=f"{today:%Y%m%d}"),
        issuer=settings_at(session, now).centre_name or say("papers.centre"),
        title=_say("list_title"),
        moment=now,
        blocks=(
            _words(opening),
            Listing(
                _say("list_table"),
                _columns("list_columns", _LIST_WIDTHS),
                tuple(
                    Row(
                        (
                            str(at),
                            row.text,
                            row.unit,
                            due_words(row, today),
                            label(row.state),
                            row.last.words if row.last is not None else "",
                        )
                    )
                    for at, row in enumerate(rows, 1)
                ),
            ),
        ),
        signed_on=today,
        mark=_say("demo") if is_demo else "",
    )
    return _set(told)


def _set(told: Official) -> Paper:
    made = compose_official(told)
    return Paper(made.name, made.body, made.warnings)


def _opening(detail: MeetingDetail) -> str:
    row = detail.row
    return _say(
        "met",
        moment=full(row.starts_at),
        region=row.region_name,
        body=body_name(row.body, row.region),
        place=row.place,
        meeting=row.title,
        quorum=quorum_words(detail.quorum, row.state),
    )


def _agenda(detail: MeetingDetail) -> tuple[Block, ...]:
    lines = [
        _say(
            "item",
            at=item.ordinal,
            title=item.title,
            kind=label(item.kind),
            subject=_say("subject", subject=item.subject) if item.subject else "",
            result=item.result or label(item.state),
        )
        for item in detail.items
    ]
    return (_heading("agenda"), *map(_words, lines or [_say("no_items")]))


def _text(detail: MeetingDetail) -> tuple[Block, ...]:
    lines = detail.minutes.splitlines() or [_say("no_text")]
    return (_heading("text"), *(_words(line.strip()) for line in lines if line.strip()))


def _resolutions(rows: tuple[ResolutionRow, ...]) -> tuple[Block, ...]:
    if not rows:
        return (_heading("resolutions"), _words(_say("no_resolutions")))
    table = tuple(
        Row((str(at), row.text, row.unit, f"{row.due_on:%Y-%m-%d}", label(row.state)))
        for at, row in enumerate(rows, 1)
    )
    listing = Listing(_say("resolutions_table"), _columns("columns", _WIDTHS), table)
    return (_heading("resolutions"), listing)


def _people(detail: MeetingDetail) -> tuple[Block, ...]:
    told: list[Block] = [_heading("people")]
    for answer, key in _SAID:
        names = [
            _say(
                "person_note" if person.note else "person",
                name=person.person_name,
                unit=person.unit_name,
                note=person.note,
            )
            for person in detail.people
            if person.answer is answer
        ]
        if names:
            told.append(_words(_say(key, names="、".join(names))))
    return tuple(told)


def _columns(key: str, widths: tuple[float, ...]) -> tuple[Column, ...]:
    names = _say.names(key)
    return tuple(Column(name, width) for name, width in zip(names, widths, strict=True))


def _words(text: str) -> Words:
    return Words((Span(text, BODY),))


def _heading(key: str) -> Words:
    text = _say(key)
    return Words((Span(text, FIRST),), mark=text, is_heading=True)
