"""What the keeper does for the three lists: projects nobody agreed to in time are called off."""

from datetime import timedelta

import sqlalchemy as sa

from app.core.actor import system
from app.core.changes import Topic
from app.core.chores import Chore
from app.core.database import Database
from app.core.words import say
from app.party.lists.models import ListProject
from app.party.lists.rules import ProjectState

_BATCH = 200


def list_chores() -> tuple[Chore, ...]:
    """Return the chores of the three lists."""
    return (Chore("lists.lapse", timedelta(minutes=10), lapse_unanswered),)


def lapse_unanswered(database: Database) -> str:
    """Give needs back whose units did not all answer in time; return what was done."""
    with database.writing(system("lists.lapse")) as uow:
        asked = (
            sa.select(ListProject)
            .where(ListProject.state == ProjectState.ASKED, ListProject.answer_by < uow.now)
            .order_by(ListProject.answer_by)
            .limit(_BATCH)
            .with_for_update(skip_locked=True)
        )
        rows = uow.session.scalars(asked).all()
        for row in rows:
            row.state, row.ended_at = ProjectState.CALLED_OFF, uow.now
            row.outcome = say("lists.lapsed")
            uow.record("lists.project_lapsed", Topic.PROJECT, row.id, region=row.region)
            uow.touched(Topic.PROJECT, row.id, row.region)
            uow.touched(Topic.NEED, row.need_id, row.region)
        return say("lists.lapsed_count", count=len(rows))
