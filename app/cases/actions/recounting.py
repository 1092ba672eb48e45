"""Putting stored due times and search documents right on order, e.g. after a restore of
half-written data.
"""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.documents import write_documents
from app.cases.models import CaseFile
from app.cases.recount import recount
from app.core.changes import Topic
from app.core.database import Uow, once


@once
def recount_due(
    uow: Uow,
    progress: Callable[[int, int], None] = lambda _done, _whole: None,
    *,
    command_key: UUID,
) -> int:
    """Store the right due times wherever others stand, and return at how many cases.

    The journal says how many; no event is written, since what the events say did not change.

    Raises:
        NotAllowed: Kinds and time limits are kept by others.
    """
    uow.actor.require_for_all(Right.MANAGE_KINDS)
    written = recount(uow.session, uow.now, progress=progress)
    if written:
        uow.record("cases.due_recounted", Topic.CASE, "all", cases=written)
        uow.touched(Topic.CASE, "all")
    return written


@once
def mend_documents(uow: Uow, *, command_key: UUID) -> int:
    """Make the search documents of all cases true, and return how many were not.

    Raises:
        NotAllowed: Kinds and time limits are kept by others.
    """
    uow.actor.require_for_all(Right.MANAGE_KINDS)
    ids = uow.session.scalars(sa.select(CaseFile.id).order_by(CaseFile.id)).all()
    written = write_documents(uow.session, ids)
    if written:
        uow.record("cases.documents_mended", Topic.CASE, "all", cases=written)
    return written
