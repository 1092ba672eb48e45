"""The log of conferences held over the video network."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    tiers = ("province", "city", "county", "town", "village")
    op.create_table(
        "video_conference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("held_from", moment(), nullable=False),
        sa.Column("held_to", moment(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("host", sa.String(length=60), nullable=False),
        sa.Column("tier", code(16), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("result", sa.String(length=500), nullable=False),
        sa.Column("quality", code(16), nullable=False),
        sa.Column("faults", sa.String(length=300), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_why", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        known("ck_video_conference_quality_known", "quality", "good", "flawed", "broken"),
        known("ck_video_conference_tier_known", "tier", *tiers),
        sa.CheckConstraint("held_to > held_from", name=op.f("ck_video_conference_ends_after")),
        sa.CheckConstraint(
            "(corrects_id IS NULL) = (corrects_why = '')",
            name=op.f("ck_video_conference_says_why"),
        ),
        sa.CheckConstraint("corrects_id <> id", name=op.f("ck_video_conference_corrects_another")),
        _of("video_conference", "region", "region", "code"),
        _of("video_conference", "host_id", "video_station"),
        _of("video_conference", "incident_id", "incident"),
        _of("video_conference", "case_id", "case_file"),
        sa.ForeignKeyConstraint(
            ["corrects_id", "region"],
            ["video_conference.id", "video_conference.region"],
            name=op.f("fk_video_conference_corrects_id_region_video_conference"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video_conference")),
        sa.UniqueConstraint("id", "region", name=op.f("uq_video_conference_id_region")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_video_conference_corrects_id")),
    )
    op.create_index(
        op.f("ix_video_conference_region_held_from"), "video_conference", ["region", "held_from"]
    )
    op.create_table(
        "video_conference_seat",
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("station_name", sa.String(length=60), nullable=False),
        sa.Column("attendance", code(16), nullable=False),
        known("ck_video_conference_seat_attendance_known", "attendance", "came", "late", "absent"),
        _of("video_conference_seat", "conference_id", "video_conference"),
        _of("video_conference_seat", "station_id", "video_station"),
        sa.PrimaryKeyConstraint(
            "conference_id", "station_id", name=op.f("pk_video_conference_seat")
        ),
    )
    op.create_index(
        op.f("ix_video_conference_seat_station_id"), "video_conference_seat", ["station_id"]
    )
    append_only("video_conference", "video_conference_seat")


def _of(table: str, column: str, parent: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.{key}"], name=name)
