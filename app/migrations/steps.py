"""What the schema steps share: column types as they were when the steps were written."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core.database.columns import Xid8


def code(length: int) -> sa.String:
    """Return a text compared byte by byte on both engines."""
    plain = sa.String(length)
    return plain.with_variant(sa.String(length, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    """Return a moment with its zone."""
    return sa.DateTime(timezone=True)


def document() -> sa.JSON:
    """Return a JSON document."""
    return sa.JSON().with_variant(JSONB(), "postgresql")


def ascending() -> sa.BigInteger:
    """Return the type of a key the database counts up."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def xid() -> sa.BigInteger:
    """Return the type that holds PostgreSQL's transaction number."""
    return sa.BigInteger().with_variant(Xid8(), "postgresql")


def is_postgres() -> bool:
    """Tell whether the step runs on PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"


def append_only(*tables: str, verbs: tuple[str, ...] = ("UPDATE", "DELETE")) -> None:
    """Let the database itself refuse to change or delete rows of these tables."""
    if is_postgres():
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', tg_table_name USING errcode = '42501';"
            " END $$"
        )
    for table in tables:
        for verb in verbs:
            name = f"{table}_refuses_{verb.lower()}"
            body = (
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                if is_postgres()
                else f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {body}")


def known(name: str, column: str, *values: str) -> sa.CheckConstraint:
    """Return the CHECK that holds a text column to listed values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(name))
