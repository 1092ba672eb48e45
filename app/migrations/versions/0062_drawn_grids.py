"""A step of a draft may draw a grid where there was none."""

from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

KINDS = "kind IN ('split', 'merge', 'move', 'describe', 'draw')"


def upgrade() -> None:
    name = op.f("ck_redrawing_step_kind_known")
    with op.batch_alter_table("redrawing_step") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, KINDS)
