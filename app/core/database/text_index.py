"""Text search of both engines over the same pieces: FTS5 in SQLite, tsvector in PostgreSQL.

A document has a key of its own that ascends with time, and a content: one line of *marks*, then
the plain texts (`app.core.search_words`) of its *head*, one a line, an empty line, and those of
its body. Marks say what a document is (open, of a region, for a unit); none of their signs can be
typed, so no search finds them by chance. Asked for with words, they let the index leave out early
what somebody may not see anyway.

Neither engine gets an extension or a function of ours: pieces are cut here and handed over as
tokens, and what is asked is built from letters and digits alone, never from what was typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.core.database.state import OWN_ACCOUNT, has_own_account
from app.core.search_words import pairs_of, pieces_of, spread

MARK = "·"
"""What a mark begins with: a sign that no plain text holds."""
_WINDOWS = (3_000, 30_000)  # of the newest documents
FTS5_INSERT = "INSERT INTO {name} (rowid, head, body) VALUES (?, ?, ?)"
"""How SQLite is handed the key and the tokens of a document."""

_COPY_FROM = 100  # rows from which PostgreSQL is better sent them as a stream


@dataclass(frozen=True, slots=True)
class Word:
    """A plain word that must stand in a document, or in its head."""

    text: str
    in_head: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that a document must bear, without the sign it begins with."""

    text: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of several must hold."""

    parts: "tuple[Asked, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several must hold."""

    parts: "tuple[Asked, ...]"


Asked = Word | Mark | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Written:
    """A document to be written.

    Attributes:
        old: Content it has in the index, None where it is new.
        new: Content it is to have, None where it goes.
        columns: What `fts5_columns` makes of the new content, where that was done already.
    """

    key: int
    old: str | None
    new: str | None
    columns: "tuple[str, str] | None" = None


def content_of(marks: Iterable[str], head: Iterable[str], body: Iterable[str]) -> str:
    """Return the content of a document with these marks and plain texts."""
    above = "\n".join((" ".join(marks), *filter(None, head)))
    below = "\n".join(filter(None, body))
    return f"{above}\n\n{below}"


def _parts(content: str) -> tuple[list[str], list[str], list[str]]:
    """Return marks as tokens, texts of the head, texts of the body."""
    above, _, below = content.partition("\n\n")
    marks, *head = above.split("\n")
    return [f"{MARK}{mark}" for mark in marks.split()], head, below.split("\n")


