"""What the keeper does against whoever keeps everybody waiting on a server.

Timeouts of a session are its own to lift, so whoever holds a password may lock what they may change
and sit on it. The keeper looks twice a minute, and ends what lasts longer than anything the program
does itself (see `app/migrations/access/holds.sql`). Its statements of the desk time out before.
"""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.errors import OthersKeptWaiting
from app.accounts.models import Person
from app.core.actor import system
from app.core.changes import Topic
from app.core.chores import Chore
from app.core.database import Database
from app.core.words import say

NAME = "accounts.holds"
ENDED = "accounts.hold_ended"
TABLES_S, OTHERS_S, WRITES_S = 20, 60, 600
"""Seconds for which a whole table may be held, others be kept waiting, and anything be written at
all: the program holds no table, lets go of a row within a statement's 60 s, and reads a file in
batches."""
_END = sa.text("SELECT who, what, held_s FROM jz.end_hold_ups(:tables, :others, :writes)")
_IS_THERE = sa.text("SELECT to_regprocedure('jz.end_hold_ups(int, int, int)') IS NOT NULL")


def hold_chores() -> tuple[Chore, ...]:
    """Return the chore that looks who keeps others waiting."""
    return (Chore(NAME, timedelta(seconds=30), end_hold_ups),)


def end_hold_ups(database: Database) -> str:
    """End connections that keep everybody waiting.

    Raises:
        OthersKeptWaiting: Some were ended; it is done, and stands in the journal.
    """
    if database.is_sqlite:
        return say("chores.holds_none_here")
    with database.writing(system(NAME)) as uow:
        if not uow.session.scalar(_IS_THERE):
            return say("chores.holds_none_here")
        limits = {"tables": TABLES_S, "others": OTHERS_S, "writes": WRITES_S}
        ended = uow.session.execute(_END, limits).all()
        for login, what, seconds in ended:
            who = uow.session.scalar(sa.select(Person.id).where(Person.login == login))
            uow.record(ENDED, Topic.PERSON, who or login, what=what, seconds=seconds)
    if ended:
        raise OthersKeptWaiting(logins="、".join(sorted({login for login, _, _ in ended})))
    return say("chores.holds_none")
