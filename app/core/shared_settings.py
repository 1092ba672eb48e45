"""Settings that all desks share: versioned, so that any past moment can be recomputed."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, document


class SharedSetting(Base):
    """One value of one setting from a moment on; append-only."""

    __tablename__ = "shared_setting"
    __table_args__ = (sa.UniqueConstraint("name", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(code_text(64))
    value: Mapped[Any] = mapped_column(document())
    valid_from: Mapped[datetime] = mapped_column(Moment)
    author_id: Mapped[UUID | None]
    author: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int]  # counts up within one name
