"""What was asked about a number is kept where nobody reads it, apart from who gave the number."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "caller_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("phone_key", code(64), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_reading")),
    )
    op.create_index(op.f("ix_caller_reading_at"), "caller_reading", ["at"], unique=False)
