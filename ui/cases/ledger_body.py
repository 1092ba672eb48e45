"""What a ledger page shows: finding, picture and lines at the left, the cards at the right."""

from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.cases.clock import ClockEventKind, ClockMark, ClockState, Limit
from app.cases.clock_strip import PieceKind
from app.cases.clock_words import limit_words
from app.cases.ledger_words import ClockName
from app.cases.queries.ledger import CaseLedger
from ui.cases.clock_faces import clock_faces
from ui.cases.ledger_cards import AloudCard, ClockChoice, HoldsCard, VersionsCard
from ui.cases.ledger_moment import MomentCard
from ui.cases.ledger_strip import HourAxis, LedgerStrip
from ui.cases.ledger_table import LedgerTable
from ui.core.cards import Card, ClockFace
from ui.core.controls import Button, label, line_between
from ui.core.forms import escaped
from ui.core.marks import Deadline, DeadlineKind, hatch
from ui.core.relative_time import full
from ui.core.strips import Strip
from ui.core.theme import current, paint_color
from ui.core.view_list import WIDE_WINDOW_PX

SIDE_PX = 352
SIDE_SMALL_PX = 320
LEAST_STRIP_PX = 120
STRIP_SHARE = 0.4  # of the height, at most; longer ones scroll
MARK_TOKEN = {ClockMark.OK: "ok.text", ClockMark.WARN: "warn.text", ClockMark.OVER: "over.text"}
TOTAL_TOKEN = {"left": "ok.text", "over": "over.text", "counted": "text"}
SOLID: dict[PieceKind | None, str] = {PieceKind.COUNTED: "accent.fill", PieceKind.OVER: "over"}
NO_FACE = ClockFace("ph.timer", "", "", "", "", "", Deadline(DeadlineKind.NONE, "", ""))


