"""One database, two engines: the only door to SQL connections.

Slices import from here: column types for their tables, `Uow` and `once` for their actions,
`Reader` for their queries, `Database` for whoever opens transactions. What maps a class on a
table takes `Base` from `mapping`.
"""

from app.core.database.columns import Moment, code_text, document, metadata, one_of
from app.core.database.database import Database
from app.core.database.reader import Reader
from app.core.database.state import SCHEMA, VERSION, SchemaState
from app.core.database.uow import Uow, insert_unless_there, once

__all__ = [
    "SCHEMA",
    "VERSION",
    "Database",
    "Moment",
    "Reader",
    "SchemaState",
    "Uow",
    "code_text",
    "document",
    "insert_unless_there",
    "metadata",
    "once",
    "one_of",
]
