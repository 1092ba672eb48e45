"""A case that is sent back again and again waits for the director's ruling on who leads it."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

DISPUTES = ("territory", "ownership", "overlapping", "gap", "refusal", "other")
PLACES = (
    *("road", "compound", "village", "school", "park", "water", "market", "site"),
    *("facility", "other"),
)


def upgrade() -> None:
    op.add_column("case_file", sa.Column("ruling_due_at", moment(), nullable=True))
    op.add_column("case_file", sa.Column("ruled_unit_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_case_file_ruling_due",
        "case_file",
        ["ruling_due_at"],
        unique=False,
        postgresql_where=sa.text("ruling_due_at IS NOT NULL"),
        sqlite_where=sa.text("ruling_due_at IS NOT NULL"),
    )
    _rulings()
    _precedents()


def _rulings() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("lead_unit_id", sa.Uuid(), nullable=False),
        sa.Column("lead_name", sa.String(length=120), nullable=False),
        sa.Column("co_units", document(), nullable=False),
        sa.Column("dispute", code(16), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("returned_count", sa.Integer(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        known("ck_ruling_dispute_known", "dispute", *DISPUTES),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_ruling_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["lead_unit_id"], ["unit.id"], name=op.f("fk_ruling_lead_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
        sa.UniqueConstraint("case_id", "ordinal", name=op.f("uq_ruling_case_id_ordinal")),
    )
    append_only("ruling")


def _precedents() -> None:
    op.create_table(
        "precedent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ruling_id", sa.Uuid(), nullable=False),
        sa.Column("district", code(6), nullable=False),
        sa.Column("desk_region", code(15), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("category_code", code(12), nullable=True),
        sa.Column("place_type", code(16), nullable=False),
        sa.Column("matter", sa.String(length=120), nullable=False),
        sa.Column("lead_unit_id", sa.Uuid(), nullable=False),
        sa.Column("lead_name", sa.String(length=120), nullable=False),
        sa.Column("co_names", sa.Text(), nullable=False),
        sa.Column("dispute", code(16), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("ruled_at", moment(), nullable=False),
        sa.Column("ruled_by", sa.String(length=64), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("ended_name", sa.String(length=64), nullable=False),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_precedent_dispute_known", "dispute", *DISPUTES),
        known("ck_precedent_place_type_known", "place_type", *PLACES),
        known("ck_precedent_state_known", "state", "in_force", "revised", "retired", "reversed"),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_precedent_category_code_category")
        ),
        sa.ForeignKeyConstraint(
            ["lead_unit_id"], ["unit.id"], name=op.f("fk_precedent_lead_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_precedent_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precedent")),
        sa.UniqueConstraint("ruling_id", name=op.f("uq_precedent_ruling_id")),
    )
    op.create_index(
        op.f("ix_precedent_district_ruled_at_id"),
        "precedent",
        ["district", "ruled_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_precedent_district_category_code_ruled_at"),
        "precedent",
        ["district", "category_code", "ruled_at"],
        unique=False,
    )
