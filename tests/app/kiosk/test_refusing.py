"""What cannot be taken in keeps nobody waiting, is told, tried again, and forgotten in the end."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.core.errors import DatabaseBusy, NotAllowed
from app.core.ids import new_id
from app.kiosk import chores
from app.kiosk.actions import Message, hand_in
from app.kiosk.models import KioskMessage, KioskRating
from app.kiosk.ratings import take_ratings
from app.kiosk.refusing import refused_rows, try_again
from app.kiosk.rules import InboxKind
from tests.factories.centre import COMMUNITY, GRID
from tests.factories.services import with_machine


@pytest.fixture
def machine(centre):
    return with_machine(centre)


def texts(machine) -> list[str]:
    with machine.database.reading() as session:
        return sorted(session.scalars(sa.select(CaseFile.text)))


def set_aside(machine, who="administrator"):
    with machine.database.reading() as session:
        return refused_rows(session, machine.actor(who))


def test_a_defect_of_ours_at_one_message_keeps_no_other_waiting(machine, monkeypatch, caplog):
    machine.do("kiosk", hand_in, Message("坏的", GRID))
    machine.do("kiosk", hand_in, Message("好的", GRID))
    opened = chores.open_message

    def broken(uow, intake, *given, **more):
        if intake.text == "坏的":
            raise ZeroDivisionError
        return opened(uow, intake, *given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(chores, "open_message", broken)
        chores.take_in(machine.database)
    chores.take_in(machine.database)
    assert texts(machine) == ["好的"]
    (row,) = set_aside(machine)
    assert (row.kind, row.reason) == (InboxKind.MESSAGE, "内容读不出来，程序把它放在一边")
    assert set_aside(machine, "receptionist") == ()

    with pytest.raises(NotAllowed):
        machine.do("receptionist", try_again, row.id)
    machine.do("administrator", try_again, row.id)
    chores.take_in(machine.database)
    assert texts(machine) == ["坏的", "好的"]


def test_a_server_that_is_busy_sets_nothing_aside(machine, monkeypatch):
    machine.do("kiosk", hand_in, Message("好的", GRID))

    def busy(*_given, **_more):
        raise DatabaseBusy

    with monkeypatch.context() as patched:
        patched.setattr(chores, "open_message", busy)
        with pytest.raises(DatabaseBusy):
            chores.take_in(machine.database)
    assert set_aside(machine) == ()
    chores.take_in(machine.database)
    assert texts(machine) == ["好的"]


def test_a_rating_that_breaks_is_set_aside_too(machine, monkeypatch, caplog):
    with machine.database.writing(machine.actor("director")) as uow:
        told = {"id": new_id(), "person_id": new_id(), "asking_id": new_id(), "slot": 1}
        uow.session.add(KioskRating(at=uow.now, words="", wants_call=False, **told))
    monkeypatch.setattr("app.kiosk.ratings._case_of", lambda *_: 1 / 0)
    take_ratings(machine.database)
    take_ratings(machine.database)
    with machine.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(KioskRating)) == 1


def test_what_nobody_takes_up_is_forgotten_with_its_words(machine, clock):
    machine.do("kiosk", hand_in, Message("坏的", f"{COMMUNITY}999"))
    chores.take_in(machine.database)
    assert len(set_aside(machine)) == 1
    clock.advance(timedelta(days=31))
    chores.forget(machine.database)
    assert set_aside(machine) == ()
    with machine.database.reading() as session:
        assert session.scalars(sa.select(KioskMessage)).all() == []
