"""What the screens of the wall are to show, ordered from a desk."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, moment

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wall_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("screen", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(length=60), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("focus", code(15), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("message", sa.String(length=60), nullable=False),
        sa.Column("acknowledged_at", moment(), nullable=True),
        sa.CheckConstraint("screen BETWEEN 0 AND 9", name=op.f("ck_wall_order_screen_known")),
        sa.ForeignKeyConstraint(
            ["region"], ["region.code"], name=op.f("fk_wall_order_region_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_order")),
    )
    op.create_index(op.f("ix_wall_order_region_at"), "wall_order", ["region", "at"], unique=False)
    append_only("wall_order")
