"""The powers a street holds stand in a register, with every use of them."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, known, moment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "street_power",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("street", code(9), nullable=False),
        sa.Column("kind", code(24), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_street_power_kind_known",
            "kind",
            *("joint_enforcement", "appraisal", "command", "planning", "delegated"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_power")),
        sa.UniqueConstraint("street", "name", name=op.f("uq_street_power_street_name")),
    )
    op.create_table(
        "power_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("power_id", sa.Uuid(), nullable=False),
        sa.Column("street", code(9), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("matter", sa.String(length=500), nullable=False),
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("whistle_id", sa.Uuid(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("power_id", "street_power"),
        _of("case_id", "case_file"),
        _of("whistle_id", "whistle"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_use")),
        sa.UniqueConstraint("whistle_id", name=op.f("uq_power_use_whistle_id")),
    )
    op.create_index(
        op.f("ix_power_use_power_id_used_on"), "power_use", ["power_id", "used_on"], unique=False
    )


def _of(column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_power_use_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)
