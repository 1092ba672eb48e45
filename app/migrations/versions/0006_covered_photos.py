"""Photos can be covered with black boxes; what they hide is read against a written reason."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment_cover",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("boxes", document(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", code(64), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_attachment_cover_counted")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_cover_attachment_id")
        ),
        sa.PrimaryKeyConstraint("attachment_id", "version", name=op.f("pk_attachment_cover")),
    )
    op.create_table(
        "attachment_cover_chunk",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(body) <= 262144", name=op.f("ck_attachment_cover_chunk_small")),
        sa.ForeignKeyConstraint(
            ["attachment_id", "version"],
            ["attachment_cover.attachment_id", "attachment_cover.version"],
            name=op.f("fk_attachment_cover_chunk_attachment_id_version"),
        ),
        sa.PrimaryKeyConstraint(
            "attachment_id", "version", "number", name=op.f("pk_attachment_cover_chunk")
        ),
    )
    op.create_table(
        "attachment_cover_thumbnail",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id", "version"],
            ["attachment_cover.attachment_id", "attachment_cover.version"],
            name=op.f("fk_attachment_cover_thumbnail_attachment_id_version"),
        ),
        sa.PrimaryKeyConstraint(
            "attachment_id", "version", name=op.f("pk_attachment_cover_thumbnail")
        ),
    )
    op.create_table(
        "attachment_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("desk", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_reading")),
    )
    op.create_index(
        op.f("ix_attachment_reading_attachment_id_at"),
        "attachment_reading",
        ["attachment_id", "at"],
        unique=False,
    )
    # Covers go with their file when its time to be kept is over, but are never changed.
    covers = ("attachment_cover", "attachment_cover_chunk", "attachment_cover_thumbnail")
    append_only(*covers, verbs=("UPDATE",))
    append_only("attachment_reading")
    # A program that knows no covers would show what they hide.
    op.execute("UPDATE database_state SET min_client = '0006', needed_version = '0.2.0'")
