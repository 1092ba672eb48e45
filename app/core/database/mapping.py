"""The root of mapped classes, apart from the tables: who only reads rows loads no mapper."""

from sqlalchemy.orm import DeclarativeBase

from app.core.database import columns


class Base(DeclarativeBase):
    """Root of all mapped classes."""

    metadata = columns.metadata
