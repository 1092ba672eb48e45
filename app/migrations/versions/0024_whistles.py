"""Departments are summoned to a case by a whistle, and report in."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, is_postgres, known, moment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KINDS = (
    "submitted",
    "declined",
    "registered",
    "assigned",
    "reassigned",
    "returned",
    "signed_for",
    "progressed",
    "suspended",
    "carried_over",
    "resumed",
    "extended",
    "tabled",
    "given_back",
    "escalated",
    "handed_over",
    "rehandled",
    "amended",
    "supervised",
    "finished",
    "call_missed",
    "called_back",
    "verified",
    "closed",
    "solved_on_spot",
    "archived",
    "reopened",
    "attached",
    "task_given",
    "task_done",
    "task_withdrawn",
    "asked",
    "refused",
    "claim_accepted",
    "recounted",
    "reminded",
    "reversed",
    "whistled",
    "whistle_signed",
    "appeared",
    "measure_taken",
    "fed_back",
    "release_asked",
    "released",
    "release_refused",
    "left",
    "whistle_done",
    "whistle_off",
    "whistle_rated",
)


def upgrade() -> None:
    _make_whistle()
    _make_whistle_unit()
    _widen("case_event", "kind")
    if not is_postgres():  # its triggers went with the table it was
        append_only("case_event")
    _widen("phrase", "step")
    # An older program cannot read a whistle in a case's story.
    op.execute("UPDATE database_state SET min_client = '0024', needed_version = '0.2.0'")


def _make_whistle() -> None:
    op.create_table(
        "whistle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("street", code(9), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("kind", code(24), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("appear_at", moment(), nullable=False),
        sa.Column("task", sa.String(length=500), nullable=False),
        sa.Column("drafted_at", moment(), nullable=False),
        _text("drafted_name", 64),
        sa.Column("blown_at", moment(), nullable=True),
        _text("blown_name", 64),
        sa.Column("sign_due_at", moment(), nullable=True),
        sa.Column("report_due_at", moment(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        _text("ended_name", 64),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_whistle_kind_known", "kind", "livelihood", "joint_enforcement", "emergency"),
        known(
            "ck_whistle_state_known", "state", "drafted", "blown", "done", "cancelled", "dropped"
        ),
        _of("whistle", "case_id", "case_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle")),
        sa.UniqueConstraint("street", "year", "serial", name=op.f("uq_whistle_street_year_serial")),
    )
    for columns in (["case_id"], ["state", "appear_at"], ["blown_at"]):
        op.create_index(op.f(f"ix_whistle_{'_'.join(columns)}"), "whistle", columns, unique=False)


def _make_whistle_unit() -> None:
    op.create_table(
        "whistle_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("whistle_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("is_typed_in", sa.Boolean(), nullable=False),
        sa.Column("signed_at", moment(), nullable=True),
        _text("signed_name", 64),
        sa.Column("appeared_at", moment(), nullable=True),
        _text("appeared_name", 64),
        _text("appeared_where", 200),
        sa.Column("reported_at", moment(), nullable=True),
        _text("reported_name", 64),
        sa.Column("accepted_at", moment(), nullable=True),
        _text("talked_to", 200),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("solved_by", moment(), nullable=True),
        sa.Column("release_state", code(16), nullable=True),
        _text("release_reason", 500),
        sa.Column("release_asked_at", moment(), nullable=True),
        _text("release_asked_name", 64),
        sa.Column("release_decided_at", moment(), nullable=True),
        _text("release_decided_name", 64),
        _text("release_decision", 500),
        sa.Column("left_at", moment(), nullable=True),
        *_rating("street"),
        *_rating("unit"),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_whistle_unit_release_state_known", "release_state", "asked", "granted", "refused"
        ),
        _scale("street"),
        _scale("unit"),
        _of("whistle_unit", "whistle_id", "whistle"),
        _of("whistle_unit", "case_id", "case_file"),
        _of("whistle_unit", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_unit")),
        sa.UniqueConstraint(
            "whistle_id", "unit_id", name=op.f("uq_whistle_unit_whistle_id_unit_id")
        ),
    )
    for columns in (["case_id"], ["unit_id", "signed_at"]):
        name = op.f(f"ix_whistle_unit_{'_'.join(columns)}")
        op.create_index(name, "whistle_unit", columns, unique=False)


def _rating(by: str) -> "tuple[sa.Column[object], ...]":
    return (
        sa.Column(f"{by}_score", sa.Integer(), nullable=True),
        _text(f"{by}_words", 500),
        sa.Column(f"{by}_rated_at", moment(), nullable=True),
        _text(f"{by}_rated_name", 64),
    )


def _scale(by: str) -> sa.CheckConstraint:
    name = op.f(f"ck_whistle_unit_{by}_score_known")
    return sa.CheckConstraint(f"{by}_score BETWEEN 1 AND 5", name=name)


def _text(name: str, length: int) -> "sa.Column[object]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)


def _widen(table: str, column: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    name = op.f(f"ck_{table}_{column}_known")
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(name, type_="check")
        changed.create_check_constraint(name, f"{column} IN ({listed})")
