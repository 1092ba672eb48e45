"""People, units, roles and deputies."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, known, moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", code(32), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("pinyin", code(255), nullable=False),
        sa.Column("initials", code(64), nullable=False),
        sa.Column("kind", code(32), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("has_desk", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_unit_kind_known",
            "kind",
            "centre",
            "department",
            "community",
            "property_company",
            "committee",
            "social_organisation",
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_index(op.f("ix_unit_pinyin_id"), "unit", ["pinyin", "id"], unique=False)
    op.create_index(op.f("ix_unit_region"), "unit", ["region"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", code(32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("pinyin", code(255), nullable=False),
        sa.Column("initials", code(64), nullable=False),
        sa.Column("work_phone", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("locked_until", moment(), nullable=True),
        sa.Column("last_sign_in_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_person_login_lower")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_index(op.f("ix_person_pinyin_id"), "person", ["pinyin", "id"], unique=False)
    op.create_index(op.f("ix_person_unit_id"), "person", ["unit_id"], unique=False)
    op.create_table(
        "deputy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("person_id <> deputy_id", name=op.f("ck_deputy_somebody_else")),
        sa.CheckConstraint("until >= since", name=op.f("ck_deputy_ends_after_start")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    op.create_index(op.f("ix_deputy_deputy_id"), "deputy", ["deputy_id"], unique=False)
    op.create_index(op.f("ix_deputy_person_id"), "deputy", ["person_id"], unique=False)
    op.create_table(
        "person_secret",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_secret_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_secret")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", code(32), nullable=False),
        sa.Column("region", code(15), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("since", moment(), nullable=False),
        sa.Column("until", moment(), nullable=True),
        known(
            "ck_role_grant_role_known",
            "role",
            "receptionist",
            "dispatcher",
            "grid_worker",
            "department_handler",
            "mediator",
            "party_officer",
            "service_clerk",
            "director",
            "community_worker",
            "leader",
            "external_handler",
            "supervisor",
            "auditor",
            "administrator",
            "wall",
            "kiosk",
        ),
        sa.CheckConstraint(
            "region IS NOT NULL OR unit_id IS NOT NULL", name=op.f("ck_role_grant_has_scope")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"], unique=False)
    op.create_index(op.f("ix_role_grant_region"), "role_grant", ["region"], unique=False)
    op.create_index(op.f("ix_role_grant_unit_id"), "role_grant", ["unit_id"], unique=False)
