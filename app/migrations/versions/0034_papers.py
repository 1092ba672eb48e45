"""Papers are drafted, reviewed, signed and sent out; what was signed stays."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _issues()
    _steps()
    _copies()
    append_only("paper_issue", "paper_step", "paper_copy", "paper_receipt")


def _issues() -> None:
    unique = ("kind", "region", "period", "version")
    op.create_table(
        "paper_issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("as_of", moment(), nullable=False),
        sa.Column("drafted_at", moment(), nullable=False),
        sa.Column("drafter_id", sa.Uuid(), nullable=True),
        sa.Column("drafter", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("digest", code(64), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_issue")),
        sa.UniqueConstraint(*unique, name=op.f("uq_paper_issue_kind_region_period_version")),
        sa.UniqueConstraint("id", "region", name=op.f("uq_paper_issue_id_region")),
    )


def _steps() -> None:
    op.create_table(
        "paper_step",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("step", code(8), nullable=False),
        sa.Column("after", code(8), nullable=True),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("series", code(40), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("digest", code(64), nullable=True),
        known("ck_paper_step_step_known", "step", "reviewed", "signed", "issued"),
        sa.CheckConstraint(
            "CASE step WHEN 'signed' THEN coalesce(after, '') = 'reviewed'"
            " WHEN 'issued' THEN coalesce(after, '') = 'signed' ELSE after IS NULL END",
            name=op.f("ck_paper_step_in_order"),
        ),
        sa.CheckConstraint(
            "(step = 'signed') = (body IS NOT NULL AND digest IS NOT NULL AND number IS NOT NULL"
            " AND series IS NOT NULL AND dated IS NOT NULL)",
            name=op.f("ck_paper_step_signed_body"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper_issue.id"], name=op.f("fk_paper_step_paper_id_paper_issue")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id", "after"],
            ["paper_step.paper_id", "paper_step.step"],
            name=op.f("fk_paper_step_paper_id_after_paper_step"),
        ),
        sa.PrimaryKeyConstraint("paper_id", "step", name=op.f("pk_paper_step")),
        sa.UniqueConstraint("series", "number", name=op.f("uq_paper_step_series_number")),
    )


def _copies() -> None:
    op.create_table(
        "paper_copy",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("step", code(8), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("sent_at", moment(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.CheckConstraint("step = 'issued'", name=op.f("ck_paper_copy_issued")),
        sa.ForeignKeyConstraint(
            ["paper_id", "region"],
            ["paper_issue.id", "paper_issue.region"],
            name=op.f("fk_paper_copy_paper_id_region_paper_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id", "step"],
            ["paper_step.paper_id", "paper_step.step"],
            name=op.f("fk_paper_copy_paper_id_step_paper_step"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_paper_copy_unit_id_unit")),
        sa.PrimaryKeyConstraint("paper_id", "unit_id", name=op.f("pk_paper_copy")),
    )
    op.create_index(op.f("ix_paper_copy_unit_id"), "paper_copy", ["unit_id"], unique=False)
    op.create_table(
        "paper_receipt",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id", "unit_id"],
            ["paper_copy.paper_id", "paper_copy.unit_id"],
            name=op.f("fk_paper_receipt_paper_id_unit_id_paper_copy"),
        ),
        sa.PrimaryKeyConstraint("paper_id", "unit_id", name=op.f("pk_paper_receipt")),
    )
