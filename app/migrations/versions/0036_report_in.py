"""Units and members report in to communities, and are called up to posts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _senders()
    _report_ins()
    _files()
    _call_ups()
    append_only("report_in_event", "report_file")


def _person() -> tuple[sa.Column[Any], sa.Column[Any]]:
    name = sa.Column("person_name", sa.String(length=64), nullable=False)
    return sa.Column("person_id", sa.Uuid(), nullable=True), name


def _senders() -> None:
    op.create_table(
        "report_sender",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("public_key", code(64), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("at", moment(), nullable=False),
        *_person(),
        sa.Column("ended_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_sender")),
        sa.UniqueConstraint("public_key", name=op.f("uq_report_sender_public_key")),
    )


def _report_ins() -> None:
    op.create_table(
        "report_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", code(8), nullable=False),
        sa.Column("number", code(8), nullable=False),
        sa.Column("source", code(8), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("external_id", code(64), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("last4", code(4), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("skills", sa.String(length=200), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("state", code(12), nullable=False),
        sa.Column("registered_at", moment(), nullable=False),
        sa.Column("visit_by", sa.Date(), nullable=False),
        sa.Column("confirmed_at", moment(), nullable=True),
        sa.Column("confirmed_name", sa.String(length=64), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("ended_why", sa.String(length=200), nullable=False),
        sa.Column("reviewed_year", sa.Integer(), nullable=True),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_report_in_kind_known", "kind", "member", "unit"),
        known("ck_report_in_state_known", "state", "registered", "confirmed", "lapsed", "ended"),
        known("ck_report_in_source_known", "source", "desk", "online"),
        _of("report_in", "sender_id", "report_sender"),
        _of("report_in", "region", "region", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_in")),
        sa.UniqueConstraint("number", name=op.f("uq_report_in_number")),
        sa.UniqueConstraint(
            "sender_id", "external_id", name=op.f("uq_report_in_sender_id_external_id")
        ),
    )
    _index("report_in", "region", "registered_at", "id")
    _index("report_in", "state", "visit_by")
    _index("report_in", "unit_name")
    _index("report_in", "changed_at")
    op.create_table(
        "report_in_event",
        sa.Column("report_in_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("step", code(12), nullable=False),
        sa.Column("at", moment(), nullable=False),
        *_person(),
        sa.Column("note", sa.String(length=200), nullable=False),
        known(
            "ck_report_in_event_step_known",
            "step",
            *("registered", "confirmed", "moved", "lapsed", "reviewed", "ended"),
        ),
        _of("report_in_event", "report_in_id", "report_in"),
        sa.PrimaryKeyConstraint("report_in_id", "ordinal", name=op.f("pk_report_in_event")),
    )


def _files() -> None:
    op.create_table(
        "report_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("sha256", code(64), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("at", moment(), nullable=False),
        *_person(),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        _of("report_file", "sender_id", "report_sender"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_report_file_sha256")),
    )


def _call_ups() -> None:
    op.create_table(
        "call_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("called_at", moment(), nullable=False),
        *_person(),
        sa.Column("state", code(8), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_call_up_state_known", "state", "open", "closed"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_up")),
    )
    _index("call_up", "region", "called_at")
    op.create_table(
        "call_up_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_up_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        _of("call_up_post", "call_up_id", "call_up"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_up_post")),
    )
    _index("call_up_post", "call_up_id")
    op.create_table(
        "call_up_answer",
        sa.Column("call_up_id", sa.Uuid(), nullable=False),
        sa.Column("report_in_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("answer", code(8), nullable=False),
        sa.Column("at", moment(), nullable=False),
        *_person(),
        known("ck_call_up_answer_answer_known", "answer", "asked", "yes", "no", "came"),
        _of("call_up_answer", "call_up_id", "call_up"),
        _of("call_up_answer", "report_in_id", "report_in"),
        _of("call_up_answer", "post_id", "call_up_post"),
        sa.PrimaryKeyConstraint("call_up_id", "report_in_id", name=op.f("pk_call_up_answer")),
    )
    _index("call_up_answer", "report_in_id")


def _of(table: str, column: str, parent: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.{key}"], name=name)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
