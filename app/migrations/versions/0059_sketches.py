"""What people draw on the map."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, document, known, moment

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "map_sketch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.String(length=64), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("color", code(16), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("points", document(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_map_sketch_kind_known", "kind", "point", "line", "area", "note"),
        known("ck_map_sketch_color_known", "color", "blue", "red", "amber", "green"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_map_sketch_owner_id")),
        sa.ForeignKeyConstraint(
            ["region"], ["region.code"], name=op.f("fk_map_sketch_region_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_sketch")),
    )
    op.create_index(op.f("ix_map_sketch_region"), "map_sketch", ["region"], unique=False)
    op.create_index(op.f("ix_map_sketch_owner_id"), "map_sketch", ["owner_id"], unique=False)
