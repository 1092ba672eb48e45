"""What those do at their desks who plan and make rounds passes the row rules."""

from datetime import timedelta

import pytest

from app.cases.actions.patrol import register_finding
from app.cases.patrol.finding import Finding
from app.cases.rounds.actions.making import RoundDraft, drop_round, record_round
from app.cases.rounds.actions.plans import PlanDraft, change_plan, end_plan, plan_round
from app.cases.rounds.queries.made import found_cases, rounds
from app.cases.rounds.queries.plans import plans
from app.cases.rounds.rules import PlanState, Rhythm, RoundKind
from app.core.clock import local
from tests.factories.centre import GRID, STREET
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server whose rounds are written to."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def test_rounds_are_planned_changed_made_found_on_and_taken_back(own):
    now, hour = own.database.clock.now(), timedelta(hours=1)
    first = local(now).date() - timedelta(days=3)
    people = (own.keys["grid"], own.keys["receptionist"])
    draft = PlanDraft(STREET, RoundKind.CAMERA, "轮巡", Rhythm.DAILY, first, people)
    plan = own.do("director", plan_round, draft)
    kept = PlanDraft(STREET, RoundKind.CAMERA, "早晚轮巡", Rhythm.WEEKLY, first, people[:1])
    own.do("dispatcher", change_plan, plan, kept, 1)
    # Of the whole street, the worker of a grid reads what they are to make themselves.
    mine = own.do("grid", record_round, RoundDraft(now - 2 * hour, now - hour, plan))
    found = Finding("井盖翘起", "C01-003", GRID, round_id=mine)
    case = own.do("grid", register_finding, found, own.database.state.pepper)
    own.close()
    for who in ("grid", "dispatcher"):
        database, actor = own.desk(who)
        with database.reading() as session:
            (row,) = plans(session, actor, now)
            assert (row.names, row.standing.state) == ("grid", PlanState.DONE)
            (one,) = rounds(session, actor, now - 3 * hour, now)
            assert [each.id for each in found_cases(session, actor, one.id)] == [case]
    own.do("grid", drop_round, mine, one.version, "记错了")
    own.do("director", end_plan, plan, row.version)
