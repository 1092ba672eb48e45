"""What a query reads with."""

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy.engine import Connection

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Reader: TypeAlias = "Connection | Session"
"""A connection where rows are enough (`Database.rows`), or the session of a page or an action."""
