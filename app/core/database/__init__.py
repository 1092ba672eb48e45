"""One database, two engines: the only door to SQL connections.

Slices import from here: `Base` and column types for their models, `Reader` for queries that end
in rows, `Uow` and `once` for their actions, `Database` for whoever opens transactions.
"""

from app.core.database.alone import Alone, alone, begin_alone
from app.core.database.columns import Moment, code_text, document, one_of
from app.core.database.database import Database
from app.core.database.mapping import Base, Mapped, mapped_column
from app.core.database.reader import Reader
from app.core.database.state import SCHEMA, VERSION, SchemaState
from app.core.database.uow import Uow, insert_unless_there, once

__all__ = [
    "SCHEMA",
    "VERSION",
    "Alone",
    "Base",
    "Database",
    "Mapped",
    "Moment",
    "Reader",
    "SchemaState",
    "Uow",
    "alone",
    "begin_alone",
    "code_text",
    "document",
    "insert_unless_there",
    "mapped_column",
    "once",
    "one_of",
]
