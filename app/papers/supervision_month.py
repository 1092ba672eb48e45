"""The month of supervision by department (督办月报) on paper."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.cases.queries.supervision_figures import UnitFigures, month_figures
from app.cases.rules import SupervisionLevel
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Plain, Value
from app.papers.paper_facts import PaperFacts, centre_facts, nothing


def read_month(key: str) -> tuple[date, str]:
    """Return the month and the region a key ``2026-11 990102004`` names; the region may be left
    out.

    Raises:
        NotFound: It is no key.
    """
    month, _, region = key.partition(" ")
    try:
        return date.fromisoformat(f"{month}-01"), region
    except ValueError as error:
        raise NotFound(key=key) from error


def month_sheet(session: Session, actor: Actor, key: str, now: datetime) -> PaperFacts:
    """Return the month: the sum, and each department.

    Raises:
        NothingToPrint: No sheet was issued in that month.
    """
    month, region = read_month(key)
    figures = month_figures(session, actor, month, now=now, region=region)
    if not figures.units:
        raise nothing(FormKind.SUPERVISION_MONTH)
    facts: dict[str, Value] = {
        "month": f"{month:%Y-%m}",
        "as_of": figures.as_of,
        "units": tuple({"unit": row.unit, **_line(row)} for row in figures.units),
    }
    facts |= centre_facts(settings_at(session, now), now) | _line(figures.whole)
    return PaperFacts(facts, now, region)


def _line(row: UnitFigures) -> dict[str, Plain]:
    levels = (
        say("papers.level_count", level=label(level), count=row.by_level[level])
        for level in SupervisionLevel
        if row.by_level.get(level)
    )
    return {
        "issued": row.issued,
        "levels": "、".join(levels),
        "answered": row.answered,
        "in_time": row.in_time,
        "share": f"{row.share or 0:.1%}",
        "days": f"{row.days:.1f}" if row.days is not None else "",
    }
