"""Who is what to a region: role, name, telephone, term; ending a post where one may."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.territory.queries import PostRow
from ui.core.controls import Button, Tick, label
from ui.core.page_bars import icon_button
from ui.core.states import NoPermission
from ui.core.strips import Strip
from ui.core.theme import current
from ui.territory.region_words import in_office, lacks_worker, post_words, term_words
from ui.territory.territory_source import RegionSeen


class PostLine(QWidget):
    """Two lines: name and telephone, under it what they are and since when."""

    def __init__(self, row: PostRow, *, former: bool) -> None:
        super().__init__()
        self.setAccessibleName(f"{row.person_name} {post_words(row)} {term_words(row)}")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 5, 0, 5)
        self._line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        name = label(row.person_name, "second" if former else "body")
        name.setFont(current().font("body", bold=not former))
        phone = label(row.phone, "second")
        phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        first.addWidget(name)
        first.addWidget(phone)
        first.addStretch(1)
        words.addLayout(first)
        words.addWidget(label(f"{post_words(row)}　{term_words(row)}", "caption"))
        self._line.addLayout(words, 1)

    def offer_end(self, words: str, run: Callable[[], object]) -> None:
        """Put the button that ends the post at the right."""
        button = icon_button("ph.sign-out", words)
        button.clicked.connect(lambda _=False: run())
        self._line.addWidget(button)


class PostsPart(QWidget):
    """Those in office; former ones on demand."""

    end_wanted = Signal(object)  # PostRow
    assign_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen: RegionSeen | None = None
        self._on = date.min
        self._may_manage = False
        assign = Button(self.tr("安排"), kind="quiet", small=True)
        assign.clicked.connect(self.assign_wanted)
        self._assign = assign
        self.vacant = Strip("warn", assign, icon="ph.warning")
        self.former = Tick(self.tr("连同以前的"))
        self.former.toggled.connect(self._show)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.vacant)
        column.addLayout(self._rows)
        column.addWidget(self.former)

    def show_posts(self, seen: RegionSeen, on: date, *, may_manage: bool) -> None:
        """Show the posts of a region on a day."""
        self._seen, self._on, self._may_manage = seen, on, may_manage
        self._assign.setVisible(may_manage)
        lacks = seen.posts is not None and lacks_worker(seen.row, seen.posts, on)
        self.vacant.tell(self.tr("还没有专职网格员。") if lacks else "")
        self._show()

    def _show(self, _: object = None) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        seen = self._seen
        if seen is None:
            return
        if seen.posts is None:
            self.former.hide()
            title, right = self.tr("看不到这里的人员"), self.tr("查看这个辖区")
            self._rows.addWidget(NoPermission(title, right, self.tr("系统管理员")))
            return
        present = [row for row in seen.posts if in_office(row, self._on)]
        former = [row for row in seen.posts if row not in present]
        self.former.setVisible(bool(former))
        for row in (*present, *(former if self.former.isChecked() else ())):
            self._rows.addWidget(self._row(row, former=row in former))
        if not present:
            self._rows.addWidget(label(self.tr("还没有安排人员。"), "caption"))

    def _row(self, row: PostRow, *, former: bool) -> PostLine:
        line = PostLine(row, former=former)
        if self._may_manage and not former:
            words = self.tr("办理 {name} 离任").format(name=row.person_name)
            line.offer_end(words, partial(self.end_wanted.emit, row))
        return line

    def lines(self) -> tuple[str, ...]:
        """Return the rows as they are read out."""
        widgets = (self._rows.itemAt(at) for at in range(self._rows.count()))
        shown = (item.widget() for item in widgets if item is not None)
        return tuple(w.accessibleName() for w in shown if isinstance(w, PostLine))
