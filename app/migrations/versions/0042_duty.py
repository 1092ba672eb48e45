"""Duty: shifts nobody holds two of at once, swaps, hand-over notes."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, is_postgres, known, moment

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _shifts()
    _swaps()
    _notes()
    if is_postgres():
        _exclude()
    else:
        _refuse_overlap("INSERT")
        _refuse_overlap("UPDATE")


def _shifts() -> None:
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("post", code(16), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("starts_at", moment(), nullable=False),
        sa.Column("ends_at", moment(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("dropped_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_duty_shift_post_known", "post", "leader", "officer", "dispatch", "standby"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_shift_ends_after_start")),
        _of("duty_shift", "region", "region", "code"),
        _of("duty_shift", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    _index("duty_shift", "region", "starts_at")
    _index("duty_shift", "person_id", "starts_at")


def _exclude() -> None:
    """Let nobody be on duty twice at once. Only spans can be kept apart without an extension, so
    a person stands there as a span of one number: the random half of their key.
    """
    number = "('x' || right(replace(person_id::text, '-', ''), 16))::bit(64)::bigint"
    op.execute(
        "ALTER TABLE duty_shift ADD CONSTRAINT ex_duty_shift_one_at_once EXCLUDE USING gist"
        f" (int8range({number}, {number}, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)"
        " WHERE (dropped_at IS NULL)"
    )


def _refuse_overlap(verb: str) -> None:
    op.execute(
        f"CREATE TRIGGER duty_shift_one_at_once_{verb.lower()} BEFORE {verb} ON duty_shift"  # noqa: S608  two verbs of ours
        " WHEN new.dropped_at IS NULL AND EXISTS (SELECT 1 FROM duty_shift s"
        " WHERE s.person_id = new.person_id AND s.id <> new.id AND s.dropped_at IS NULL"
        " AND s.starts_at < new.ends_at AND new.starts_at < s.ends_at)"
        " BEGIN SELECT RAISE(ABORT, 'duty_shift overlaps'); END"
    )


def _swaps() -> None:
    op.create_table(
        "duty_swap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("other_shift_id", sa.Uuid(), nullable=True),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("from_name", sa.String(length=64), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("to_name", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("answered_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_duty_swap_state_known", "state", "asked", "accepted", "declined", "withdrawn"),
        _of("duty_swap", "shift_id", "duty_shift"),
        _of("duty_swap", "other_shift_id", "duty_shift"),
        _of("duty_swap", "from_id", "person"),
        _of("duty_swap", "to_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_swap")),
    )
    op.create_index(
        "ix_duty_swap_open",
        "duty_swap",
        ["shift_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    _index("duty_swap", "to_id")
    _index("duty_swap", "from_id")


def _notes() -> None:
    op.create_table(
        "duty_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("written_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("taken_at", moment(), nullable=True),
        sa.Column("taken_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("duty_note", "region", "region", "code"),
        _of("duty_note", "shift_id", "duty_shift"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_note")),
    )
    _index("duty_note", "shift_id")
    _index("duty_note", "region", "written_at")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


def _of(table: str, column: str, parent: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.{key}"], name=name)
