"""What no case can be made of is set aside with its reason; a hall says how numbers are called."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, known, moment

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

TROUBLES = ("", "printer", "paper", "empty", "jam", "offline")


def upgrade() -> None:
    op.create_table(
        "kiosk_refused",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("receipt_code", code(8), nullable=False),
        sa.Column("why", code(64), nullable=False),
        known("ck_kiosk_refused_kind_known", "kind", "message", "rating"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_refused")),
    )
    with op.batch_alter_table("kiosk_state") as table:
        table.create_check_constraint(
            op.f("ck_kiosk_state_trouble_known"),
            "trouble IN (" + ", ".join(f"'{each}'" for each in TROUBLES) + ")",
        )
    _calling()


def _calling() -> None:
    added: tuple[sa.Column[Any], ...] = (
        sa.Column("booked_early_min", sa.Integer(), nullable=False, server_default="30"),
        sa.Column("speaks", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("call_times", sa.Integer(), nullable=False, server_default="2"),
    )
    for column in added:
        op.add_column("service_hall", column)
    with op.batch_alter_table("service_hall") as table:
        for column in added:
            table.alter_column(column.name, server_default=None)
