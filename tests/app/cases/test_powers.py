"""The register of the powers a street holds: who keeps it, what counts as a use, what stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.cases.actions.powers import (
    PowerDraft,
    PowerFieldMissing,
    PowerNameTaken,
    PowerNotInForce,
    PowerTermWrong,
    UseDraft,
    add_power,
    change_power,
    note_answer,
    note_result,
    record_use,
)
from app.cases.actions.whistling import end_whistle
from app.cases.power_rules import PowerKind
from app.cases.queries.powers import list_powers, uses_of
from app.cases.whistle_rules import WhistleKind
from app.core.errors import Conflict, NotAllowed
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.paths import at_work
from tests.factories.whistles import report, whistle, whistled

TODAY = date(2026, 11, 24)  # as `clock` stands
JOINT = PowerDraft(
    STREET, PowerKind.JOINT_ENFORCEMENT, "联合执法召集权", "区职责清单第 12 项", date(2026, 1, 1)
)


def powers(centre, actor="director"):
    with centre.database.reading() as session:
        return list_powers(session, centre.actor(actor), now=centre.database.clock.now())


def uses(centre, power, actor="director"):
    with centre.database.reading() as session:
        return uses_of(session, centre.actor(actor), power)


def test_the_director_keeps_the_register_of_their_street_and_nobody_else(centre):
    key = centre.do("director", add_power, JOINT)
    for role in ("dispatcher", "handler", "stranger"):
        with pytest.raises(NotAllowed):
            centre.do(role, add_power, replace(JOINT, name="另一项"))
    with pytest.raises(NotAllowed):
        centre.do("director", add_power, replace(JOINT, street=OTHER_STREET))

    (row,) = powers(centre)
    assert (row.id, row.holds, row.may_keep, row.street_name) == (key, True, True, "柳溪街道")
    assert powers(centre, "dispatcher")[0].may_keep is False
    assert powers(centre, "stranger") == powers(centre, "handler") == ()


def test_a_power_needs_a_name_of_its_own_a_basis_and_a_term(centre):
    key = centre.do("director", add_power, JOINT)
    with pytest.raises(PowerNameTaken):
        centre.do("director", add_power, JOINT)
    for wrong in (replace(JOINT, name=" 　"), replace(JOINT, name="二", basis="  ")):
        with pytest.raises(PowerFieldMissing):
            centre.do("director", add_power, wrong)
    with pytest.raises(PowerTermWrong):
        centre.do("director", change_power, key, 1, replace(JOINT, until=date(2025, 1, 1)))
    centre.do("director", change_power, key, 1, replace(JOINT, until=TODAY - timedelta(days=1)))
    with pytest.raises(Conflict):
        centre.do("director", change_power, key, 1, JOINT)

    assert powers(centre)[0].holds is False


def test_a_use_lies_in_the_term_and_not_ahead_and_keeps_result_and_answer(centre):
    planning = replace(JOINT, kind=PowerKind.PLANNING, name="规划建议权")
    key = centre.do("director", add_power, planning)
    for day in (date(2025, 12, 31), TODAY + timedelta(days=1)):
        with pytest.raises(PowerNotInForce):
            centre.do("dispatcher", record_use, UseDraft(key, day, "建议"))
    with pytest.raises(NotAllowed):
        centre.do("receptionist", record_use, UseDraft(key, TODAY, "建议"))
    used = date(2026, 11, 2)
    order = UseDraft(key, used, "菜市场加停车区", "规划分局")

    use = centre.do("dispatcher", record_use, order)
    centre.do("dispatcher", note_result, use, 1, "已写入意见")
    with pytest.raises(PowerNotInForce):
        centre.do("dispatcher", note_answer, use, 2, "采纳", used - timedelta(days=1))
    centre.do("dispatcher", note_answer, use, 2, "采纳，增设停车区。", TODAY)

    (row,) = uses(centre, key)
    assert (row.result, row.answer, row.answered_on) == ("已写入意见", "采纳，增设停车区。", TODAY)
    assert powers(centre)[0].used_this_year == 1
    assert uses(centre, key, "stranger") == ()


def test_a_whistle_for_joint_enforcement_puts_its_use_down_and_later_its_outcome(centre):
    key = centre.do("director", add_power, JOINT)
    plain = at_work(centre)
    whistled(centre, plain)
    assert uses(centre, key) == ()
    case_id = at_work(centre)
    whistled(centre, case_id, units=("municipal",), kind=WhistleKind.JOINT_ENFORCEMENT)
    report(centre, case_id, "municipal", "handler")
    row = whistle(centre, case_id)
    centre.do("handler", end_whistle, row.id, row.version, "当场处罚两家")

    (use,) = uses(centre, key)
    assert (use.used_on, use.case_id, use.department) == (TODAY, case_id, "市政养护站")
    assert (use.whistle, use.result) == ("哨〔2026〕2 号", "当场处罚两家")


def test_without_such_a_power_in_force_the_whistle_is_blown_all_the_same(centre):
    ended = replace(JOINT, until=date(2026, 6, 30))
    key = centre.do("director", add_power, ended)
    case_id = at_work(centre)

    whistled(centre, case_id, kind=WhistleKind.JOINT_ENFORCEMENT)

    assert uses(centre, key) == ()
