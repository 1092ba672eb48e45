"""What officer and director decide of people passes the row rules."""

from datetime import timedelta

import pytest

from app.core.clock import local
from app.party.cadres.actions.keeping import StepDraft, decide_on, keep_cadre, let_leave, prolong
from app.party.cadres.queries.rows import cadre_rows, events_of
from app.party.cadres.rules import CadreKind, CadreStep, Grade
from tests.factories.cadres import CHIEF, CLERK, LENT, RESERVE

pytestmark = pytest.mark.postgres


def test_three_rights_on_posted_staff_and_the_history_of_a_reserve(own_server):
    today = local(own_server.database.clock.now()).date()
    clerk, chief, reserve = (
        own_server.do("officer", keep_cadre, draft) for draft in (CLERK, CHIEF, RESERVE)
    )
    assessed = StepDraft(CadreStep.ASSESSED, today, "年度", Grade.BASIC)
    own_server.do("officer", decide_on, clerk, 1, assessed)
    own_server.do("officer", decide_on, reserve, 1, StepDraft(CadreStep.TRAINED, today, "党校"))
    own_server.do("director", decide_on, chief, 1, StepDraft(CadreStep.NOMINATED, today, "所长"))
    own_server.do("director", decide_on, clerk, 1, StepDraft(CadreStep.APPOINTED, today, "片区"))
    own_server.do("director", decide_on, clerk, 1, StepDraft(CadreStep.REMOVED, today, "调离"))
    own_server.do("officer", let_leave, chief, 1, today, "调走")
    lent = own_server.do("officer", keep_cadre, LENT)
    own_server.do("officer", prolong, lent, 1, LENT.until + timedelta(days=30))
    database, leader = own_server.desk("leader")
    with database.reading() as session:
        posted = cadre_rows(session, leader, CadreKind.POSTED, today=today)
        assert len(events_of(session, clerk)) == 3
    assert [row.ended_on for row in posted] == [today, today]
