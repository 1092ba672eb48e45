"""The life of a case: who may take which step, and what every step leaves behind."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import Step, close_case, finish_case, report_progress, sign_for_case
from app.cases.actions.intake import Acceptance, HappenedLater, UnknownRegion, accept_case
from app.cases.actions.steps import TextMissing, TextTooLong
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.queries.card import case_card, find_by_number
from app.cases.rules import BadTransition, CaseState, EventKind
from app.core.database.tables import JournalEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from tests.factories.centre import GRID, OTHER_STREET, STREET


def card(centre, case_id, actor="dispatcher"):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor(actor), case_id, now=now)


def test_a_case_runs_from_the_call_to_the_closed_file(centre, clock):
    case_id = centre.register()
    clock.advance(timedelta(minutes=8))
    centre.assign(case_id)
    clock.advance(timedelta(minutes=9))
    centre.sign_for(case_id)
    clock.advance(timedelta(minutes=20))
    centre.finish(case_id)
    clock.advance(timedelta(minutes=5))

    with centre.database.writing(centre.actor("dispatcher")) as uow:
        order = Step(case_id, centre.version(case_id), "已回访，井盖已装好")
        close_case(uow, order, command_key=new_id())

    seen = card(centre, case_id)
    assert seen.state is CaseState.CLOSED
    assert [event.kind for event in seen.events] == [
        EventKind.REGISTERED,
        EventKind.ASSIGNED,
        EventKind.SIGNED_FOR,
        EventKind.FINISHED,
        EventKind.CLOSED,
    ]
    assert seen.clocks.sign.used_s == 9 * 60
    assert seen.clocks.handle.used_s == 37 * 60
    # the desk that closed it before the call may still call
    assert seen.steps == {EventKind.ARCHIVED, EventKind.CALL_MISSED, EventKind.CALLED_BACK}


def test_the_number_names_day_street_and_serial(centre):
    first, second = (card(centre, centre.register()).number for _ in range(2))

    assert first.startswith("202611249901020040001")
    assert second.startswith("202611249901020040002")


def test_a_case_is_found_by_its_number_and_by_its_receipt(centre):
    case_id = centre.register()
    seen = card(centre, case_id)

    with centre.database.reading() as session:
        found = [
            find_by_number(session, centre.actor("dispatcher"), typed)
            for typed in (seen.number, seen.receipt_code.lower(), "00000000")
        ]

    assert found == [case_id, case_id, None]


def test_doing_an_action_twice_does_it_once(centre):
    key = new_id()
    first = centre.register(key=key)
    second = centre.register(key=key)

    assert first == second
    with centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseFile)) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) == 1


def test_every_step_leaves_who_when_and_from_which_desk_in_the_journal(centre):
    case_id = centre.register()
    centre.assign(case_id)

    with centre.database.reading() as session:
        asked = sa.select(JournalEntry).where(JournalEntry.subject == str(case_id))
        rows = session.scalars(asked.order_by(JournalEntry.id)).all()

    assert [(row.action, row.person_name, row.desk) for row in rows] == [
        ("cases.registered", "周敏", "窗口1"),
        ("cases.assigned", "韩立群", "窗口1"),
    ]
    assert rows[1].facts["state"] == ["registered", "assigned"]


@pytest.mark.parametrize(
    ("action", "actor"),
    [(sign_for_case, "rival"), (sign_for_case, "stranger"), (finish_case, "rival")],
)
def test_a_unit_that_does_not_hold_the_case_cannot_see_it(centre, action, actor):
    case_id = centre.register()
    centre.assign(case_id)

    with pytest.raises(NotFound), centre.database.writing(centre.actor(actor)) as uow:
        action(uow, Step(case_id, centre.version(case_id), "好"), command_key=new_id())


def test_the_receptionist_may_read_but_not_sign_for_the_department(centre):
    case_id = centre.register()
    centre.assign(case_id)

    with pytest.raises(NotAllowed), centre.database.writing(centre.actor("receptionist")) as uow:
        sign_for_case(uow, Step(case_id, centre.version(case_id)), command_key=new_id())


def test_two_people_acting_at_once_is_a_conflict_and_loses_nothing(centre):
    case_id = centre.register()
    seen = centre.version(case_id)
    centre.assign(case_id)

    order = Assignment(case_id, seen, centre.units["water"])
    with pytest.raises(Conflict), centre.database.writing(centre.actor("dispatcher")) as uow:
        assign_case(uow, order, command_key=new_id())

    assert card(centre, case_id).unit == "市政养护站"


def test_a_step_from_the_wrong_state_is_refused_in_words(centre):
    case_id = centre.register()

    with pytest.raises(BadTransition), centre.database.writing(centre.actor("director")) as uow:
        close_case(uow, Step(case_id, centre.version(case_id), "好"), command_key=new_id())


def test_whoever_held_a_case_goes_on_reading_it_after_it_was_reassigned(centre):
    case_id = centre.register()
    centre.assign(case_id, unit="municipal")
    centre.assign(case_id, unit="water")

    assert card(centre, case_id, "handler").unit == "供水公司"
    assert card(centre, case_id, "handler").steps == frozenset()
    assert EventKind.SIGNED_FOR in card(centre, case_id, "rival").steps


def test_a_report_of_spaces_is_refused_and_nothing_is_half_done(centre):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)

    with pytest.raises(TextMissing), centre.database.writing(centre.actor("handler")) as uow:
        report_progress(uow, Step(case_id, centre.version(case_id), " 　 "), command_key=new_id())

    assert len(card(centre, case_id).events) == 3


def test_a_case_outside_my_scope_cannot_be_registered(centre):
    with pytest.raises(NotAllowed):
        centre.register(region=OTHER_STREET)


def test_a_region_nobody_knows_is_named_in_the_refusal(centre):
    with pytest.raises(UnknownRegion):
        centre.register(region=f"{STREET}999")


def test_forty_thousand_characters_are_refused_and_twenty_thousand_kept(centre):
    with pytest.raises(TextTooLong):
        centre.register(text="长" * 40_000)

    case_id = centre.register(text="长" * 20_000)

    assert len(card(centre, case_id).text) == 20_000


def test_emoji_rare_characters_and_quotes_come_back_as_they_were_said(centre):
    said = "“𠮷”字号的摊贩😀说：100% 'OK'; DROP TABLE case_file--"

    assert card(centre, centre.register(text=said)).text == said


def test_an_event_in_the_future_is_refused(centre, clock):
    with pytest.raises(HappenedLater):
        centre.register(happened_at=clock.now() + timedelta(minutes=1))


def test_a_message_that_arrived_gets_its_number_when_it_is_accepted(centre, clock):
    from app.cases.actions.intake import Intake, receive_case
    from app.cases.rules import Source

    intake = Intake("路灯不亮", Source.MAILBOX, STREET, external_number="24")
    with centre.database.writing(centre.actor("director")) as uow:
        pepper = centre.database.state.pepper
        received = clock.now() - timedelta(days=2)
        case_id = receive_case(uow, intake, pepper, received_at=received, command_key=new_id())
    before = card(centre, case_id)
    accepted = Acceptance(case_id, before.version, "C01-010", GRID, "路灯不亮")
    with centre.database.writing(centre.actor("receptionist")) as uow:
        told = accept_case(uow, accepted, command_key=new_id())
    after = card(centre, case_id)

    assert (before.number, before.clocks) == (None, None)
    assert after.number == told
    assert told.startswith(f"20261124{STREET}0001")
    assert after.first_contact == "周敏"
    assert after.clocks.handle.started_at == clock.now()


def test_the_gazetteer_learns_from_the_place_a_person_confirmed(centre):
    from app.territory.queries import find_places

    centre.register(place="桃源农贸市场西门", longitude=113.301, latitude=40.081)

    with centre.database.reading() as session:
        found = find_places(session, "桃源农贸市场门口", near=STREET)

    assert [(each.name, each.region_code) for each in found[:1]] == [("桃源农贸市场", GRID)]
