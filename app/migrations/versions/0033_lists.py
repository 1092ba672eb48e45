"""Three lists: what is offered, what is needed, and the projects that come of both."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KINDS = (
    *("medical", "elder", "education", "legal", "culture", "helpers"),
    *("venue", "goods", "repair", "safety", "jobs", "funds"),
)


def upgrade() -> None:
    _resources()
    _needs()
    _projects()
    _shares()
    _milestones()
    _ratings()
    append_only("list_rating")


def _resources() -> None:
    op.create_table(
        "list_resource",
        *_entry("offered_by"),
        sa.Column("terms", code(16), nullable=False),
        _text("price", 120),
        _text("hours", 120),
        *_entry_end("list_resource"),
        known("ck_list_resource_terms_known", "terms", "free", "reduced", "paid"),
    )
    _index("list_resource", "region", "kind")


def _needs() -> None:
    op.create_table(
        "list_need",
        *_entry("needed_by"),
        sa.Column("wants_venue", sa.Boolean(), nullable=False),
        *_entry_end("list_need"),
    )
    _index("list_need", "region", "kind")


def _entry(by: str) -> "tuple[sa.Column[object], ...]":
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        _text("title", 60),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        _text(by, 120),
        _text("place", 200),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
    )


def _entry_end(table: str) -> "tuple[sa.schema.SchemaItem, ...]":
    return (
        _text("note", 500),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        _text("recorded_name", 64),
        sa.Column("version", sa.Integer(), nullable=False),
        known(f"ck_{table}_kind_known", "kind", *KINDS),
        sa.CheckConstraint("amount > 0", name=op.f(f"ck_{table}_amount_positive")),
        sa.ForeignKeyConstraint(
            ["region"], ["region.code"], name=op.f(f"fk_{table}_region_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _projects() -> None:
    op.create_table(
        "list_project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        _text("title", 60),
        sa.Column("joint_work", code(16), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("formed_at", moment(), nullable=False),
        sa.Column("formed_by", sa.Uuid(), nullable=True),
        _text("formed_name", 64),
        sa.Column("answer_by", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("served", sa.Integer(), nullable=True),
        _text("outcome", 500),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_list_project_joint_work_known",
            "joint_work",
            *("organisation", "governance", "property", "resources", "premises", "activities"),
        ),
        known(
            "ck_list_project_state_known",
            "state",
            *("asked", "running", "to_rate", "rated", "called_off"),
        ),
        _of("list_project", "need_id", "list_need"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_project")),
    )
    _index("list_project", "region", "state")
    _index("list_project", "need_id")


def _shares() -> None:
    op.create_table(
        "list_share",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("answer", code(16), nullable=False),
        sa.Column("answered_at", moment(), nullable=True),
        _text("answered_name", 64),
        _text("reason", 500),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_list_share_kind_known", "kind", *KINDS),
        known("ck_list_share_answer_known", "answer", "asked", "confirmed", "declined"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_list_share_amount_positive")),
        _of("list_share", "project_id", "list_project"),
        _of("list_share", "resource_id", "list_resource"),
        sa.PrimaryKeyConstraint("project_id", "resource_id", name=op.f("pk_list_share")),
    )
    _index("list_share", "resource_id")


def _milestones() -> None:
    op.create_table(
        "list_milestone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        _text("title", 60),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        _text("reached_name", 64),
        _text("note", 500),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("list_milestone", "project_id", "list_project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_milestone")),
        sa.UniqueConstraint(
            "project_id",
            "title",
            "due_on",
            name=op.f("uq_list_milestone_project_id_title_due_on"),
        ),
    )


def _ratings() -> None:
    op.create_table(
        "list_rating",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        _text("words", 500),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _text("person_name", 64),
        sa.Column("at", moment(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_list_rating_score_known")),
        _of("list_rating", "project_id", "list_project"),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_list_rating")),
    )


def _text(name: str, length: int) -> "sa.Column[object]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=False)


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)
