"""Machines in the hall hand in messages and ask how a case stands."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "kiosk_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("receipt_code", code(8), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("reporter_name", sa.String(length=64), nullable=False),
        sa.Column("reporter_phone", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_message")),
        sa.UniqueConstraint("person_id", "slot", name=op.f("uq_kiosk_message_person_id_slot")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_kiosk_message_receipt_code")),
    )
    op.create_table(
        "kiosk_asking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("code", code(22), nullable=False),
        sa.Column("guess", code(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_asking")),
        sa.UniqueConstraint("person_id", "slot", name=op.f("uq_kiosk_asking_person_id_slot")),
    )
    op.create_index(op.f("ix_kiosk_asking_code_at"), "kiosk_asking", ["code", "at"], unique=False)
