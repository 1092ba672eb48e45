"""Everybody is told of maintenance, and from its moment on nobody writes but who maintains."""

from datetime import timedelta

import pytest

from app.core.actor import Actor, Grant, console
from app.core.changes import Topic
from app.core.chores import Chore, keeper, run_due
from app.core.database.maintenance import read_maintenance
from app.core.errors import NotAllowed, NotForAll, ReadOnly
from app.core.ids import new_id
from app.core.maintenance import BeginsInThePast, NoteWanted, OperationsRight, announce, withdraw
from app.core.pulse import take_pulse

NOTE = "17:30 后维护，请保存"
SOON = timedelta(minutes=30)


def tell(database, *, after=SOON, stops=True, actor=None, note=NOTE, key=None) -> None:
    with database.writing(actor or console("机房"), maintains=True) as uow:
        begins = uow.now + after
        announce(uow, note, begins, stops_writing=stops, command_key=key or new_id())


def take_back(database) -> None:
    with database.writing(console("机房"), maintains=True) as uow:
        withdraw(uow, command_key=new_id())


def save(database) -> None:
    with database.writing(console("窗口1")) as uow:
        uow.record("test", Topic.SETTING, "x")


def told_by(database):
    with database.reading() as session:
        return take_pulse(session, database.clock.now()).maintenance


def test_desks_hear_of_it_with_their_heartbeat_and_by_the_feed(database):
    heard: list[object] = []
    database.subscribe(heard.extend)

    tell(database)

    told = told_by(database)
    assert (told.note, told.author, told.desk) == (NOTE, "控制台", "机房")
    assert told.begins_at == database.clock.now() + SOON
    assert [change.topic for change in heard] == [Topic.MAINTENANCE]


def test_from_its_moment_on_nobody_saves_until_it_is_taken_back(database, second_desk, clock):
    tell(database)
    save(second_desk)

    clock.advance(SOON)

    with pytest.raises(ReadOnly) as refused:
        save(second_desk)
    assert refused.value.facts == {"since": "14:35", "note": NOTE}
    assert told_by(second_desk).read_only_since(clock.now()) == clock.now()
    take_back(database)
    save(second_desk)
    assert not told_by(second_desk).is_announced


def test_an_announcement_alone_keeps_nobody_from_saving(database, clock):
    tell(database, stops=False)
    clock.advance(SOON * 2)

    save(database)


def test_a_second_announcement_gives_the_first_one_up(embedded_database, clock):
    tell(embedded_database, after=timedelta(minutes=10))
    tell(embedded_database, after=timedelta(minutes=90), note="19:00 后维护")

    clock.advance(SOON)
    save(embedded_database)
    assert told_by(embedded_database).note == "19:00 后维护"


def test_the_same_order_sent_twice_is_carried_out_once(embedded_database, clock):
    key = new_id()
    begins = clock.now() + SOON
    for _ in range(2):
        with embedded_database.writing(console("机房"), maintains=True) as uow:
            announce(uow, NOTE, begins, stops_writing=True, command_key=key)
        clock.advance(timedelta(seconds=5))

    assert told_by(embedded_database).announced_at == clock.now() - timedelta(seconds=10)


@pytest.mark.parametrize(
    ("note", "after", "error"),
    [
        ("", SOON, NoteWanted),
        ("长" * 121, SOON, NoteWanted),
        (NOTE, -SOON, BeginsInThePast),
    ],
)
def test_what_cannot_be_announced_is_refused(embedded_database, note, after, error):
    with pytest.raises(error):
        tell(embedded_database, note=note, after=after)


def test_only_who_runs_the_whole_system_announces_and_takes_back(embedded_database):
    right = frozenset({OperationsRight.OPERATE})
    centres = ("990102004", "990102005")
    nobody = Actor(new_id(), "周敏", "窗口1", centres=centres)
    one = Actor(
        new_id(), "马志远", "机房", (Grant("administrator", right, "990102004"),), centres=centres
    )
    for actor, error in ((nobody, NotAllowed), (one, NotForAll)):
        with pytest.raises(error):
            tell(embedded_database, actor=actor)
        with (
            pytest.raises(error),
            embedded_database.writing(actor, maintains=True) as uow,
        ):
            withdraw(uow, command_key=new_id())


def test_chores_rest_meanwhile_and_their_keeper_keeps_the_lease(database, clock):
    done: list[str] = []
    chores = (Chore("core.seal", timedelta(seconds=20), lambda _: done.append("x") or "x"),)
    tell(database, after=timedelta())

    assert run_due(database, chores, "server:1") == []
    with database.reading() as session:
        assert keeper(session, clock.now()).holder == "server:1"
    take_back(database)
    assert len(run_due(database, chores, "server:1")) == len(done) == 1


def test_nothing_is_announced_where_nothing_ever_was(database):
    with database.reading() as session:
        told = read_maintenance(session.connection())

    assert not told.is_announced
    assert told.read_only_since(database.clock.now()) is None
