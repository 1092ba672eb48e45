"""Files of other offices: how they are read, which folders are watched, what came."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, document, moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_feed_mapping()
    _make_feed()
    _make_feed_file()
    op.create_table(
        "feed_part",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["feed_file.id"], name=op.f("fk_feed_part_file_id")),
        sa.PrimaryKeyConstraint("file_id", "place", name=op.f("pk_feed_part")),
    )


def _make_feed_mapping() -> None:
    op.create_table(
        "feed_mapping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_mapping")),
        sa.UniqueConstraint("region", "name", name=op.f("uq_feed_mapping_region_name")),
    )


def _make_feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("folder", sa.String(length=60), nullable=False),
        sa.Column("mapping_id", sa.Uuid(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("tells_back", sa.Boolean(), nullable=False),
        sa.Column("told_until", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mapping_id"], ["feed_mapping.id"], name=op.f("fk_feed_mapping_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("folder", name=op.f("uq_feed_folder")),
    )


def _make_feed_file() -> None:
    counts = ("done", "new", "changed", "unchanged", "joined", "refused")
    op.create_table(
        "feed_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=True),
        sa.Column("mapping_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("print", code(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("touched", code(24), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("state", code(16), nullable=False),
        sa.Column("wants_stop", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("report", document(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_file_feed_id")),
        sa.ForeignKeyConstraint(
            ["mapping_id"], ["feed_mapping.id"], name=op.f("fk_feed_file_mapping_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_file")),
    )
    op.create_index(
        op.f("ix_feed_file_feed_id_print"), "feed_file", ["feed_id", "print"], unique=False
    )
    op.create_index(op.f("ix_feed_file_at"), "feed_file", ["at"], unique=False)
