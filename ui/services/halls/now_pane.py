"""How a hall stands now: kinds of number, windows, the last calls."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.clock import local
from app.services.halls.queries.boards import HallBoard, QueueRow, WindowRow
from ui.core.cards import Card, Kpi, KpiTile
from ui.core.chips import Chip
from ui.core.controls import Button
from ui.core.states import EmptyState
from ui.parts.registers.lines import PanelLine

Deed = Callable[[object], object]


class NowPane(QWidget):
    """Four figures on top, three cards below; whoever keeps the hall edits it right here."""

    def __init__(self, edit: Deed) -> None:
        super().__init__()
        self._edit = edit
        self.tiles = [KpiTile(Kpi("", "—", ""), leads=False) for _ in range(4)]
        figures = QHBoxLayout()
        figures.setSpacing(12)
        for tile in self.tiles:
            figures.addWidget(tile)
        self.queues, self.windows, self.calls = (_Column() for _ in range(3))
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for column, share in ((self.queues, 4), (self.windows, 4), (self.calls, 3)):
            cards.addWidget(column, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.setSpacing(12)
        outer.addLayout(figures)
        outer.addLayout(cards, 1)

    def show_board(self, board: HallBoard) -> None:
        """Show how it stands."""
        self._show_figures(board)
        keeps = board.hall.may_keep
        rows = [self._queue(row, keeps=keeps) for row in board.queues]
        self.queues.show_rows(self.tr("叫号类别"), rows, self.tr("还没有叫号类别"))
        rows = [self._window(row, keeps=keeps) for row in board.windows]
        self.windows.show_rows(self.tr("窗口"), rows, self.tr("还没有窗口"))
        lines = []
        for call in board.calls:
            told = self.tr("{n} 号窗口　{at}").format(
                n=call.window, at=f"{local(call.called_at):%H:%M}"
            )
            line = PanelLine(call.number, told)
            if call.is_now:
                line.add(Chip(self.tr("办理中"), "ok", icon="ph.user"))
            lines.append(line)
        self.calls.show_rows(self.tr("最近叫的"), lines, self.tr("今天还没有叫号"))

    def _show_figures(self, board: HallBoard) -> None:
        given = sum(row.given for row in board.queues)
        served = sum(row.served for row in board.queues)
        skipped = sum(row.skipped for row in board.queues)
        waiting = len(board.waiting)
        longest = max((row.wait_min for row in board.queues if row.waiting), default=0)
        open_now = sum(row.is_open for row in board.windows)
        usable = sum(row.is_active for row in board.windows)
        told = (
            Kpi(self.tr("正在等"), f"{waiting}", self.tr("最久约 {n} 分钟").format(n=longest)),
            Kpi(self.tr("今天取号"), f"{given}", self.tr("过号 {n} 个").format(n=skipped)),
            Kpi(self.tr("今天办结"), f"{served}", _each(board)),
            Kpi(
                self.tr("开着的窗口"),
                f"{open_now}",
                self.tr("一共 {n} 个窗口").format(n=usable),
            ),
        )
        for tile, kpi in zip(self.tiles, told, strict=True):
            tile.set_kpi(kpi)

    def _queue(self, row: QueueRow, *, keeps: bool) -> PanelLine:
        under = self.tr("等 {n} 位，约 {m} 分；取 {given}，办结 {served}，过号 {skipped}").format(
            n=row.waiting, m=row.wait_min, given=row.given, served=row.served, skipped=row.skipped
        )
        line = PanelLine(f"{row.letter}　{row.name}", under)
        rest = self.tr("其余业务")
        line.say_more("、".join(row.categories) or rest)
        if not row.is_active:
            line.add(Chip(self.tr("停用")))
        if row.slot_min:
            line.add(Chip(self.tr("可预约")))
        if keeps:
            line.act(self.tr("改"), lambda: self._edit(row))
        return line

    def _window(self, row: WindowRow, *, keeps: bool) -> PanelLine:
        who = row.clerk_name if row.is_open else self.tr("没有人")
        under = self.tr("受理 {letters}　{who}").format(letters="、".join(row.letters), who=who)
        line = PanelLine(self.tr("{n} 号　{name}").format(n=row.number, name=row.name), under)
        if row.in_hand:
            line.add(Chip(row.in_hand, "ok", icon="ph.user"))
        elif row.is_open:
            line.add(Chip(self.tr("空着")))
        if not row.is_active:
            line.add(Chip(self.tr("停用")))
        if keeps:
            line.act(self.tr("改"), lambda: self._edit(row))
        return line


def _each(board: HallBoard) -> str:
    from PySide6.QtCore import QCoreApplication

    done = [row for row in board.queues if row.served]
    if not done:
        return QCoreApplication.translate("NowPane", "还没有办结的")
    total = sum(row.served for row in done)
    minutes = sum(row.minutes_each * row.served for row in done) / total
    return QCoreApplication.translate("NowPane", "平均每位 {n} 分钟").format(n=round(minutes))


class _Column(Card):
    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        inner.setProperty("scrolled", "true")
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        self.add(scroll, 1)
        self.buttons: list[Button] = []

    def show_rows(self, title: str, rows: list[PanelLine], nothing: str) -> None:
        self.set_title(title, str(len(rows)))
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._rows.addWidget(row)
        if not rows:
            self._rows.addWidget(EmptyState(nothing, "", icon="ph.users-three"))
        self._rows.addStretch(1)
