"""Papers that are drawn by themselves at set times, and how each time went."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("kind", code(8), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("month_day", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("forms", code(32), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("set_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        known("ck_paper_schedule_kind_known", "kind", "daily", "weekly", "monthly"),
        _check("paper_schedule", "minute", "minute >= 0 AND minute < 1440"),
        _check("paper_schedule", "weekday", "weekday >= 0 AND weekday <= 6"),
        _check("paper_schedule", "month_day", "month_day >= 1 AND month_day <= 28"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_schedule")),
        sa.UniqueConstraint(
            *("region", "schedule_id", "version"),
            name=op.f("uq_paper_schedule_region_schedule_id_version"),
        ),
    )
    append_only("paper_schedule")
    op.create_table(
        "paper_run",
        sa.Column("region", code(15), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", code(8), nullable=False),
        sa.Column("begun_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        known("ck_paper_run_state_known", "state", "running", "done", "failed"),
        sa.ForeignKeyConstraint(
            ["region", "schedule_id", "version"],
            ["paper_schedule.region", "paper_schedule.schedule_id", "paper_schedule.version"],
            name=op.f("fk_paper_run_region_schedule_id_version_paper_schedule"),
        ),
        sa.PrimaryKeyConstraint("region", "schedule_id", "due_at", name=op.f("pk_paper_run")),
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
