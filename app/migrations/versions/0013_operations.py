"""Whoever runs the system announces maintenance, sees which desk has which program and how long
chores take. Programs of before go on working: nothing they write is written differently.
"""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "maintenance_order",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.Column("begins_at", moment(), nullable=True),
        sa.Column("stops_writing", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("desk", sa.String(length=128), nullable=False),
        sa.Column("announced_at", moment(), nullable=True),
        sa.Column("migrating_by", sa.String(length=200), nullable=False),
        sa.Column("migrating_since", moment(), nullable=True),
        sa.Column("migrating_until", moment(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_maintenance_order_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_order")),
    )
    op.create_table(
        "desk_seen",
        sa.Column("desk", code(64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_desk_seen_person_id_person")
        ),
        sa.PrimaryKeyConstraint("desk", "person_id", name=op.f("pk_desk_seen")),
    )
    with op.batch_alter_table("chore_state") as table:
        table.add_column(sa.Column("took_ms", sa.Integer(), nullable=True))
        table.add_column(sa.Column("next_at", moment(), nullable=True))
