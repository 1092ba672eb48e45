"""Desks see who has a case in hand at this moment; a mark lapses by itself."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_presence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("desk", code(64), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_presence_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_presence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_presence")),
    )
    op.create_index(op.f("ix_case_presence_case_id"), "case_presence", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_presence_until"), "case_presence", ["until"], unique=False)
