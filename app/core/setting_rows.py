"""What a shared setting is kept as, the right to decide one, and why one is refused."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, document
from app.core.errors import AppError


class SettingsRight(StrEnum):
    """The right shared settings ask for; core knows the roles that hold it as little as Qt."""

    MANAGE = "administration.settings"


class NoSuchSetting(AppError):
    """There is no shared setting of that name; facts: ``name``."""

    code = "settings.no_such_shared"


class SettingIsNumber(AppError):
    """A whole number within limits is wanted; facts: ``title``, ``least``, ``most``."""

    code = "settings.number_wanted"


class SettingIsText(AppError):
    """A text within a length is wanted; facts: ``title``, ``most`` (characters)."""

    code = "settings.text_wanted"


class SettingIsVersion(AppError):
    """A version is figures with points between them; facts: ``title``."""

    code = "settings.version_wanted"


class SettingInThePast(AppError):
    """A value may not begin before now: the past is never rewritten."""

    code = "settings.in_the_past"


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
