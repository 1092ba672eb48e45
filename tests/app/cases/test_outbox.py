"""What was written while the server was away is done when it is back: in order, once, and never
over what others did.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.handle import Step, report_progress
from app.cases.actions.intake import Intake, Reporter
from app.cases.actions.outages import note_outage
from app.cases.life_clock import CLAIM
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.numbers import short
from app.cases.outbox import new_case_entry, send, step_entry
from app.cases.queries.files import case_files
from app.cases.registering import Registering, register
from app.cases.rules import CaseState, EventKind, Source
from app.core.actor import console
from app.core.attachments import prepare
from app.core.clock import SHANGHAI
from app.core.errors import DatabaseUnreachable
from app.core.ids import new_id
from app.core.outbox import EntryKind, EntryState, Outbox
from app.core.outbox.vault import folder_of, make_vault
from app.core.shared_settings import CentreSettings
from tests.factories.centre import GRID
from tests.factories.files import photo


@pytest.fixture
def box(home):
    return Outbox(make_vault(folder_of("here", "lina"), "opensesame26"))


def told(**given):
    values = {
        "text": "滨河路36号门口的井盖不见了。",
        "source": Source.CALL,
        "region": GRID,
        "category": "C01-003",
        "reporter": Reporter(name="陈芳华", phone="13812346021"),
        **given,
    }
    return Intake(**values)


def cases(centre):
    with centre.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(CaseFile))


def only_case(centre):
    with centre.database.reading() as session:
        return session.scalars(sa.select(CaseFile.id)).one()


def send_as(centre, name, box):
    return send(centre.database, centre.actor(name), box)


def put_step(box, kind, case_id, version, note, at):
    box.put(step_entry(kind, Step(case_id, version, note), "井盖不见了", at, key=new_id()))


def test_a_new_case_is_registered_with_all_that_was_typed_and_the_time_it_was_taken_in(
    centre, box, clock
):
    happened = clock.now().astimezone(SHANGHAI) - timedelta(hours=1)
    files = (prepare(photo(taken="2026:11:24 13:00:00", zone="+08:00"), "井盖.jpg"),)
    box.put(new_case_entry(Registering(told(happened_at=happened), files), clock.now()))
    taken = clock.now()
    clock.advance(timedelta(minutes=20))

    sent = send_as(centre, "receptionist", box)

    card = centre.card(only_case(centre))
    assert (sent.numbers, sent.left, box.entries) == ((short(card.number),), 0, ())
    assert (card.text, card.happened_at) == (told().text, happened)
    assert card.reporter.phone.endswith("6021")
    assert (card.events[0].claimed_at, card.events[0].claim_counts) == (taken, False)
    with centre.database.reading() as session:
        kept = case_files(session, centre.actor("dispatcher"), card.id)
    assert [file.name for file in kept.rows] == ["井盖.jpg"]


def test_notes_and_signatures_are_taken_in_order_and_follow_each_other(centre, box, clock):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    seen, at = centre.version(case_id), clock.now()
    for note in ("已到现场", "已围挡"):
        put_step(box, EntryKind.PROGRESS, case_id, seen, note, at)
    clock.advance(timedelta(minutes=30))

    sent = send_as(centre, "handler", box)

    events = centre.card(case_id).events[-2:]
    assert (sent.steps, sent.refused, sent.left, box.entries) == (2, 0, 0, ())
    assert [(e.kind, e.note, e.claimed_at) for e in events] == [
        (EventKind.PROGRESSED, "已到现场", at),
        (EventKind.PROGRESSED, "已围挡", at),
    ]


def test_a_case_that_others_moved_on_is_not_overwritten_and_the_rest_goes_on(centre, box, clock):
    moved, free = centre.register(), centre.register(text="路灯不亮。")
    for case_id in (moved, free):
        centre.assign(case_id)
        put_step(box, EntryKind.SIGN_FOR, case_id, centre.version(case_id), "", clock.now())
    centre.sign_for(moved)

    sent = send_as(centre, "handler", box)

    assert (sent.steps, sent.refused) == (1, 1)
    assert centre.card(free).state is CaseState.SIGNED_FOR
    (left,) = box.entries
    assert left.subject == str(moved)
    assert left.why == "断网期间别人已经动过这件事，没有覆盖。请打开看看，需要时再试。"


def test_who_has_looked_at_what_others_did_can_send_it_on(centre, box, clock):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    put_step(box, EntryKind.PROGRESS, case_id, centre.version(case_id), "已到现场", clock.now())
    step = Step(case_id, centre.version(case_id), "同事先到了")
    centre.do("handler", report_progress, step)
    assert send_as(centre, "handler", box).refused == 1

    box.try_again(box.entries[0].key, seen=None)

    assert send_as(centre, "handler", box).steps == 1
    notes = [event.note for event in centre.card(case_id).events]
    assert notes[-2:] == ["同事先到了", "已到现场"]


def test_what_was_done_already_is_known_by_its_key_and_not_done_twice(centre, box, clock):
    """The answer was lost: at the first try nobody claimed any time."""
    wanted = Registering(told())
    database = centre.database
    with database.writing(centre.actor("receptionist")) as uow:
        number = register(uow, wanted, database.state.pepper).number
    clock.advance(timedelta(minutes=3))
    box.put(new_case_entry(wanted, clock.now()))

    sent = send_as(centre, "receptionist", box)

    assert cases(centre) == 1
    assert sent.numbers == (short(number),)
    assert box.entries == ()


def test_who_has_the_right_no_more_is_told_so_and_what_was_written_stays(centre, box, clock):
    box.put(new_case_entry(Registering(told()), clock.now()))

    sent = send_as(centre, "auditor", box)

    assert (sent.refused, cases(centre)) == (1, 0)
    assert box.entries[0].state is EntryState.REFUSED
    assert "权限" in box.entries[0].why


def test_what_was_written_longer_ago_than_keys_are_kept_is_looked_at_first(centre, box, clock):
    box.put(new_case_entry(Registering(told()), clock.now()))
    clock.advance(timedelta(days=CentreSettings().command_keep_days + 1))

    assert send_as(centre, "receptionist", box).refused == 1
    assert "再试" in box.entries[0].why
    box.try_again(box.entries[0].key, seen=None)

    assert len(send_as(centre, "receptionist", box).numbers) == 1


def test_while_the_server_is_away_everything_waits(centre, box, clock):
    box.put(new_case_entry(Registering(told()), clock.now()))
    centre.database.link.lost()
    with pytest.raises(DatabaseUnreachable), centre.database.reading():
        pass

    sent = send_as(centre, "receptionist", box)

    assert (sent.done, sent.refused, sent.left) == (0, 0, 1)
    assert box.entries[0].state is EntryState.WAITING


def test_a_claimed_time_within_an_outage_the_server_saw_starts_the_clock(centre, box, clock):
    taken = clock.now()
    box.put(new_case_entry(Registering(told()), taken))
    clock.advance(timedelta(minutes=40))
    with centre.database.writing(centre.actor("director")) as uow:
        note_outage(uow, taken - timedelta(minutes=1), clock.now())

    send_as(centre, "receptionist", box)

    first = centre.card(only_case(centre)).events[0]
    assert (first.claimed_at, first.claim_counts) == (taken, True)


@pytest.mark.postgres
def test_under_an_outside_account_of_ones_own_a_claim_within_an_outage_counts_as_well(
    own_server, box
):
    case_id = own_server.register()
    own_server.assign(case_id, "enforcement")
    database, actor = own_server.desk("external")
    at = database.clock.now()
    put_step(box, EntryKind.SIGN_FOR, case_id, own_server.version(case_id), "", at)
    with own_server.database.writing(console("test")) as uow:
        note_outage(uow, at - timedelta(minutes=1), uow.now)

    sent = send(database, actor, box)

    assert (sent.steps, sent.refused) == (1, 0)
    with own_server.database.reading() as session:
        asked = sa.select(CaseEvent).where(CaseEvent.kind == EventKind.SIGNED_FOR)
        event = session.scalars(asked).one()
    assert (event.claimed_at, event.facts.get(CLAIM)) == (at, "outage")
