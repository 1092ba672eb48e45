"""What the keeper does for report-ins: who registered online and never came lapses."""

from datetime import timedelta

import sqlalchemy as sa

from app.core.actor import system
from app.core.chores import Chore
from app.core.clock import local
from app.core.database import Database
from app.core.words import say
from app.party.report_in.actions.registering import lapse
from app.party.report_in.models import ReportIn
from app.party.report_in.rules import ReportState

_BATCH = 500


def report_in_chores() -> tuple[Chore, ...]:
    """Return the chores of report-ins."""
    return (Chore("reportin.lapse", timedelta(hours=1), lapse_unvisited),)


def lapse_unvisited(database: Database) -> str:
    """Let registrations lapse whose visit is overdue; return what was done."""
    with database.writing(system("reportin.lapse")) as uow:
        asked = (
            sa.select(ReportIn)
            .where(ReportIn.state == ReportState.REGISTERED)
            .where(ReportIn.visit_by < local(uow.now).date())
            .order_by(ReportIn.visit_by, ReportIn.id)
            .limit(_BATCH)
            .with_for_update(skip_locked=True)
        )
        rows = uow.session.scalars(asked).all()
        for row in rows:
            lapse(uow, row, say("reportin.not_visited"))
        return say("reportin.lapsed_count", count=len(rows))
