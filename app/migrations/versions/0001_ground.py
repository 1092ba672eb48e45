"""The ground: state, feed, journal, commands, chores, calendar, attachments."""

import secrets
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, ascending, code, document, is_postgres, moment, xid

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", code(32), nullable=False),
        sa.Column("subject", code(64), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("media_type", code(128), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", code(64), nullable=False),
        sa.Column("is_evidence", sa.Boolean(), nullable=False),
        sa.Column("taken_at", moment(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("width_px", sa.Integer(), nullable=True),
        sa.Column("height_px", sa.Integer(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("subject", "sha256", name=op.f("uq_attachment_subject_sha256")),
    )
    op.create_table(
        "calendar_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", moment(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calendar_version")),
    )
    op.create_table(
        "change_feed",
        sa.Column("id", ascending(), nullable=False),
        sa.Column("xid", xid(), nullable=True),
        sa.Column("origin", code(32), nullable=False),
        sa.Column("topic", code(32), nullable=False),
        sa.Column("key", code(64), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_feed")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_feed_at"), "change_feed", ["at"], unique=False)
    op.create_index("ix_change_feed_xid_id", "change_feed", ["xid", "id"], unique=False)
    op.create_table(
        "chore_state",
        sa.Column("name", code(64), nullable=False),
        sa.Column("last_run_at", moment(), nullable=False),
        sa.Column("last_ok_at", moment(), nullable=True),
        sa.Column("last_result", sa.Text(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore_state")),
    )
    op.create_table(
        "command_done",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("action", code(128), nullable=False),
        sa.Column("asked", code(4), nullable=False),
        sa.Column("result", document(), nullable=True),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_command_done")),
    )
    op.create_index(op.f("ix_command_done_at"), "command_done", ["at"], unique=False)
    op.create_table(
        "database_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Uuid(), nullable=False),
        sa.Column("min_client", code(8), nullable=False),
        sa.Column("needed_version", sa.String(length=32), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("feed_pruned_before", moment(), nullable=True),
        sa.Column("phone_pepper", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_database_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_database_state")),
    )
    op.create_table(
        "journal",
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_at"), "journal", ["at"], unique=False)
    op.create_index(op.f("ix_journal_person_id_at"), "journal", ["person_id", "at"], unique=False)
    op.create_index(op.f("ix_journal_subject_at"), "journal", ["subject", "at"], unique=False)
    op.create_table(
        "keeper_lease",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_keeper_lease_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeper_lease")),
    )
    op.create_table(
        "shared_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", code(64), nullable=False),
        sa.Column("value", document(), nullable=False),
        sa.Column("valid_from", moment(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_setting")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_shared_setting_name_version")),
    )
    op.create_table(
        "attachment_chunk",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(body) <= 262144", name=op.f("ck_attachment_chunk_small")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_chunk_attachment_id")
        ),
        sa.PrimaryKeyConstraint("attachment_id", "number", name=op.f("pk_attachment_chunk")),
    )
    op.create_table(
        "attachment_thumbnail",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_thumbnail_attachment_id")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment_thumbnail")),
    )
    append_only("journal", "calendar_version", "shared_setting")
    # A file may be deleted when its time to be kept is over, but never changed.
    files = ("attachment", "attachment_chunk", "attachment_thumbnail")
    append_only(*files, verbs=("UPDATE",))
    if is_postgres():
        op.execute("ALTER TABLE change_feed ALTER COLUMN xid SET DEFAULT pg_current_xact_id()")
    _write_state()


def _write_state() -> None:
    """Say what this database is; the pepper keys the hashes phones are matched by."""
    state = sa.table(
        "database_state",
        sa.column("id", sa.Integer),
        sa.column("epoch", sa.Uuid),
        sa.column("min_client", sa.String),
        sa.column("needed_version", sa.String),
        sa.column("is_demo", sa.Boolean),
        sa.column("phone_pepper", sa.LargeBinary),
    )
    op.execute(
        sa.insert(state).values(
            id=1,
            epoch=uuid4(),
            min_client="0001",
            needed_version="0.1.0",
            is_demo=False,
            phone_pepper=secrets.token_bytes(32),
        )
    )
