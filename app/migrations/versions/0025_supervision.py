"""The answer to a supervision sheet is accepted or sent back; one nobody answers presses harder."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATES = "state IN ('drafted', 'issued', 'replied', 'accepted', 'dropped')"
RULES = "rule IN ('overdue', 'unsatisfied', 'marked')"


def upgrade() -> None:
    with op.batch_alter_table("supervision") as table:
        table.add_column(sa.Column("rule", code(16), nullable=True))
        table.add_column(sa.Column("unit_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("unit_name", sa.String(64), nullable=False, server_default=""))
        for name in ("first_due_at", "first_replied_at", "replied_at"):
            table.add_column(sa.Column(name, moment(), nullable=True))
        table.add_column(
            sa.Column("replied_name", sa.String(64), nullable=False, server_default="")
        )
        for name in ("raised_count", "sent_back_count"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        table.drop_constraint(op.f("ck_supervision_state_known"), type_="check")
        table.create_check_constraint(op.f("ck_supervision_state_known"), STATES)
        table.create_check_constraint(op.f("ck_supervision_rule_known"), RULES)
    op.create_index(op.f("ix_supervision_issued_at"), "supervision", ["issued_at"], unique=False)
    _take_over()


def _take_over() -> None:
    """Answers of before were never looked at by anybody: they stand as accepted."""
    op.execute(
        "UPDATE supervision SET rule = 'overdue' WHERE is_by_rule"
        if op.get_bind().dialect.name == "postgresql"
        else "UPDATE supervision SET rule = 'overdue' WHERE is_by_rule = 1"
    )
    op.execute(
        "UPDATE supervision SET state = 'accepted', replied_at = ended_at,"
        " first_replied_at = ended_at, replied_name = ended_name WHERE state = 'replied'"
    )
    op.execute(
        "UPDATE supervision SET first_due_at = reply_due_at, unit_id ="
        " (SELECT handling_unit_id FROM case_file WHERE case_file.id = supervision.case_id),"
        " unit_name = coalesce((SELECT u.name FROM case_file c JOIN unit u"
        " ON u.id = c.handling_unit_id WHERE c.id = supervision.case_id), '')"
        " WHERE issued_at IS NOT NULL"
    )
