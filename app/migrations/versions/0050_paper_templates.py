"""An administrator may change the templates of briefings; every version stays."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_template",
        sa.Column("kind", code(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        known("ck_paper_template_kind_known", "kind", "daily", "weekly", "monthly"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_paper_template_first")),
        sa.PrimaryKeyConstraint("kind", "version", name=op.f("pk_paper_template")),
    )
    append_only("paper_template")
