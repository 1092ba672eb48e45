"""What command does at its desks passes the row rules, and the wall is told no more than points."""

import pytest

from app.command.forces.actions.calling import (
    answer_call,
    call_units,
    commit_unit,
    heard_of,
    release_unit,
    roll_call,
)
from app.command.forces.actions.keeping import (
    DrillDraft,
    MemberDraft,
    check_in,
    put_members,
    record_drill,
    retire_unit,
    save_unit,
)
from app.command.forces.actions.reading import ask_phone
from app.command.forces.queries import nearest, read_phone, unit_detail, units_page
from app.command.forces.rules import UnitAnswer
from app.command.incidents.actions.opening import IncidentDraft, end_incident, open_incident
from app.command.incidents.actions.plans import PlanDraft, save_plan
from app.command.incidents.actions.work import (
    FigureDraft,
    add_entry,
    make_report,
    move_task,
    note_figure,
)
from app.command.incidents.queries import incident_detail
from app.command.incidents.rules import DutyState, EntrySort, FigureSort
from app.command.posture.actions import order_posture
from app.command.posture.forces import forces_to_call
from app.command.posture.queries import last_number, orders, posture_at
from app.command.posture.rules import PostureLevel
from app.command.rules import IncidentKind
from app.command.wall_state import (
    wall_duty,
    wall_entries,
    wall_incidents,
    wall_posture,
    wall_units,
)
from app.core.clock import local
from tests.factories.centre import GRID, STREET
from tests.factories.command import STEPS, X, Y, posture, unit_draft
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture
def own(cluster, postgres_template):
    """A server whose incidents are written to."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def test_an_incident_runs_from_the_order_to_its_end(own):
    plan = PlanDraft(STREET, IncidentKind.FLOOD, "防汛预案", "", STEPS)
    plan_id = own.do("director", save_plan, None, None, plan)
    unit = own.do("dispatcher", save_unit, None, None, unit_draft("街口商铺"))
    other = own.do("dispatcher", save_unit, None, None, unit_draft("市场", 3))
    own.do("dispatcher", put_members, unit, (MemberDraft("马建国", "组长", "13812346021"),))
    own.do("dispatcher", check_in, unit, 2, 8)
    own.close()
    today = local(own.database.clock.now()).date()
    own.do("dispatcher", record_drill, unit, DrillDraft(today, "断交", 2, 5))
    draft = IncidentDraft(GRID, IncidentKind.FLOOD, "滨河路内涝", "", X, Y, plan_id)
    key = own.do("dispatcher", open_incident, draft)
    # Limits are shared with another street, which this director does not reach: they stay.
    own.do("director", order_posture, posture(PostureLevel.III), 0)
    own.do("dispatcher", call_units, key, (unit,))
    own.do("supervisor", commit_unit, key, other)
    own.close()
    database, actor = own.desk("dispatcher")
    now = own.database.clock.now()
    with database.reading() as session:
        told = incident_detail(session, actor, key, now)
        assert nearest(session, actor, X, Y, now=now, fresh_min=60) == ()
        assert posture_at(session, GRID, now).level is PostureLevel.III
        assert unit_detail(session, actor, unit).members[0].phone == "138****6021"
    first, second = told.calls
    own.do("dispatcher", answer_call, first.id, UnitAnswer.ARRIVED)
    own.do("dispatcher", roll_call, key)
    own.do("dispatcher", heard_of, first.id)
    own.do("dispatcher", move_task, told.tasks[0].id, told.tasks[0].version, DutyState.DONE)
    own.do("dispatcher", note_figure, key, FigureDraft(FigureSort.MEASURE, "已转移", 37, 41))
    own.do("dispatcher", add_entry, key, "水退了")
    assert own.do("dispatcher", make_report, key, "第一期") == 1
    own.close()
    _wall_sees(own, key)
    asked = own.do("dispatcher", ask_phone, unit, unit_detail_id(own, unit), "叫人")
    database, actor = own.desk("dispatcher")
    with database.reading() as session:
        assert read_phone(session, actor, asked, now=now) == "13812346021"
    own.do("supervisor", release_unit, second.id)
    own.do("dispatcher", release_unit, first.id)
    own.do("dispatcher", end_incident, key, "")
    own.close()
    own.do("director", order_posture, posture(PostureLevel.NORMAL), 1)
    database, actor = own.desk("leader")
    with database.reading() as session:
        rows = units_page(session, actor, now=now).rows
        assert unit_detail(session, actor, unit).members[0].name == "马**"
    own.do(
        "dispatcher", retire_unit, unit, rows[1].version if rows[1].id == unit else rows[0].version
    )


def test_an_order_of_posture_calls_units_up_past_the_row_rules(own):
    unit = own.do("dispatcher", save_unit, None, None, unit_draft("滨河小学", 4))
    own.do("dispatcher", check_in, unit, 2, 8)
    own.close()
    database, director = own.desk("director")
    with database.reading() as session:
        seen = last_number(session, STREET)
    order = posture(PostureLevel.II, calls_forces=True, region=STREET)
    own.do("director", order_posture, order, seen)
    with database.reading() as session:
        now = own.database.clock.now()
        assert unit not in {key for key, _ in forces_to_call(session, STREET, now).units}
        assert "呼叫 1 组" in orders(session, director, STREET)[0].forces


def unit_detail_id(own, unit):
    database, actor = own.desk("dispatcher")
    with database.reading() as session:
        return unit_detail(session, actor, unit).members[0].id


def _wall_sees(own, key):
    database, actor = own.desk("wall")
    now = own.database.clock.now()
    with database.reading() as session:
        assert wall_posture(session, actor).level is PostureLevel.III
        (incident,) = wall_incidents(session, actor)
        assert (incident.tasks, incident.done, incident.longitude) == (3, 1, X)
        assert incident.key != str(key), "the wall learns no key by which to ask elsewhere"
        assert {each.incident for each in wall_units(session, actor)} == {incident.key}
        entries = wall_entries(session, actor)
        assert {each.incident for each in entries} == {incident.key}
        assert sum(each.times for each in entries if each.sort is EntrySort.OPENED) == 1
        assert "滨河" not in repr(entries)
        assert [(each.number, each.answer) for each in wall_units(session, actor)] == [
            (1, UnitAnswer.ARRIVED),
            (2, UnitAnswer.COMING),
        ]
        assert wall_duty(session, actor, now=now) == ()
