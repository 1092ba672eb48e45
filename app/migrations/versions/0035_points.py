"""Points of members: an append-only ledger, rules with caps, records and their confirmation."""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, known, moment

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _accounts()
    _transfers()
    _rules()
    _records()
    _decisions()
    append_only(
        "ledger_account",
        "ledger_transfer",
        "points_rule_version",
        "points_record",
        "points_decision",
    )


def _accounts() -> None:
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("book", code(16), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("region", code(15), nullable=False),
        sa.Column("opened_at", moment(), nullable=False),
        known("ck_ledger_account_book_known", "book", "points"),
        known("ck_ledger_account_kind_known", "kind", "holder", "issued", "spent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint("book", "holder_id", name=op.f("uq_ledger_account_book_holder_id")),
    )


def _transfers() -> None:
    mirrored = ["id", "from_id", "to_id", "amount"]
    op.create_table(
        "ledger_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("book", code(16), nullable=False),
        sa.Column("kind", code(16), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("ref", code(64), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        *_by_whom(),
        known("ck_ledger_transfer_book_known", "book", "points"),
        known("ck_ledger_transfer_kind_known", "kind", "given", "spent", "reversed"),
        _check("ledger_transfer", "amount_positive", "amount > 0"),
        _check("ledger_transfer", "two_accounts", "from_id <> to_id"),
        _check(
            "ledger_transfer",
            "reversal_names_one",
            "(kind = 'reversed') = (reverses_id IS NOT NULL)",
        ),
        _of("ledger_transfer", "from_id", "ledger_account"),
        _of("ledger_transfer", "to_id", "ledger_account"),
        sa.ForeignKeyConstraint(
            ["reverses_id", "to_id", "from_id", "amount"],
            [f"ledger_transfer.{column}" for column in mirrored],
            name=op.f("fk_ledger_transfer_mirror"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transfer")),
        sa.UniqueConstraint(*mirrored, name=op.f("uq_ledger_transfer_id_from_id_to_id_amount")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_transfer_reverses_id")),
    )
    _index("ledger_transfer", "to_id", "day", "kind", "amount")
    _index("ledger_transfer", "from_id", "day", "kind", "amount")
    _index("ledger_transfer", "ref")


def _rules() -> None:
    op.create_table(
        "points_rule_version",
        sa.Column("street", code(9), nullable=False),
        sa.Column("code", code(24), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("cap_day", sa.Integer(), nullable=True),
        sa.Column("cap_month", sa.Integer(), nullable=True),
        sa.Column("cap_year", sa.Integer(), nullable=True),
        sa.Column("confirmer", code(16), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        *_by_whom(),
        known("ck_points_rule_version_confirmer_known", "confirmer", "recorder", "second"),
        _check("points_rule_version", "points_positive", "points > 0"),
        sa.PrimaryKeyConstraint("street", "code", "number", name=op.f("pk_points_rule_version")),
    )


def _records() -> None:
    op.create_table(
        "points_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("code", code(24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        *_by_whom(),
        _of("points_record", "member_id", "party_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_record")),
        sa.UniqueConstraint(
            "member_id",
            "code",
            "day",
            "note",
            name=op.f("uq_points_record_member_id_code_day_note"),
        ),
    )
    _index("points_record", "region", "day")


def _decisions() -> None:
    op.create_table(
        "points_decision",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("rule_number", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        *_by_whom(),
        _check("points_decision", "points_went_over", "(transfer_id IS NULL) = (points = 0)"),
        _of("points_decision", "record_id", "points_record"),
        _of("points_decision", "transfer_id", "ledger_transfer"),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_points_decision")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_points_decision_transfer_id")),
    )


def _by_whom() -> "tuple[sa.Column[object], ...]":
    return (
        sa.Column("at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _index(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=False)


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)
