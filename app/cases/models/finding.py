"""Tables of how people arrange what they look at: views, followed cases, tags; no behaviour."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person
from app.cases.models import CaseFile
from app.core.database import Base, Moment, code_text, document


class SavedView(Base):
    """A queue as somebody arranged it: filter, columns, order, grouping.

    ``owner_id`` is None for the person at the console of an embedded file. A shared view is
    seen by whoever's area touches ``region``, the part its owner saw when it was saved.
    """

    __tablename__ = "saved_view"
    __table_args__ = (sa.Index(None, "owner_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    owner_name: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(40))
    is_shared: Mapped[bool] = mapped_column(default=False)
    region: Mapped[str] = mapped_column(code_text(15))
    position: Mapped[int] = mapped_column(default=0)
    body: Mapped[dict[str, Any]] = mapped_column(document())
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class FollowedCase(Base):
    """A case somebody keeps an eye on; the shortlist of one person."""

    __tablename__ = "followed_case"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Person.id), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


class Tag(Base):
    """A word people mark cases with, of the people of one region; never about a person."""

    __tablename__ = "tag"
    __table_args__ = (sa.UniqueConstraint("region", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(20))
    initials: Mapped[str] = mapped_column(code_text(64))
    region: Mapped[str] = mapped_column(code_text(15))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CaseTag(Base):
    """A case is marked with a tag; who did it stands in the journal."""

    __tablename__ = "case_tag"
    __table_args__ = (sa.Index(None, "tag_id", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Tag.id), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)
