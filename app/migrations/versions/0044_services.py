"""Service items; halls with their windows, queue numbers and appointments."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _items()
    _item_versions()
    append_only("service_item_version")
    _halls()
    _queues()
    _windows()
    _tickets()
    _appointments()


def _items() -> None:
    op.create_table(
        "service_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("code", code(32), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("published_at", moment(), nullable=True),
        _text("name", 80),
        sa.Column("pinyin", code(255), nullable=False),
        sa.Column("initials", code(80), nullable=False),
        _text("department", 60),
        _text("category", 24),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published IS NOT NULL)",
            name=op.f("ck_service_item_published_known"),
        ),
        sa.CheckConstraint(
            "published IS NULL OR published <= ordinal",
            name=op.f("ck_service_item_published_there"),
        ),
        known("ck_service_item_state_known", "state", "draft", "published", "withdrawn"),
        _fk("service_item", "region", "region.code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_item")),
        sa.UniqueConstraint("region", "code", name=op.f("uq_service_item_region_code")),
    )


def _item_versions() -> None:
    op.create_table(
        "service_item_version",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("body", document(), nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _text("saved_name", 64),
        _text("note", 200),
        _fk("service_item_version", "item_id", "service_item.id"),
        sa.PrimaryKeyConstraint("item_id", "ordinal", name=op.f("pk_service_item_version")),
    )


def _halls() -> None:
    op.create_table(
        "service_hall",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        _text("name", 60),
        _text("place", 200),
        sa.Column("early_min", sa.Integer(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.Column("late_min", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("chimes", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _fk("service_hall", "region", "region.code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hall")),
        sa.UniqueConstraint("region", "name", name=op.f("uq_service_hall_region_name")),
    )


def _queues() -> None:
    op.create_table(
        "service_queue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("letter", code(1), nullable=False),
        _text("name", 60),
        sa.Column("categories", document(), nullable=False),
        sa.Column("usual_min", sa.Integer(), nullable=False),
        sa.Column("daily_most", sa.Integer(), nullable=True),
        sa.Column("slot_min", sa.Integer(), nullable=False),
        sa.Column("slot_capacity", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _fk("service_queue", "hall_id", "service_hall.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_queue")),
        sa.UniqueConstraint("hall_id", "letter", name=op.f("uq_service_queue_hall_id_letter")),
    )


def _windows() -> None:
    op.create_table(
        "service_window",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("name", 60),
        sa.Column("letters", code(24), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=True),
        _text("clerk_name", 64),
        sa.Column("opened_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "is_open OR clerk_id IS NULL", name=op.f("ck_service_window_closed_is_nobodys")
        ),
        _fk("service_window", "hall_id", "service_hall.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_window")),
        sa.UniqueConstraint("clerk_id", name=op.f("uq_service_window_clerk_id")),
        sa.UniqueConstraint("hall_id", "number", name=op.f("uq_service_window_hall_id_number")),
    )


def _tickets() -> None:
    op.create_table(
        "service_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("letter", code(1), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("priority", code(16), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("order_at", moment(), nullable=False),
        sa.Column("taken_at", moment(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("window_id", sa.Uuid(), nullable=True),
        sa.Column("for_window_id", sa.Uuid(), nullable=True),
        sa.Column("called_at", moment(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        _text("first_name", 64),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("brought", document(), nullable=False),
        _text("note", 200),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'waiting' OR window_id IS NOT NULL",
            name=op.f("ck_service_ticket_called_somewhere"),
        ),
        known("ck_service_ticket_priority_known", "priority", "ordinary", "preferred", "booked"),
        known("ck_service_ticket_state_known", "state", "waiting", "called", "served", "skipped"),
        _fk("service_ticket", "for_window_id", "service_window.id"),
        _fk("service_ticket", "hall_id", "service_hall.id"),
        _fk("service_ticket", "queue_id", "service_queue.id"),
        _fk("service_ticket", "window_id", "service_window.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_ticket")),
        sa.UniqueConstraint(
            "queue_id", "day", "serial", name=op.f("uq_service_ticket_queue_id_day_serial")
        ),
    )
    op.create_index(
        op.f("ix_service_ticket_hall_id_day_state"),
        "service_ticket",
        ["hall_id", "day", "state"],
        unique=False,
    )
    at_window = sa.text("state = 'called'")
    op.create_index(
        op.f("uq_service_ticket_at_window"),
        "service_ticket",
        ["window_id"],
        unique=True,
        sqlite_where=at_window,
        postgresql_where=at_window,
    )


def _appointments() -> None:
    op.create_table(
        "service_appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("code", code(6), nullable=False),
        sa.Column("phone_last4", code(4), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("booked_at", moment(), nullable=False),
        sa.Column("booked_by", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (seat IS NULL)",
            name=op.f("ck_service_appointment_seat_given_back"),
        ),
        known("ck_service_appointment_state_known", "state", "booked", "arrived", "cancelled"),
        _fk("service_appointment", "hall_id", "service_hall.id"),
        _fk("service_appointment", "queue_id", "service_queue.id"),
        _fk("service_appointment", "ticket_id", "service_ticket.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_appointment")),
        sa.UniqueConstraint(
            "queue_id",
            "day",
            "minute",
            "seat",
            name=op.f("uq_service_appointment_queue_id_day_minute_seat"),
        ),
    )
    op.create_index(
        op.f("ix_service_appointment_hall_id_day"),
        "service_appointment",
        ["hall_id", "day"],
        unique=False,
    )


def _text(name: str, length: int) -> "sa.Column[object]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def _fk(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [target], name=name)
