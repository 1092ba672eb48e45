"""Machines in the hall tell where and what about, take ratings, and say how they are."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _messages()
    _ratings()
    _replies()
    _machines()


def _messages() -> None:
    added: tuple[sa.Column[Any], ...] = (
        sa.Column("category_code", code(12), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("wants_call", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("told_at", moment(), nullable=True),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
    )
    for column in added:
        op.add_column("kiosk_message", column)
    with op.batch_alter_table("kiosk_message") as table:
        table.alter_column("wants_call", server_default=None)


def _ratings() -> None:
    op.create_table(
        "kiosk_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("asking_id", sa.Uuid(), nullable=False),
        sa.Column("contacted", sa.Boolean(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("satisfaction", code(16), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("wants_call", sa.Boolean(), nullable=False),
        known(
            *("ck_kiosk_rating_satisfaction_known", "satisfaction"),
            *("satisfied", "mostly", "unsatisfied"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_rating")),
        sa.UniqueConstraint("person_id", "slot", name=op.f("uq_kiosk_rating_person_id_slot")),
        sa.UniqueConstraint("asking_id", name=op.f("uq_kiosk_rating_asking_id")),
    )


def _replies() -> None:
    op.create_table(
        "kiosk_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_kiosk_reply_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_reply")),
    )
    op.create_index(op.f("ix_kiosk_reply_case_id_at"), "kiosk_reply", ["case_id", "at"])
    append_only("kiosk_reply")


def _machines() -> None:
    op.create_table(
        "kiosk_state",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("trouble", code(16), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_kiosk_state")),
    )
    op.create_table(
        "kiosk_look",
        sa.Column("region", code(9), nullable=False),
        sa.Column("body", document(), nullable=False),
        sa.Column("staff_secret", sa.String(length=200), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("changed_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region", name=op.f("pk_kiosk_look")),
    )
