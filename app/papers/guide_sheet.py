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
from app.core.words import say
from app.papers.form_sheet import FormFacts
from app.papers.wording import wording
from app.services.items.queries.items import ItemRow, item_row
from app.services.items.rules import ItemBody
from app.services.items.telling import fee_words, hours_words, limit_words, material_words

_say = wording("guide_sheet")


def guide_sheet(
    session: Session, actor: Actor, key: str, now: datetime, *, is_demo: bool
) -> FormFacts:
    """Return the sheet of an item.

    Args:
        session: To read with.
        actor: Who reads services.
        key: Of the item; after a slash the materials that lack, counted from 0, with commas
            between: ``…/0,2``.
        now: The moment.
        is_demo: Marks it as made up.

    Raises:
        NotFound: The item is absent, or it is no key.
    """
    row, lacking = _wanted(session, actor, key)
    body = row.body
    return FormFacts(
        centre=settings_at(session, now).centre_name or say("papers.centre"),
        title=_say("title"),
        file_name=_say("file_name", name=body.name),
        printed_at=now,
        number=_say("number", code=row.code),
        opening=(
            _say("opening", name=body.name, summary=body.summary),
            *_materials(body, lacking),
        ),
        rows=_rows(body),
        closing=_closing(body),
        notes=(_say("note", ordinal=row.ordinal),),
        is_demo=is_demo,
    )


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


def _materials(body: ItemBody, lacking: tuple[int, ...]) -> tuple[str, ...]:
    if not body.materials:
        return (_say("nothing"),)
    chosen = [body.materials[at] for at in lacking] or list(body.materials)
    lines = (
        _say("material", at=at, what=material_words(each)) for at, each in enumerate(chosen, 1)
    )
    return (_say("lack" if lacking else "bring"), *lines)


def _rows(body: ItemBody) -> tuple[tuple[str, str], ...]:
    told = (
        ("who", body.conditions),
        ("where", body.place),
        ("when", hours_words(body)),
        ("limit", limit_words(body)),
        ("fee", fee_words(body)),
        ("steps", " → ".join(body.steps)),
        ("department", body.department),
        ("phone", body.phone),
        ("basis", body.basis),
    )
    return tuple((_say(name), text) for name, text in told if text)


def _closing(body: ItemBody) -> tuple[str, ...]:
    told = (("proxy", body.by_proxy), ("city_wide", body.city_wide))
    return tuple(_say(name) for name, holds in told if holds)
