"""What a resident takes home about an item, once and whole (一次性告知单): what to bring, or what
still lacks, where, when, how long, how much, by what right.

Source: 一次性告知, 优化营商环境条例 第三十六条.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.papers.forms.offers import Value
from app.papers.paper_facts import PaperFacts, centre_facts
from app.services.items.queries.items import ItemRow, item_row
from app.services.items.telling import fee_words, hours_words, limit_words, material_words


def guide_sheet(session: Session, actor: Actor, key: str, now: datetime) -> PaperFacts:
    """Return the sheet of an item.

    Args:
        session: To read with.
        actor: Who reads services.
        key: Of the item; after a slash the materials that lack, counted from 0, with commas
            between: ``…/0,2``.
        now: The moment.

    Raises:
        NotFound: The item is absent, or it is no key.
    """
    row, lacking = _wanted(session, actor, key)
    body = row.body
    chosen = [body.materials[at] for at in lacking] or list(body.materials)
    facts: dict[str, Value] = {
        "code": row.code,
        "ordinal": row.ordinal,
        "name": body.name,
        "summary": body.summary,
        "is_lacking": bool(lacking),
        "materials": tuple(
            {"at": at, "material": material_words(each)} for at, each in enumerate(chosen, 1)
        ),
        "conditions": body.conditions,
        "place": body.place,
        "hours": hours_words(body),
        "limit": limit_words(body),
        "fee": fee_words(body),
        "steps": " → ".join(body.steps),
        "department": body.department,
        "enquiries": body.phone,
        "basis": body.basis,
        "by_proxy": body.by_proxy,
        "city_wide": body.city_wide,
    }
    return PaperFacts(centre_facts(settings_at(session, now), now) | facts, now, row.region)


def _wanted(session: Session, actor: Actor, key: str) -> tuple[ItemRow, tuple[int, ...]]:
    item, _, lacking = key.partition("/")
    try:
        row = item_row(session, actor, UUID(item))
        chosen = tuple(int(each) for each in lacking.split(",") if each)
    except ValueError as error:
        raise NotFound(key=key) from error
    if row is None:
        raise NotFound(key=key)
    return row, tuple(at for at in chosen if 0 <= at < len(row.body.materials))