class _Legend(QWidget):
    """What the fillings of the strip mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[tuple[PieceKind | None, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_kinds(self, kinds: frozenset[PieceKind]) -> None:
        """Show what occurs."""
        known: tuple[tuple[PieceKind | None, str], ...] = (
            (PieceKind.COUNTED, self.tr("计")),
            (PieceKind.OVER, self.tr("超时")),
            (PieceKind.STOPPED, self.tr("停表")),
            (None, self.tr("不计")),
            (PieceKind.LEFT, self.tr("还剩")),
        )
        self._entries = tuple((k, w) for k, w in known if k is None or k in kinds)
        self.setAccessibleName(self.tr("图例") + "：" + "、".join(w for _, w in self._entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = sum(metrics.horizontalAdvance(words) + 38 for _, words in self._entries)
        return QSize(width, current().type.section_line)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setFont(theme.font("caption"))
        left = 0
        for kind, words in self._entries:
            box = QRectF(left, (self.height() - 10) / 2, 16, 10)
            if kind is PieceKind.LEFT:
                painter.setPen(QPen(theme.color("ok"), 1.5))
                painter.drawRect(box)
            elif kind in SOLID:
                painter.fillRect(box, theme.color(SOLID[kind]))
            else:
                ink = theme.chart.suspend_hatch if kind else theme.chart.off_hatch
                painter.fillRect(box, hatch(paint_color(ink)))
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(theme.color("text.2"))
            room = QRect(left + 22, 0, width + 1, self.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
            left += width + 38
        painter.end()


class LedgerBody(QWidget):
    """Everything of one ledger; told anew by `set_ledger`."""

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = QLabel()
        self._headline.setTextFormat(Qt.TextFormat.RichText)
        self._headline.setProperty("role", "title")
        self._headline.setObjectName("ledger-headline")
        self._headline.setWordWrap(True)
        self._summary = label("", "second")
        self._summary.setWordWrap(True)
        self.copy_button = Button(self.tr("复制成文字"), icon="ph.copy")
        self.print_button = Button(self.tr("打印"), icon="ph.printer")
        self.then_button = Button(self.tr("回到现在"), kind="quiet", small=True)
        self.then = Strip("warn", self.then_button, icon="ph.clock-counter-clockwise")
        self.strip = LedgerStrip()
        self._strip_card = Card(padding=12)
        self._legend = _Legend()
        self.table = LedgerTable()
        self._totals = QLabel()
        self._totals.setTextFormat(Qt.TextFormat.RichText)
        self._totals.setObjectName("ledger-totals")
        self._other = label("", "caption")
        self.sign = ClockChoice(ClockName.SIGN, NO_FACE)
        self.handle = ClockChoice(ClockName.HANDLE, NO_FACE)
        self.holds = HoldsCard()
        self.moment = MomentCard(now)
        self.aloud = AloudCard()
        self.versions = VersionsCard()
        self._shown: object = None
        self._lay_out()

    # -- where things stand --------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        left.addLayout(self._head())
        left.addWidget(self.then)
        left.addWidget(self._picture())
        left.addWidget(self._lines())
        left.addStretch(1)
        self._side = self._cards()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 8, 12)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self._side)

    def _head(self) -> QHBoxLayout:
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self._headline)
        told.addWidget(self._summary)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(told, 1)
        head.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignBottom)
        return head

    def _picture(self) -> QWidget:
        self._scroll = scroll = QScrollArea()
        scroll.setWidget(self.strip)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        card = self._strip_card
        card.body.setSpacing(2)
        card.add_to_head(self._legend)
        card.add(scroll)
        card.add(HourAxis(self.strip))
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.strip.laid.connect(self._fit_strip)
        return card

    def _lines(self) -> QWidget:
        card = QFrame()
        card.setProperty("surface", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.addWidget(self._totals, 1)
        foot.addWidget(self._other)
        column.addWidget(self.table)
        column.addWidget(line_between())
        column.addLayout(foot)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return card

    def _cards(self) -> QScrollArea:
        held = QWidget()
        held.setProperty("scrolled", "true")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for card in (
            self.sign,
            self.handle,
            self.holds,
            self.moment,
            self.aloud,
            self.versions,
        ):
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(held)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.window().width() >= WIDE_WINDOW_PX
        self._side.setFixedWidth(SIDE_PX if wide else SIDE_SMALL_PX)
        self._fit_strip()
        super().resizeEvent(event)

    def _fit_strip(self) -> None:
        """Give the strip the height it needs, up to its share: a longer one scrolls."""
        most = max(LEAST_STRIP_PX, round(self.height() * STRIP_SHARE))
        self._scroll.setFixedHeight(min(self.strip.sizeHint().height(), most))

    # -- showing -------------------------------------------------------------------------------

    def set_ledger(self, ledger: CaseLedger, *, then: bool) -> None:
        """Show a ledger; `then` marks one that was asked for as of another moment."""
        self._tell(ledger)
        self._show_strip(ledger)
        self.table.set_rows(ledger.rows)
        self._show_totals(ledger)
        self._show_cards(ledger)
        if then:
            lead = self.tr("这是按 {moment} 重算的台账，").format(moment=full(ledger.as_of))
            self.then.tell(lead, self.tr("那以后发生的事都没有算进去。"))
            self.moment.tell_then(ledger)
        else:
            self.then.tell("")
            self.moment.tell_now()

    def _tell(self, ledger: CaseLedger) -> None:
        said, verdict = ledger.headline, ledger.verdict
        stopped = verdict.state is ClockState.SUSPENDED and verdict.mark is not ClockMark.OVER
        token = "sus.text" if stopped else MARK_TOKEN[verdict.mark]
        ink = current().color(token).name()
        figure = f'<span style="color:{ink}">{escaped(said.figure)}</span>'
        self._headline.setText(f"{escaped(said.before)}{figure}{escaped(said.after)}")
        self._headline.setAccessibleName(str(said))
        words = self.tr("{title}。{summary}")
        self._summary.setText(words.format(title=ledger.about.title, summary=ledger.summary))

    def _show_strip(self, ledger: CaseLedger) -> None:
        kinds = {piece.kind for day in ledger.strip.days for piece in day.pieces}
        self._legend.set_kinds(frozenset(kinds))
        whole = _whole_words(ledger)
        self._strip_card.set_title(self.tr("{limit}用在了哪里").format(limit=whole))
        due_ink = MARK_TOKEN[ledger.verdict.mark]
        due_ink = "text" if due_ink == "ok.text" else due_ink
        self.strip.set_strip(ledger.strip, due_ink, ledger.totals.left_s)
        shown = (ledger.about.case_id, ledger.clock)
        if shown != self._shown:  # the end of a long ledger is what one comes for
            self._shown = shown
            QTimer.singleShot(0, self, self._to_the_end)

    def _to_the_end(self) -> None:
        lane = self.strip.now_lane()
        if lane is not None:
            self._scroll.ensureVisible(0, round(lane.bottom), 0, 40)
        self.table.show_end()

    def _show_totals(self, ledger: CaseLedger) -> None:
        told = []
        for name, words in ledger.totals.parts():
            ink = current().color(TOTAL_TOKEN.get(name, "text.2")).name()
            weight = 700 if name in ("counted", "over") else 400
            told.append(f'<span style="color:{ink};font-weight:{weight}">{escaped(words)}</span>')
        self._totals.setText("&nbsp;&nbsp;&nbsp; ".join([escaped(self.tr("合计")), *told]))
        self._totals.setAccessibleName(str(ledger.totals))
        other = ClockName.HANDLE if ledger.clock is ClockName.SIGN else ClockName.SIGN
        names = {
            ClockName.SIGN: self.tr("签收时限另算，见右"),
            ClockName.HANDLE: self.tr("办理时限另算，见右"),
        }
        self._other.setText(names[other])

    def _show_cards(self, ledger: CaseLedger) -> None:
        faces = clock_faces(ledger.clocks, ledger.as_of, ledger.day_s)
        for card, face, name in zip((self.sign, self.handle), faces, ClockName, strict=True):
            card.set_face(face)
            card.set_shown(shown=ledger.clock is name)
        self.sign.setEnabled(ledger.clocks.sign is not None)
        self.holds.set_ledger(ledger)
        self.aloud.set_text(ledger.aloud)
        self.versions.set_ledger(ledger)

    @property
    def headline(self) -> str:
        """The verdict as it is read out."""
        return self._headline.accessibleName()

    @property
    def totals(self) -> str:
        """The sums as they are read out."""
        return self._totals.accessibleName()


def _extended(ledger: CaseLedger) -> float:
    extensions = (e for e in ledger.events if e.kind is ClockEventKind.EXTENDED)
    return sum(e.amount for e in extensions if e.at <= ledger.as_of)


def _whole_words(ledger: CaseLedger) -> str:
    limit = ledger.limit
    return limit_words(Limit(limit.amount + _extended(ledger), limit.unit))
