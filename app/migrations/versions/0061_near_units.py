"""Emergency units are found by where they are: few of a large city are looked at."""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f("ix_emergency_unit_latitude_longitude"), "emergency_unit", ["latitude", "longitude"]
    )
