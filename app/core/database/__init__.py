"""One database, two engines: the only door to SQL connections.

Slices import from here: `Base` and column types for their models, `Uow` and `once` for
their actions, `Database` for whoever opens transactions.
"""

from app.core.database.alone import Alone, alone, begin_alone
from app.core.database.bulk import blank_row
from app.core.database.columns import Base, Moment, code_text, document, one_of, unique_where
from app.core.database.database import Database
from app.core.database.state import SCHEMA, VERSION, SchemaState, has_own_account
from app.core.database.uow import Uow, insert_all_unless_there, insert_unless_there, once

__all__ = [
    "SCHEMA",
    "VERSION",
    "Alone",
    "Base",
    "Database",
    "Moment",
    "SchemaState",
    "Uow",
    "alone",
    "begin_alone",
    "blank_row",
    "code_text",
    "document",
    "has_own_account",
    "insert_all_unless_there",
    "insert_unless_there",
    "once",
    "one_of",
    "unique_where",
]
