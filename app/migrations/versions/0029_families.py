"""Cases are merged into a lead and taken apart again; what may be one matter is kept."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, is_postgres, known, moment

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KINDS = (
    *("submitted", "declined", "registered", "assigned", "reassigned", "returned"),
    *("signed_for", "progressed", "suspended", "carried_over", "resumed", "extended"),
    *("tabled", "given_back", "escalated", "handed_over", "rehandled", "amended"),
    *("supervised", "finished", "call_missed", "called_back", "verified", "closed"),
    *("solved_on_spot", "archived", "reopened", "attached", "task_given", "task_done"),
    *("task_withdrawn", "asked", "refused", "claim_accepted", "recounted", "reminded"),
    *("reversed", "whistled", "whistle_signed", "appeared", "measure_taken", "fed_back"),
    *("release_asked", "released", "release_refused", "left", "whistle_done", "whistle_off"),
    *("whistle_rated", "merged", "unmerged", "joined", "parted"),
)


def upgrade() -> None:
    _lead_cases()
    _widen_kinds()
    _make_pairs()
    _make_recurrences()
    # An older program cannot read in a case's story that it was merged.
    op.execute("UPDATE database_state SET min_client = '0029', needed_version = '0.2.0'")


def _lead_cases() -> None:
    # Not as a batch: SQLite would write the whole table anew.
    kind = "uuid" if is_postgres() else "CHAR(32)"
    op.execute(
        f"ALTER TABLE case_file ADD COLUMN lead_id {kind}"
        " CONSTRAINT fk_case_file_lead_id_case_file REFERENCES case_file (id)"
    )
    follows = sa.text("lead_id IS NOT NULL")
    op.create_index(
        "ix_case_file_lead",
        "case_file",
        ["lead_id"],
        unique=False,
        postgresql_where=follows,
        sqlite_where=follows,
    )
    op.create_index(
        "ix_case_file_category_received",
        "case_file",
        ["category_code", "received_at"],
        unique=False,
    )


def _widen_kinds() -> None:
    listed = ", ".join(f"'{each}'" for each in KINDS)
    with op.batch_alter_table("case_event") as table:
        table.drop_constraint(op.f("ck_case_event_kind_known"), type_="check")
        table.create_check_constraint(op.f("ck_case_event_kind_known"), f"kind IN ({listed})")
    if not is_postgres():  # its triggers went with the table it was
        append_only("case_event")
    with op.batch_alter_table("phrase") as table:
        table.drop_constraint(op.f("ck_phrase_step_known"), type_="check")
        table.create_check_constraint(op.f("ck_phrase_step_known"), f"step IN ({listed})")


def _make_pairs() -> None:
    op.create_table(
        "likely_pair",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("facts", document(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        known("ck_likely_pair_state_known", "state", "proposed", "refused"),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_likely_pair_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["case_file.id"], name=op.f("fk_likely_pair_first_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["case_file.id"], name=op.f("fk_likely_pair_second_id_case_file")
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_likely_pair")),
    )
    op.create_index(op.f("ix_likely_pair_second_id"), "likely_pair", ["second_id"], unique=False)


def _make_recurrences() -> None:
    op.create_table(
        "recurrence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("category_code", code(12), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("first_at", moment(), nullable=False),
        sa.Column("last_at", moment(), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("found_at", moment(), nullable=False),
        sa.Column("decided_at", moment(), nullable=True),
        sa.Column("decided_name", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_recurrence_state_known", "state", "proposed", "accepted", "dismissed"),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_recurrence_category_code_category")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_recurrence_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence")),
    )
    for columns in (["state", "last_at"], ["category_code", "last_at"]):
        name = op.f(f"ix_recurrence_{'_'.join(columns)}")
        op.create_index(name, "recurrence", columns, unique=False)
    op.create_table(
        "recurrence_case",
        sa.Column("recurrence_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recurrence_id"],
            ["recurrence.id"],
            name=op.f("fk_recurrence_case_recurrence_id_recurrence"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_recurrence_case_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("recurrence_id", "case_id", name=op.f("pk_recurrence_case")),
    )
    op.create_index(
        op.f("ix_recurrence_case_case_id"), "recurrence_case", ["case_id"], unique=False
    )
