"""Every journal row carries a digest and a serial, and is sealed: what was written can be proven.

Rows of before get their digest now; what was changed in them earlier cannot be told any more.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Row

from app.core.proof import entry_digest
from app.migrations.steps import append_only, ascending, code, document, is_postgres, moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BATCH = 5_000
INDEXES = (("at",), ("person_id", "at"), ("subject", "at"))


def upgrade() -> None:
    if is_postgres():
        _widen()
    else:
        _rebuild()
    op.create_table(
        "journal_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("after_serial", sa.BigInteger(), nullable=False),
        sa.Column("last_serial", sa.BigInteger(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_seal")),
    )
    append_only("journal_seal")
    # An older program would write rows without a digest.
    op.execute("UPDATE database_state SET min_client = '0009', needed_version = '0.2.0'")


def _widen() -> None:
    """Add to the table of a server; its trigger rests while digests are filled in."""
    op.execute("ALTER TABLE journal ADD COLUMN serial BIGSERIAL")
    op.add_column("journal", sa.Column("digest", sa.LargeBinary(), nullable=True))
    op.drop_constraint(op.f("pk_journal"), "journal", type_="primary")
    op.create_primary_key(op.f("pk_journal"), "journal", ["serial"])
    op.execute("ALTER TABLE journal DISABLE TRIGGER USER")
    fill = sa.text("UPDATE journal SET digest = :digest WHERE serial = :serial")
    last = 0
    while rows := _page(_table("journal"), last):
        filled = [_with_digest(row) for row in rows]
        op.get_bind().execute(fill, filled)
        last = rows[-1].serial
    op.execute("ALTER TABLE journal ENABLE TRIGGER USER")
    op.alter_column("journal", "digest", nullable=False)


def _rebuild() -> None:
    """Make the table of a file anew: SQLite gives no key to a table that stands."""
    for columns in INDEXES:
        op.drop_index(op.f(f"ix_journal_{'_'.join(columns)}"), table_name="journal")
    op.rename_table("journal", "journal_before")
    op.create_table(
        "journal",
        sa.Column("serial", ascending(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("desk", sa.String(length=128), nullable=False),
        sa.Column("action", code(64), nullable=False),
        sa.Column("topic", code(32), nullable=False),
        sa.Column("subject", code(64), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("facts", document(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_journal")),
        sqlite_autoincrement=True,
    )
    last = 0
    while rows := _page(_table("journal_before", serial="rowid"), last):
        copied = [_with_digest(row) for row in rows]
        op.bulk_insert(_table("journal"), copied)
        last = rows[-1].serial
    op.drop_table("journal_before")
    for columns in INDEXES:
        op.create_index(op.f(f"ix_journal_{'_'.join(columns)}"), "journal", list(columns))
    append_only("journal")


def _with_digest(row: "Row[Any]") -> dict[str, Any]:
    values = row._asdict()
    return values | {"digest": entry_digest(values)}


def _table(name: str, serial: str = "serial") -> sa.TableClause:
    return sa.table(
        name,
        sa.column(serial, sa.BigInteger()),
        sa.column("id", sa.Uuid()),
        sa.column("at", moment()),
        sa.column("person_id", sa.Uuid()),
        *(sa.column(name, sa.String()) for name in ("person_name", "desk", "action", "topic")),
        *(sa.column(name, sa.String()) for name in ("subject", "region")),
        sa.column("facts", document()),
        *([] if serial == "rowid" else [sa.column("digest", sa.LargeBinary())]),
    )


def _page(table: sa.TableClause, after: int) -> "list[Row[Any]]":
    """Return the next rows; their moments are aware, as the digest needs them."""
    serial = next(iter(table.c))
    told = [c for c in table.c if c.name not in (serial.name, "digest", "at")]
    at = sa.type_coerce(table.c.at, _Aware()).label("at")
    asked = sa.select(serial.label("serial"), at, *told).where(serial > after)
    return list(op.get_bind().execute(asked.order_by(serial).limit(BATCH)))


class _Aware(sa.TypeDecorator[Any]):
    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: Any, dialect: sa.engine.Dialect) -> Any:
        from datetime import UTC

        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
