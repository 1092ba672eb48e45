"""Agreements with their yearly review, posts in the bodies of compounds."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _agreements()
    _reviews()
    _posts()
    append_only("cooperation_review")


def _agreements() -> None:
    op.create_table(
        "cooperation_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        _text("title", 100),
        _text("partners", 1000),
        _text("duties", 1000),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _text("reason", 1000),
        sa.Column("recorded_at", moment(), nullable=False),
        _text("recorded_name", 64),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "until IS NULL OR until >= signed_on",
            name=op.f("ck_cooperation_agreement_term_ordered"),
        ),
        _region("cooperation_agreement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_agreement")),
    )
    _index("cooperation_agreement", "region")


def _reviews() -> None:
    op.create_table(
        "cooperation_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("verdict", code(16), nullable=False),
        _text("words", 1000),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _text("person_name", 64),
        sa.Column("at", moment(), nullable=False),
        known("ck_cooperation_review_verdict_known", "verdict", "kept", "partly", "not_kept"),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["cooperation_agreement.id"],
            name=op.f("fk_cooperation_review_agreement_id_cooperation_agreement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_review")),
    )
    _index("cooperation_review", "agreement_id", "reviewed_on")


def _posts() -> None:
    op.create_table(
        "cross_appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        _text("compound", 120),
        _text("person_name", 64),
        sa.Column("body", code(16), nullable=False),
        _text("post", 120),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_cast", sa.Integer(), nullable=True),
        _text("note", 1000),
        sa.Column("recorded_at", moment(), nullable=False),
        _text("recorded_name", 64),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_cross_appointment_body_known",
            "body",
            *("branch", "owners", "property", "residents", "station"),
        ),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_cross_appointment_term_ordered")
        ),
        sa.CheckConstraint(
            "votes_for IS NULL OR votes_for <= votes_cast",
            name=op.f("ck_cross_appointment_votes_counted"),
        ),
        _region("cross_appointment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cross_appointment")),
    )
    _index("cross_appointment", "region", "compound")


def _text(name: str, length: int) -> "sa.Column[object]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=False)


def _region(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_region_region")
    return sa.ForeignKeyConstraint(["region"], ["region.code"], name=name)
