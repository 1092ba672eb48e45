"""Settings that all desks share: versioned, so that any past moment can be recomputed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.changes import Topic
from app.core.database import Base, Moment, Uow, code_text, document, once
from app.core.errors import AppError, Conflict
from app.core.ids import new_id


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


def _number(default: int, least: int, most: int) -> int:
    value: int = field(default=default, metadata={"least": least, "most": most})
    return value


def _text(most: int) -> str:
    value: str = field(default="", metadata={"most": most})
    return value


@dataclass(frozen=True, slots=True)
class CentreSettings:
    """What the centre decided, each with the default of DOMAIN; a unit is part of the name.

    Attributes:
        centre_name: As printed on papers and shown in the window title.
        centre_address: As printed on papers, so that residents find it; "" leaves it out.
        centre_telephone: The number residents call; "" leaves it out.
        street_code: Code of the street the centre belongs to (9 digits), "" until known.
        sign_in_failures: Wrong passwords in a row until an account is locked.
        sign_in_lock_min: How long it stays locked then.
        screen_lock_min: Minutes without input until the screen locks.
        password_min_length: Fewest characters of a password.
        attachment_max_mb: Largest file that may be attached.
        photo_max_px: Longer side of a photo as it is kept, unless it is evidence.
        warn_share_percent: Share of a time limit after which a case counts as due soon.
        reverse_min: Minutes in which a mistaken step may be put right by a reversing event.
        call_tries: Calls that reach nobody after which a case may be verified without one.
        archive_after_days: Days after which a closed case goes into the archive by itself.
        supervise_percent: Share of a limit after which a supervision sheet is drafted.
        supervision_reply_h: Working hours in which a supervision sheet is to be answered.
        remind_again_h: Hours in which the same person does not remind of a case again.
        feed_keep_days: How long news is kept for desks that were switched off.
        command_keep_days: How long a command is known to have been carried out.
        saved_views_most: Views one person may keep.
    """

    centre_name: str = _text(60)
    centre_address: str = _text(80)
    centre_telephone: str = _text(40)
    street_code: str = _text(12)
    sign_in_failures: int = _number(5, 3, 20)
    sign_in_lock_min: int = _number(15, 1, 24 * 60)
    screen_lock_min: int = _number(10, 1, 240)
    password_min_length: int = _number(10, 8, 64)
    attachment_max_mb: int = _number(20, 1, 100)
    photo_max_px: int = _number(2560, 800, 8000)
    warn_share_percent: int = _number(75, 10, 99)
    reverse_min: int = _number(10, 1, 120)
    call_tries: int = _number(3, 1, 10)
    archive_after_days: int = _number(30, 1, 3650)
    supervise_percent: int = _number(300, 110, 1000)
    supervision_reply_h: int = _number(16, 1, 160)
    remind_again_h: int = _number(2, 1, 168)
    feed_keep_days: int = _number(7, 1, 90)
    command_keep_days: int = _number(30, 7, 365)
    saved_views_most: int = _number(50, 1, 500)


@dataclass(frozen=True, slots=True)
class SettingVersion:
    """One decision about one setting, for the history under the field."""

    name: str
    value: str | int
    valid_from: datetime
    author: str
    version: int


def settings_at(session: Session, moment: datetime) -> CentreSettings:
    """Return the settings in force at `moment`: one statement."""
    rows = session.execute(
        sa.select(SharedSetting.name, SharedSetting.value)
        .where(SharedSetting.valid_from <= moment)
        .order_by(SharedSetting.valid_from, SharedSetting.version)
    )
    limits = _limits()
    # A name that only a newer program knows is that program's business.
    return CentreSettings(**{name: value for name, value in rows if name in limits})


def history(session: Session, name: str) -> tuple[SettingVersion, ...]:
    """Return all decisions about a setting, the newest first."""
    rows = session.execute(
        sa.select(
            SharedSetting.name,
            SharedSetting.value,
            SharedSetting.valid_from,
            SharedSetting.author,
            SharedSetting.version,
        )
        .where(SharedSetting.name == name)
        .order_by(SharedSetting.version.desc())
    )
    return tuple(SettingVersion(*row) for row in rows)


@once
def set_setting(
    uow: Uow,
    name: str,
    value: str | int,
    *,
    command_key: UUID,
    valid_from: datetime | None = None,
) -> None:
    """Decide the value of a shared setting from now, or from a later moment on.

    Args:
        uow: Open transaction; its actor needs `SettingsRight.MANAGE` for all centres.
        name: A field of `CentreSettings`.
        value: Its new value.
        command_key: Makes doing it twice do it once.
        valid_from: When it begins; now when left out.

    Raises:
        NoSuchSetting: The name is misspelt.
        SettingIsNumber: A number within limits is wanted.
        SettingIsText: A text within a length is wanted.
        SettingInThePast: It would rewrite what was already decided by.
        Conflict: Somebody else decided on the same setting at the same moment.
    """
    uow.actor.require_for_all(SettingsRight.MANAGE)
    check_setting(name, value)
    begins = valid_from or uow.now
    if begins < uow.now:
        raise SettingInThePast
    before = getattr(settings_at(uow.session, begins), name)
    if before == value:
        return
    latest = sa.select(sa.func.max(SharedSetting.version)).where(SharedSetting.name == name)
    row = SharedSetting(
        id=new_id(),
        name=name,
        value=value,
        valid_from=begins,
        author_id=uow.actor.person_id,
        author=uow.actor.name,
        version=(uow.session.scalar(latest) or 0) + 1,
    )
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:  # (name, version) is taken
        raise Conflict from error
    uow.record(
        "settings.set", Topic.SETTING, name, old=before, new=value, begins=begins.isoformat()
    )
    uow.touched(Topic.SETTING, name)


def check_setting(name: str, value: object) -> None:
    """Raise unless `value` can be the value of the setting `name`; for forms while typing."""
    from app.core.words import say

    limits = _limits().get(name)
    if limits is None:
        raise NoSuchSetting(name=name)
    title = say(f"settings.title.{name}")
    if "least" not in limits:
        if not isinstance(value, str) or len(value) > limits["most"]:
            raise SettingIsText(title=title, most=limits["most"])
    elif type(value) is not int or not limits["least"] <= value <= limits["most"]:
        raise SettingIsNumber(title=title, **limits)


@cache
def _limits() -> Mapping[str, Mapping[str, int]]:
    return MappingProxyType({f.name: f.metadata for f in fields(CentreSettings)})
