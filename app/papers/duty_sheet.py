"""The duty roster (值班表) on paper, day by day."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.facts import NothingToPrint
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording
from app.workforce.duty.queries import ShiftRow, roster

_say = wording("duty_sheet")


def duty_sheet(
    session: Session, actor: Actor, key: str, now: datetime, *, is_demo: bool
) -> FormFacts:
    """Return the roster of some days as a form.

    Args:
        session: To read with.
        actor: Who prints.
        key: ``990102004/2026-11-23/2026-11-29``: region, first and last day.
        now: The moment.
        is_demo: Marks it as made up.

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
        raise NothingToPrint(paper=_say("title"))
    settings = settings_at(session, now)
    return FormFacts(
        centre=settings.centre_name or say("papers.centre"),
        title=_say("title"),
        file_name=_say("file_name", first=f"{first}", last=f"{last}"),
        printed_at=now,
        opening=(_say("opening", first=f"{first}", last=f"{last}", count=len(rows)),),
        rows=_by_day(rows, first),
        notes=(_say("note"),),
        is_demo=is_demo,
    )


def _by_day(rows: tuple[ShiftRow, ...], first: date) -> tuple[tuple[str, str], ...]:
    days: dict[date, list[str]] = {}
    for row in rows:
        begins, ends = local(row.starts_at), local(row.ends_at)
        line = _say(
            "line",
            begin=f"{begins:%H:%M}",
            end=f"{ends:%H:%M}" if ends.date() == begins.date() else f"{ends:%m-%d %H:%M}",
            post=label(row.post),
            name=row.person_name,
            phone=row.phone,
        )
        days.setdefault(max(begins.date(), first), []).append(line.strip())
    return tuple((f"{day:%m-%d}", "\n".join(lines)) for day, lines in sorted(days.items()))
