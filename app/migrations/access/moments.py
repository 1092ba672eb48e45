"""No moment without an end: what a person may write of time lies within a few lifetimes.

PostgreSQL takes ``'infinity'`` and years far from ours wherever it takes a moment, and a deadline
that never comes is one nobody is warned of; the program itself cannot even read it. One rule holds
for every column of every table, so that a new one is under it by itself.
"""

import logging

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.accounts.rules import LOCKED_FOR_GOOD

log = logging.getLogger(__name__)

FIRST, END = "1800-01-01", "2200-01-01"
"""Moments lie from the first of these days on and before the second, in UTC."""
NAME = "jz_moments"
_FOR_GOOD = {("person", "locked_until"): LOCKED_FOR_GOOD.isoformat()}
"""The moment that means: for good."""
_LATER = {("case_file", "order_at"): "3400-01-01"}
"""Cases that nobody is late with stand a thousand years behind all others in the queue."""

_MARK = f"{FIRST} {END} {sorted(_LATER.values())[-1]}"
_COLUMNS = """
SELECT c.relname, a.attname, a.attnum, t.typname = 'date'
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND a.attnum > 0 AND NOT a.attisdropped AND t.typname IN ('date', 'timestamp', 'timestamptz')
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'
                      AND d.classid = 'pg_class'::regclass)
 ORDER BY c.relname, a.attnum
"""
_THERE = """
SELECT conrelid::regclass::text, conkey, obj_description(oid, 'pg_constraint')
  FROM pg_constraint WHERE conname = :name AND connamespace = 'public'::regnamespace
"""


def keep_moments_sane(connection: Connection) -> None:
    """Hold every column of time to `FIRST` and `END`. Where something else stands there already,
    the rule holds for what is written from now on.
    """
    wanted: dict[str, dict[int, str]] = {}
    for table, column, number, is_day in connection.execute(sa.text(_COLUMNS)):
        wanted.setdefault(table, {})[number] = _held(table, column, is_day=is_day)
    found = connection.execute(sa.text(_THERE), {"name": NAME})
    there = {table: (sorted(keys), told) for table, keys, told in found}
    for table, columns in wanted.items():
        if there.get(table) != (sorted(columns), _MARK):
            _constrain(connection, table, " AND ".join(columns.values()))


def _held(table: str, column: str, *, is_day: bool) -> str:
    kind, zone = ("date", "") if is_day else ("timestamptz", " 00:00:00+00")
    end = _LATER.get((table, column), END)
    held = f"{column} >= {kind} '{FIRST}{zone}' AND {column} < {kind} '{end}{zone}'"
    for_good = _FOR_GOOD.get((table, column))
    return f"({held} OR {column} = timestamptz '{for_good}')" if for_good else f"({held})"


def _constrain(connection: Connection, table: str, condition: str) -> None:
    run = connection.exec_driver_sql
    run(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {NAME}")
    run(f"ALTER TABLE {table} ADD CONSTRAINT {NAME} CHECK ({condition}) NOT VALID")
    try:
        with connection.begin_nested():
            run(f"ALTER TABLE {table} VALIDATE CONSTRAINT {NAME}")
    except sa.exc.IntegrityError:
        log.warning("%s holds moments that are none", table)
    run(f"COMMENT ON CONSTRAINT {NAME} ON {table} IS '{_MARK}'")
