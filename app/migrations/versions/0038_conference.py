"""Committee and conference: seats, meetings with agenda and attendance, resolutions."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _seats()
    _meetings()
    _items()
    _presences()
    _resolutions()
    _reports()
    append_only("conference_presence")
    append_only("conference_report")


def _seats() -> None:
    op.create_table(
        "conference_seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("body", code(16), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        _text("person_name", 64),
        _text("unit_name", 120),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_conference_seat_body_known", "body", "committee", "conference"),
        known("ck_conference_seat_kind_known", "kind", "full_time", "part_time", "delegate"),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_conference_seat_term_ordered")
        ),
        _region("conference_seat"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_seat")),
    )
    _index("conference_seat", "region", "body")


def _meetings() -> None:
    op.create_table(
        "conference_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("body", code(16), nullable=False),
        _text("title", 100),
        sa.Column("starts_at", moment(), nullable=False),
        _text("place", 200),
        sa.Column("state", code(16), nullable=False),
        sa.Column("quorum_percent", sa.Integer(), nullable=False),
        sa.Column("called_at", moment(), nullable=False),
        _text("called_name", 64),
        _text("reason", 1000),
        _text("minutes", 8000),
        sa.Column("minutes_at", moment(), nullable=True),
        _text("minutes_name", 64),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_conference_meeting_body_known", "body", "committee", "conference"),
        known("ck_conference_meeting_state_known", "state", "called", "held", "void", "cancelled"),
        sa.CheckConstraint(
            "minutes = '' OR state = 'held'", name=op.f("ck_conference_meeting_minutes_of_held")
        ),
        sa.CheckConstraint(
            "quorum_percent BETWEEN 1 AND 100", name=op.f("ck_conference_meeting_quorum_known")
        ),
        _region("conference_meeting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_meeting")),
    )
    _index("conference_meeting", "region", "starts_at", "id")


def _items() -> None:
    op.create_table(
        "conference_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        _text("title", 1000),
        _text("subject", 120),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("state", code(16), nullable=False),
        _text("result", 1000),
        sa.Column("concluded_at", moment(), nullable=True),
        _text("concluded_name", 64),
        sa.Column("given_back_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_conference_item_kind_known", "kind", "case", "compound", "other"),
        known("ck_conference_item_state_known", "state", "open", "concluded", "carried", "dropped"),
        sa.CheckConstraint(
            "(kind = 'case') = (case_id IS NOT NULL)", name=op.f("ck_conference_item_case_named")
        ),
        _of("conference_item", "meeting_id", "conference_meeting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_item")),
        sa.UniqueConstraint(
            "meeting_id", "ordinal", name=op.f("uq_conference_item_meeting_id_ordinal")
        ),
    )
    _index("conference_item", "case_id")
    _index("conference_item", "region", "state")


def _presences() -> None:
    op.create_table(
        "conference_presence",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("answer", code(16), nullable=False),
        _text("note", 120),
        known(
            "ck_conference_presence_answer_known",
            "answer",
            *("present", "deputy", "excused", "absent"),
        ),
        _of("conference_presence", "meeting_id", "conference_meeting"),
        _of("conference_presence", "seat_id", "conference_seat"),
        sa.PrimaryKeyConstraint("meeting_id", "seat_id", name=op.f("pk_conference_presence")),
    )


def _resolutions() -> None:
    op.create_table(
        "conference_resolution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("region", code(15), nullable=False),
        _text("text", 1000),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("resolved_at", moment(), nullable=False),
        _text("resolved_name", 64),
        sa.Column("done_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_conference_resolution_state_known", "state", "open", "reported", "done"),
        _of("conference_resolution", "meeting_id", "conference_meeting"),
        _of("conference_resolution", "item_id", "conference_item"),
        _of("conference_resolution", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_resolution")),
    )
    _index("conference_resolution", "unit_id", "state")
    _index("conference_resolution", "region", "state", "due_on")
    _index("conference_resolution", "meeting_id")


def _reports() -> None:
    op.create_table(
        "conference_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        _text("words", 1000),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _text("person_name", 64),
        sa.Column("at", moment(), nullable=False),
        known(
            "ck_conference_report_kind_known",
            "kind",
            *("progress", "finished", "confirmed", "returned"),
        ),
        _of("conference_report", "resolution_id", "conference_resolution"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_report")),
    )
    _index("conference_report", "resolution_id", "at")


def _text(name: str, length: int) -> "sa.Column[object]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=False)


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)


def _region(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_region_region")
    return sa.ForeignKeyConstraint(["region"], ["region.code"], name=name)
