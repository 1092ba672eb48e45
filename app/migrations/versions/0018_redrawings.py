"""The grids of a street are redrawn in drafts; what became of a grid is kept."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redrawing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", code(15), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("base_digest", code(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("begun_at", moment(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_redrawing_state_known", "state", "draft", "submitted", "published", "discarded"),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_redrawing_region_code_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redrawing")),
    )
    op.create_index(
        op.f("ix_redrawing_region_code_state"),
        "redrawing",
        ["region_code", "state"],
        unique=False,
    )
    op.create_table(
        "redrawing_step",
        sa.Column("redrawing_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("body", document(), nullable=False),
        known("ck_redrawing_step_kind_known", "kind", "split", "merge", "move", "describe"),
        sa.ForeignKeyConstraint(
            ["redrawing_id"],
            ["redrawing.id"],
            name=op.f("fk_redrawing_step_redrawing_id_redrawing"),
        ),
        sa.PrimaryKeyConstraint("redrawing_id", "number", name=op.f("pk_redrawing_step")),
    )
    op.create_table(
        "region_lineage",
        sa.Column("old_code", code(15), nullable=False),
        sa.Column("new_code", code(15), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["old_code"], ["region.code"], name=op.f("fk_region_lineage_old_code_region")
        ),
        sa.ForeignKeyConstraint(
            ["new_code"], ["region.code"], name=op.f("fk_region_lineage_new_code_region")
        ),
        sa.PrimaryKeyConstraint("old_code", "new_code", name=op.f("pk_region_lineage")),
    )
    op.create_index(
        op.f("ix_region_lineage_new_code"), "region_lineage", ["new_code"], unique=False
    )
    append_only("region_lineage")
