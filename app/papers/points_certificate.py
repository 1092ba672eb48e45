"""The certificate of a member's points in a year (积分证书)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.core.words import say
from app.papers.facts import NothingToPrint
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording
from app.party.points.certificate import certificate_of

_say = wording("points_certificate")


def certificate_sheet(
    session: Session, actor: Actor, key: str, now: datetime, *, is_demo: bool
) -> FormFacts:
    """Return the certificate; the key is the year, a blank, and the member's key.

    Raises:
        NotFound: The member is absent or out of scope, or it is no key.
        NothingToPrint: There are no points in that year.
    """
    year, _, member = key.partition(" ")
    try:
        told = certificate_of(session, actor, UUID(member), int(year))
    except ValueError as error:
        raise NotFound(key=key) from error
    if told.points <= 0:
        raise NothingToPrint(paper=_say("title"))
    opening = _say(
        "opening",
        organisation=told.organisation,
        year=year,
        times=told.times,
        points=told.points,
        place=told.place,
    )
    centre = settings_at(session, now).centre_name or say("papers.centre")
    return FormFacts(
        centre=centre,
        title=_say("title"),
        file_name=_say("file_name", name=told.name, year=year),
        printed_at=now,
        to=_say("to", name=told.name),
        opening=(opening, _say("thanks")),
        rows=tuple(
            (_say("points", points=points), _say("line", title=title, times=times))
            for title, times, points in told.by_rule
        ),
        signatures=(_say("seal"),),
        notes=(_say("note", serial=told.serial),),
        is_demo=is_demo,
    )
