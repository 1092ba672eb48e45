"""Notices, sheets and letters have templates too: for all streets or one, from a moment on."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, moment

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_template",
        sa.Column("kind", code(32), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("valid_from", moment(), nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_form_template_first")),
        sa.CheckConstraint("valid_from >= saved_at", name=op.f("ck_form_template_not_before")),
        sa.CheckConstraint("length(region) IN (0, 9)", name=op.f("ck_form_template_street")),
        sa.PrimaryKeyConstraint("kind", "region", "version", name=op.f("pk_form_template")),
    )
    append_only("form_template")
