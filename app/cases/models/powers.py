"""Tables of the powers a street holds and of every use of them; no behaviour."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import CaseFile
from app.cases.models.whistles import Whistle
from app.cases.power_rules import PowerKind
from app.core.database import Base, Moment, code_text, one_of


class StreetPower(Base):
    """A power a street holds (DOMAIN §5): on what basis, since and until when."""

    __tablename__ = "street_power"
    __table_args__ = (
        sa.UniqueConstraint("street", "name"),
        one_of("kind", PowerKind),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    street: Mapped[str] = mapped_column(code_text(9))
    kind: Mapped[str] = mapped_column(code_text(24))
    name: Mapped[str] = mapped_column(sa.String(60))
    basis: Mapped[str] = mapped_column(sa.String(500))
    since: Mapped[date]
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PowerUse(Base):
    """One use of a power: when, about what, with which result; an opinion on a plan keeps the
    department's answer. ``whistle_id`` stands where a whistle recorded it by itself.
    """

    __tablename__ = "power_use"
    __table_args__ = (
        sa.UniqueConstraint("whistle_id"),
        sa.Index(None, "power_id", "used_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    power_id: Mapped[UUID] = mapped_column(sa.ForeignKey(StreetPower.id))
    street: Mapped[str] = mapped_column(code_text(9))
    used_on: Mapped[date]
    matter: Mapped[str] = mapped_column(sa.String(500))
    department: Mapped[str] = mapped_column(sa.String(120), default="")
    case_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(CaseFile.id))
    whistle_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Whistle.id))
    result: Mapped[str] = mapped_column(sa.Text, default="")
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
