"""Matters of compounds stand on agendas; items of earlier meetings stay without one."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conference_item") as table:
        table.add_column(sa.Column("matter_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_conference_item_matter_id_compound_matter"),
            "compound_matter",
            ["matter_id"],
            ["id"],
        )
        table.create_check_constraint(
            op.f("ck_conference_item_matter_of_compound"), "matter_id IS NULL OR kind = 'compound'"
        )
        table.create_index(op.f("ix_conference_item_matter_id"), ["matter_id"], unique=False)
