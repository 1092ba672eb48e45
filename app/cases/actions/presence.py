"""Having a case in hand: marked while a form is open, renewed, cleared; without a journal row."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import CaseFile
from app.cases.models.presence import CasePresence
from app.cases.scope import visible
from app.core.actor import system
from app.core.changes import Topic
from app.core.database import Database, Uow, insert_unless_there
from app.core.shared_settings import settings_at
from app.core.words import say


def mark_in_hand(uow: Uow, case_id: UUID, mark_id: UUID) -> None:
    """Say that the actor has a form on a case open, or still has.

    The same `mark_id` renews the mark, which tells nobody; only a new one is news. A case that
    is not to be seen is passed over.
    """
    until = uow.now + timedelta(seconds=settings_at(uow.session, uow.now).presence_lapse_s)
    renewed = sa.update(CasePresence).where(CasePresence.id == mark_id).values(until=until)
    if uow.session.execute(renewed.returning(CasePresence.id)).first() is not None:
        return
    seen = sa.select(CaseFile.region).where(CaseFile.id == case_id, visible(uow.actor))
    region = uow.session.scalar(seen)
    if region is None:
        return
    mark = {
        "id": mark_id,
        "case_id": case_id,
        "person_id": uow.actor.person_id,
        "person_name": uow.actor.name,
        "desk": uow.actor.desk[:64],
        "since": uow.now,
        "until": until,
    }
    insert_unless_there(uow.session, CasePresence, mark)
    uow.touched(Topic.PRESENCE, case_id, region)


def clear_in_hand(uow: Uow, case_id: UUID, mark_id: UUID) -> None:
    """Say that the form was closed."""
    gone = sa.delete(CasePresence).where(CasePresence.id == mark_id)
    if uow.session.execute(gone.returning(CasePresence.id)).first() is not None:
        region = uow.session.scalar(sa.select(CaseFile.region).where(CaseFile.id == case_id))
        uow.touched(Topic.PRESENCE, case_id, region or "")


def drop_lapsed(database: Database) -> str:
    """Drop the marks of forms nobody heard of any more, and tell every desk."""
    with database.writing(system("cases.presence")) as uow:
        lapsed = sa.delete(CasePresence).where(CasePresence.until <= uow.now)
        cases = uow.session.scalars(lapsed.returning(CasePresence.case_id)).all()
        where = sa.select(CaseFile.id, CaseFile.region).where(CaseFile.id.in_(cases))
        for case_id, region in uow.session.execute(where) if cases else ():
            uow.touched(Topic.PRESENCE, case_id, region)
    return say("chores.presence_lapsed", count=len(cases))
