"""Cases live their whole life: pauses, call-backs, tasks, requests, supervision, phrases."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = (
    "submitted",
    "declined",
    "registered",
    "assigned",
    "signed_for",
    "in_progress",
    "finished",
    "verified",
    "closed",
    "archived",
)
OPEN = (
    "state IN ('submitted', 'registered', 'assigned', 'signed_for', 'in_progress', 'finished',"
    " 'verified')"
)
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
    "reversed",
)


def upgrade() -> None:
    _widen_category()
    _widen_case_file()
    _widen_case_event()
    _make_case_place()
    _make_task()
    _make_request()
    _make_supervision()
    _make_warning()
    _make_phrases()
    _make_versions()
    append_only("case_warning", "outage", "category_version")
    op.execute(sa.text("UPDATE database_state SET min_client = '0005', needed_version = '0.2.0'"))


def _widen_category() -> None:
    with op.batch_alter_table("category") as table:
        table.add_column(_flag("is_confidential"))
        table.add_column(_text("opening_condition", 500))
        table.add_column(_text("closing_condition", 500))
        table.add_column(_text("promise", 200))
        table.add_column(_number("duplicate_radius_m", "100"))
        table.add_column(_json("questions", "[]"))
        table.add_column(_json("checks", "[]"))


def _widen_case_file() -> None:
    op.drop_index("ix_case_file_open_order", table_name="case_file")
    with op.batch_alter_table("case_file") as table:
        table.add_column(
            sa.Column("desk_region", code(15), nullable=False, server_default=sa.text("''"))
        )
        table.add_column(sa.Column("archived_at", moment(), nullable=True))
        table.add_column(sa.Column("pause", code(16), nullable=True))
        table.add_column(_text("pause_reason", 200))
        table.add_column(sa.Column("resume_at", moment(), nullable=True))
        table.add_column(sa.Column("supervision_level", code(8), nullable=True))
        for counted in ("returned_count", "reopened_count", "call_count"):
            table.add_column(_number(counted, "0"))
        for told in ("is_contacted", "is_solved", "is_satisfied", "is_promise_kept"):
            table.add_column(sa.Column(told, sa.Boolean(), nullable=True))
        table.add_column(sa.Column("clock_left_s", sa.Integer(), nullable=True))
        table.add_column(_json("answers", "{}"))
        table.drop_constraint(op.f("ck_case_file_state_known"), type_="check")
        table.create_check_constraint(op.f("ck_case_file_state_known"), _among("state", STATES))
        table.create_check_constraint(
            op.f("ck_case_file_pause_known"),
            _among("pause", ("suspended", "carried_over", "tabled")),
        )
        table.create_check_constraint(
            op.f("ck_case_file_supervision_level_known"),
            _among("supervision_level", ("blue", "yellow", "red")),
        )
    op.execute(sa.text("UPDATE case_file SET desk_region = region"))
    op.create_index(
        "ix_case_file_open_order",
        "case_file",
        ["order_at", "id"],
        unique=False,
        postgresql_where=sa.text(OPEN),
        sqlite_where=sa.text(OPEN),
    )


def _widen_case_event() -> None:
    with op.batch_alter_table("case_event") as table:
        table.drop_constraint(op.f("ck_case_event_kind_known"), type_="check")
        table.create_check_constraint(op.f("ck_case_event_kind_known"), _among("kind", KINDS))
    if op.get_bind().dialect.name == "sqlite":  # its triggers went with the table it was
        append_only("case_event")


def _make_case_place() -> None:
    op.create_table(
        "case_place",
        _case(primary=True),
        sa.Column("region", code(15), primary_key=True),
        sa.Column("since", moment(), nullable=False),
        _of_case("case_place"),
        sa.PrimaryKeyConstraint("case_id", "region", name=op.f("pk_case_place")),
    )
    op.create_index(
        op.f("ix_case_place_region_case_id"), "case_place", ["region", "case_id"], unique=False
    )


def _make_task() -> None:
    op.create_table(
        "case_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        _case(),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", moment(), nullable=True),
        sa.Column("state", code(16), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_name", sa.String(64), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("ended_name", sa.String(64), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(op.f("ck_case_task_state_known"), "state", "open", "done", "withdrawn"),
        _of_case("case_task"),
        _of("case_task", "unit_id", "unit"),
        _of("case_task", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_task")),
    )
    for first in ("case_id", "unit_id", "person_id"):
        op.create_index(
            op.f(f"ix_case_task_{first}_state"), "case_task", [first, "state"], unique=False
        )


def _make_request() -> None:
    op.create_table(
        "case_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        _case(),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("until", moment(), nullable=True),
        sa.Column("state", code(16), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(64), nullable=False),
        sa.Column("unit_name", sa.String(64), nullable=False),
        sa.Column("decided_at", moment(), nullable=True),
        sa.Column("decided_name", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(op.f("ck_case_request_kind_known"), "kind", "suspended", "extended", "carried_over"),
        known(
            op.f("ck_case_request_state_known"),
            "state",
            "pending",
            "approved",
            "refused",
            "withdrawn",
        ),
        _of_case("case_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_request")),
    )
    op.create_index(op.f("ix_case_request_case_id"), "case_request", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_case_request_state_asked_at"), "case_request", ["state", "asked_at"], unique=False
    )


def _make_supervision() -> None:
    op.create_table(
        "supervision",
        sa.Column("id", sa.Uuid(), nullable=False),
        _case(),
        sa.Column("street", code(9), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("level", code(8), nullable=False),
        sa.Column("is_by_rule", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("drafted_at", moment(), nullable=False),
        sa.Column("drafted_name", sa.String(64), nullable=False),
        sa.Column("issued_at", moment(), nullable=True),
        sa.Column("issued_name", sa.String(64), nullable=False),
        sa.Column("reply_due_at", moment(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("ended_name", sa.String(64), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(op.f("ck_supervision_level_known"), "level", "blue", "yellow", "red"),
        known(
            op.f("ck_supervision_state_known"), "state", "drafted", "issued", "replied", "dropped"
        ),
        _of_case("supervision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
        sa.UniqueConstraint(
            "street", "year", "serial", name=op.f("uq_supervision_street_year_serial")
        ),
    )
    op.create_index(op.f("ix_supervision_case_id"), "supervision", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_supervision_state_drafted_at"),
        "supervision",
        ["state", "drafted_at"],
        unique=False,
    )


def _make_warning() -> None:
    op.create_table(
        "case_warning",
        sa.Column("id", sa.Uuid(), nullable=False),
        _case(),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("clock", code(8), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        known(op.f("ck_case_warning_kind_known"), "kind", "due_soon", "overdue"),
        _of_case("case_warning"),
        _of("case_warning", "unit_id", "unit"),
        _of("case_warning", "handler_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_warning")),
        sa.UniqueConstraint(
            "case_id",
            "kind",
            "clock",
            "due_at",
            name=op.f("uq_case_warning_case_id_kind_clock_due_at"),
        ),
    )
    op.create_index(op.f("ix_case_warning_at"), "case_warning", ["at"], unique=False)
    op.create_table(
        "outage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("began_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=False),
        sa.Column("noted_name", sa.String(64), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.CheckConstraint("ended_at > began_at", name=op.f("ck_outage_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )


def _make_phrases() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("step", code(16), nullable=True),
        sa.Column("category_code", code(12), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(op.f("ck_phrase_step_known"), "step", *KINDS),
        _of("phrase", "category_code", "category", "code"),
        _of("phrase", "unit_id", "unit"),
        _of("phrase", "owner_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_index(op.f("ix_phrase_step"), "phrase", ["step"], unique=False)
    op.create_table(
        "macro",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("steps", document(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("macro", "owner_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macro")),
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("category_code", code(12), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("duty", "unit_id", "unit"),
        _of("duty", "category_code", "category", "code"),
        _of("duty", "person_id", "person"),
        _of("duty", "deputy_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("unit_id", "category_code", name=op.f("uq_duty_unit_id_category_code")),
    )
    op.create_index(op.f("ix_duty_person_id"), "duty", ["person_id"], unique=False)


def _make_versions() -> None:
    op.create_table(
        "category_version",
        sa.Column("code", code(12), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("body", document(), nullable=False),
        _of("category_version", "code", "category", "code"),
        sa.PrimaryKeyConstraint("code", "number", name=op.f("pk_category_version")),
    )


def _case(*, primary: bool = False) -> "sa.Column[object]":
    return sa.Column("case_id", sa.Uuid(), nullable=False, primary_key=primary)


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return _of(table, "case_id", "case_file")


def _of(table: str, column: str, parent: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _among(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _text(name: str, length: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), nullable=False, server_default=sa.text("''"))


def _number(name: str, value: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text(value))


def _json(name: str, value: str) -> "sa.Column[object]":
    return sa.Column(name, document(), nullable=False, server_default=sa.text(f"'{value}'"))
