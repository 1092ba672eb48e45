"""Cases, kinds, limits, events; personal values in a table of their own."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

OPEN = "state IN ('submitted', 'registered', 'assigned', 'signed_for', 'in_progress', 'finished')"

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_serial",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("street", code(9), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "street", name=op.f("pk_case_serial")),
    )
    op.create_table(
        "limit_table",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", moment(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("body", document(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_limit_table")),
    )
    op.create_table(
        "category",
        sa.Column("code", code(12), nullable=False),
        sa.Column("parent_code", code(12), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("initials", code(64), nullable=False),
        sa.Column("hints", sa.String(length=500), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("level", code(16), nullable=False),
        sa.Column("matter_class", code(16), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["category.code"], name=op.f("fk_category_parent_code")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_category_unit_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", code(22), nullable=True),
        sa.Column("receipt_code", code(8), nullable=False),
        sa.Column("source", code(32), nullable=False),
        sa.Column("external_number", code(64), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("category_code", code(12), nullable=True),
        sa.Column("level", code(16), nullable=False),
        sa.Column("matter_class", code(16), nullable=True),
        sa.Column("state", code(16), nullable=False),
        sa.Column("opened_region", code(15), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("happened_at", moment(), nullable=True),
        sa.Column("received_at", moment(), nullable=False),
        sa.Column("registered_at", moment(), nullable=True),
        sa.Column("finished_at", moment(), nullable=True),
        sa.Column("closed_at", moment(), nullable=True),
        sa.Column("first_contact_id", sa.Uuid(), nullable=True),
        sa.Column("handling_unit_id", sa.Uuid(), nullable=True),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("wants_call_back", sa.Boolean(), nullable=False),
        sa.Column("sign_due_at", moment(), nullable=True),
        sa.Column("handle_due_at", moment(), nullable=True),
        sa.Column("warn_at", moment(), nullable=True),
        sa.Column("order_at", moment(), nullable=False),
        sa.Column("clock", code(8), nullable=True),
        sa.Column("clock_unit", code(16), nullable=True),
        sa.Column("clock_limit_s", sa.Integer(), nullable=True),
        sa.Column("limit_number", sa.Integer(), nullable=True),
        sa.Column("calendar_number", sa.Integer(), nullable=True),
        sa.Column("extra", document(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_case_file_level_known", "level", "normal", "urgent"),
        known(
            "ck_case_file_source_known",
            "source",
            "grid_patrol",
            "visit",
            "call",
            "hotline_12345",
            "digital_city",
            "bright_eyes",
            "drone",
            "mailbox",
            "kiosk",
            "scan",
            "community_line",
            "government_app",
            "delegate",
            "gig_worker",
            "department",
            "superior",
            "safe_zone",
        ),
        known(
            "ck_case_file_state_known",
            "state",
            "submitted",
            "registered",
            "assigned",
            "signed_for",
            "in_progress",
            "finished",
            "closed",
        ),
        sa.ForeignKeyConstraint(
            ["calendar_number"],
            ["calendar_version.number"],
            name=op.f("fk_case_file_calendar_number"),
        ),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_case_file_category_code")
        ),
        sa.ForeignKeyConstraint(
            ["first_contact_id"], ["person.id"], name=op.f("fk_case_file_first_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["person.id"], name=op.f("fk_case_file_handler_id")
        ),
        sa.ForeignKeyConstraint(
            ["handling_unit_id"], ["unit.id"], name=op.f("fk_case_file_handling_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["limit_number"], ["limit_table.number"], name=op.f("fk_case_file_limit_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("number", name=op.f("uq_case_file_number")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_case_file_receipt_code")),
        sa.UniqueConstraint(
            "source", "external_number", name=op.f("uq_case_file_source_external_number")
        ),
    )
    op.create_index(
        "ix_case_file_first_contact",
        "case_file",
        ["first_contact_id", "order_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_case_file_open_order",
        "case_file",
        ["order_at", "id"],
        unique=False,
        postgresql_where=sa.text(OPEN),
        sqlite_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_case_file_region_order", "case_file", ["region", "order_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_case_file_registered_at"), "case_file", ["registered_at"], unique=False
    )
    op.create_index(
        "ix_case_file_state_order", "case_file", ["state", "order_at", "id"], unique=False
    )
    op.create_index(
        "ix_case_file_unit_order", "case_file", ["handling_unit_id", "order_at", "id"], unique=False
    )
    op.create_table(
        "case_audience",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_audience_case_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_audience_unit_id")),
        sa.PrimaryKeyConstraint("case_id", "unit_id", name=op.f("pk_case_audience")),
    )
    op.create_index(
        op.f("ix_case_audience_unit_id_case_id"),
        "case_audience",
        ["unit_id", "case_id"],
        unique=False,
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("claimed_at", moment(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("unit_name", sa.String(length=64), nullable=False),
        sa.Column("old_state", code(16), nullable=True),
        sa.Column("new_state", code(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("facts", document(), nullable=False),
        known(
            "ck_case_event_kind_known",
            "kind",
            "submitted",
            "registered",
            "assigned",
            "reassigned",
            "signed_for",
            "progressed",
            "finished",
            "closed",
            "attached",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_event_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_event_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("case_id", "ordinal", name=op.f("uq_case_event_case_id_ordinal")),
    )
    op.create_index(op.f("ix_case_event_kind_at"), "case_event", ["kind", "at"], unique=False)
    op.create_table(
        "case_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("phone_key", code(64), nullable=True),
        sa.Column("phone_last4", code(4), nullable=False),
        sa.Column("document_kind", code(32), nullable=True),
        sa.Column("document_number", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_person_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_person")),
    )
    op.create_index(op.f("ix_case_person_case_id"), "case_person", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_person_phone_key"), "case_person", ["phone_key"], unique=False)
    op.create_table(
        "personal_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("desk", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_personal_reading_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_reading")),
    )
    op.create_index(
        op.f("ix_personal_reading_case_id_at"), "personal_reading", ["case_id", "at"], unique=False
    )
    append_only("case_event", "limit_table", "personal_reading")
