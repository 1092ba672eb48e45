"""A database carries the tag its login roles are named by; on a server, people get their own.

Roles, row rules and grants follow after the last step (`app.migrations.access`). Password hashes
of before are of no use to a server: whoever has one gets a temporary password.
"""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("database_state") as table:
        table.add_column(sa.Column("role_tag", code(16), nullable=False, server_default=""))
    # An older program on a server would write passwords no login role knows.
    op.execute("UPDATE database_state SET min_client = '0011', needed_version = '0.2.0'")
