"""Finds what "search everything" shows: asks every slice off the GUI thread, drops late answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.pinyin import initials
from app.core.search_words import found_at, words_of
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.slices import Desk, SearchHit, SearchSource
from ui.core.targets import PageWanted, Target
from ui.shell.offer import Offer
from ui.shell.search_rank import rank
from ui.shell.search_rows import Group, Line

AFTER_MS = 120
RECENT = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known so far.

    Attributes:
        text: What was asked.
        groups: What was found, best group first.
        pending: True while a slice has not answered yet.
        trouble: A sentence where a slice could not answer, else "".
    """

    text: str
    groups: tuple[Group, ...]
    pending: bool
    trouble: str = ""


class Finder(QObject):
    """Answers a text: pages and commands at once, the rest as the slices find it."""

    answered = Signal(object)  # Answer

    def __init__(self, desk: Desk, offer: Offer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._offer = offer
        self._text = ""
        self._jobs: dict[str, Job] = {}
        self._found: dict[str, Group] = {}
        self._trouble = ""
        self._recent: list[Line] = []
        self._initials: dict[str, str] = {}
        self._warm = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self._ask_slices)

    def warm(self) -> None:
        """Read the pinyin initials of pages and commands, which loads a dictionary."""
        if not self._warm:
            self._warm = True
            titles = [self._page_title(room.page.key) for room in self._offer.pages()]
            titles += [command.title for command in self._offer.commands]
            self._desk.jobs.read(
                lambda: {title: initials(title) for title in titles}, self._take_initials
            )

    def ask(self, text: str) -> None:
        """Find `text`; an earlier question is forgotten."""
        self.drop()
        self._text = text.strip()
        if self._text and self._offer.sources:
            self._soon.start()
        self._tell()

    def drop(self) -> None:
        """Forget the question and whatever is still on its way."""
        self._soon.stop()
        for job in self._jobs.values():
            job.cancel()
        self._jobs, self._found, self._trouble = {}, {}, ""

    def remember(self, line: Line) -> None:
        """Offer a line again when nothing is typed."""
        same = [kept for kept in self._recent if kept.title != line.title]
        plain = replace(line, title_at=(), snippet="", snippet_at=())
        self._recent = [plain, *same][:RECENT]

    def line_to(self, target: Target, title: str, detail: str, icon: str, score: int) -> Line:
        """Return a line that leads to `target`."""
        return Line(title, detail, icon, partial(self._desk.navigator.go, target), score=score)

    def _line_of(self, hit: SearchHit, words: Sequence[str]) -> Line:
        line = self.line_to(hit.target, hit.title, hit.detail, hit.icon, hit.score)
        at = found_at(hit.title, words) if hit.title_at is None else hit.title_at
        return replace(line, title_at=at, snippet=hit.snippet, snippet_at=hit.snippet_at)

    def _take_initials(self, found: dict[str, str]) -> None:
        self._initials = found
        if self._text:
            self._tell()

    def _ask_slices(self) -> None:
        for source in self._offer.sources:
            self._jobs[source.title] = self._desk.read(
                partial(_find, self._desk, source, self._text),
                partial(self._take, source.title),
                partial(self._failed, source.title),
            )
        self._tell()

    def _take(self, title: str, hits: Sequence[SearchHit]) -> None:
        self._jobs.pop(title, None)
        words = words_of(self._text)
        lines = [self._line_of(hit, words) for hit in hits]
        self._found[title] = Group(title, tuple(lines))
        self._tell()

    def _failed(self, title: str, error: BaseException) -> None:
        self._jobs.pop(title, None)
        words = self.tr("没能搜{title}：{why}")
        self._trouble = words.format(title=title, why=explain(error).text)
        self._tell()

    def _tell(self) -> None:
        groups = [*self._found.values(), *self._own()]
        groups.sort(key=lambda group: -group.score)
        pending = self._soon.isActive() or bool(self._jobs)
        self.answered.emit(Answer(self._text, tuple(groups), pending, self._trouble))

    def _own(self) -> list[Group]:
        """Pages and commands; without a text all of them, after what was opened lately."""
        pages = [
            Line(
                self._page_title(room.page.key),
                "",
                room.entry.icon,
                partial(self._desk.navigator.go, PageWanted(room.page.key)),
                key=self._page_key(room.page.key),
            )
            for room in self._offer.pages()
        ]
        commands = [
            Line(c.title, "", c.icon, partial(c.run, self._desk), key=c.shortcut)
            for c in self._offer.commands
        ]
        groups = [Group(self.tr("命令"), self._ranked(commands))]
        groups.append(Group(self.tr("页面"), self._ranked(pages)))
        if not self._text:
            groups.insert(0, Group(self.tr("刚打开过"), tuple(self._recent)))
        return groups

    def _ranked(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        if not self._text:
            return tuple(lines)
        ranked = ((line, self._rank(line.title)) for line in lines)
        words = words_of(self._text)
        return tuple(line.scored(score, words) for line, score in ranked if score)

    def _rank(self, title: str) -> int:
        return rank(self._text, title, self._initials.get(title, ""))

    def _page_title(self, key: str) -> str:
        room = self._offer.room(key)
        if room is None:
            return ""
        first = room.entry.tabs[0].key == key
        return room.entry.title if first else f"{room.entry.title} › {room.page.title}"

    def _page_key(self, key: str) -> str:
        for number, entry in enumerate(self._offer.entries[:9], start=1):
            if entry.tabs[0].key == key:
                return f"Ctrl+{number}"
        return ""


def _find(desk: Desk, source: SearchSource, text: str, session: Any) -> tuple[SearchHit, ...]:
    return tuple(source.find(desk, session, text))
