"""The duty roster (值班表) on paper, day by day."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Row, Value
from app.papers.paper_facts import PaperFacts, centre_facts, nothing
from app.workforce.duty.queries import ShiftRow, roster


def duty_sheet(session: Session, actor: Actor, key: str, now: datetime) -> PaperFacts:
    """Return the roster of some days.

    Args:
        session: To read with.
        actor: Who prints.
        key: ``990102004/2026-11-23/2026-11-29``: region, first and last day.
        now: The moment.

    Raises:
        NothingToPrint: Nobody is on duty on these days.
        NotFound: That is no key.
    """
    try:
        region, begin, end = key.split("/")
        first, last = date.fromisoformat(begin), date.fromisoformat(end)
    except ValueError as error:
        raise NotFound(key=key) from error
    after = day_begins(last + timedelta(days=1))
    rows = roster(session, actor, day_begins(first), after, region=region)
    if not rows:
        raise nothing(FormKind.DUTY)
    facts: dict[str, Value] = {
        "first": first,
        "last": last,
        "count": len(rows),
        "days": _by_day(rows, first),
    }
    return PaperFacts(centre_facts(settings_at(session, now), now) | facts, now, region)


def _by_day(rows: tuple[ShiftRow, ...], first: date) -> tuple[Row, ...]:
    days: dict[date, list[str]] = {}
    for row in rows:
        begins, ends = local(row.starts_at), local(row.ends_at)
        line = say(
            "papers.shift_line",
            begin=f"{begins:%H:%M}",
            end=f"{ends:%H:%M}" if ends.date() == begins.date() else f"{ends:%m-%d %H:%M}",
            post=label(row.post),
            name=row.person_name,
            phone=row.phone,
        )
        days.setdefault(max(begins.date(), first), []).append(line.strip())
    return tuple(
        {"day": day, "short_day": f"{day:%m-%d}", "shifts": "\n".join(lines)}
        for day, lines in sorted(days.items())
    )
