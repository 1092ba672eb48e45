"""Macros, phrases, duties, and the desk of somebody who leaves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import Deputy, Person
from app.cases.actions.duties import DeputyIsSelf, DutyDetails, drop_duty, set_duty
from app.cases.actions.leaving import NobodyToTake, OtherUnit, hand_desk_over
from app.cases.actions.macros import MacroChanged, drop_macro, run_macro, save_macro
from app.cases.actions.phrases import PhraseDetails, PhraseEmpty, drop_phrase, save_phrase
from app.cases.actions.tasks import NewTask, give_task
from app.cases.macros import BadMacro, MacroRefused, MacroStep, MacroWordsMissing, foresee
from app.cases.queries.duties import (
    Answers,
    duties_of,
    duty_lines,
    units_with_duties,
    who_answers,
)
from app.cases.queries.leaving import open_work
from app.cases.queries.phrases import all_phrases, macros, offered_phrases
from app.cases.rules import CaseState, EventKind
from app.core.doors import OpenWork
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.words import sentence

DONE = (
    MacroStep(EventKind.SIGNED_FOR),
    MacroStep(EventKind.PROGRESSED, "已到场"),
    MacroStep(EventKind.FINISHED, "已清理"),
)


def test_a_macro_takes_all_its_steps_in_one_go(centre):
    case_id = centre.register()
    centre.assign(case_id)
    macro = centre.do("handler", save_macro, "到场即办", DONE)

    centre.do("handler", run_macro, macro, case_id, centre.version(case_id))

    seen = centre.card(case_id)
    assert seen.state is CaseState.FINISHED
    assert [e.kind for e in seen.events][-3:] == [step.kind for step in DONE]


def test_a_macro_whose_third_step_is_refused_leaves_the_case_as_it_was(centre):
    case_id = centre.register()
    centre.assign(case_id)
    centre.do("dispatcher", give_task, NewTask(case_id, "关总阀", centre.units["water"]))
    macro = centre.do("handler", save_macro, "到场即办", DONE)
    before = centre.card(case_id)

    with pytest.raises(MacroRefused) as refusal:
        centre.do("handler", run_macro, macro, case_id, centre.version(case_id))

    assert "第 3 步“办结”没有走成：还有 1 项子任务" in sentence(refusal.value)
    assert centre.card(case_id) == before


def test_a_macro_refused_at_its_first_step_speaks_of_no_steps_before_it(centre):
    case_id = centre.register()
    centre.assign(case_id, unit="water")
    macro = centre.do("director", save_macro, "到场即办", DONE, shared=True)

    with pytest.raises(MacroRefused) as refusal:
        centre.do("dispatcher", run_macro, macro, case_id, centre.version(case_id))

    said = sentence(refusal.value)
    assert said.startswith("第 1 步“签收”没有走成：")
    assert said.endswith("这件事还是原样。")
    assert "前面的步骤" not in said


def test_a_macro_is_foreseen_before_it_runs_up_to_the_step_that_cannot_be_taken():
    whole = foresee(CaseState.ASSIGNED, None, DONE)
    broken = foresee(CaseState.ASSIGNED, None, DONE[1:])

    assert [each.state for each in whole][-1] is CaseState.FINISHED
    assert (len(broken), broken[0].state) == (1, None)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        DONE * 3,
        (MacroStep(EventKind.ASSIGNED),),
        (MacroStep(EventKind.PROGRESSED, " 　"),),
        (MacroStep(EventKind.RETURNED, "依据", reason="心情"),),
        (MacroStep(EventKind.SUSPENDED, "等"),),
    ],
)
def test_a_macro_that_could_never_run_is_not_kept(centre, steps):
    with pytest.raises(BadMacro):
        centre.do("handler", save_macro, "坏的", steps)


def test_a_macro_on_a_case_that_moved_on_is_a_conflict(centre):
    case_id = centre.register()
    seen = centre.version(case_id)
    centre.assign(case_id)
    macro = centre.do("handler", save_macro, "到场即办", DONE)

    with pytest.raises(Conflict):
        centre.do("handler", run_macro, macro, case_id, seen)


def test_macros_are_ones_own_and_shared_ones_are_kept_by_the_director(centre):
    own = centre.do("handler", save_macro, "我的", DONE)
    with pytest.raises(NotAllowed):
        centre.do("handler", save_macro, "大家的", DONE, shared=True)
    centre.do("director", save_macro, "大家的", DONE, shared=True)

    with centre.database.reading() as session:
        seen = [row.name for row in macros(session, centre.actor("rival"))]
    assert seen == ["大家的"]
    with pytest.raises(NotFound):
        centre.do("rival", drop_macro, own, 1)
    centre.do("handler", drop_macro, own, 1)


def test_phrases_are_offered_where_they_belong_ones_own_first(centre):
    def keep(actor, text, *, shared=False, **details):
        centre.do(actor, save_phrase, PhraseDetails(text, **details), shared=shared)

    keep("director", "已清理干净。", shared=True, step=EventKind.FINISHED)
    keep("director", "井盖已更换。", shared=True, step=EventKind.FINISHED, category="C01")
    keep("director", "供水已恢复。", shared=True, unit_id=centre.units["water"])
    keep("handler", "现场已围挡。", step=EventKind.PROGRESSED)
    keep("handler", "请查收。")

    with centre.database.reading() as session:
        found = offered_phrases(
            session, centre.actor("handler"), EventKind.FINISHED, category="C01-003"
        )

    assert [row.text for row in found] == ["请查收。", "已清理干净。", "井盖已更换。"]


def test_a_phrase_of_spaces_is_refused_and_a_dropped_one_is_offered_no_more(centre):
    with pytest.raises(PhraseEmpty):
        centre.do("handler", save_phrase, PhraseDetails(" 　"))
    key = centre.do("handler", save_phrase, PhraseDetails("好"))
    with pytest.raises(NotFound):
        centre.do("rival", drop_phrase, key, 1)

    centre.do("handler", drop_phrase, key, 1)

    with centre.database.reading() as session:
        assert all_phrases(session, centre.actor("handler")) == ()


def colleague(centre, unit="municipal"):
    with centre.database.writing(centre.actor("administrator")) as uow:
        person = Person(
            id=new_id(),
            login=f"c{new_id().hex[-8:]}",
            name="江小白",
            pinyin="jiang",
            initials="jxb",
            unit_id=centre.units[unit],
        )
        uow.session.add(person)
    return person.id


def test_who_answers_for_a_kind_is_found_by_kind_then_by_category(centre, clock):
    unit, own = centre.units["municipal"], centre.actor("handler").person_id
    other = colleague(centre)
    centre.do("administrator", set_duty, DutyDetails(unit, "C01", own))
    centre.do("administrator", set_duty, DutyDetails(unit, "C01-003", other))

    with centre.database.reading() as session:
        now = clock.now()
        found = [
            who_answers(session, unit, code, now=now) for code in ("C01-003", "C01-010", "E01")
        ]

    assert [each and each.person_id for each in found] == [other, own, None]


def test_while_somebody_is_away_their_deputy_answers(centre, clock):
    unit, own = centre.units["municipal"], centre.actor("handler").person_id
    other = colleague(centre)
    centre.do("administrator", set_duty, DutyDetails(unit, "C01", own))
    with centre.database.writing(centre.actor("administrator")) as uow:
        until = clock.now() + timedelta(days=1)
        away = Deputy(id=new_id(), person_id=own, deputy_id=other, since=clock.now(), until=until)
        uow.session.add(away)

    with centre.database.reading() as session:
        found = who_answers(session, unit, "C01-003", now=clock.now())

    assert (found.person_id, found.stands_in_for) == (other, "高海燕")


def test_the_deputy_of_the_duty_answers_before_the_one_of_the_person(centre, clock):
    unit, own = centre.units["municipal"], centre.actor("handler").person_id
    of_duty, of_person = colleague(centre), colleague(centre)
    centre.do("administrator", set_duty, DutyDetails(unit, "C01", own, of_duty))
    away(centre, clock, own, of_person)

    assert answers(centre, clock, "C01-003").person_id == of_duty


def test_a_deputy_of_another_unit_is_not_proposed(centre, clock):
    unit, own = centre.units["municipal"], centre.actor("handler").person_id
    centre.do("administrator", set_duty, DutyDetails(unit, "C01", own))
    away(centre, clock, own, colleague(centre, "water"))

    assert answers(centre, clock, "C01-003") == Answers(own, "高海燕")


def test_who_went_to_another_unit_answers_no_more(centre, clock):
    unit, own = centre.units["municipal"], centre.actor("handler").person_id
    deputy = colleague(centre)
    centre.do("administrator", set_duty, DutyDetails(unit, "C01", own, deputy))
    centre.do("administrator", set_duty, DutyDetails(unit, "C02", own))
    with centre.database.writing(centre.actor("administrator")) as uow:
        uow.session.get_one(Person, own).unit_id = centre.units["water"]

    assert answers(centre, clock, "C01-003") == Answers(deputy, "江小白", "高海燕")
    assert answers(centre, clock, "C02-001") is None


def away(centre, clock, person_id, deputy_id):
    with centre.database.writing(centre.actor("administrator")) as uow:
        until = clock.now() + timedelta(days=1)
        row = Deputy(
            id=new_id(), person_id=person_id, deputy_id=deputy_id, since=clock.now(), until=until
        )
        uow.session.add(row)


def answers(centre, clock, category):
    with centre.database.reading() as session:
        unit = centre.units["municipal"]
        return who_answers(session, unit, category, now=clock.now())


def test_the_lines_of_a_unit_say_what_comes_from_the_category(centre, clock):
    unit, own = centre.units["municipal"], centre.actor("handler").person_id
    other = colleague(centre)
    centre.do("administrator", set_duty, DutyDetails(unit, "C01", own))
    centre.do("administrator", set_duty, DutyDetails(unit, "C01-003", other))

    with centre.database.reading() as session:
        lines = {row.code: row for row in duty_lines(session, unit, now=clock.now())}

    assert lines["C01"].is_group
    assert lines["C01-003"].duty.person == "江小白"
    assert (lines["C01-010"].duty, lines["C01-010"].above.person) == (None, "高海燕")
    assert lines["E01"].now is None


def test_units_are_listed_for_who_may_set_their_duties(centre):
    with centre.database.reading() as session:
        found = {
            role: [row.name for row in units_with_duties(session, centre.actor(role))]
            for role in ("administrator", "handler", "receptionist")
        }

    assert set(found["administrator"]) == {"市政养护站", "供水公司", "城管执法队"}
    assert found["handler"] == ["市政养护站"]
    assert found["receptionist"] == []


def test_words_of_a_macro_may_be_others_this_time_but_never_missing(centre):
    case_id = centre.register()
    centre.assign(case_id)
    macro = centre.do("handler", save_macro, "到场即办", DONE)
    seen = centre.version(case_id)

    with pytest.raises(MacroWordsMissing) as refusal:
        centre.do("handler", run_macro, macro, case_id, seen, ("", " 　", "好"))
    with pytest.raises(MacroChanged):
        centre.do("handler", run_macro, macro, case_id, seen, ("", "好"))
    centre.do("handler", run_macro, macro, case_id, seen, ("", "换了井盖", "好了"))

    assert sentence(refusal.value) == "第 2 步“进展”要写内容，不能只有空格。"
    assert [e.note for e in centre.card(case_id).events][-2:] == ["换了井盖", "好了"]


def test_what_somebody_has_open_is_counted_for_who_manages_accounts(centre):
    own = centre.actor("handler").person_id
    centre.do("administrator", set_duty, DutyDetails(centre.units["municipal"], "C01", own))
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    task = NewTask(case_id, "补照片", centre.units["municipal"], own)
    centre.do("dispatcher", give_task, task)

    with centre.database.reading() as session:
        found = open_work(session, centre.actor("administrator"), own)
        nothing = open_work(session, centre.actor("administrator"), new_id())
        with pytest.raises(NotAllowed):
            open_work(session, centre.actor("rival"), own)

    assert found == OpenWork(cases=1, first_contacts=0, tasks=1, duties=1)
    assert not nothing


def test_duties_go_to_the_taker_and_nobody_deputises_for_themselves(centre):
    unit, own = centre.units["municipal"], centre.actor("handler").person_id
    taker = colleague(centre)
    centre.do("administrator", set_duty, DutyDetails(unit, "C01", own, taker))
    centre.do("administrator", set_duty, DutyDetails(unit, "C02", taker, own))

    centre.do("administrator", hand_desk_over, own, taker)

    with centre.database.reading() as session:
        rows = duties_of(session, unit)
    assert [(row.person_id, row.deputy_id) for row in rows] == [(taker, None), (taker, None)]


def test_duties_are_set_by_who_may_and_a_deputy_is_somebody_else(centre):
    unit, own = centre.units["municipal"], centre.actor("handler").person_id
    with pytest.raises(DeputyIsSelf):
        centre.do("administrator", set_duty, DutyDetails(unit, "C01", own, own))
    with pytest.raises(NotAllowed):
        centre.do("rival", set_duty, DutyDetails(unit, "C01", own))
    centre.do("administrator", set_duty, DutyDetails(unit, "C01", own))
    centre.do("administrator", drop_duty, unit, "C01")

    with centre.database.reading() as session:
        assert duties_of(session, unit) == ()


def test_all_that_a_leaver_has_open_goes_to_a_colleague_and_stands_in_the_story(centre):
    leaver, taker = centre.actor("handler").person_id, colleague(centre)
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    task = NewTask(case_id, "补照片", centre.units["municipal"], leaver)
    centre.do("dispatcher", give_task, task)
    due = centre.card(case_id).clocks.handle.due_at

    moved = centre.do("administrator", hand_desk_over, leaver, taker)

    seen = centre.card(case_id)
    assert moved == 2
    assert (seen.handler, seen.tasks[0].person) == ("江小白", "江小白")
    assert seen.events[-1].kind is EventKind.REHANDLED
    assert seen.events[-1].facts["from"] == "高海燕"
    assert seen.clocks.handle.due_at == due


def test_first_contact_responsibility_is_handed_on_as_well(centre):
    case_id = centre.register()
    leaver = centre.actor("receptionist").person_id
    taker = centre.actor("dispatcher").person_id

    centre.do("director", lambda uow, **_: _hand(uow, leaver, taker))

    assert centre.card(case_id).first_contact == "韩立群"


def _hand(uow, leaver, taker):
    from app.core.actor import console

    uow.actor = console("test")  # the receptionist belongs to no unit: managed from everywhere
    return hand_desk_over(uow, leaver, taker, command_key=new_id())


def test_a_desk_goes_to_somebody_else_of_the_same_unit(centre):
    leaver = centre.actor("handler").person_id
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)

    with pytest.raises(NobodyToTake):
        centre.do("administrator", hand_desk_over, leaver, leaver)
    with pytest.raises(OtherUnit):
        rival = centre.actor("rival").person_id
        centre.do("administrator", hand_desk_over, leaver, rival)
    with centre.database.reading() as session:
        handlers = session.scalars(sa.text("SELECT count(*) FROM case_event")).one()
    assert handlers == 3
