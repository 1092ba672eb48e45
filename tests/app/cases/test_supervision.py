"""Supervision sheets: drafted by the rules that are on, raised when nobody answers, judged."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.actions.supervising import (
    MarkingOff,
    SupervisedAlready,
    SupervisionDraft,
    SupervisionEnded,
    accept_reply,
    draft_supervision,
    issue_supervision,
    mark_for_supervision,
    reply_supervision,
    send_back_reply,
)
from app.cases.models.work import Supervision
from app.cases.queries.sheets import SheetFilter, SheetView, sheet_counts, sheets_page
from app.cases.rules import EventKind, SupervisionLevel
from app.cases.story_words import verb_words
from app.cases.supervision_chores import draft_sheets, raise_unanswered
from app.cases.work_states import SupervisionRule, SupervisionState
from app.core.clock import SHANGHAI
from app.core.errors import NotAllowed
from app.core.shared_settings import set_setting

YELLOW = SupervisionLevel.YELLOW


def switch(centre, clock, name, value):
    centre.do("administrator", set_setting, name, value)
    clock.advance(timedelta(seconds=1))


def sheet_of(centre, case_id, actor="director"):
    return centre.card(case_id, actor).sheets[0]


def issued(centre, level=YELLOW, case_id=None):
    if case_id is None:
        case_id = centre.register()
        centre.assign(case_id)
        centre.sign_for(case_id)
    centre.do("director", draft_supervision, SupervisionDraft(case_id, level, "久拖不办"))
    sheet = sheet_of(centre, case_id)
    centre.do("director", issue_supervision, sheet.id, sheet.version)
    return case_id


def reply(centre, case_id, words="今天办结"):
    sheet = sheet_of(centre, case_id)
    centre.do("handler", reply_supervision, sheet.id, sheet.version, words)


def judge(centre, case_id, action, *words, who="director"):
    sheet = sheet_of(centre, case_id)
    centre.do(who, action, sheet.id, sheet.version, *words)


def test_an_answer_waits_for_the_supervisor_who_accepts_it(centre):
    case_id = issued(centre)
    reply(centre, case_id)
    assert centre.card(case_id).supervision_level is YELLOW

    with pytest.raises(NotAllowed):
        judge(centre, case_id, accept_reply, who="dispatcher")
    judge(centre, case_id, accept_reply, "可以")

    seen = centre.card(case_id)
    assert (seen.supervision_level, seen.sheets[0].state) == (None, SupervisionState.ACCEPTED)
    story = [verb_words(e) for e in seen.events if e.kind is EventKind.SUPERVISED]
    assert story == ["督办", "答复督办", "认可督办答复"]


def test_an_answer_that_does_not_do_goes_back_with_new_time_and_the_first_one_counts(centre, clock):
    case_id = issued(centre)
    reply(centre, case_id, "在办")
    clock.advance(timedelta(hours=1))
    judge(centre, case_id, send_back_reply, "没有写什么时候办结")

    sheet = sheet_of(centre, case_id)
    assert (sheet.state, sheet.sent_back_count) == (SupervisionState.ISSUED, 1)
    assert sheet.reply_due_at > sheet.first_due_at
    reply(centre, case_id, "明天中午前办结")
    judge(centre, case_id, accept_reply)

    done = sheet_of(centre, case_id)
    assert done.first_replied_at < done.replied_at
    with pytest.raises(SupervisionEnded):
        judge(centre, case_id, accept_reply)


@pytest.mark.parametrize(
    ("level", "due"),
    [
        (SupervisionLevel.BLUE, datetime(2026, 11, 27, 17, 5, tzinfo=SHANGHAI)),
        (SupervisionLevel.YELLOW, datetime(2026, 11, 26, 16, 5, tzinfo=SHANGHAI)),
        (SupervisionLevel.RED, datetime(2026, 11, 25, 15, 5, tzinfo=SHANGHAI)),
    ],
)
def test_each_level_has_its_own_time_to_answer_in_working_hours(centre, level, due):
    assert sheet_of(centre, issued(centre, level)).reply_due_at == due


def test_nobody_answers_so_it_goes_up_a_level_until_it_is_red(centre, clock):
    case_id = issued(centre, SupervisionLevel.BLUE)
    levels = []
    for _ in range(4):
        clock.advance(timedelta(days=7))
        raise_unanswered(centre.database)
        raise_unanswered(centre.database)
        levels.append(sheet_of(centre, case_id).level)

    assert levels == [SupervisionLevel.YELLOW, *[SupervisionLevel.RED] * 3]
    assert sheet_of(centre, case_id).raised_count == 2
    assert centre.card(case_id).supervision_level is SupervisionLevel.RED


def test_levels_stay_where_the_centre_switched_raising_off(centre, clock):
    switch(centre, clock, "supervision_raises", 0)
    case_id = issued(centre, SupervisionLevel.BLUE)
    clock.advance(timedelta(days=7))

    raise_unanswered(centre.database)

    assert sheet_of(centre, case_id).level is SupervisionLevel.BLUE


def unhappy(centre, case_id):
    centre.sign_for(case_id)
    centre.finish(case_id)
    order = CallBack(case_id, centre.version(case_id), True, False, False, "还是没解决")
    centre.do("dispatcher", call_back, order)


def test_two_unsatisfied_call_backs_draft_a_sheet_once(centre):
    case_id = centre.register(wants_call_back=True)
    centre.assign(case_id)
    unhappy(centre, case_id)
    draft_sheets(centre.database)
    assert centre.card(case_id).sheets == ()
    unhappy(centre, case_id)

    draft_sheets(centre.database)
    draft_sheets(centre.database)

    (sheet,) = centre.card(case_id).sheets
    assert (sheet.rule, sheet.reason) == (SupervisionRule.UNSATISFIED, "回访 2 次不满意")


def test_a_rule_that_is_off_drafts_nothing(centre, clock):
    switch(centre, clock, "supervise_unsatisfied", 0)
    switch(centre, clock, "supervise_overdue", 0)
    case_id = centre.register(wants_call_back=True)
    centre.assign(case_id)
    for _ in range(2):
        unhappy(centre, case_id)
    clock.advance(timedelta(days=60))

    draft_sheets(centre.database)

    assert centre.card(case_id).sheets == ()


def test_the_directors_mark_drafts_a_sheet_the_supervisor_issues(centre, clock):
    case_id = centre.register()
    centre.assign(case_id)

    with pytest.raises(NotAllowed):
        centre.do("dispatcher", mark_for_supervision, case_id)
    centre.do("director", mark_for_supervision, case_id, "本周内办结")

    sheet = sheet_of(centre, case_id)
    assert (sheet.rule, sheet.reason) == (SupervisionRule.MARKED, "方雅琴批示督办：本周内办结")
    with pytest.raises(SupervisedAlready):
        centre.do("director", mark_for_supervision, case_id)
    switch(centre, clock, "supervise_marked", 0)
    with pytest.raises(MarkingOff):
        centre.do("director", mark_for_supervision, case_id)


def listed(centre, who="director", **wanted):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        page = sheets_page(session, centre.actor(who), SheetFilter(**wanted), now=now)
        counts = sheet_counts(session, centre.actor(who), SheetFilter(**wanted), now=now)
    return [row.sheet.case_id for row in page.rows], counts


def test_sheets_stand_where_something_is_to_be_done_about_them(centre, clock):
    late = issued(centre)
    clock.advance(timedelta(days=7))
    open_, replied, closed = (issued(centre) for _ in range(3))
    for case_id in (replied, closed):
        reply(centre, case_id)
    judge(centre, closed, accept_reply)

    found = {view: listed(centre, view=view)[0] for view in SheetView}

    assert found == {
        SheetView.DRAFTED: [],
        SheetView.ISSUED: [open_],
        SheetView.LATE: [late],
        SheetView.REPLIED: [replied],
        SheetView.CLOSED: [closed],
    }
    assert listed(centre)[1] == {view: len(rows) for view, rows in found.items()}


def test_a_list_is_narrowed_by_unit_and_level_and_by_what_its_reader_may_see(centre):
    red, _ = issued(centre, SupervisionLevel.RED), issued(centre)

    unit = centre.units["municipal"]
    assert listed(centre, level=SupervisionLevel.RED, unit_id=unit)[0] == [red]
    assert listed(centre, unit_id=centre.units["water"])[0] == []
    assert listed(centre, who="stranger")[0] == []


def test_an_issued_sheet_keeps_whom_it_was_for_and_until_when(centre):
    issued(centre)
    with centre.database.reading() as session:
        row = session.scalars(sa.select(Supervision)).one()
    assert (row.unit_name, row.first_due_at) == ("市政养护站", row.reply_due_at)
