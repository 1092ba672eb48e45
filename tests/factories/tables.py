"""Every table whose rows can be read, for tests that look for what may stand in none."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

NOT_SCANNED = frozenset({"case_words"})
"""The index of words in SQLite keeps no rows, only pieces of two characters in its own tables."""


def readable_tables(connection: Connection) -> list[str]:
    """Return the names of all tables that ``SELECT *`` reads."""
    return [t for t in sa.inspect(connection).get_table_names() if t not in NOT_SCANNED]
