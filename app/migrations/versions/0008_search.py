"""Cases are found by any words in them: every case has a search document."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from app.cases.document_content import case_content, free_keys, key_of
from app.core.database.columns import Moment
from app.core.database.text_index import TextIndex, Written
from app.migrations.steps import ascending

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BATCH = 1_000

_CASE = sa.table(
    "case_file",
    sa.column("id", sa.Uuid()),
    sa.column("received_at", Moment()),
    sa.column("first_contact_id", sa.Uuid()),
    *map(sa.column, ("number", "external_number", "title", "text", "place", "category_code")),
    *map(sa.column, ("state", "region")),
)
_AUDIENCE = sa.table(
    "case_audience", sa.column("case_id", sa.Uuid()), sa.column("unit_id", sa.Uuid())
)
_PLACE = sa.table("case_place", sa.column("case_id", sa.Uuid()), sa.column("region"))
_DOCUMENT = sa.table(
    "case_document", sa.column("id"), sa.column("case_id", sa.Uuid()), sa.column("content")
)


def upgrade() -> None:
    op.create_table(
        "case_document",
        sa.Column("id", ascending(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_document_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_document")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_document_case_id")),
    )
    index = TextIndex("case_words")
    index.create(op.get_bind())
    taken: set[int] = set()
    for cases in _batches():
        _write(index, cases, taken)
    # An older program would write cases that nobody finds.
    op.execute("UPDATE database_state SET min_client = '0008', needed_version = '0.2.0'")


def _batches() -> Iterator[Sequence[Any]]:
    """Read all cases, some at a time."""
    after: UUID | None = None
    while True:
        asked = sa.select(_CASE).order_by(_CASE.c.id).limit(_BATCH)
        asked = asked if after is None else asked.where(_CASE.c.id > after)
        found = op.get_bind().execute(asked).all()
        if not found:
            return
        yield found
        after = found[-1].id


def _write(index: TextIndex, cases: Sequence[Any], taken: set[int]) -> None:
    ids = [case.id for case in cases]
    heard = _gathered(_AUDIENCE.c.case_id, _AUDIENCE.c.unit_id, ids)
    placed = _gathered(_PLACE.c.case_id, _PLACE.c.region, ids)
    wanted = {case.id: key_of(case.received_at) for case in cases}
    keys = free_keys(wanted, lambda key: next(free for free in count(key) if free not in taken))
    taken.update(keys.values())
    rows = [
        {
            "id": keys[case.id],
            "case_id": case.id,
            "content": case_content(case, heard.get(case.id, ()), placed.get(case.id, ())),
        }
        for case in cases
    ]
    op.get_bind().execute(sa.insert(_DOCUMENT), rows)
    index.write(op.get_bind(), [Written(row["id"], None, row["content"]) for row in rows])


def _gathered(key: Any, value: Any, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for case_id, each in op.get_bind().execute(sa.select(key, value).where(key.in_(ids))):
        found.setdefault(case_id, []).append(each)
    return found
