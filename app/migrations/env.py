"""Alembic's entry: runs the steps on the connection `app.migrations.migrate` opened."""

from alembic import context

connection = context.config.attributes["connection"]

# SQLite: a batch step rebuilds the parent table, and dropping it would cascade into children.
# PostgreSQL: give up instead of blocking every desk behind a waiting ALTER.
_PREPARE = {"sqlite": "PRAGMA foreign_keys = OFF", "postgresql": "SET lock_timeout = '4s'"}


def _prepare() -> None:
    if connection.dialect.name == "sqlite":  # the pragma is ignored inside a transaction
        connection.connection.driver_connection.execute(_PREPARE["sqlite"])
        return
    connection.exec_driver_sql(_PREPARE["postgresql"])
    connection.commit()  # else Alembic joins that transaction and nobody commits it


def _check() -> None:
    if connection.dialect.name != "sqlite":
        return
    raw = connection.connection.driver_connection
    broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    raw.execute("PRAGMA foreign_keys = ON")
    if broken:
        raise RuntimeError(f"rows without their parent after the migration: {broken[:3]}")


_prepare()
# SQLite too undoes schema changes with their transaction, if one asks it to.
context.configure(
    connection=connection, target_metadata=None, render_as_batch=True, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
_check()
