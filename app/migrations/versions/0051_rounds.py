"""Rounds: planned, made, and what was found on them."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, document, known, moment

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _plans()
    _rounds()


def _plans() -> None:
    op.create_table(
        "patrol_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rhythm", code(16), nullable=False),
        sa.Column("stops", document(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_patrol_plan_kind_known", "kind", "walk", "camera", "drone"),
        known(
            "ck_patrol_plan_rhythm_known",
            "rhythm",
            *("daily", "twice_week", "weekly", "twice_month", "monthly"),
        ),
        _of("patrol_plan", "region", "region", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_plan")),
        sa.UniqueConstraint("id", "region", name=op.f("uq_patrol_plan_id_region")),
    )
    _index("patrol_plan", "region")
    op.create_table(
        "patrol_hand",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("region", code(15), nullable=False),
        _of_plan("patrol_hand"),
        _of("patrol_hand", "person_id", "person"),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_patrol_hand")),
    )
    _index("patrol_hand", "person_id")


def _rounds() -> None:
    op.create_table(
        "patrol_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("region", code(15), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=False),
        sa.Column("track", document(), nullable=False),
        sa.Column("visited", document(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_name", sa.String(length=64), nullable=False),
        sa.Column("dropped_at", moment(), nullable=True),
        sa.Column("dropped_why", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_patrol_round_kind_known", "kind", "walk", "camera", "drone"),
        sa.CheckConstraint("ended_at > started_at", name=op.f("ck_patrol_round_ends_after_start")),
        _of_plan("patrol_round"),
        _of("patrol_round", "region", "region", "code"),
        _of("patrol_round", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_round")),
    )
    for column in ("region", "plan_id", "person_id"):
        _index("patrol_round", column, "started_at")
    op.create_table(
        "patrol_finding",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        _of("patrol_finding", "round_id", "patrol_round"),
        _of("patrol_finding", "case_id", "case_file"),
        sa.PrimaryKeyConstraint("round_id", "case_id", name=op.f("pk_patrol_finding")),
    )
    _index("patrol_finding", "case_id")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


def _of(table: str, column: str, parent: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.{key}"], name=name)


def _of_plan(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a plan lies where the plan does, says the database itself."""
    both = ["plan_id", "region"]
    name = op.f(f"fk_{table}_plan_id_region_patrol_plan")
    return sa.ForeignKeyConstraint(both, ["patrol_plan.id", "patrol_plan.region"], name=name)
