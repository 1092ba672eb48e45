"""What people are told: errors in sentences, news, a way back, lasting conditions."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.core import words
from app.core.errors import AppError, DatabaseUnreachable

log = logging.getLogger(__name__)

UNDO_S = 8
UNREACHABLE = "notices.unreachable"  # whatever found nobody there says one thing


class NoticeKind(StrEnum):
    """How a strip looks and how long it stays."""

    ERROR = "error"  # stays until closed
    INFO = "info"  # stays until closed: somebody has to compare, choose, know
    DONE = "done"  # goes after some seconds
    OFFLINE = "offline"  # stays until it is over
    NEWS = "news"  # goes after a while; the bell counts it
    UNDO = "undo"  # stays as long as the way back is open


LASTS_S = {NoticeKind.DONE: 5, NoticeKind.UNDO: UNDO_S, NoticeKind.NEWS: 15}


@dataclass(frozen=True, slots=True)
class Act:
    """A button on a strip."""

    title: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """One strip.

    Attributes:
        key: A later notice with the same key takes the place of this one.
        kind: How it looks.
        text: The sentence.
        lead: Bold words before it, "" for none.
        act: What can be done about it.
        detail: What "copy error information" copies, "" for nothing.
    """

    key: str
    kind: NoticeKind
    text: str
    lead: str = ""
    act: Act | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """An error in words.

    Attributes:
        text: The sentence for people.
        detail: What to copy for the administrator.
    """

    text: str
    detail: str


def explain(error: BaseException) -> Explained:
    """Return the sentence of a known error; log an unknown one under a number to be read out."""
    if isinstance(error, AppError):
        sentence = words.sentence(error)
        return Explained(sentence, f"{error.code}：{sentence}")
    reference = uuid4().hex[:6]
    log.error("notice %s", reference, exc_info=error)
    text = QCoreApplication.translate(
        "Notices", "程序出错，已记录（编号 {number}）。您填的内容都在，请把编号告诉管理员。"
    )
    return Explained(text.format(number=reference), f"{reference} {type(error).__name__}")


class Notices(QObject):
    """Takes what is to be said from any thread; keeps it until somebody shows it."""

    posted = Signal(object)  # Notice
    withdrawn = Signal(object)  # str, the key
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count(1)
        self._kept: list[Notice] = []
        self._shown = False
        self._lasting: set[str] = set()  # keys of what says already that nobody answers
        self._arrived.connect(self._take)

    def report(self, error: BaseException) -> None:
        """Show an error in words; never the only trace of it, unknown ones are logged.

        That the database does not answer is said once, and not at all while a lasting notice says
        so.
        """
        explained = explain(error)
        key = UNREACHABLE if isinstance(error, DatabaseUnreachable) else self._key()
        self.post(Notice(key, NoticeKind.ERROR, explained.text, detail=explained.detail))

    def tell(self, sentence: str, act: Act | None = None) -> None:
        """Say that something is done; the strip goes by itself."""
        self.post(Notice(self._key(), NoticeKind.DONE, sentence, act=act))

    def offer_undo(self, sentence: str, undo: Callable[[], object]) -> None:
        """Say what was done and keep the way back open for eight seconds."""
        act = Act(self.tr("撤回"), undo)
        self.post(Notice(self._key(), NoticeKind.UNDO, sentence, act=act))

    def post(self, notice: Notice) -> None:
        """Show a notice as it is, e.g. a conflict or being offline."""
        self._arrived.emit(notice)

    def withdraw(self, key: str) -> None:
        """Take back a lasting notice whose reason is over."""
        self._lasting.discard(key)
        self._kept = [notice for notice in self._kept if notice.key != key]
        self.withdrawn.emit(key)

    def attach(self) -> tuple[Notice, ...]:
        """Return what was said before anybody could show it; from now on `posted` tells."""
        self._shown = True
        kept, self._kept = tuple(self._kept), []
        return kept

    def detach(self) -> None:
        """Keep what comes from now on: the window that showed it is gone."""
        self._shown = False

    def _key(self) -> str:
        return f"notice-{next(self._numbers)}"

    def _take(self, notice: Notice) -> None:
        if notice.kind is NoticeKind.OFFLINE:
            self.withdraw(UNREACHABLE)
            self._lasting.add(notice.key)
        elif notice.key == UNREACHABLE and self._lasting:
            return
        if self._shown:
            self.posted.emit(notice)
        else:
            self._kept = [kept for kept in self._kept if kept.key != notice.key] + [notice]
