"""Bodies as a backup keeps them: every stored byte, by fingerprint, in and out of a copy.

For `app.administration.backup` alone. What lies under a cover comes out of here too, as it does
out of any copy of the database; whoever makes one needs the right to all settings, and a backup
is not for looking at. It speaks to connections of copies, where no session of ours is.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.core.attachments.tables import CHUNK_BYTES

TABLES = ("attachment_chunk", "attachment_cover_chunk")
"""Tables that hold bodies."""
_NEEDED = """
SELECT sha256, id AS attachment_id, 0 AS version, size_bytes FROM attachment WHERE size_bytes > 0
UNION ALL
SELECT sha256, attachment_id, version, size_bytes FROM attachment_cover c
 WHERE version = (SELECT max(version) FROM attachment_cover d
                   WHERE d.attachment_id = c.attachment_id)
 ORDER BY sha256
"""
"""Of a cover only the newest version has a body."""
_CHUNKS = "SELECT body FROM attachment_chunk WHERE attachment_id = :id ORDER BY number"
_COVER_CHUNKS = (
    "SELECT body FROM attachment_cover_chunk WHERE attachment_id = :id AND version = :version"
    " ORDER BY number"
)
_ADD = "INSERT INTO attachment_chunk (attachment_id, number, body) VALUES (:id, :number, :body)"
_ADD_COVER = (
    "INSERT INTO attachment_cover_chunk (attachment_id, version, number, body)"
    " VALUES (:id, :version, :number, :body)"
)


class Part(NamedTuple):
    """One body that a row of the database tells of.

    Attributes:
        attachment_id: Key of the attachment as its engine gives it.
        version: Of a cover, 0 for the file.
        size_bytes: As the row tells it, which nobody has compared with the body.
    """

    attachment_id: Any
    version: int
    size_bytes: int


def bodies_needed(connection: sa.Connection) -> Iterator[tuple[str, list[Part]]]:
    """Give each fingerprint once, with all files and covers that have it. It is what the rows
    tell, and who writes to the database past the program may have written anything there.
    """
    known: dict[str, list[Part]] = {}
    for sha256, *part in connection.execute(sa.text(_NEEDED)):
        known.setdefault(sha256, []).append(Part(*part))
    yield from known.items()


def read_chunks(connection: sa.Connection, part: Part) -> Iterator[bytes]:
    """Give a body piece by piece."""
    asked = sa.text(_COVER_CHUNKS if part.version else _CHUNKS)
    for (body,) in connection.execute(asked, _key(part)):
        yield bytes(body)


def put_body(connection: sa.Connection, part: Part, body: bytes) -> None:
    """Put a body back into a copy that knows of it and does not hold it."""
    starts = range(0, len(body), CHUNK_BYTES)
    rows = [
        {**_key(part), "number": number, "body": body[at : at + CHUNK_BYTES]}
        for number, at in enumerate(starts)
    ]
    if rows:
        connection.execute(sa.text(_ADD_COVER if part.version else _ADD), rows)


def _key(part: Part) -> dict[str, Any]:
    return {"id": part.attachment_id} | ({"version": part.version} if part.version else {})
