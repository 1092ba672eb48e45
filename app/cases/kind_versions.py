"""The versions of a kind: what was decided about it, when and by whom; written, never changed."""

import sqlalchemy as sa

from app.cases.kind_body import TEXT_MOST, KindText, body_of, checked_text
from app.cases.models import Category
from app.cases.models.work import CategoryVersion
from app.core.database import Uow
from app.core.words import say


def keep_first(uow: Uow, *kinds: Category) -> None:
    """Keep kinds as they came with the program as version 1, unless they have one."""
    asked = sa.select(CategoryVersion.code).where(CategoryVersion.number == 1)
    kept = set(uow.session.scalars(asked))
    for kind in kinds:
        if kind.code not in kept:
            _keep(uow, kind, 1, say("kinds.first_note"), by_hand=False)


def keep_version(uow: Uow, kind: Category, note: str) -> int:
    """Keep a kind as it was just decided; return the number of the version."""
    asked = sa.select(sa.func.max(CategoryVersion.number)).where(CategoryVersion.code == kind.code)
    number = (uow.session.scalar(asked) or 0) + 1
    _keep(uow, kind, number, checked_text(KindText.NOTE, note, TEXT_MOST), by_hand=True)
    return number


def _keep(uow: Uow, kind: Category, number: int, note: str, *, by_hand: bool) -> None:
    uow.session.add(
        CategoryVersion(
            code=kind.code,
            number=number,
            at=uow.now,
            author_id=uow.actor.person_id if by_hand else None,
            author=uow.actor.name if by_hand else say("kinds.first_author"),
            note=note,
            body=body_of(kind).as_json(),
        )
    )
