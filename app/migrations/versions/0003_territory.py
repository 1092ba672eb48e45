"""Regions, grids, posts, outlines, places."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, known, moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "region",
        sa.Column("code", code(15), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("tier", code(16), nullable=False),
        sa.Column("parent_code", code(15), nullable=True),
        sa.Column("kind", code(32), nullable=True),
        sa.Column("pinyin", code(512), nullable=False),
        sa.Column("initials", code(64), nullable=False),
        sa.Column("retired_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_region_tier_known",
            "tier",
            "province",
            "city",
            "county",
            "street",
            "community",
            "grid",
        ),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["region.code"], name=op.f("fk_region_parent_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_index(op.f("ix_region_initials"), "region", ["initials"], unique=False)
    op.create_index(
        op.f("ix_region_parent_code_code"), "region", ["parent_code", "code"], unique=False
    )
    op.create_table(
        "grid",
        sa.Column("code", code(15), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_grid_kind_known", "kind", "general", "dedicated", "micro"),
        sa.CheckConstraint(
            "households >= 0 AND population >= 0", name=op.f("ck_grid_totals_positive")
        ),
        sa.ForeignKeyConstraint(["code"], ["region.code"], name=op.f("fk_grid_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_grid")),
    )
    op.create_table(
        "map_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("region_code", code(15), nullable=False),
        sa.Column("wkb", sa.LargeBinary(), nullable=False),
        known("ck_map_line_kind_known", "kind", "road", "river", "railway"),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_map_line_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_line")),
    )
    op.create_index(op.f("ix_map_line_region_code"), "map_line", ["region_code"], unique=False)
    op.create_table(
        "outline",
        sa.Column("code", code(15), nullable=False),
        sa.Column("wkb", sa.LargeBinary(), nullable=False),
        sa.Column("min_longitude", sa.Double(), nullable=False),
        sa.Column("min_latitude", sa.Double(), nullable=False),
        sa.Column("max_longitude", sa.Double(), nullable=False),
        sa.Column("max_latitude", sa.Double(), nullable=False),
        sa.Column("centre_longitude", sa.Double(), nullable=False),
        sa.Column("centre_latitude", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["region.code"], name=op.f("fk_outline_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_outline")),
    )
    op.create_index(
        op.f("ix_outline_min_longitude_max_longitude"),
        "outline",
        ["min_longitude", "max_longitude"],
        unique=False,
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("match_key", code(64), nullable=False),
        sa.Column("kind", code(32), nullable=False),
        sa.Column("region_code", code(15), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("pinyin", code(512), nullable=False),
        sa.Column("initials", code(64), nullable=False),
        sa.Column("former_name_of", sa.Uuid(), nullable=True),
        sa.Column("confirmed_count", sa.Integer(), nullable=False),
        sa.Column("source", code(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_place_kind_known",
            "kind",
            "compound",
            "building",
            "house_number",
            "road",
            "shop",
            "market",
            "school",
            "hospital",
            "station",
            "landmark",
            "service_centre",
            "service_station",
            "neighbourhood_centre",
            "other",
        ),
        known("ck_place_source_known", "source", "entered", "imported", "learned"),
        sa.ForeignKeyConstraint(
            ["former_name_of"], ["place.id"], name=op.f("fk_place_former_name_of")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_place_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_former_name_of"), "place", ["former_name_of"], unique=False)
    op.create_index(op.f("ix_place_initials"), "place", ["initials"], unique=False)
    op.create_index(op.f("ix_place_match_key"), "place", ["match_key"], unique=False)
    op.create_index(op.f("ix_place_region_code"), "place", ["region_code"], unique=False)
    op.create_table(
        "grid_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", code(15), nullable=False),
        sa.Column("role", code(32), nullable=False),
        sa.Column("worker_kind", code(16), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_grid_post_role_known",
            "role",
            "head",
            "adviser",
            "worker",
            "party_worker",
            "building_head",
            "group_leader",
            "patch",
            "police_officer",
        ),
        known(
            "ck_grid_post_worker_kind_known",
            "worker_kind",
            "full_time",
            "professional",
            "part_time",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grid_post_person_id")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_grid_post_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_post")),
    )
    op.create_index(op.f("ix_grid_post_person_id"), "grid_post", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_grid_post_region_code_until"), "grid_post", ["region_code", "until"], unique=False
    )
