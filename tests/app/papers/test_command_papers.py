"""The report after an incident, and the duty sheet, as they come out of the printer."""

from datetime import time

import pytest

from app.command.forces.actions.calling import answer_call, call_units, release_unit
from app.command.forces.rules import UnitAnswer
from app.command.incidents.actions.opening import end_incident
from app.command.incidents.actions.work import FigureDraft, make_report, note_figure
from app.command.incidents.queries import incident_detail
from app.command.incidents.rules import FigureSort
from app.core.clock import local
from app.core.errors import NotFound
from app.papers.door import Papers
from app.papers.facts import NothingToPrint
from app.workforce.duty.actions.shifts import RoundDraft, plan_round
from app.workforce.duty.rules import DutyPost
from tests.factories.centre import MADE, OTHER_STREET, STREET
from tests.factories.command import on_duty, opened, planned


@pytest.fixture
def printed(embedded_centre, clock, poppler):
    """Draw a paper as somebody, and return its words without blanks."""

    def draw(kind, key, who="leader"):
        with embedded_centre.database.reading() as session:
            paper = Papers(clock).draw(session, embedded_centre.actor(who), kind, str(key))
        return "".join(poppler("pdftotext", paper.body, "-layout", output="-").split())

    return draw


def test_the_report_after_an_incident_tells_what_was_done(embedded_centre, printed):
    centre = embedded_centre
    unit = on_duty(centre, "街口商铺")
    key = opened(centre, plan_id=planned(centre))
    with pytest.raises(NothingToPrint):
        printed("after_action", key)
    centre.do("dispatcher", call_units, key, (unit,))
    with centre.database.reading() as session:
        now = MADE.now()
        (call,) = incident_detail(session, centre.actor("leader"), key, now).calls
    centre.do("dispatcher", answer_call, call.id, UnitAnswer.ARRIVED)
    centre.do("dispatcher", note_figure, key, FigureDraft(FigureSort.MEASURE, "已转移", 37, 41))
    centre.do("dispatcher", make_report, key, "第一期")
    centre.do("dispatcher", release_unit, call.id)
    centre.do("director", end_incident, key, "水退")
    told = printed("after_action", key)
    for part in (
        *("关于滨河路内涝处置情况的总结", "防汛预案2026-02版", "预案任务做完0/3项"),
        *("没有做完的3项", "已转移", "街口商铺", "呼叫1组，应答1组，到场1组", "共报送1期", "水退"),
    ):
        assert part in told, part
    with pytest.raises(NotFound):
        printed("after_action", key, "stranger")
    with pytest.raises(NotFound):
        printed("after_action", "x")


def test_the_duty_sheet_lists_days_and_names(embedded_centre, printed):
    centre, today = embedded_centre, local(MADE.now()).date()
    people = (centre.actor("dispatcher").person_id, centre.actor("director").person_id)
    turn = RoundDraft(STREET, DutyPost.OFFICER, people, today, 2, time(8), 24)
    centre.do("director", plan_round, turn)
    told = printed("duty_sheet", f"{STREET}/2026-11-24/2026-11-30")
    for part in ("值班表", "共2班", "韩立群", "方雅琴", "11-2508:00"):
        assert part in told, part
    with pytest.raises(NothingToPrint):
        printed("duty_sheet", f"{OTHER_STREET}/2026-11-24/2026-11-30", "stranger")
    with pytest.raises(NotFound):
        printed("duty_sheet", "x")
