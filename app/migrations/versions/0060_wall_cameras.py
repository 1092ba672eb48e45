"""A camera on the wall for some time, and screens of walls that tell of themselves."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, moment

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wall_camera",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["wall_order.id"], name=op.f("fk_wall_camera_order_id_wall_order")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["video_station.id"],
            name=op.f("fk_wall_camera_station_id_video_station"),
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_wall_camera")),
    )
    op.create_index(op.f("ix_wall_camera_station_id"), "wall_camera", ["station_id"])
    append_only("wall_camera")
    op.create_table(
        "wall_beat",
        sa.Column("machine", sa.String(length=64), nullable=False),
        sa.Column("screen", sa.Integer(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("size", code(16), nullable=False),
        sa.Column("scene", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.CheckConstraint("screen BETWEEN 1 AND 9", name=op.f("ck_wall_beat_screen_known")),
        sa.PrimaryKeyConstraint("region", "machine", "screen", name=op.f("pk_wall_beat")),
    )
