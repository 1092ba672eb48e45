"""Posts that members take, and activities with sign-up, waiting line and check-in."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, known, moment

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _posts()
    _claims()
    _activities()
    _sign_ups()


def _posts() -> None:
    op.create_table(
        "service_post",
        *_told("service_post"),
        _text("hours", 120),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_service_post_wanted_positive")),
    )
    _index("service_post", "region", "closed_on")


def _claims() -> None:
    op.create_table(
        "post_claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _text("person_name", 64),
        sa.Column("given_back_on", sa.Date(), nullable=True),
        _text("given_back_name", 64),
        _text("reason", 500),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("post_claim", "post_id", "service_post"),
        _of("post_claim", "member_id", "party_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_claim")),
    )
    _index("post_claim", "post_id")
    _index("post_claim", "member_id")
    op.create_index(
        "uq_post_claim_live",
        "post_claim",
        ["post_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("given_back_on IS NULL"),
        sqlite_where=sa.text("given_back_on IS NULL"),
    )


def _activities() -> None:
    op.create_table(
        "activity",
        *_told("activity"),
        _text("held_by", 120),
        sa.Column("starts_at", moment(), nullable=False),
        sa.Column("ends_at", moment(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("called_off_at", moment(), nullable=True),
        _text("called_off_why", 500),
        _text("minutes", 4000),
        sa.Column("minutes_at", moment(), nullable=True),
        _text("minutes_name", 64),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_activity_capacity_positive")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_activity_ends_later")),
    )
    _index("activity", "starts_at", "region")


def _sign_ups() -> None:
    table = "activity_sign_up"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("ticket", code(8), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("signed_at", moment(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("checked_at", moment(), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        _text("checked_name", 64),
        sa.Column("way", code(8), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known(f"ck_{table}_state_known", "state", "signed", "waiting", "withdrawn"),
        known(f"ck_{table}_way_known", "way", "list", "code"),
        _of(table, "activity_id", "activity"),
        _of(table, "member_id", "party_member"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "activity_id", "member_id", name=op.f(f"uq_{table}_activity_id_member_id")
        ),
        sa.UniqueConstraint("activity_id", "ticket", name=op.f(f"uq_{table}_activity_id_ticket")),
    )
    _index(table, "member_id")
    _index(table, "checked_at")


def _told(table: str) -> "tuple[sa.schema.SchemaItem, ...]":
    """Return what a post and an activity have alike."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        _text("title", 60),
        _text("kind", 32),
        _text("place", 200),
        _text("note", 500),
        sa.Column("recorded_at", moment(), nullable=False),
        _text("recorded_name", 64),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region"], ["region.code"], name=op.f(f"fk_{table}_region_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _text(name: str, length: int) -> "sa.Column[object]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=False)


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)
