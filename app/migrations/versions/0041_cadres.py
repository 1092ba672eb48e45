"""Reserves, posted staff and secondments, and what was decided of them."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cadres()
    _events()
    append_only("cadre_event")


def _cadres() -> None:
    op.create_table(
        "cadre",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("category", code(16), nullable=False),
        _text("person_name", 64),
        _text("home", 120),
        _text("post", 120),
        _text("talent", 120),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _text("ended_words", 1000),
        sa.Column("recorded_at", moment(), nullable=False),
        _text("recorded_name", 64),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_cadre_kind_known", "kind", "reserve", "posted", "secondment"),
        known(
            "ck_cadre_category_known",
            "category",
            *("secretary", "committees", "talent", "general", "section", "full_time"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_cadre_term_ordered")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_cadre_region_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadre")),
    )
    op.create_index(op.f("ix_cadre_region_kind"), "cadre", ["region", "kind"], unique=False)
    op.create_index(op.f("ix_cadre_person_name"), "cadre", ["person_name"], unique=False)


def _events() -> None:
    op.create_table(
        "cadre_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cadre_id", sa.Uuid(), nullable=False),
        sa.Column("step", code(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("grade", code(16), nullable=True),
        _text("words", 1000),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _text("person_name", 64),
        sa.Column("at", moment(), nullable=False),
        known(
            "ck_cadre_event_step_known",
            "step",
            *("trained", "appointed", "removed", "nominated", "assessed", "appraised"),
        ),
        known("ck_cadre_event_grade_known", "grade", "excellent", "competent", "basic", "failed"),
        sa.ForeignKeyConstraint(
            ["cadre_id"], ["cadre.id"], name=op.f("fk_cadre_event_cadre_id_cadre")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadre_event")),
    )
    op.create_index(
        op.f("ix_cadre_event_cadre_id_day"), "cadre_event", ["cadre_id", "day"], unique=False
    )


def _text(name: str, length: int) -> "sa.Column[object]":
    return sa.Column(name, sa.String(length=length), nullable=False)
