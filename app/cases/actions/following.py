"""The shortlist of one person (我关注的): put cases on it, take them off."""

from uuid import UUID

import sqlalchemy as sa

from app.cases.models import CaseFile
from app.cases.models.finding import FollowedCase
from app.cases.scope import visible
from app.core.changes import Topic
from app.core.database import Uow, insert_unless_there, once
from app.core.errors import AppError

MOST_FOLLOWED = 500
"""More than this nobody keeps an eye on; what is looked at by the thousand is a view."""


class TooManyFollowed(AppError):
    """The shortlist is full; facts: ``most``."""

    code = "cases.too_many_followed"


class NobodyFollows(AppError):
    """The console is nobody in particular, so it has no shortlist."""

    code = "cases.nobody_follows"


@once
def follow_cases(uow: Uow, case_ids: tuple[UUID, ...], *, command_key: UUID) -> int:
    """Put cases on one's shortlist; those one may not see are passed over.

    Returns:
        How many were not on it before.

    Raises:
        NobodyFollows: The console has no shortlist.
        TooManyFollowed: It would hold more than `MOST_FOLLOWED`.
    """
    person = _somebody(uow)
    seen = sa.select(CaseFile.id).where(CaseFile.id.in_(case_ids), visible(uow.actor))
    ids = tuple(uow.session.scalars(seen))
    values = [{"person_id": person, "case_id": each, "since": uow.now} for each in ids]
    added = sum(insert_unless_there(uow.session, FollowedCase, row) for row in values)
    counted = sa.select(sa.func.count()).select_from(FollowedCase)
    if (uow.session.scalar(counted.where(FollowedCase.person_id == person)) or 0) > MOST_FOLLOWED:
        raise TooManyFollowed(most=MOST_FOLLOWED)
    return _told(uow, person, "cases.followed", added)


@once
def unfollow_cases(uow: Uow, case_ids: tuple[UUID, ...], *, command_key: UUID) -> int:
    """Take cases off one's shortlist, also those one may not see any more.

    Returns:
        How many were on it.
    """
    person = _somebody(uow)
    gone = sa.delete(FollowedCase).where(
        FollowedCase.person_id == person, FollowedCase.case_id.in_(case_ids)
    )
    removed = uow.session.execute(gone.returning(FollowedCase.case_id)).all()
    return _told(uow, person, "cases.unfollowed", len(removed))


def _somebody(uow: Uow) -> UUID:
    if uow.actor.person_id is None:
        raise NobodyFollows
    return uow.actor.person_id


def _told(uow: Uow, person: UUID, action: str, count: int) -> int:
    if count:
        uow.record(action, Topic.FOLLOWED, person, count=count)
        uow.touched(Topic.FOLLOWED, person)
    return count
