"""Incidents: plan, tasks, figures, reports, and a timeline nobody edits."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.command.incidents.actions.opening import end_incident
from app.command.incidents.actions.plans import PlanDraft, retire_plan, save_plan
from app.command.incidents.actions.work import (
    FigureDraft,
    TaskDraft,
    add_entry,
    add_task,
    make_report,
    move_task,
    note_figure,
)
from app.command.incidents.errors import (
    CaseHasIncident,
    EntryEmpty,
    FigureWrong,
    IncidentEnded,
    PlanLineWrong,
    PlanWrong,
)
from app.command.incidents.queries import (
    incident_detail,
    incident_of_case,
    incidents,
    plans,
    reports_due,
)
from app.command.incidents.rules import (
    DutyState,
    EntrySort,
    FigureSort,
    next_report,
    steps_of,
    text_of,
)
from app.command.rules import IncidentKind
from app.command.wall_state import wall_incidents
from app.core.errors import Conflict, NotAllowed, NotFound
from tests.factories.centre import MADE, STREET
from tests.factories.command import MINUTE, STEPS, opened, planned

NOW = MADE.now()


def detail(centre, key, actor="leader"):
    with centre.database.reading() as session:
        return incident_detail(session, centre.actor(actor), key, NOW)


def test_a_plan_becomes_tasks_and_what_is_done_stands_in_the_timeline(centre):
    plan = planned(centre)
    case = centre.register()
    key = opened(centre, plan_id=plan, case_id=case)
    with pytest.raises(CaseHasIncident):
        opened(centre, case_id=case)
    told = detail(centre, key)
    assert [task.section for task in told.tasks] == ["先期处置", "先期处置", "人员转移"]
    assert told.tasks[0].due_at == NOW + 10 * MINUTE
    first = told.tasks[0]
    centre.do("dispatcher", move_task, first.id, first.version, DutyState.DONE, "21:04 断交")
    with pytest.raises(Conflict):
        centre.do("director", move_task, first.id, first.version, DutyState.DROPPED)
    task = TaskDraft("保障", "沙袋 400 只", "养护站", NOW - MINUTE)
    centre.do("dispatcher", add_task, key, task)
    for amount in (14, 37):
        draft = FigureDraft(FigureSort.MEASURE, "已转移", amount, 41)
        centre.do("dispatcher", note_figure, key, draft)
    centre.do("dispatcher", add_entry, key, "水深 42 厘米，还在涨")
    assert centre.do("dispatcher", make_report, key, "第一期") == 1
    told = detail(centre, key)
    assert (told.figures[0].amount, len(told.figures[0].course)) == (37, 2)
    assert told.tasks[-1].is_late
    assert told.report_due_at == NOW + 2 * told.report_min * MINUTE
    assert {entry.sort for entry in told.entries} >= {EntrySort.OPENED, EntrySort.REPORT}
    assert (told.tasks[0].done_at, told.plan_name) == (NOW, "防汛预案 2026-02 版")
    with centre.database.reading() as session:
        leader = centre.actor("leader")
        assert incident_of_case(session, leader, case) == (key, "滨河路内涝")
        assert [row[0] for row in reports_due(session, leader)] == [key]
        (point,) = wall_incidents(session, leader)
        assert (point.tasks, point.done, point.longitude) == (4, 1, 113.3)
        assert incidents(session, centre.actor("stranger")) == ()
    centre.do("director", end_incident, key, "水退")
    with pytest.raises(IncidentEnded):
        centre.do("director", add_entry, key, "再写")
    with centre.database.reading() as session:
        assert len(incidents(session, leader, closed=True)) == 1
        assert incidents(session, leader) == ()


def test_nobody_edits_the_timeline(centre):
    opened(centre)
    with centre.database.writing(centre.actor("director")) as uow:
        for verb in ("UPDATE incident_entry SET words = 'x'", "DELETE FROM incident_entry"):
            with pytest.raises(sa.exc.DBAPIError, match="append-only"), uow.session.begin_nested():
                uow.session.execute(sa.text(verb))


def test_what_makes_no_sense_or_is_elsewhere_is_refused(centre):
    key = opened(centre)
    for draft in (FigureDraft(FigureSort.NEED, " ", 1), FigureDraft(FigureSort.NEED, "毯子", -1)):
        with pytest.raises(FigureWrong):
            centre.do("dispatcher", note_figure, key, draft)
    for action in (add_entry, make_report):
        with pytest.raises(EntryEmpty):
            centre.do("dispatcher", action, key, " ")
    for who in ("leader", "stranger", "receptionist"):
        with pytest.raises(NotAllowed):
            centre.do(who, add_entry, key, "x")
    with pytest.raises(NotFound):
        detail(centre, key, "stranger")


def test_a_plan_is_kept_as_a_text_and_taken_out_of_use(centre):
    key = planned(centre)
    draft = PlanDraft(STREET, IncidentKind.FLOOD, "防汛预案", "2026-03 版", STEPS)
    centre.do("director", save_plan, key, 1, draft)
    with pytest.raises(Conflict):
        centre.do("director", save_plan, key, 1, draft)
    with pytest.raises(PlanLineWrong):
        centre.do("director", save_plan, key, 2, replace(draft, steps="做｜谁｜很快"))
    with pytest.raises(PlanWrong):
        centre.do("director", save_plan, key, 2, replace(draft, steps="只有标题"))
    with centre.database.reading() as session:
        (row,) = plans(session, centre.actor("leader"))
        assert (row.edition, row.may_keep) == ("2026-03 版", False)
    steps, wrong = steps_of(row.steps)
    assert (text_of(steps), wrong) == (STEPS, 0)
    centre.do("director", retire_plan, key, 2)
    with centre.database.reading() as session:
        assert plans(session, centre.actor("leader")) == ()


def test_the_next_report_is_due_in_rhythm_and_never_in_the_past():
    due, every = NOW, timedelta(minutes=30)
    assert next_report(due, NOW - MINUTE, 30) == due + every
    assert next_report(due, NOW + 3 * every, 30) == NOW + 4 * every
