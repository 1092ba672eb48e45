"""Everything there is to tell about one case: the panel's card, and what only paper tells."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.durations import DAY_S
from app.cases.models import CaseFile, Category
from app.cases.queries.card import CaseCard, case_card
from app.core.actor import Actor
from app.core.attachments import AttachmentRow, list_attachments
from app.core.calendar_store import calendar_name, calendar_of
from app.core.clock import local
from app.territory.models import Region

_STREET_DIGITS = 9


@dataclass(frozen=True, slots=True)
class FullCase:
    """A case with nothing left out but what this reader may not learn.

    Attributes:
        at: The moment it is told for.
        card: As its panel shows it.
        files: Its attachments, the oldest first.
        region_path: The region with those above it: ``柳溪街道 南塘社区 南塘第二网格``.
        opened_region: Code of the region it was opened with.
        finished_at: When it was last finished.
        archived_at: When it was archived.
        promise: What the centre promises for its kind (服务承诺).
        opening_condition: When a case of its kind is taken on (立案条件).
        closing_condition: When it may be closed (结案条件).
        calendar: The version of the calendar it counts with, in words; "" before registering.
        day_s: Length of a working day now, in seconds, for durations in days.
    """

    at: datetime
    card: CaseCard
    files: tuple[AttachmentRow, ...]
    region_path: str
    opened_region: str
    finished_at: datetime | None
    archived_at: datetime | None
    promise: str
    opening_condition: str
    closing_condition: str
    calendar: str
    day_s: int


def full_case(session: Session, actor: Actor, case_id: UUID, *, now: datetime) -> FullCase:
    """Return one case with everything there is to tell about it.

    Raises:
        NotFound: Absent or out of scope.
    """
    card = case_card(session, actor, case_id, now=now)
    case = session.get_one(CaseFile, case_id)
    kind = session.get(Category, card.category_code) if card.category_code else None
    calendar, day_s = "", DAY_S
    if card.clocks is not None:
        version = calendar_of(session, card.clocks.calendar_number)
        calendar, day_s = calendar_name(version), version.season(local(now).date()).day_s
    return FullCase(
        at=now,
        card=card,
        files=tuple(list_attachments(session, str(case_id))),
        region_path=_path(session, card.region),
        opened_region=case.opened_region,
        finished_at=case.finished_at,
        archived_at=case.archived_at,
        promise=kind.promise if kind else "",
        opening_condition=kind.opening_condition if kind else "",
        closing_condition=kind.closing_condition if kind else "",
        calendar=calendar,
        day_s=day_s,
    )


def _path(session: Session, code: str) -> str:
    """Return the names from the street down to a region, or its own where it lies above."""
    names: list[str] = []
    region = session.get(Region, code)
    while region is not None:
        names.append(region.name)
        if len(region.code) <= _STREET_DIGITS or region.parent_code is None:
            break
        region = session.get(Region, region.parent_code)
    return " ".join(reversed(names))
