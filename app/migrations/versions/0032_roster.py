"""Members move from one organisation to another, and files of members can be taken back."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, known, moment

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("party_member") as table:
        table.add_column(sa.Column("joined_precision", code(8), nullable=True))
    _index("party_member", "pinyin", "id")
    _transfers()
    _imports()
    append_only("party_transfer_word", "party_import_row")


def _transfers() -> None:
    op.create_table(
        "party_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("member_name", sa.String(length=64), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("from_name", sa.String(length=60), nullable=False),
        sa.Column("to_name", sa.String(length=60), nullable=False),
        sa.Column("from_region", code(15), nullable=False),
        sa.Column("to_region", code(15), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", code(12), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_party_transfer_state_known", "state", "open", "done", "refused", "withdrawn"),
        _of("party_transfer", "member_id", "party_member"),
        _of("party_transfer", "from_id", "party_organisation"),
        _of("party_transfer", "to_id", "party_organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_transfer")),
    )
    _index("party_transfer", "member_id")
    _index("party_transfer", "from_region", "state")
    _index("party_transfer", "to_region", "state")
    op.create_table(
        "party_transfer_word",
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("side", code(8), nullable=False),
        sa.Column("is_yes", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        known("ck_party_transfer_word_side_known", "side", "from", "to"),
        _of("party_transfer_word", "transfer_id", "party_transfer"),
        sa.PrimaryKeyConstraint("transfer_id", "side", name=op.f("pk_party_transfer_word")),
    )


def _imports() -> None:
    op.create_table(
        "party_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("state", code(12), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("undone_name", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_party_import_state_known", "state", "looked_at", "landed", "undone"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_import")),
    )
    _index("party_import", "region", "at")
    op.create_table(
        "party_import_row",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("member_version", sa.Integer(), nullable=False),
        sa.Column("before", document(), nullable=False),
        sa.Column("filled", code(64), nullable=False),
        _of("party_import_row", "import_id", "party_import"),
        _of("party_import_row", "member_id", "party_member"),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_party_import_row")),
    )
    _index("party_import_row", "member_id")


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
