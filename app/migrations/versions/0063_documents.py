"""Letters and minutes are signed as briefings are: a paper is told apart by what it is about."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, is_postgres

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

_OLD = "uq_paper_issue_kind_region_period_version"
_NEW = "uq_paper_issue_kind_region_period_subject_version"


def upgrade() -> None:
    with op.batch_alter_table("paper_issue") as table:
        column = sa.Column("subject", sa.String(length=64), nullable=False, server_default="")
        table.add_column(column)
        table.drop_constraint(op.f(_OLD), type_="unique")
        table.create_unique_constraint(
            op.f(_NEW), ["kind", "region", "period", "subject", "version"]
        )
    if not is_postgres():  # a table made anew has lost its triggers
        append_only("paper_issue")
