"""Tables of service items: what each is now, and every version that was saved."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, document, one_of
from app.services.items.rules import (
    CATEGORY_MOST,
    CODE_MOST,
    NAME_MOST,
    UNIT_MOST,
    ServiceItemState,
)
from app.territory.models import Region


class ServiceItem(Base):
    """An item; what lists show of it is of its newest version.

    ``published`` is the version that residents see, None where none is; ``ordinal`` the newest.
    """

    __tablename__ = "service_item"
    __table_args__ = (
        one_of("state", ServiceItemState),
        sa.CheckConstraint(
            "(state = 'published') = (published IS NOT NULL)", name="published_known"
        ),
        sa.CheckConstraint("published IS NULL OR published <= ordinal", name="published_there"),
        sa.UniqueConstraint("region", "code"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15), sa.ForeignKey(Region.code))
    code: Mapped[str] = mapped_column(code_text(CODE_MOST))
    state: Mapped[str] = mapped_column(code_text(16))
    ordinal: Mapped[int]
    published: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    pinyin: Mapped[str] = mapped_column(code_text(255))
    initials: Mapped[str] = mapped_column(code_text(NAME_MOST))
    department: Mapped[str] = mapped_column(sa.String(UNIT_MOST))
    category: Mapped[str] = mapped_column(sa.String(CATEGORY_MOST))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ServiceItemVersion(Base):
    """What a version says; rows are added, never changed."""

    __tablename__ = "service_item_version"

    item_id: Mapped[UUID] = mapped_column(sa.ForeignKey(ServiceItem.id), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Any] = mapped_column(document())
    saved_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    saved_name: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(200))
