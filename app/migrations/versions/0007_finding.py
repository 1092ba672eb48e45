"""People arrange their queues: saved views, followed cases, tags; and a reminder is a step."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, moment

revision = "0007"
down_revision = "0006"
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
)


def upgrade() -> None:
    _make_saved_view()
    _make_followed_case()
    _make_tags()
    _widen_case_event()
    _widen_phrase()
    op.create_index(op.f("ix_case_file_received"), "case_file", ["received_at", "id"], unique=False)
    op.create_index(
        op.f("ix_case_file_handler_order"),
        "case_file",
        ["handler_id", "order_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_case_file_finished_at"), "case_file", ["finished_at"], unique=False)
    # An older program cannot read a reminder in a case's story.
    op.execute("UPDATE database_state SET min_client = '0007', needed_version = '0.2.0'")


def _make_saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", document(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_saved_view_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_owner_id"), "saved_view", ["owner_id"], unique=False)


def _make_followed_case() -> None:
    op.create_table(
        "followed_case",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_followed_case_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_followed_case_case_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "case_id", name=op.f("pk_followed_case")),
    )


def _make_tags() -> None:
    op.create_table(
        "tag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("initials", code(64), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("region", "name", name=op.f("uq_tag_region_name")),
    )
    op.create_table(
        "case_tag",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_tag_case_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_case_tag_tag_id")),
        sa.PrimaryKeyConstraint("case_id", "tag_id", name=op.f("pk_case_tag")),
    )
    op.create_index(
        op.f("ix_case_tag_tag_id_case_id"), "case_tag", ["tag_id", "case_id"], unique=False
    )


def _widen_case_event() -> None:
    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    with op.batch_alter_table("case_event") as table:
        table.drop_constraint(op.f("ck_case_event_kind_known"), type_="check")
        table.create_check_constraint(op.f("ck_case_event_kind_known"), f"kind IN ({listed})")
    if op.get_bind().dialect.name == "sqlite":  # its triggers went with the table it was
        append_only("case_event")


def _widen_phrase() -> None:
    """Let phrases be offered where somebody reminds."""
    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    with op.batch_alter_table("phrase") as table:
        table.drop_constraint(op.f("ck_phrase_step_known"), type_="check")
        table.create_check_constraint(op.f("ck_phrase_step_known"), f"step IN ({listed})")
