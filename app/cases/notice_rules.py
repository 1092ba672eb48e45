"""Notices out (通知): who is told of which step, in which words, and when; pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from string import Formatter

from app.cases.rules import EventKind
from app.core.clock import local
from app.core.errors import AppError
from app.core.text import storable

TEXT_MOST = 300
SUBJECT_MOST = 60
BACKOFF = (1, 5, 30, 120, 720)
"""Minutes until the next try after each failed one."""
REFERENCE = re.compile(r"(?<![0-9A-Z])T[2-9A-HJ-NP-TV-Z]{6}(?![0-9A-Z])")
"""How a reference looks in an answer: T and six signs that are not taken for one another."""

NOTICED = (
    EventKind.REGISTERED,
    EventKind.DECLINED,
    EventKind.ASSIGNED,
    EventKind.REASSIGNED,
    EventKind.SUSPENDED,
    EventKind.EXTENDED,
    EventKind.SUPERVISED,
    EventKind.REMINDED,
    EventKind.FINISHED,
    EventKind.REOPENED,
    EventKind.CLOSED,
)
"""Steps somebody outside can be told of."""


class Audience(StrEnum):
    """Who is told."""

    CALLER = "caller"
    UNIT = "unit"


class NoticeState(StrEnum):
    """How a notice stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    UNSURE = "unsure"  # the program ended while it was being sent by mail


class NoticeFault(StrEnum):
    """Why a notice did not go out."""

    NO_ADDRESS = "no_address"
    CONFIDENTIAL = "confidential"
    TOO_MANY = "too_many"
    OVERTAKEN = "overtaken"  # the step was put right before it went out
    GATEWAY = "gateway"
    REFUSED = "refused"


class Place(StrEnum):
    """What a template may leave open, filled when the notice goes out; nothing personal."""

    NUMBER = "number"
    TITLE = "title"
    STEP = "step"
    TIME = "time"
    UNIT = "unit"
    DUE = "due"
    CENTRE = "centre"
    TELEPHONE = "telephone"
    REFERENCE = "reference"


class TemplateWrong(AppError):
    """The words of a template cannot be used; facts: ``why``."""

    code = "notices.template_wrong"


class UnknownPlace(AppError):
    """A template leaves open what cannot be filled; facts: ``name``, ``known``."""

    code = "notices.unknown_place"


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of a notice."""

    subject: str
    text: str


def checked_words(words: Words, audience: Audience) -> Words:
    """Return words as they are kept.

    Raises:
        TemplateWrong: Empty, too long, or with braces that open nothing.
        UnknownPlace: It leaves open what is not known, or asks for more than a plain value.
    """
    text, subject = storable(words.text).strip(), " ".join(storable(words.subject).split())
    if not text or len(text) > TEXT_MOST or len(subject) > SUBJECT_MOST:
        raise TemplateWrong(text=TEXT_MOST, subject=SUBJECT_MOST)
    if audience is Audience.CALLER:
        subject = ""
    for each in (text, subject):
        _check_places(each)
    return Words(subject, text)


def _check_places(text: str) -> None:
    known = tuple(Place)
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise TemplateWrong(text=TEXT_MOST, subject=SUBJECT_MOST) from error
    for _, name, form, conversion in parsed:
        if name is None:
            continue
        if name not in known or form or conversion:
            raise UnknownPlace(name=name, known="、".join(f"{{{place}}}" for place in known))


def filled(text: str, values: dict[Place, str]) -> str:
    """Return a template filled in one pass: what a value holds is never filled itself."""
    parts = []
    for literal, name, _, _ in Formatter().parse(text):
        parts.append(literal)
        if name is not None:
            parts.append(" ".join(values[Place(name)].split()))
    return "".join(parts)


def after_quiet(moment: datetime, begins_h: int, ends_h: int) -> datetime:
    """Return when somebody may be told: at once, or when the quiet hours end.

    Args:
        moment: Aware.
        begins_h: Local hour from which nobody is disturbed; the same as `ends_h` for never.
        ends_h: Local hour from which they may be again.
    """
    here = local(moment)
    if begins_h == ends_h:
        return moment
    wraps = begins_h > ends_h
    late, early = here.hour >= begins_h, here.hour < ends_h
    if not ((late or early) if wraps else (late and early)):
        return moment
    end = here.replace(hour=ends_h, minute=0, second=0, microsecond=0)
    return end + timedelta(days=1) if wraps and late else end


def next_try(moment: datetime, tries: int) -> datetime | None:
    """Return when a notice is tried again that failed for the `tries`-th time, None for never."""
    if tries > len(BACKOFF):
        return None
    return moment + timedelta(minutes=BACKOFF[tries - 1])
