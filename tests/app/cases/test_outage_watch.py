"""The keeper beside the server sees when it is away, and claimed times may lean on that."""

from datetime import timedelta

import sqlalchemy as sa

from app.cases.models.work import Outage
from app.cases.outage_watch import OutageWatch


def outages(database):
    with database.reading() as session:
        return session.execute(sa.select(Outage.began_at, Outage.ended_at)).all()


def test_the_time_a_server_was_silent_becomes_one_outage(database, clock):
    watch = OutageWatch(database)
    began = clock.now()
    watch.silent()
    clock.advance(timedelta(minutes=3))
    watch.silent()
    clock.advance(timedelta(minutes=2))

    watch.answered()
    watch.answered()

    assert [tuple(row) for row in outages(database)] == [(began, clock.now())]


def test_a_server_that_answers_leaves_nothing(database):
    OutageWatch(database).answered()

    assert outages(database) == []


def test_the_keeper_looks_and_an_outage_begins_with_the_last_answer(database, clock):
    watch = OutageWatch(database)
    watch.look()
    answered = clock.now()
    clock.advance(timedelta(seconds=2))
    database.link.lost()  # as when nobody answers
    watch.look()
    clock.advance(timedelta(minutes=7))
    database.link.answered()

    watch.look()

    assert [tuple(row) for row in outages(database)] == [(answered, clock.now())]
