"""Call-backs: who is drawn, what was answered, what the rates leave out; a second unhappy answer
goes before the director.
"""

import sqlalchemy as sa
from alembic import op

from app.migrations.steps import append_only, code, document, is_postgres, known, moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_KINDS = ("suspended", "extended", "carried_over")


def upgrade() -> None:
    _plan()
    _rounds()
    _answers()
    _exclusions()
    _requests()
    _answered_before()


def _plan() -> None:
    op.create_table(
        "call_plan",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("body", document(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_call_plan")),
    )
    append_only("call_plan")


def _rounds() -> None:
    op.create_table(
        "call_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("street", code(9), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("share", code(64), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("drawn_of", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("reason", code(16), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("finished_at", moment(), nullable=False),
        sa.Column("next_at", moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        known("ck_call_round_reason_known", "reason", "promised", "drawn", "not_drawn", "no_phone"),
        known(
            "ck_call_round_state_known",
            "state",
            *("waiting", "answered", "given_up", "left_out", "overtaken"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_call_round_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_round")),
        sa.UniqueConstraint("case_id", "ordinal", name=op.f("uq_call_round_case_id_ordinal")),
    )
    op.create_index(op.f("ix_call_round_state_next_at"), "call_round", ["state", "next_at"])
    op.create_index(
        op.f("ix_call_round_street_plan_share_serial"),
        "call_round",
        ["street", "plan", "share", "serial"],
    )


def _answers() -> None:
    op.create_table(
        "call_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("source", code(32), nullable=False),
        sa.Column("category_code", code(12), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("is_contacted", sa.Boolean(), nullable=False),
        sa.Column("is_in_time", sa.Boolean(), nullable=False),
        sa.Column("is_solved", sa.Boolean(), nullable=False),
        sa.Column("is_satisfied", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("reversed_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_call_answer_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_call_answer_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_answer")),
        sa.UniqueConstraint("case_id", "ordinal", name=op.f("uq_call_answer_case_id_ordinal")),
    )
    op.create_index(op.f("ix_call_answer_at"), "call_answer", ["at"])
    append_only("call_answer", verbs=("DELETE",))


def _exclusions() -> None:
    op.create_table(
        "exclusion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("region", code(15), nullable=False),
        sa.Column("street", code(9), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("reason", code(24), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("state", code(16), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=64), nullable=False),
        sa.Column("unit_name", sa.String(length=64), nullable=False),
        sa.Column("decided_at", moment(), nullable=True),
        sa.Column("decided_name", sa.String(length=64), nullable=False),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("lifted_at", moment(), nullable=True),
        sa.Column("lifted_name", sa.String(length=64), nullable=False),
        sa.Column("lifting", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        known(
            "ck_exclusion_reason_known",
            "reason",
            *("not_lawful", "outside_duty", "other_channel", "force_majeure"),
            *("wrong_person", "duplicate", "other"),
        ),
        known(
            "ck_exclusion_state_known",
            "state",
            *("asked", "granted", "refused", "withdrawn", "lifted"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_exclusion_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
        sa.UniqueConstraint(
            "street", "year", "serial", name=op.f("uq_exclusion_street_year_serial")
        ),
    )
    op.create_index(op.f("ix_exclusion_case_id"), "exclusion", ["case_id"])
    op.create_index(op.f("ix_exclusion_state_asked_at"), "exclusion", ["state", "asked_at"])
    append_only("exclusion", verbs=("DELETE",))


def _requests() -> None:
    """Let a request ask for reopening, too."""
    name = op.f("ck_case_request_kind_known")
    listed = ", ".join(f"'{kind}'" for kind in (*_KINDS, "reopened"))
    with op.batch_alter_table("case_request") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, sa.text(f"kind IN ({listed})"))


def _answered_before() -> None:
    """Keep what was answered before there was a plan: all of it counts."""
    op.execute(sa.text(_OLD_ANSWERS_POSTGRES if is_postgres() else _OLD_ANSWERS_SQLITE))


_OLD_ANSWERS = """
INSERT INTO call_answer (id, case_id, ordinal, at, region, source, category_code, unit_id, counts,
                         is_contacted, is_in_time, is_solved, is_satisfied, person_id, person_name,
                         reversed_at)
SELECT e.id, e.case_id, e.ordinal, e.at, c.desk_region, c.source, c.category_code,
       c.handling_unit_id, true, {contacted}, {contacted}, {solved}, {satisfied},
       e.person_id, e.person_name,
       (SELECT min(r.at) FROM case_event r
         WHERE r.case_id = e.case_id AND r.kind = 'reversed' AND {undoes})
  FROM case_event e JOIN case_file c ON c.id = e.case_id
 WHERE e.kind = 'called_back'
"""
_OLD_ANSWERS_POSTGRES = _OLD_ANSWERS.format(
    contacted="(e.facts->>'contacted')::boolean",
    solved="(e.facts->>'solved')::boolean",
    satisfied="(e.facts->>'satisfied')::boolean",
    undoes="(r.facts->>'event')::int = e.ordinal",
)
_OLD_ANSWERS_SQLITE = _OLD_ANSWERS.format(
    contacted="json_extract(e.facts, '$.contacted')",
    solved="json_extract(e.facts, '$.solved')",
    satisfied="json_extract(e.facts, '$.satisfied')",
    undoes="json_extract(r.facts, '$.event') = e.ordinal",
)
