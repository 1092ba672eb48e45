"""Tables of rules (自动规则): what they are, how they were decided, what they did; no behaviour."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person, Unit
from app.cases.automation.model import RuleState, Trigger
from app.cases.models import CaseFile
from app.core.database import Base, Moment, code_text, document, one_of


class CaseRule(Base):
    """A rule of the desks of a region, with the version of it that holds.

    ``trigger`` and ``body`` stand in its version too; here they are what every step reads.
    """

    __tablename__ = "case_rule"
    __table_args__ = (
        sa.Index(None, "state", "trigger"),
        one_of("state", RuleState),
        one_of("trigger", Trigger),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(code_text(15))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(40))
    state: Mapped[str] = mapped_column(code_text(8))
    trigger: Mapped[str] = mapped_column(code_text(16))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CaseRuleVersion(Base):
    """A rule as it was decided at a moment, with its trial, which alone is added later."""

    __tablename__ = "case_rule_version"

    rule_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseRule.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(40))
    body: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(Moment)
    author_id: Mapped[UUID | None]
    author: Mapped[str] = mapped_column(sa.String(64))
    trial: Mapped[str] = mapped_column(sa.Text, default="")


class CaseRuleFiring(Base):
    """A rule acted on a case; append-only.

    ``occasion`` names the event, the clock or the night it acted on: once for each. ``outcome``
    lists what was done: kind, what with, and a sentence where it failed.
    """

    __tablename__ = "case_rule_firing"
    __table_args__ = (
        sa.UniqueConstraint("rule_id", "case_id", "occasion"),
        sa.Index(None, "case_id"),
        sa.Index(None, "rule_id", "at"),
        sa.Index(None, "told_person_id", "at"),
        sa.Index(None, "told_unit_id", "at"),
        one_of("trigger", Trigger),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    rule_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseRule.id))
    number: Mapped[int]
    rule_name: Mapped[str] = mapped_column(sa.String(40))
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey(CaseFile.id))
    trigger: Mapped[str] = mapped_column(code_text(16))
    occasion: Mapped[str] = mapped_column(code_text(64))
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[list[Any]] = mapped_column(document())
    has_fault: Mapped[bool]
    told_person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Person.id))
    told_unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Unit.id))
    told_note: Mapped[str] = mapped_column(sa.String(200), default="")
