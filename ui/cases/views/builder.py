"""The builder: the queue as one sentence in which every bracket is a control."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.cases.filters.arranged import Arranged, Grouping, Order
from app.cases.filters.model import MOST_CLAUSES, Clause
from app.cases.filters.write import write
from app.cases.queries.queue import QueueView
from app.core.clock import local
from app.core.paging import Count
from app.core.words import label as word
from ui.cases.queue_source import QueueSource
from ui.cases.views.clause_row import ClauseRow
from ui.cases.views.names import NameKeeper
from ui.cases.views.order_words import direction_words
from ui.cases.views.state import ViewState
from ui.core.controls import Button, Combo, label
from ui.core.jobs import Job
from ui.core.shortcuts import on_save
from ui.core.slices import Desk

WIDTH_PX = 620
COUNT_AFTER_MS = 300
ROW_PX = 40
MOST_ROWS = 7  # more of them scroll
NO_GROUPS = "none"


class Builder(QDialog):
    """Changes a copy of what is shown; `taken` tells of it when it is to be shown."""

    taken = Signal(object)  # Arranged
    keep_wanted = Signal()  # after `taken`: and keep it as a view

    def __init__(
        self,
        desk: Desk,
        state: ViewState,
        keeper: NameKeeper,
        views: Sequence[QueueView],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state = state
        self._keeper = keeper
        self._source = QueueSource(desk)
        self._today = local(desk.parts.clock.now()).date()
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        self.rows: list[ClauseRow] = []
        self.setWindowTitle(self.tr("筛选、排序、分组"))
        self.setModal(True)
        self.setMinimumWidth(WIDTH_PX)
        keeper.warm()
        self._make_controls(views)
        self._lay_out()
        for clause in state.arranged.rules.clauses:
            self._add(clause)
        self._connect()
        self._edited()

    def _make_controls(self, views: Sequence[QueueView]) -> None:
        arranged = self._state.arranged
        self.view = Combo()
        self.view.setAccessibleName(self.tr("哪些事件"))
        here = self._state.view
        for view in views if here in views else (here, *views):
            self.view.add(word(view), view.value)
        self.view.set_value(str(arranged.view))
        self.add_button = Button(self.tr("加一个条件"), kind="link", icon="ph.plus", small=True)
        self.order = Combo()
        self.order.setAccessibleName(self.tr("排序"))
        for order in Order:
            self.order.add(word(order), order.value)
        self.order.set_value(self._state.ordered.order.value)
        self.direction = Combo()
        self.direction.setAccessibleName(self.tr("先后"))
        self._offer_directions(descending=self._state.ordered.descending)
        self.grouping = Combo()
        self.grouping.setAccessibleName(self.tr("分组"))
        self.grouping.add(self.tr("不分组"), NO_GROUPS)
        for grouping in Grouping:
            words = self.tr("按{what}分组").format(what=word(grouping))
            self.grouping.add(words, grouping.value)
        self.grouping.set_value(arranged.grouping.value if arranged.grouping else NO_GROUPS)
        self.says = label("", "section")
        self.shorthand = label("", "caption")
        self.shorthand.setWordWrap(True)
        self.shorthand.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.keep_button = Button(self.tr("存为我的视图…"), kind="ghost", icon="ph.plus")
        self.leave_button = Button(self.tr("取消"), kind="quiet")
        self.do_button = Button(self.tr("按此显示"), kind="primary", key="Ctrl+Return")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addLayout(_line(label(self.tr("显示")), self.view, label(self.tr("中，"))))
        box = QWidget()
        box.setProperty("scrolled", "true")
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(box)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._scroll, 1)
        column.addLayout(_line(self.add_button))
        by = label(self.tr("的事件，按"))
        column.addLayout(_line(by, self.order, self.direction, self.grouping))
        column.addSpacing(4)
        column.addWidget(self.says)
        column.addWidget(self.shorthand)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.keep_button)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.do_button)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.add_button.clicked.connect(lambda: self._add(None))
        self.order.currentIndexChanged.connect(lambda _: self._offer_directions(descending=False))
        for combo in (self.view, self.order, self.direction, self.grouping):
            combo.currentIndexChanged.connect(self._edited)
        self.leave_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.take)
        self.keep_button.clicked.connect(self._take_and_keep)
        on_save(self, self.take)

    def _offer_directions(self, *, descending: bool) -> None:
        order = Order(str(self.order.value()))
        with QSignalBlocker(self.direction):
            self.direction.clear()
            for turned in (False, True):
                self.direction.add(direction_words(order, descending=turned), turned)
            self.direction.set_value(descending)

    # -- clauses -------------------------------------------------------------------------------

    def _add(self, clause: Clause | None) -> None:
        row = ClauseRow(clause, self._keeper, self._today)
        row.edited.connect(self._edited)
        row.gone.connect(self._drop)
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        self._number()
        if self.isVisible():
            row.field.setFocus()
            self._edited()
            QTimer.singleShot(0, lambda: self._scroll.ensureWidgetVisible(row))

    def _drop(self, row: ClauseRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._number()
        self._edited()

    def _number(self) -> None:
        for at, row in enumerate(self.rows):
            row.lead.setText(self.tr("并且") if at else "")
        self.add_button.setEnabled(len(self.rows) < MOST_CLAUSES)
        shown = min(len(self.rows), MOST_ROWS)
        self._scroll.setFixedHeight(shown * ROW_PX)
        self._scroll.setVisible(bool(self.rows))
        self.adjustSize()

    # -- what it says --------------------------------------------------------------------------

    def arranged(self) -> Arranged:
        """Return how the queue would be looked at; clauses that lack something are left out."""
        clauses = [clause for row in self.rows if (clause := row.clause()) is not None]
        before = self._state.arranged
        rules = replace(before.rules, clauses=tuple(dict.fromkeys(clauses)))
        grouping = str(self.grouping.value())
        view = str(self.view.value())
        order = Order(str(self.order.value()))
        descending = bool(self.direction.value())
        usual = self._state.ordered if before.order is None and view == before.view else None
        as_usual = usual is not None and (usual.order, usual.descending) == (order, descending)
        return replace(
            before,
            view=view,
            rules=rules,
            order=None if as_usual else order,
            descending=descending and not as_usual,
            grouping=None if grouping == NO_GROUPS else Grouping(grouping),
        )

    def _edited(self, *_: object) -> None:
        words = write(self.arranged().rules, self._keeper.vocabulary)
        self.shorthand.setText(self.tr("在筛选框里这样写：{words}").format(words=words))
        self.shorthand.setVisible(bool(words))
        lacking = sum(row.clause() is None for row in self.rows)
        self.do_button.setEnabled(not lacking)
        self.keep_button.setEnabled(not lacking)
        if lacking:
            self._stop()
            self.says.setText(self.tr("还有 {count} 个条件没有填完").format(count=lacking))
        else:
            self._soon.start()

    def _stop(self) -> None:
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _count(self) -> None:
        self._stop()
        arranged, source = self.arranged(), self._source
        self._job = self._desk.read(
            lambda session: source.count(session, arranged), self._counted, self._uncounted
        )

    def _counted(self, count: Count) -> None:
        self._job = None
        self.says.setText(self.tr("现在有 {count} 件").format(count=count))

    def _uncounted(self, error: BaseException) -> None:
        self._job = None
        self.says.setText(self.tr("没能数出有多少件"))
        self._desk.notices.report(error)

    # -- leaving -------------------------------------------------------------------------------

    def take(self) -> None:
        """Show the queue so."""
        if self.do_button.isEnabled():
            self._stop()
            self.accept()
            self.taken.emit(self.arranged())
            self.deleteLater()

    def _take_and_keep(self) -> None:
        self.take()
        self.keep_wanted.emit()

    def reject(self) -> None:
        """Leave the queue as it is."""
        self._stop()
        super().reject()
        self.deleteLater()


def _line(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return line
