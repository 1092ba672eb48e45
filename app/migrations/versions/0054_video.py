"""The register of cameras and video stations."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, known

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tiers = ("province", "city", "county", "town", "village")
    op.create_table(
        "video_station",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", code(32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("tier", code(16), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_video_station_kind_known", "kind", "camera", "station"),
        known("ck_video_station_tier_known", "tier", *tiers),
        known("ck_video_station_state_known", "state", "works", "broken", "gone"),
        sa.ForeignKeyConstraint(
            ["region"], ["region.code"], name=op.f("fk_video_station_region_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video_station")),
        sa.UniqueConstraint("code", name=op.f("uq_video_station_code")),
    )
    op.create_index(op.f("ix_video_station_region"), "video_station", ["region"], unique=False)
