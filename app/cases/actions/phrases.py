"""Standard phrases (常用语): one's own, and those of the whole centre."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import Category
from app.cases.models.work import Phrase
from app.cases.rules import EventKind
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import storable

TEXT_MOST = 500
MOST_OWN = 200
"""Phrases of one person."""


class PhraseEmpty(AppError):
    """A phrase without words, or with too many; facts: ``most``."""

    code = "cases.phrase_empty"


class TooManyPhrases(AppError):
    """Somebody has as many phrases as can be found again; facts: ``most``."""

    code = "cases.too_many_phrases"


@dataclass(frozen=True, slots=True)
class PhraseDetails:
    """What a phrase says and where it is offered.

    Attributes:
        step: The step it belongs to, None wherever something is said.
        category: Only for this kind or category; None for all.
        unit_id: Only for people of this unit; None for all.
        position: Place in the list, ascending.
    """

    text: str
    step: EventKind | None = None
    category: str | None = None
    unit_id: UUID | None = None
    position: int = 0


@once
def save_phrase(
    uow: Uow,
    details: PhraseDetails,
    *,
    command_key: UUID,
    phrase_id: UUID | None = None,
    seen_version: int = 0,
    shared: bool = False,
) -> UUID:
    """Keep a new phrase or change one; a shared one takes the right to approve.

    What is kept for the same step, kind and unit already is not kept twice.

    Raises:
        PhraseEmpty: It says nothing, or too much.
        TooManyPhrases: Nobody finds anything among so many.
    """
    text = storable(details.text).strip()
    if not text or len(text) > TEXT_MOST:
        raise PhraseEmpty(most=TEXT_MOST)
    _check_there(uow, details)
    kept = _own(uow, phrase_id, seen_version) if phrase_id else None
    if shared if kept is None else kept.owner_id is None:
        _check_may_share(uow, details.unit_id)
    same = _same(uow, text, details, shared=shared) if kept is None else None
    if same is not None:
        return same
    phrase = kept or _new(uow, shared=shared)
    phrase.text, phrase.step = text, details.step
    phrase.category_code, phrase.unit_id = details.category, details.unit_id
    phrase.position = details.position
    uow.session.flush()
    _told(uow, phrase, "cases.phrase_saved")
    return phrase.id


@once
def drop_phrase(uow: Uow, phrase_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Offer a phrase no more."""
    phrase = _own(uow, phrase_id, seen_version)
    phrase.is_active = False
    uow.session.flush()
    _told(uow, phrase, "cases.phrase_dropped")


@once
def order_phrases(uow: Uow, phrase_ids: tuple[UUID, ...], *, command_key: UUID) -> None:
    """Offer phrases in this order: all of one's own, or all of the centre's.

    Raises:
        Conflict: Others than these are kept meanwhile, so their order is not known.
        NotAllowed: The centre's are kept by others.
    """
    first = uow.session.get(Phrase, phrase_ids[0]) if phrase_ids else None
    if first is None or first.owner_id not in (None, uow.actor.person_id):
        raise NotFound(phrase=phrase_ids[:1])
    if first.owner_id is None:
        uow.actor.require_for_all(Right.APPROVE)
    whose = (
        Phrase.owner_id.is_(None) if first.owner_id is None else Phrase.owner_id == first.owner_id
    )
    kept = {
        row.id: row for row in uow.session.scalars(sa.select(Phrase).where(whose, Phrase.is_active))
    }
    if set(phrase_ids) != set(kept) or len(phrase_ids) != len(kept):
        raise Conflict(phrase=first.id)
    for position, phrase_id in enumerate(phrase_ids):
        kept[phrase_id].position = position
    uow.session.flush()
    _told(uow, first, "cases.phrases_ordered")


def _check_there(uow: Uow, details: PhraseDetails) -> None:
    if details.category and uow.session.get(Category, details.category) is None:
        raise NotFound(category=details.category)
    if details.unit_id and uow.session.get(Unit, details.unit_id) is None:
        raise NotFound(unit=details.unit_id)


def _check_may_share(uow: Uow, unit_id: UUID | None) -> None:
    """Refuse whoever may not decide what a unit's people, or everybody's, are offered."""
    unit = uow.session.get(Unit, unit_id) if unit_id else None
    if unit is None:
        uow.actor.require_for_all(Right.APPROVE)
    elif not uow.actor.may_in(Right.APPROVE, unit.region, frozenset({unit.id})):
        raise NotAllowed(right=Right.APPROVE)


def _same(uow: Uow, text: str, details: PhraseDetails, *, shared: bool) -> UUID | None:
    owner = None if shared else uow.actor.person_id
    asked = sa.select(Phrase.id).where(
        Phrase.is_active,
        Phrase.text == text,
        Phrase.step.is_not_distinct_from(details.step),
        Phrase.owner_id.is_not_distinct_from(owner),
        Phrase.category_code.is_not_distinct_from(details.category),
        Phrase.unit_id.is_not_distinct_from(details.unit_id),
    )
    return uow.session.scalar(asked.limit(1))


def _new(uow: Uow, *, shared: bool) -> Phrase:
    owner = None if shared else uow.actor.person_id
    counted = sa.select(sa.func.count()).select_from(Phrase)
    whose = Phrase.owner_id.is_(None) if shared else Phrase.owner_id == owner
    if (uow.session.scalar(counted.where(whose, Phrase.is_active)) or 0) >= MOST_OWN:
        raise TooManyPhrases(most=MOST_OWN)
    phrase = Phrase(id=new_id(), owner_id=owner)
    uow.session.add(phrase)
    return phrase


def _own(uow: Uow, phrase_id: UUID, seen_version: int) -> Phrase:
    phrase = uow.session.get(Phrase, phrase_id)
    if phrase is None or not phrase.is_active or phrase.owner_id not in (None, uow.actor.person_id):
        raise NotFound(phrase=phrase_id)
    if phrase.owner_id is None:
        _check_may_share(uow, phrase.unit_id)
    if phrase.version != seen_version:
        raise Conflict(phrase=phrase_id)
    return phrase


def _told(uow: Uow, phrase: Phrase, action: str) -> None:
    uow.record(action, Topic.PHRASE, phrase.id, step=phrase.step, shared=phrase.owner_id is None)
    uow.touched(Topic.PHRASE, phrase.id)
