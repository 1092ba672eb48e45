"""Somebody asks for a timed paper at once."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, moment

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_run_ask",
        sa.Column("region", code(15), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["region", "schedule_id", "version"],
            ["paper_schedule.region", "paper_schedule.schedule_id", "paper_schedule.version"],
            name=op.f("fk_paper_run_ask_region_schedule_id_version_paper_schedule"),
        ),
        sa.PrimaryKeyConstraint("region", "schedule_id", "at", name=op.f("pk_paper_run_ask")),
    )
    append_only("paper_run_ask")
