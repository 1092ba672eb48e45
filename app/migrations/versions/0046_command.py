"""Command: orders of posture, incidents with all that happens in them, emergency units."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _posture_order()
    _response_plan()
    _incident()
    _incident_task()
    _incident_figure()
    _incident_entry()
    _situation_report()
    _emergency_unit()
    _unit_member()
    _unit_member_reading()
    _unit_check_in()
    _unit_drill()
    _unit_call()
    append_only("posture_order", "incident_figure", "incident_entry", "situation_report")
    append_only("unit_check_in", "unit_drill", "unit_member_reading", verbs=("UPDATE",))


def _posture_order() -> None:
    op.create_table(
        "posture_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", code(8), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("limit_percent", sa.Integer(), nullable=False),
        sa.Column("categories", document(), nullable=False),
        sa.Column("limits_before", sa.Integer(), nullable=True),
        sa.Column("limits_after", sa.Integer(), nullable=True),
        sa.Column("report_min", sa.Integer(), nullable=False),
        sa.Column("duty_least", sa.Integer(), nullable=False),
        sa.Column("scene", code(16), nullable=False),
        sa.Column("called", sa.Integer(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("ordered_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        known(
            "ck_posture_order_kind_known",
            "kind",
            "flood",
            "fire",
            "health",
            "collapse",
            "gas",
            "crowd",
            "cold",
            "other",
        ),
        known("ck_posture_order_scene_known", "scene", "overview", "incident", "deadlines"),
        known("ck_posture_order_level_known", "level", "normal", "iv", "iii", "ii", "i"),
        _of("posture_order", "limits_after", "limit_table", "number"),
        _of("posture_order", "limits_before", "limit_table", "number"),
        _of("posture_order", "region", "region", "code"),
        sa.UniqueConstraint("region", "number", name=op.f("uq_posture_order_region_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posture_order")),
    )


def _response_plan() -> None:
    op.create_table(
        "response_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=32), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("retired_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_response_plan_kind_known",
            "kind",
            "flood",
            "fire",
            "health",
            "collapse",
            "gas",
            "crowd",
            "cold",
            "other",
        ),
        _of("response_plan", "region", "region", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_plan")),
    )
    _index("response_plan", "region", "kind")


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("plan_name", sa.String(length=100), nullable=False),
        sa.Column("commander", sa.String(length=64), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("report_min", sa.Integer(), nullable=False),
        sa.Column("report_due_at", moment(), nullable=True),
        sa.Column("rolled_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_incident_kind_known",
            "kind",
            "flood",
            "fire",
            "health",
            "collapse",
            "gas",
            "crowd",
            "cold",
            "other",
        ),
        _of("incident", "region", "region", "code"),
        _of("incident", "case_id", "case_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    _index("incident", "case_id")
    _index("incident", "region", "started_at")


def _incident_task() -> None:
    op.create_table(
        "incident_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("done_at", moment(), nullable=True),
        sa.Column("done_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_incident_task_state_known", "state", "todo", "doing", "done", "dropped"),
        _of("incident_task", "incident_id", "incident"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_task")),
    )
    _index("incident_task", "incident_id", "ordinal")


def _incident_figure() -> None:
    op.create_table(
        "incident_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("sort", code(16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_incident_figure_amount_counts")),
        known("ck_incident_figure_sort_known", "sort", "casualty", "need", "resource", "measure"),
        _of("incident_figure", "incident_id", "incident"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_figure")),
    )
    _index("incident_figure", "incident_id", "at")


def _incident_entry() -> None:
    op.create_table(
        "incident_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("sort", code(16), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        known(
            "ck_incident_entry_sort_known",
            "sort",
            "opened",
            "note",
            "task",
            "figure",
            "called",
            "answered",
            "roll_call",
            "released",
            "report",
            "posture",
            "ended",
        ),
        _of("incident_entry", "incident_id", "incident"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_entry")),
    )
    _index("incident_entry", "incident_id", "at")


def _situation_report() -> None:
    op.create_table(
        "situation_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("due_at", moment(), nullable=True),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        _of("situation_report", "incident_id", "incident"),
        sa.UniqueConstraint(
            "incident_id", "number", name=op.f("uq_situation_report_incident_id_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation_report")),
    )


def _emergency_unit() -> None:
    op.create_table(
        "emergency_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("kit", sa.String(length=200), nullable=False),
        sa.Column("skills", sa.String(length=120), nullable=False),
        sa.Column("checked_in_at", moment(), nullable=True),
        sa.Column("on_duty_until", moment(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_emergency_unit_kind_known", "kind", "micro", "defence", "volunteer", "rescue"),
        _of("emergency_unit", "region", "region", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_unit")),
    )
    _index("emergency_unit", "on_duty_until")
    _index("emergency_unit", "region", "name")


def _unit_member() -> None:
    op.create_table(
        "unit_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("duty", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        _of("unit_member", "unit_id", "emergency_unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_member")),
    )
    _index("unit_member", "unit_id")


def _unit_member_reading() -> None:
    op.create_table(
        "unit_member_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("desk", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_member_reading")),
    )
    _index("unit_member_reading", "member_id", "at")


def _unit_check_in() -> None:
    op.create_table(
        "unit_check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        _of("unit_check_in", "unit_id", "emergency_unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_check_in")),
    )
    _index("unit_check_in", "unit_id", "at")


def _unit_drill() -> None:
    op.create_table(
        "unit_drill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        _of("unit_drill", "unit_id", "emergency_unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_drill")),
    )
    _index("unit_drill", "unit_id", "held_on")


def _unit_call() -> None:
    op.create_table(
        "unit_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", moment(), nullable=False),
        sa.Column("answer", code(16), nullable=False),
        sa.Column("answered_at", moment(), nullable=True),
        sa.Column("eta_at", moment(), nullable=True),
        sa.Column("arrived_at", moment(), nullable=True),
        sa.Column("heard_at", moment(), nullable=False),
        sa.Column("released_at", moment(), nullable=True),
        sa.Column("released_name", sa.String(length=64), nullable=False),
        sa.Column("hold_of", sa.Uuid(), nullable=True),
        sa.Column("is_real", sa.Boolean(), nullable=False),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(hold_of IS NOT NULL) = (released_at IS NULL AND is_real)",
            name=op.f("ck_unit_call_held_until_released"),
        ),
        known(
            "ck_unit_call_answer_known",
            "answer",
            "asked",
            "coming",
            "arrived",
            "refused",
            "released",
        ),
        sa.CheckConstraint(
            "hold_of IS NULL OR hold_of = unit_id", name=op.f("ck_unit_call_holds_itself")
        ),
        _of("unit_call", "incident_id", "incident"),
        _of("unit_call", "unit_id", "emergency_unit"),
        sa.UniqueConstraint(
            "incident_id", "unit_id", name=op.f("uq_unit_call_incident_id_unit_id")
        ),
        sa.UniqueConstraint("hold_of", name=op.f("uq_unit_call_hold_of")),
        sa.UniqueConstraint("incident_id", "number", name=op.f("uq_unit_call_incident_id_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_call")),
    )
    _index("unit_call", "unit_id")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


def _of(table: str, column: str, parent: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.{key}"], name=name)
