"""Red compounds: three sides, serving stations, and what is decided stage by stage."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import code, known, moment

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _sides()
    _stations()
    _matters()


def _sides() -> None:
    op.create_table(
        "red_compound",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("committee", code(16), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("property_company", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_red_compound_committee_known",
            "committee",
            *("none", "owners", "property", "residents"),
        ),
        sa.CheckConstraint(
            "members BETWEEN 0 AND seats", name=op.f("ck_red_compound_members_seated")
        ),
        _of("red_compound", "place_id", "place"),
        _of("red_compound", "branch_id", "party_organisation"),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_red_compound")),
    )


def _stations() -> None:
    op.create_table(
        "station_compound",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("compound_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        _of("station_compound", "station_id", "place"),
        _of("station_compound", "compound_id", "place"),
        sa.PrimaryKeyConstraint("station_id", "compound_id", name=op.f("pk_station_compound")),
    )
    _index("station_compound", "compound_id")


def _matters() -> None:
    op.create_table(
        "compound_matter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_name", sa.String(length=64), nullable=False),
        _of("compound_matter", "place_id", "place"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compound_matter")),
    )
    _index("compound_matter", "place_id")
    op.create_table(
        "compound_stage",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("stage", code(20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_name", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_compound_stage_stage_known",
            "stage",
            *("proposed", "deliberated", "members_appraised", "owners_appraised"),
            *("decision_shown", "result_shown"),
        ),
        _of("compound_stage", "matter_id", "compound_matter"),
        sa.PrimaryKeyConstraint("matter_id", "stage", name=op.f("pk_compound_stage")),
    )
    _index("compound_stage", "due_on")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)
