"""Compounds no service station serves (服务站覆盖) on paper, community by community."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import local
from app.core.shared_settings import settings_at
from app.core.words import say
from app.papers.facts import NothingToPrint
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording
from app.party.compounds.queries import CompoundRow, compounds_page, coverage
from app.party.compounds.rules import CompoundView, shown_percent
from app.territory.queries.regions import region_names

_say = wording("station_coverage")
COMMUNITY_DIGITS = 12


def coverage_sheet(
    session: Session, actor: Actor, region: str, now: datetime, *, is_demo: bool
) -> FormFacts:
    """Return how far stations reach as a form: the share first, then what is left.

    Raises:
        NothingToPrint: There are no compounds.
    """
    known = coverage(session, actor, region)
    if not known.compounds:
        raise NothingToPrint(paper=_say("title"))
    settings, today = settings_at(session, now), local(now).date()
    left = compounds_page(
        session,
        actor,
        CompoundView.UNSERVED,
        today=today,
        red_percent=settings.red_committee_percent,
        region=region,
        limit=None,
    ).rows
    opening = _say(
        "opening",
        moment=f"{local(now):%Y-%m-%d %H:%M}",
        compounds=known.compounds,
        served=known.served,
        share=shown_percent(known.served, known.compounds),
    )
    return FormFacts(
        centre=settings.centre_name or say("papers.centre"),
        title=_say("title"),
        file_name=_say("file_name", day=f"{today}"),
        printed_at=now,
        opening=(opening, _say("left" if left else "none_left", count=len(left))),
        rows=_by_community(session, left),
        notes=(_say("note"),),
        is_demo=is_demo,
    )


def _by_community(session: Session, left: tuple[CompoundRow, ...]) -> tuple[tuple[str, str], ...]:
    groups: dict[str, list[str]] = {}
    for row in left:
        groups.setdefault(row.region[:COMMUNITY_DIGITS], []).append(row.name)
    names = region_names(session, groups)
    return tuple(
        (
            _say("homes", count=len(groups[code])),
            _say("line", community=names.get(code, code), homes="、".join(groups[code])),
        )
        for code in sorted(groups)
    )
