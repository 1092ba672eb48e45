"""Compounds no service station serves (服务站覆盖) on paper, community by community."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Row, Value
from app.papers.paper_facts import PaperFacts, centre_facts, nothing
from app.party.compounds.queries import CompoundRow, compounds_page, coverage
from app.party.compounds.rules import CompoundView, shown_percent
from app.territory.queries.regions import region_names

COMMUNITY_DIGITS = 12


def coverage_sheet(session: Session, actor: Actor, region: str, now: datetime) -> PaperFacts:
    """Return how far stations reach: the share, and what is left by community.

    Raises:
        NothingToPrint: There are no compounds.
    """
    known = coverage(session, actor, region)
    if not known.compounds:
        raise nothing(FormKind.COVERAGE)
    settings = settings_at(session, now)
    left = compounds_page(
        session,
        actor,
        CompoundView.UNSERVED,
        today=local(now).date(),
        red_percent=settings.red_committee_percent,
        region=region,
        limit=None,
    ).rows
    facts: dict[str, Value] = {
        "as_of": now,
        "compounds": known.compounds,
        "served": known.served,
        "share": shown_percent(known.served, known.compounds),
        "left": len(left),
        "communities": _by_community(session, left),
    }
    return PaperFacts(centre_facts(settings, now) | facts, now, region)


def _by_community(session: Session, left: tuple[CompoundRow, ...]) -> tuple[Row, ...]:
    groups: dict[str, list[str]] = {}
    for row in left:
        groups.setdefault(row.region[:COMMUNITY_DIGITS], []).append(row.name)
    names = region_names(session, groups)
    return tuple(
        {
            "community": names.get(code, code),
            "count": len(groups[code]),
            "homes": "、".join(groups[code]),
        }
        for code in sorted(groups)
    )
