"""Whistles at the test centre, and short ways to move one on."""

from datetime import datetime, timedelta
from uuid import UUID

from app.cases.actions.reporting_in import Seen, appear, feed_back, sign_whistle
from app.cases.actions.whistling import WhistleDraft, draft_whistle
from app.cases.queries.whistles import SummonedUnit, WhistleRow
from app.cases.whistle_rules import Feedback, WhistleKind
from tests.factories.centre import Centre


def draft_of(
    centre: Centre,
    case_id: UUID,
    *,
    units: tuple[str, ...] = ("municipal", "water"),
    kind: WhistleKind = WhistleKind.LIVELIHOOD,
    appear_at: datetime | None = None,
    at_once: bool = False,
) -> WhistleDraft:
    """Return a draft that summons units by code, the first as the lead, to be there in an hour."""
    keys = tuple(centre.units[unit] for unit in units)
    return WhistleDraft(
        case_id,
        kind,
        keys,
        keys[0],
        "滨河路36号门口",
        appear_at or centre.database.clock.now() + timedelta(hours=1),
        "现场会商井盖权属，当场确定谁来修",
        at_once=at_once,
    )


def whistled(centre: Centre, case_id: UUID, **given: object) -> WhistleRow:
    """Blow a whistle as the director, and return it as the director sees it."""
    centre.do("director", draft_whistle, draft_of(centre, case_id, at_once=True, **given))
    return whistle(centre, case_id)


def whistle(centre: Centre, case_id: UUID, actor: str = "director") -> WhistleRow:
    """Return the newest whistle on a case as somebody sees it."""
    return centre.card(case_id, actor).whistles[0]


def summoned(centre: Centre, case_id: UUID, unit: str, actor: str = "director") -> SummonedUnit:
    """Return a summoned unit by code as somebody sees it."""
    key = centre.units[unit]
    return next(e for e in whistle(centre, case_id, actor).units if e.unit_id == key)


def seen(centre: Centre, case_id: UUID, unit: str) -> Seen:
    """Return a summoned unit's row as a desk would have seen it."""
    row = summoned(centre, case_id, unit)
    return Seen(row.id, row.version)


def feedback(centre: Centre) -> Feedback:
    """Return a feedback with all four elements."""
    now = centre.database.clock.now()
    return Feedback(now, "住户代表陈芳华", "更换井盖并加固井圈", now + timedelta(days=1))


def come(centre: Centre, case_id: UUID, unit: str, actor: str) -> None:
    """Sign for a whistle and appear, as somebody of the unit."""
    centre.do(actor, sign_whistle, seen(centre, case_id, unit))
    centre.do(actor, appear, seen(centre, case_id, unit))


def report(centre: Centre, case_id: UUID, unit: str, actor: str) -> None:
    """Come and report, as somebody of the unit."""
    come(centre, case_id, unit, actor)
    centre.do(actor, feed_back, seen(centre, case_id, unit), feedback(centre))
