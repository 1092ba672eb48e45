"""Rows of the journal, and what somebody with all rights can do to them."""

import sqlalchemy as sa

from app.core.actor import console
from app.core.changes import Topic
from app.core.database import Database

WHO = console("test")


def write(database: Database, count: int, action: str = "test.done", **facts: object) -> None:
    for number in range(count):
        with database.writing(WHO) as uow:
            uow.record(action, Topic.SETTING, f"row {number}", **(facts or {"n": number}))


def tamper(database: Database, *statements: str) -> None:
    """Do what somebody with all rights can do: triggers off, rows changed."""
    with database.engine.execution_options(writes=True).begin() as connection:
        if database.is_sqlite:
            for name in ("journal", "journal_seal"):
                for verb in ("update", "delete"):
                    connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {name}_refuses_{verb}"))
        else:
            for name in ("journal", "journal_seal"):
                connection.execute(sa.text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(sa.text(statement))
