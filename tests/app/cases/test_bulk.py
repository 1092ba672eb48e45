"""What a step over many cases would come to, before it is taken; and rows that leave as a file."""

from datetime import timedelta

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.pausing import order_pause
from app.cases.actions.reminding import remind_case
from app.cases.queries.bulk import foresee_assigning, foresee_reminding
from app.cases.queries.export import exported_rows, may_take_out
from app.cases.work_states import RequestKind
from app.core.errors import AppError
from app.core.ids import new_id
from app.core.words import sentence
from tests.factories.centre import GRID, OTHER_STREET
from tests.factories.paths import at_work, finished, pausing


def assigning(centre, ids, unit="water", actor="dispatcher"):
    with centre.database.reading() as session:
        return foresee_assigning(session, centre.actor(actor), ids, centre.units[unit])


def why_nots(rows):
    return ["" if row.why_not is None else sentence(row.why_not) for row in rows]


def test_it_is_foreseen_which_cases_a_unit_can_take_and_why_not_the_others(centre):
    fresh, held, stopped, done = (
        centre.register(),
        at_work(centre),
        at_work(centre),
        finished(centre),
    )
    with_them = centre.register()
    centre.assign(with_them, unit="water")
    centre.do("director", order_pause, pausing(centre, stopped, RequestKind.SUSPENDED))
    ids = (fresh, held, stopped, done, with_them, new_id())

    rows = assigning(centre, ids)

    assert [row.id for row in rows] == list(ids)
    assert [why[:12] for why in why_nots(rows)] == [
        "",
        "",
        "这件事挂起，先恢复（提请",
        "“已办结”的事件不能转派",
        "已经在供水公司手上。",
        "找不到这条记录，它可能已",
    ]


def test_it_is_foreseen_which_cases_are_taken_from_another_unit(centre):
    fresh, held, done = centre.register(), at_work(centre), finished(centre)

    rows = assigning(centre, (fresh, held, done))

    assert [row.held_elsewhere for row in rows] == [False, True, False]


def test_what_is_foreseen_is_what_happens(centre):
    ids = (centre.register(), at_work(centre), finished(centre))

    for row in assigning(centre, ids):
        order = Assignment(row.id, row.version, centre.units["water"])
        try:
            centre.do("dispatcher", assign_case, order)
            came = ""
        except AppError as error:
            came = sentence(error)
        assert came == ("" if row.why_not is None else sentence(row.why_not))


def test_rights_are_foreseen_case_by_case(centre):
    case_id = centre.register()
    centre.assign(case_id)

    (row,) = assigning(centre, (case_id,), actor="handler")

    assert "分流事件" in sentence(row.why_not)


def test_reminders_are_foreseen_too(centre, clock):
    fresh, held, lately = centre.register(), at_work(centre), at_work(centre)
    centre.do("dispatcher", remind_case, lately)
    clock.advance(timedelta(minutes=5))

    with centre.database.reading() as session:
        rows = foresee_reminding(
            session, centre.actor("dispatcher"), (fresh, held, lately), clock.now()
        )

    assert [why[:9] for why in why_nots(rows)] == ["“待分流”的事件没", "", "您 11-24 1"]


def test_rows_for_a_file_keep_their_order_and_stay_in_the_region_of_the_right(centre):
    ids = [centre.register(text=text) for text in ("甲", "乙", "丙")]
    wanted = (ids[2], ids[0], new_id())

    with centre.database.reading() as session:
        mine = exported_rows(session, centre.actor("dispatcher"), wanted)
        theirs = exported_rows(session, centre.actor("stranger"), wanted)

    assert ([row.text for row in mine], theirs) == (["丙", "甲"], ())
    assert may_take_out(centre.actor("dispatcher"), GRID)
    assert not may_take_out(centre.actor("dispatcher"), OTHER_STREET)
    assert not may_take_out(centre.actor("handler"), GRID)
