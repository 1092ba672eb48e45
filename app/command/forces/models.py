"""Tables of emergency units."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.command.forces.rules import KIT_MOST, PHONE_MOST, SKILLS_MOST, ForceKind, UnitAnswer
from app.command.incidents.models import Incident
from app.command.rules import NAME_MOST, NOTE_MOST
from app.core.database import Base, Moment, code_text, one_of
from app.territory.models import Region


class EmergencyUnit(Base):
    """Two or three people of a shop, school or compound with their kit.

    Attributes:
        checked_in_at: When it checked in last; the check-ins themselves stay.
        on_duty_until: Until when that holds, None for off duty.
    """

    __tablename__ = "emergency_unit"
    __table_args__ = (
        one_of("kind", ForceKind),
        sa.Index(None, "region", "name"),
        sa.Index(None, "on_duty_until"),
        sa.Index(None, "latitude", "longitude"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(sa.ForeignKey(Region.code))
    kind: Mapped[str] = mapped_column(code_text(16))
    name: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    place: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    people: Mapped[int]
    kit: Mapped[str] = mapped_column(sa.String(KIT_MOST))
    skills: Mapped[str] = mapped_column(sa.String(SKILLS_MOST))
    checked_in_at: Mapped[datetime | None] = mapped_column(Moment)
    on_duty_until: Mapped[datetime | None] = mapped_column(Moment)
    is_active: Mapped[bool]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class UnitMember(Base):
    """Somebody of a unit: name, what they do, telephone, and no more."""

    __tablename__ = "unit_member"
    __table_args__ = (sa.Index(None, "unit_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(EmergencyUnit.id))
    name: Mapped[str] = mapped_column(sa.String(64))
    duty: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    phone: Mapped[str] = mapped_column(sa.String(PHONE_MOST))


class UnitMemberReading(Base):
    """Somebody asked to read a telephone number; the reading needs this row committed."""

    __tablename__ = "unit_member_reading"
    __table_args__ = (sa.Index(None, "member_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID]  # whose row goes with the unit
    person_id: Mapped[UUID | None]
    desk: Mapped[str] = mapped_column(sa.String(128))
    reason: Mapped[str] = mapped_column(sa.String(NOTE_MOST))
    at: Mapped[datetime] = mapped_column(Moment)


class UnitCheckIn(Base):
    """A unit is on duty from a moment for some hours; append-only."""

    __tablename__ = "unit_check_in"
    __table_args__ = (sa.Index(None, "unit_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(EmergencyUnit.id))
    at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    people: Mapped[int]
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class UnitDrill(Base):
    """A drill; append-only."""

    __tablename__ = "unit_drill"
    __table_args__ = (sa.Index(None, "unit_id", "held_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(EmergencyUnit.id))
    held_on: Mapped[date]
    topic: Mapped[str] = mapped_column(sa.String(NAME_MOST))
    people: Mapped[int]
    minutes: Mapped[int]  # until they were there
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None]
    person_name: Mapped[str] = mapped_column(sa.String(64))


class UnitCall(Base):
    """A unit was called to an incident, or sent there by a supervisor.

    Attributes:
        number: Of the unit within the incident, as on the map.
        calls: How often it was called.
        heard_at: When it answered last, by which its timer runs.
        hold_of: The unit while this incident, a real one, holds it: no two rows hold the same.
    """

    __tablename__ = "unit_call"
    __table_args__ = (
        one_of("answer", UnitAnswer),
        sa.UniqueConstraint("incident_id", "unit_id"),
        sa.UniqueConstraint("incident_id", "number"),
        sa.UniqueConstraint("hold_of"),
        sa.CheckConstraint("hold_of IS NULL OR hold_of = unit_id", name="holds_itself"),
        sa.CheckConstraint(
            "(hold_of IS NOT NULL) = (released_at IS NULL AND is_real)", name="held_until_released"
        ),
        sa.Index(None, "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Incident.id))
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey(EmergencyUnit.id))
    number: Mapped[int]
    calls: Mapped[int]
    called_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(code_text(16))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    eta_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    heard_at: Mapped[datetime] = mapped_column(Moment)
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_name: Mapped[str] = mapped_column(sa.String(64))
    hold_of: Mapped[UUID | None]
    is_real: Mapped[bool]
    person_name: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
