"""Whoever turns it on gives a code of their phone besides the password."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", moment(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", moment(), nullable=True),
        sa.Column("offered", code(6), nullable=False),
        sa.Column("offered_for", code(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "factor_pass",
        sa.Column("hash", code(64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_factor_pass_person_id_person")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_factor_pass")),
    )
    op.create_index(op.f("ix_factor_pass_person_id"), "factor_pass", ["person_id"], unique=False)
