"""The statements a piece of work sends, to be sent once more through the bare driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.core.database import Database

Statement = tuple[str, Any]


@contextmanager
def reading_statements(database: Database) -> Iterator[list[Statement]]:
    """Give the list that every reading statement of a database is put on meanwhile."""
    sent: list[Statement] = []

    def heard(_c: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            sent.append((statement, given))

    event.listen(database.engine, "before_cursor_execute", heard)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", heard)
