"""The server has done it, and the answer never came: whatever is sent again is known by its key."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.handle import Step, report_progress
from app.cases.actions.intake import Intake
from app.cases.models import CaseFile
from app.cases.outbox import new_case_entry, send, step_entry
from app.cases.registering import Registering, register
from app.cases.rules import Source
from app.core.database import Database
from app.core.errors import DatabaseUnreachable
from app.core.ids import new_id
from app.core.outbox import EntryKind, Outbox
from app.core.outbox.vault import folder_of, make_vault
from tests.factories.cable import laid_cable, lose_next_answer, through
from tests.factories.centre import GRID

pytestmark = pytest.mark.postgres


@pytest.fixture
def cable(cluster):
    with laid_cable(cluster.port) as laid:
        yield laid


@pytest.fixture
def far(centre, database_url, cable, clock):
    """The centre's database by way of the cable."""
    database = Database.open(through(cable, database_url), clock=clock)
    yield database
    database.dispose()


@pytest.fixture
def box(home):
    return Outbox(make_vault(folder_of("here", "lina"), "opensesame26"))


only_on_a_server = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@only_on_a_server
def test_a_case_whose_answer_was_lost_is_registered_once_and_its_number_is_told(
    centre, far, cable, box, clock
):
    said = Intake("滨河路36号门口的井盖不见了。", Source.CALL, GRID, category="C01-003")
    wanted, who = Registering(said), centre.actor("receptionist")
    lose_next_answer(cable, far)
    with pytest.raises(DatabaseUnreachable), far.writing(who) as uow:
        register(uow, wanted, far.state.pepper)
    box.put(new_case_entry(wanted, clock.now()))
    clock.advance(timedelta(minutes=1))

    sent = send(far, who, box)

    with far.reading() as session:
        numbers = session.scalars(sa.select(CaseFile.number)).all()
    assert len(numbers) == len(sent.numbers) == 1
    assert box.entries == ()


@only_on_a_server
def test_a_note_whose_answer_was_lost_stands_once_and_the_next_one_follows_it(
    centre, far, cable, box, clock
):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    who, key = centre.actor("handler"), new_id()
    first = Step(case_id, centre.version(case_id), "已到现场")
    second = Step(case_id, first.seen_version, "已围挡")
    lose_next_answer(cable, far)
    with pytest.raises(DatabaseUnreachable), far.writing(who) as uow:
        report_progress(uow, first, command_key=key)
    box.put(step_entry(EntryKind.PROGRESS, first, "井盖", clock.now(), key=key))
    box.put(step_entry(EntryKind.PROGRESS, second, "井盖", clock.now(), key=new_id()))

    sent = send(far, who, box)

    assert (sent.steps, sent.refused) == (2, 0)
    notes = [event.note for event in centre.card(case_id).events]
    assert notes[-2:] == ["已到现场", "已围挡"]
