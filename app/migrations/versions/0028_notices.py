"""Callers and units are told of steps; what they answer comes back."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_CHANNELS = ("sms", "email", "webhook")
_AUDIENCES = ("caller", "unit")


def upgrade() -> None:
    _templates()
    _notices()
    _replies()


def _templates() -> None:
    op.create_table(
        "notice_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step", code(16), nullable=False),
        sa.Column("audience", code(8), nullable=False),
        sa.Column("channel", code(8), nullable=False),
        sa.Column("source", code(32), nullable=True),
        sa.Column("category_code", code(12), nullable=True),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_notice_template_audience_known", "audience", *_AUDIENCES),
        known("ck_notice_template_channel_known", "channel", *_CHANNELS),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["category.code"],
            name=op.f("fk_notice_template_category_code_category"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_template")),
    )
    op.create_index(op.f("ix_notice_template_step"), "notice_template", ["step"])
    op.create_table(
        "notice_gateway",
        sa.Column("channel", code(8), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("seen_at", moment(), nullable=False),
        sa.Column("is_ready", sa.Boolean(), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=False),
        known("ck_notice_gateway_channel_known", "channel", *_CHANNELS),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_notice_gateway")),
    )


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("audience", code(8), nullable=False),
        sa.Column("channel", code(8), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("state", code(8), nullable=False),
        sa.Column("queued_at", moment(), nullable=False),
        sa.Column("next_at", moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", moment(), nullable=True),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("last4", code(4), nullable=False),
        sa.Column("to_key", code(64), nullable=False),
        sa.Column("reference", code(8), nullable=True),
        sa.Column("fault", code(16), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        known("ck_notice_audience_known", "audience", *_AUDIENCES),
        known("ck_notice_channel_known", "channel", *_CHANNELS),
        known(
            "ck_notice_state_known",
            "state",
            *("waiting", "sending", "sent", "failed", "dropped", "unsure"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_notice_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["notice_template.id"],
            name=op.f("fk_notice_template_id_notice_template"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notice_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["case_id", "ordinal"],
            ["case_event.case_id", "case_event.ordinal"],
            name=op.f("fk_notice_case_id_ordinal_case_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "case_id",
            "ordinal",
            "template_id",
            name=op.f("uq_notice_case_id_ordinal_template_id"),
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_notice_reference")),
    )
    op.create_index(op.f("ix_notice_state_next_at"), "notice", ["state", "next_at"])


def _replies() -> None:
    op.create_table(
        "notice_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("is_from_there", sa.Boolean(), nullable=True),
        sa.Column("digest", code(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_reply_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_notice_reply_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_reply")),
        sa.UniqueConstraint("digest", name=op.f("uq_notice_reply_digest")),
    )
    op.create_index(op.f("ix_notice_reply_case_id"), "notice_reply", ["case_id"])
    append_only("notice_reply")
