"""Who sits in a body, a reserve or a compound's committee may be tied to the roster; nobody is."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("conference_seat", "cadre", "cross_appointment"):
        op.add_column(table, sa.Column("member_id", sa.Uuid(), nullable=True))
