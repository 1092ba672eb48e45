"""Organisations of the Party with their course, grids and posts, and their members."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _organisations()
    _covers()
    _terms()
    _members()
    _persons()


def _organisations() -> None:
    op.create_table(
        "party_organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pinyin", code(512), nullable=False),
        sa.Column("initials", code(60), nullable=False),
        sa.Column("level", code(16), nullable=False),
        sa.Column("form", code(16), nullable=False),
        sa.Column("way", code(16), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("region", code(15), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_party_organisation_level_known",
            "level",
            *("street", "community", "grid", "building", "household"),
        ),
        known(
            "ck_party_organisation_form_known",
            "form",
            *("committee", "general_branch", "branch", "group", "hub_household"),
        ),
        known("ck_party_organisation_way_known", "way", "in_line", "alone", "joint", "trade"),
        _of("party_organisation", "parent_id", "party_organisation"),
        _of("party_organisation", "region", "region", "code"),
        _of("party_organisation", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_organisation")),
    )
    _index("party_organisation", "region")
    _index("party_organisation", "parent_id")
    op.create_table(
        "party_organisation_version",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("step", code(16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        known(
            "ck_party_organisation_version_step_known",
            "step",
            *("founded", "renamed", "transferred", "dissolved"),
        ),
        _of("party_organisation_version", "organisation_id", "party_organisation"),
        _of("party_organisation_version", "parent_id", "party_organisation"),
        sa.PrimaryKeyConstraint(
            "organisation_id", "ordinal", name=op.f("pk_party_organisation_version")
        ),
    )
    _index("party_organisation_version", "parent_id")
    append_only("party_organisation_version")


def _covers() -> None:
    op.create_table(
        "party_grid_cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("grid_code", code(15), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        _of("party_grid_cover", "organisation_id", "party_organisation"),
        _of("party_grid_cover", "grid_code", "region", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_grid_cover")),
    )
    _index("party_grid_cover", "grid_code")
    _index("party_grid_cover", "organisation_id")


def _terms() -> None:
    op.create_table(
        "party_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("post", code(16), nullable=False),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_party_term_post_known",
            "post",
            *("secretary", "deputy", "organisation", "publicity", "discipline", "committee"),
        ),
        _of("party_term", "organisation_id", "party_organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_term")),
    )
    _index("party_term", "organisation_id", "ended_on")


def _members() -> None:
    op.create_table(
        "party_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("pinyin", code(255), nullable=False),
        sa.Column("initials", code(64), nullable=False),
        sa.Column("sex", code(8), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("standing", code(16), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("grid_code", code(15), nullable=True),
        sa.Column("workplace", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("is_serving", sa.Boolean(), nullable=False),
        sa.Column("skills", sa.String(length=200), nullable=False),
        sa.Column("tags", sa.String(length=200), nullable=False),
        sa.Column("added_at", moment(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", code(16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_party_member_sex_known", "sex", "male", "female"),
        known("ck_party_member_standing_known", "standing", "full", "probationary"),
        known(
            "ck_party_member_left_reason_known",
            "left_reason",
            *("transferred", "died", "withdrew", "removed", "expelled", "mistake"),
        ),
        _of("party_member", "organisation_id", "party_organisation"),
        _of("party_member", "grid_code", "region", "code"),
        _of("party_member", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_member")),
    )
    _index("party_member", "organisation_id", "pinyin", "id")
    _index("party_member", "region", "pinyin", "id")
    _index("party_member", "grid_code")
    op.create_table(
        "party_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        _of("party_membership", "member_id", "party_member"),
        _of("party_membership", "organisation_id", "party_organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_membership")),
    )
    _index("party_membership", "member_id")
    _index("party_membership", "organisation_id")


def _persons() -> None:
    op.create_table(
        "party_member_person",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("document_kind", code(32), nullable=True),
        sa.Column("document_number", sa.String(length=32), nullable=False),
        sa.Column("document_key", code(64), nullable=True),
        sa.Column("document_last4", code(4), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("phone_key", code(64), nullable=True),
        sa.Column("phone_last4", code(4), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        _of("party_member_person", "member_id", "party_member"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_party_member_person")),
    )
    _index("party_member_person", "document_key")
    _index("party_member_person", "phone_key")
    op.create_table(
        "party_member_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("desk", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        _of("party_member_reading", "member_id", "party_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_member_reading")),
    )
    _index("party_member_reading", "member_id", "at")
    append_only("party_member_reading")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


def _of(table: str, column: str, parent: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.{key}"], name=name)
