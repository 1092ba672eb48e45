"""The month of supervision by department (督办月报) on paper."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.cases.queries.supervision_figures import UnitFigures, month_figures
from app.cases.rules import SupervisionLevel
from app.core.actor import Actor
from app.core.clock import local
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.facts import NothingToPrint
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording

_say = wording("supervision_month")


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


def month_sheet(
    session: Session, actor: Actor, key: str, now: datetime, *, is_demo: bool
) -> FormFacts:
    """Return the month as a form: the sum first, then a line a department.

    Raises:
        NothingToPrint: No sheet was issued in that month.
    """
    month, region = read_month(key)
    figures = month_figures(session, actor, month, now=now, region=region)
    if not figures.units:
        raise NothingToPrint(paper=_say("title"))
    told, as_of = f"{month:%Y-%m}", local(figures.as_of)
    return FormFacts(
        centre=settings_at(session, now).centre_name or say("papers.centre"),
        title=_say("title"),
        file_name=_say("file_name", month=told),
        printed_at=now,
        number=_say("number", month=told),
        opening=(_say("opening", all=_line(figures.whole)),),
        rows=tuple((row.unit or _say("nobody"), _line(row)) for row in figures.units),
        notes=(_say("note", moment=f"{as_of:%Y-%m-%d %H:%M}"),),
        is_demo=is_demo,
    )


def _line(row: UnitFigures) -> str:
    levels = "、".join(
        _say("level", level=label(level), count=row.by_level[level])
        for level in SupervisionLevel
        if row.by_level.get(level)
    )
    days = _say("days", days=f"{row.days:.1f}") if row.days is not None else _say("no_days")
    share = f"{row.share or 0:.1%}"
    return _say(
        "line",
        issued=row.issued,
        levels=levels,
        answered=row.answered,
        in_time=row.in_time,
        share=share,
        days=days,
    )
