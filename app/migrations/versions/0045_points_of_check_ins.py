"""Check-ins earn points by rules that count a sort of activity, and are taken back with a reason.

Rules of before count no activities; records of before come from none.
"""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, moment

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added, not rebuilt: a rebuild would lose the triggers that keep these tables append-only.
    op.add_column(
        "points_rule_version",
        sa.Column(
            "activity_kind", sa.String(length=32), nullable=False, server_default=sa.text("''")
        ),
    )
    op.add_column("points_record", sa.Column("sign_up_id", sa.Uuid(), nullable=True))
    op.add_column("points_record", sa.Column("came_at", moment(), nullable=True))
    op.create_index(
        "uq_points_record_attendance", "points_record", ["sign_up_id", "came_at"], unique=True
    )
    _take_backs()
    append_only("activity_take_back")


def _take_backs() -> None:
    op.create_table(
        "activity_take_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sign_up_id", sa.Uuid(), nullable=False),
        sa.Column("came_at", moment(), nullable=False),
        sa.Column("came_name", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["activity_sign_up.id"],
            name=op.f("fk_activity_take_back_sign_up_id_activity_sign_up"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_take_back")),
    )
    op.create_index(
        op.f("ix_activity_take_back_sign_up_id"), "activity_take_back", ["sign_up_id"], unique=False
    )
