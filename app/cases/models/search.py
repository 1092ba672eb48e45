"""The table of what is found of a case by searching; no behaviour."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import CaseFile
from app.core.database import Base


class CaseDocument(Base):
    """What the search knows of a case.

    ``id`` ascends with the time a case came in, so that the index's own order is newest first.
    ``content`` is what was handed to the index (see `app.core.database.text_index`): it is
    needed to take it out again, and to tell whether it is still true.
    """

    __tablename__ = "case_document"

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id), unique=True)
    content: Mapped[str] = mapped_column(sa.Text)