class TextIndex:
    """One index; its name is that of a table which each engine keeps in its own way."""

    def __init__(self, name: str) -> None:
        self.name = name

    def create(self, connection: Connection) -> None:
        """Make the index of an engine."""
        for line in _CREATE[connection.dialect.name]:
            connection.execute(sa.text(line.format(name=self.name)))

    def alone(self, connection: Connection) -> None:
        """Wait until no other transaction gives documents their keys; ours goes on until it ends.

        SQLite has one writer anyway.
        """
        if connection.get_execution_options().get(OWN_ACCOUNT):
            connection.execute(sa.text("SELECT jz.take_turn()"))
        elif connection.dialect.name == "postgresql":
            connection.execute(
                sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": self.name}
            )

    def write(self, connection: Connection, documents: Sequence[Written]) -> None:
        """Write documents within the open transaction."""
        if documents:
            _WRITE[connection.dialect.name](connection, self.name, documents)

    def clear(self, connection: Connection) -> None:
        """Forget all documents, to write them anew."""
        connection.execute(sa.text(_CLEAR[connection.dialect.name].format(name=self.name)))

    def settle(self, connection: Connection) -> None:
        """Put an index in order after very many documents were written."""
        line = _SETTLE.get(connection.dialect.name)
        if line:
            connection.execute(sa.text(line.format(name=self.name)))

    def holding(
        self, session: Session, asked: Asked, *, low: int | None = None, after: int | None = None
    ) -> tuple[sa.FromClause, Any, Any]:
        """Return the table of documents, its key, and the condition that one is asked for.

        Newest first is ``ORDER BY key DESC``, which is the index's own order in SQLite.

        Args:
            session: To read with.
            asked: What is asked for.
            low: Look at documents from this key on (see `windows`). Without it PostgreSQL
                gathers all that are asked for before it looks at anything else.
            after: Look at documents before this key only.
        """
        if session.get_bind().dialect.name == "sqlite":
            table = sa.table(self.name, sa.column("rowid", sa.BigInteger))
            match = sa.literal_column(self.name).op("MATCH", is_comparison=True)
            holds = match(sa.literal(_as_fts5(asked)))
            return table, table.c.rowid, sa.and_(holds, *_before(table.c.rowid, after))
        table = sa.table(self.name, sa.column("id", sa.BigInteger), sa.column("words"))
        query = sa.cast(sa.literal(as_tsquery(asked)), _Tsquery())
        holds = table.c.words.op("@@", is_comparison=True)(query)
        before = _before(table.c.id, after)
        if low is not None and has_sign(asked):
            # All that begins with a character is more to gather than a window is to look at.
            newest = sa.select(table).where(table.c.id >= low, *before)
            walked = (
                newest.order_by(table.c.id.desc()).offset(0).subquery()
            )  # which PostgreSQL does not see through
            return walked, walked.c.id, walked.c.words.op("@@", is_comparison=True)(query)
        if low is not None:
            return table, table.c.id, sa.and_(table.c.id >= low, holds, *before)
        found = sa.select(table.c.id).where(holds, *before).cte("found")
        found = found.prefix_with("MATERIALIZED")
        return found, found.c.id, sa.true()

    def windows(self, session: Session, after: int | None) -> Iterator[int]:
        """Return keys down to which the newest documents are best looked at one by one, before
        all that hold what is asked for are gathered; none where the engine does so by itself.

        PostgreSQL reckons with words and marks that know nothing of each other: where a common
        word stands in no case of a street, it would walk through everything.
        """
        if session.get_bind().dialect.name == "sqlite":
            return
        table = sa.table(self.name, sa.column("id", sa.BigInteger))
        newest = sa.select(table.c.id).order_by(table.c.id.desc()).limit(1)
        if after is not None:
            newest = newest.where(table.c.id < after)
        door = sa.text("SELECT jz.key_before(CAST(:after AS bigint), :skipped)")
        for documents in _WINDOWS:
            if has_own_account(session):  # who reaches no table of words
                low = session.scalar(door, {"after": after, "skipped": documents})
            else:
                low = session.scalar(newest.offset(documents))
            if low is None:
                return
            yield low


def _before(key: Any, after: int | None) -> tuple[Any, ...]:
    return () if after is None else (key < after,)


def has_sign(asked: Asked) -> bool:
    """Tell whether a single character is among what is asked for."""
    if isinstance(asked, AllOf | AnyOf):
        return any(map(has_sign, asked.parts))
    return isinstance(asked, Word) and len(asked.text) == 1


class _Tsquery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        return "tsquery"


def _as_fts5(asked: Asked) -> str:
    match asked:
        case Word(text, in_head):
            phrase = " ".join(pairs_of(text)) if len(text) > 1 else text
            return f'(head : "{phrase}")' if in_head else f'"{phrase}"'
        case Mark(text):
            return f'"{MARK}{text}"'
        case AllOf(parts):
            return f"({' AND '.join(map(_as_fts5, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(_as_fts5, parts))})"


def as_tsquery(asked: Asked) -> str:
    """Return what is asked for as PostgreSQL reads it."""
    match asked:
        case Word(text, in_head) if len(text) == 1:
            return f"'{text}':*{'A' if in_head else ''}"
        case Word(text, in_head):
            where = ":A" if in_head else ""
            phrase = " <-> ".join(f"'{pair}'{where}" for pair in pairs_of(text))
            return f"({phrase})"
        case Mark(text):
            return f"'{MARK}{text}'"
        case AllOf(parts):
            return f"({' & '.join(map(as_tsquery, parts))})"
        case AnyOf(parts):
            return f"({' | '.join(map(as_tsquery, parts))})"


