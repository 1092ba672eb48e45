"""A map counts cases by where they lie and when they came out of indexes alone."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None

# as the indexes of open cases were made by 0005
OPEN = (
    "state IN ('submitted', 'registered', 'assigned', 'signed_for', 'in_progress',"
    " 'finished', 'verified')"
)


def upgrade() -> None:
    op.create_index(
        "ix_case_file_open_region",
        "case_file",
        ["region", "order_at", "warn_at", "clock", "category_code"],
        unique=False,
        postgresql_where=sa.text(OPEN),
        sqlite_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_case_file_registered_region",
        "case_file",
        ["registered_at", "region", "category_code"],
        unique=False,
    )
    op.drop_index(op.f("ix_case_file_registered_at"), table_name="case_file")
