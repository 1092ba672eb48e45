"""The table of who has a case in hand at this moment; no behaviour."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person
from app.cases.models import CaseFile
from app.core.database import Base, Moment, code_text


class CasePresence(Base):
    """Somebody has a form on a case open; the row is worth nothing after ``until``.

    The key is made by the form, so two forms of one person are two rows. ``person_id`` is None
    for the person at the console of an embedded file.
    """

    __tablename__ = "case_presence"
    __table_args__ = (sa.Index(None, "case_id"), sa.Index(None, "until"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    person_name: Mapped[str] = mapped_column(sa.String(64))
    desk: Mapped[str] = mapped_column(code_text(64))
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