# SQLite: contentless, since the contents stand with the documents; tokens come cut, and only
# ASCII signs part them. Single characters are tokens too: an index of prefixes is twice as large.
# PostgreSQL: how common a piece is decides which way is quicker, so many of them are counted.
_CREATE = {
    "sqlite": (
        """CREATE VIRTUAL TABLE {name} USING fts5(
        head, body, content='', columnsize=0, tokenize='ascii')""",
    ),
    "postgresql": (
        """CREATE TABLE {name} (
        id BIGINT NOT NULL CONSTRAINT pk_{name} PRIMARY KEY, words TSVECTOR NOT NULL)""",
        "ALTER TABLE {name} ALTER COLUMN words SET STATISTICS 1000",
        "CREATE INDEX ix_{name}_words ON {name} USING gin (words)",
    ),
}
_CLEAR = {
    "sqlite": "INSERT INTO {name} ({name}) VALUES ('delete-all')",
    "postgresql": "TRUNCATE {name}",
}
_SETTLE = {"sqlite": "INSERT INTO {name} ({name}) VALUES ('optimize')"}


def _write_sqlite(connection: Connection, name: str, documents: Sequence[Written]) -> None:
    gone = [(d.key, *fts5_columns(d.old)) for d in documents if d.old is not None]
    come = [(d.key, *(d.columns or fts5_columns(d.new))) for d in documents if d.new is not None]
    if gone:
        connection.exec_driver_sql(
            f"INSERT INTO {name} ({name}, rowid, head, body) VALUES ('delete', ?, ?, ?)",  # noqa: S608  a name of ours
            gone,
        )
    if come:
        connection.exec_driver_sql(FTS5_INSERT.format(name=name), come)


def _write_postgres(connection: Connection, name: str, documents: Sequence[Written]) -> None:
    gone = [(d.key,) for d in documents if d.new is None]
    come = [(d.key, _vector(d.new)) for d in documents if d.new is not None]
    if come and connection.get_execution_options().get(OWN_ACCOUNT):  # no person reaches the table
        connection.exec_driver_sql("SELECT jz.keep_words(%s, %s)", come)
        return
    if gone:
        connection.exec_driver_sql(f"DELETE FROM {name} WHERE id = %s", gone)  # noqa: S608
    if len(come) >= _COPY_FROM and all(d.old is None for d in documents):
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {name} (id, words) FROM STDIN") as copy:
            for row in come:
                copy.write_row(row)
    elif come:
        connection.exec_driver_sql(
            f"INSERT INTO {name} (id, words) VALUES (%s, %s::tsvector)"  # noqa: S608
            " ON CONFLICT (id) DO UPDATE SET words = excluded.words",
            come,
        )


_WRITE = {"sqlite": _write_sqlite, "postgresql": _write_postgres}


def fts5_columns(content: str, cut: tuple[str, str] | None = None) -> tuple[str, str]:
    """Return what SQLite is handed: each character once, then the pieces; marks with the head.

    Args:
        content: Of a document.
        cut: What `cut_of` made of its texts, where somebody has done that already.
    """
    if cut is not None:
        marks = content.partition("\n")[0].split()
        return " ".join((*(f"{MARK}{mark}" for mark in marks), cut[0])), cut[1]
    marks, head, body = _parts(content)
    cut_head, cut_body = cut_of(head, body)
    return " ".join((*marks, cut_head)), cut_body


def cut_of(head: Sequence[str], body: Sequence[str]) -> tuple[str, str]:
    """Return the plain texts of a document as SQLite is handed them, without the marks."""
    return _cut(head), _cut(body)


def _cut(fields: Sequence[str]) -> str:
    return " ".join((*dict.fromkeys("".join(fields)), spread(fields)))


def _vector(content: str) -> str:
    """Return tokens with their places as PostgreSQL reads them, those of the head labelled;
    letters and digits need no care.
    """
    marks, head, body = _parts(content)
    first = pieces_of(head)
    labels = [""] * len(marks) + ["A"] * len(first)
    tokens = zip_longest((*marks, *first, *pieces_of(body)), labels, fillvalue="")
    return " ".join(f"'{token}':{at}{label}" for at, (token, label) in enumerate(tokens, 1))
