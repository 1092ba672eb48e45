"""Tables of people, units, roles and deputies."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.rules import Role, UnitKind
from app.core.database import Base, Moment, code_text, one_of


class Unit(Base):
    """A department, company, committee or other organisation that people belong to."""

    __tablename__ = "unit"
    __table_args__ = (
        one_of("kind", UnitKind),
        sa.Index(None, "pinyin", "id"),
        sa.Index(None, "region"),
        sa.Index(None, "parent_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(code_text(32), unique=True)
    name: Mapped[str] = mapped_column(sa.String(64))
    pinyin: Mapped[str] = mapped_column(code_text(255))  # names are sorted by it on both engines
    initials: Mapped[str] = mapped_column(code_text(64))
    kind: Mapped[str] = mapped_column(code_text(32))
    region: Mapped[str] = mapped_column(code_text(15))
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    phone: Mapped[str] = mapped_column(sa.String(32), default="")
    has_desk: Mapped[bool] = mapped_column(default=True)  # False: assignments go out on paper
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Person(Base):
    """Somebody who signs in; never deleted, since the journal names them."""

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("login = lower(login)", name="login_lower"),
        sa.Index(None, "pinyin", "id"),
        sa.Index(None, "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(code_text(32), unique=True)
    name: Mapped[str] = mapped_column(sa.String(64))
    pinyin: Mapped[str] = mapped_column(code_text(255))
    initials: Mapped[str] = mapped_column(code_text(64))
    work_phone: Mapped[str] = mapped_column(sa.String(32), default="")
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PersonSecret(Base):
    """The password hash, apart from the person so that no list can carry it along."""

    __tablename__ = "person_secret"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(sa.String(255))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class SecondFactor(Base):
    """What a person's phone makes codes of, apart from the person as their password is.

    Attributes:
        confirmed_at: Since when it counts; None until a code was given.
        last_step: Step of time of the last code that was taken: none is taken twice.
        tries: Codes that were tried since the last right one.
        tried_at: When the last of them was.
        offered: On a server, the code that is looked at next,
        offered_for: and the hash of the pass it is to be worth.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    secret: Mapped[bytes]
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
    offered: Mapped[str] = mapped_column(code_text(6), default="")
    offered_for: Mapped[str] = mapped_column(code_text(64), default="")


class FactorPass(Base):
    """What a session on a server shows instead of another code, by its hash."""

    __tablename__ = "factor_pass"
    __table_args__ = (sa.Index(None, "person_id"),)

    hash: Mapped[str] = mapped_column(code_text(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    until: Mapped[datetime] = mapped_column(Moment)


class RoleGrant(Base):
    """A role held by a person within a region, a unit, or where both meet, for a term."""

    __tablename__ = "role_grant"
    __table_args__ = (
        one_of("role", Role),
        sa.CheckConstraint("region IS NOT NULL OR unit_id IS NOT NULL", name="has_scope"),
        sa.Index(None, "person_id"),
        sa.Index(None, "region"),
        sa.Index(None, "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(code_text(32))
    region: Mapped[str | None] = mapped_column(code_text(15))  # "" reaches everywhere
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"))
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)


class Deputy(Base):
    """`deputy_id` stands in for `person_id` with all their roles for a time."""

    __tablename__ = "deputy"
    __table_args__ = (
        sa.CheckConstraint("person_id <> deputy_id", name="somebody_else"),
        sa.CheckConstraint("until >= since", name="ends_after_start"),
        sa.Index(None, "person_id"),
        sa.Index(None, "deputy_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    deputy_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(sa.String(200), default="")


class DeskSeen(Base):
    """Somebody signed in at a computer with a version of the program; kept up at each sign-in."""

    __tablename__ = "desk_seen"

    desk: Mapped[str] = mapped_column(code_text(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[str] = mapped_column(sa.String(32))
