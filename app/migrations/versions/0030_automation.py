"""Rules act on cases: what they are, how they were decided, what they did."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TRIGGERS = (
    *("registered", "assigned", "returned", "due_soon", "overdue"),
    *("finished", "reopened", "nightly"),
)


def upgrade() -> None:
    _rules()
    _firings()


def _rules() -> None:
    op.create_table(
        "case_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("state", code(8), nullable=False),
        sa.Column("trigger", code(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_case_rule_state_known", "state", "draft", "on", "off", "retired"),
        known("ck_case_rule_trigger_known", "trigger", *TRIGGERS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_rule")),
    )
    columns = ["state", "trigger"]
    op.create_index(op.f("ix_case_rule_state_trigger"), "case_rule", columns, unique=False)
    op.create_table(
        "case_rule_version",
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("trial", sa.Text(), nullable=False),
        _of("case_rule_version", "rule_id", "case_rule"),
        sa.PrimaryKeyConstraint("rule_id", "number", name=op.f("pk_case_rule_version")),
    )
    append_only("case_rule_version", verbs=("DELETE",))


def _firings() -> None:
    op.create_table(
        "case_rule_firing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule_name", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("trigger", code(16), nullable=False),
        sa.Column("occasion", code(64), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("outcome", document(), nullable=False),
        sa.Column("has_fault", sa.Boolean(), nullable=False),
        sa.Column("told_person_id", sa.Uuid(), nullable=True),
        sa.Column("told_unit_id", sa.Uuid(), nullable=True),
        sa.Column("told_note", sa.String(length=200), nullable=False),
        known("ck_case_rule_firing_trigger_known", "trigger", *TRIGGERS),
        _of("case_rule_firing", "rule_id", "case_rule"),
        _of("case_rule_firing", "case_id", "case_file"),
        _of("case_rule_firing", "told_person_id", "person"),
        _of("case_rule_firing", "told_unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_rule_firing")),
        sa.UniqueConstraint(
            "rule_id",
            "case_id",
            "occasion",
            name=op.f("uq_case_rule_firing_rule_id_case_id_occasion"),
        ),
    )
    for columns in (
        ["case_id"],
        ["rule_id", "at"],
        ["told_person_id", "at"],
        ["told_unit_id", "at"],
    ):
        name = f"ix_case_rule_firing_{'_'.join(columns)}"
        op.create_index(op.f(name), "case_rule_firing", columns, unique=False)
    append_only("case_rule_firing")


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)
