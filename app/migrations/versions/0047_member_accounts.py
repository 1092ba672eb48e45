"""A member may be tied to the account they have; nobody is so far."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import moment

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "party_member_account",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", moment(), nullable=False),
        sa.Column("linked_name", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["party_member.id"],
            name=op.f("fk_party_member_account_member_id_party_member"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_party_member_account_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_party_member_account")),
        sa.UniqueConstraint("member_id", name=op.f("uq_party_member_account_member_id")),
    )
