"""The certificate of a member's points in a year (积分证书)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Value
from app.papers.paper_facts import PaperFacts, centre_facts, nothing, street_of
from app.party.points.certificate import certificate_of


def certificate_sheet(session: Session, actor: Actor, key: str, now: datetime) -> PaperFacts:
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
        raise nothing(FormKind.CERTIFICATE)
    facts: dict[str, Value] = {
        "member": told.name,
        "organisation": told.organisation,
        "year": year,
        "times": told.times,
        "points": told.points,
        "place": told.place,
        "serial": told.serial,
        "rules": tuple(
            {"rule": title, "rule_times": times, "rule_points": points}
            for title, times, points in told.by_rule
        ),
    }
    return PaperFacts(centre_facts(settings_at(session, now), now) | facts, now, street_of(actor))
