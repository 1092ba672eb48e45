"""Facts of a paper by name, and what every paper offers its template."""

from dataclasses import dataclass
from datetime import datetime

from app.core.actor import Actor
from app.core.shared_settings import CentreSettings
from app.core.words import label, say
from app.papers.facts import NothingToPrint
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Facts, Value

_STREET_DIGITS = 9


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Facts of a paper by name.

    Attributes:
        facts: Everything its kind offers its template.
        on: The moment whose template it is set by, however late it is printed; that of a draft,
            and of a paper that is counted anew each time, is now.
        region: Where it is about: a street may have a template of its own.
    """

    facts: Facts
    on: datetime
    region: str = ""


def nothing(kind: FormKind) -> NothingToPrint:
    """Return that there is no such paper."""
    return NothingToPrint(paper=label(kind))


def centre_facts(settings: CentreSettings, now: datetime) -> dict[str, Value]:
    """Return what every paper offers."""
    return {
        "centre": settings.centre_name or say("papers.centre"),
        "printed": now,
        "address": settings.centre_address,
        "telephone": settings.centre_telephone,
    }


def street_of(actor: Actor) -> str:
    """Return the street somebody works in, "" for whoever works in none or in several: of a paper
    that is about no place.
    """
    regions = (grant.region or "" for grant in actor.grants)
    found = {region[:_STREET_DIGITS] for region in regions if len(region) >= _STREET_DIGITS}
    return found.pop() if len(found) == 1 else ""
