"""值班: the roster of a day, a week or a month, swaps, hand-over, and the sheet on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.clock import day_begins, local
from app.core.ids import new_id
from app.core.words import label as word
from app.workforce.duty.actions.notes import take_note
from app.workforce.duty.actions.shifts import drop_shift
from app.workforce.duty.actions.swaps import answer_swap, withdraw_swap
from app.workforce.duty.queries import (
    NoteRow,
    ShiftRow,
    SwapRow,
    notes,
    on_duty,
    open_swaps,
    own_centre,
    roster,
)
from app.workforce.duty.rules import Gap, RosterSpan, gaps
from ui.core.controls import Button, label
from ui.core.dialogs import ConsequenceDialog
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.page_bars import FootBar, ToolBar, icon_button
from ui.core.relative_time import short
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import ErrorState
from ui.parts.paper_opening import open_paper
from ui.workforce.duty_dialogs import NoteDialog, RoundDialog, ShiftDialog, SwapDialog
from ui.workforce.duty_panel import NOTE_KEY, PLAN_KEY, ROUND_KEY, DutyPanel
from ui.workforce.roster_view import RosterView

SPAN_KEY, TODAY_KEY, PRINT_KEY, PAPER = "D", "T", "Ctrl+P", "duty_sheet"
TOPICS = frozenset({Topic.DUTY, Topic.PERSON, Topic.POSTURE, Topic.SETTING})


@dataclass(frozen=True, slots=True)
class DutyRead:
    """What the page shows, read at once."""

    rows: tuple[ShiftRow, ...]
    now: tuple[ShiftRow, ...]
    swaps: tuple[SwapRow, ...]
    notes: tuple[NoteRow, ...]
    gaps: tuple[Gap, ...]
    centre: str
    least: int = 0


class DutyPage(QWidget):
    """D changes between day, week and month; N plans a shift, L many in turn, J hands over."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workforce.duty")
        self.setAccessibleName(self.tr("值班"))
        self._desk = desk
        self.dialog: Any = None
        self.known: DutyRead | None = None
        self.view = RosterView(local(desk.parts.clock.now()).date())
        self.panel = DutyPanel()
        self.span = SegmentedControl(
            tuple(Choice(each, word(each)) for each in RosterSpan),
            RosterSpan.WEEK,
            name=self.tr("看多久"),
        )
        self.back = icon_button("ph.caret-left", self.tr("往前"))
        self.on = icon_button("ph.caret-right", self.tr("往后"))
        self.today_button = Button(self.tr("今天"), kind="quiet", key=TODAY_KEY)
        self.named = label("", "section")
        self.print_button = Button(
            self.tr("打印值班表"), kind="quiet", icon="ph.printer", key=PRINT_KEY
        )
        self.bar = ToolBar()
        self.foot = FootBar(
            (
                KeyHelp("Left Right", self.tr("走日子")),
                KeyHelp("PgUp PgDown", self.tr("往前、往后")),
                KeyHelp(SPAN_KEY, self.tr("日、周、月")),
            )
        )
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        for part in (self.span, self.back, self.named, self.on, self.today_button):
            self.bar.add(part)
        self.bar.add_right(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(ListPanes((self.view,), self.panel), 1)
        column.addWidget(self.foot)
        self.panel.offer(keeps=False, notes=False)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        panel = self.panel
        self.span.chosen.connect(self.show_span)
        self.back.clicked.connect(lambda: self.view.turn(-1))
        self.on.clicked.connect(lambda: self.view.turn(1))
        self.today_button.clicked.connect(self.go_today)
        self.print_button.clicked.connect(self.print_out)
        self.view.chosen.connect(lambda _: self._show_day())
        self.view.wanted.connect(lambda _: self.reload())
        panel.plan_wanted.connect(self.plan)
        panel.round_wanted.connect(self.plan_round)
        panel.note_wanted.connect(self.write_note)
        panel.swap_wanted.connect(
            lambda row: self._open(SwapDialog(self._desk, row, self.window()))
        )
        panel.dropped.connect(self._drop)
        panel.answered.connect(self._answer)
        panel.withdrawn.connect(self._withdraw)
        panel.taken.connect(self._take)
        for key, run in (
            *((SPAN_KEY, self.next_span), (TODAY_KEY, self.go_today), (PRINT_KEY, self.print_out)),
            *((PLAN_KEY, self.plan), (ROUND_KEY, self.plan_round), (NOTE_KEY, self.write_note)),
        ):
            add_key(self, key, run)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read roster, swaps and notes anew."""
        desk = self._desk
        now = desk.parts.clock.now()
        self.view.today = local(now).date()
        begin = day_begins(self.view.first())
        end = day_begins(self.view.first() + timedelta(days=self.view.days()))

        def read(session: Any) -> DutyRead:
            region = desk.scope.code
            rows = roster(session, desk.actor, begin, end, region=region)
            centre = own_centre(session, desk.actor, region)
            mine = [(row.starts_at, row.ends_at) for row in rows if row.region == centre]
            least = desk.parts.doors.duty.least(session, centre, now) if centre else 0
            lacks = gaps(mine, max(begin, now), end, least) if centre and end > now else ()
            return DutyRead(
                rows,
                on_duty(session, desk.actor, now, region=region),
                open_swaps(session, desk.actor, now),
                notes(session, desk.actor, region=region),
                lacks,
                centre,
                least,
            )

        desk.read(read, self._take_read, self._failed)

    def _failed(self, error: BaseException) -> None:
        from ui.core.notices import explain

        self.panel.show_state(ErrorState(self.tr("没能读出值班表"), explain(error), self.reload))

    def _take_read(self, known: DutyRead) -> None:
        self.known = known
        self.panel.show_record()
        self.view.show_rows(known.rows, known.gaps)
        self.panel.show_now(known.now)
        self.panel.show_swaps(known.swaps)
        self.panel.show_notes(known.notes)
        self.panel.offer(keeps=bool(known.centre), notes=bool(self._notable()))
        self._name_it()
        self._show_day()

    def _name_it(self) -> None:
        day = self.view.day
        if self.view.span is RosterSpan.MONTH:
            words = self.tr("{year} 年 {month} 月").format(year=day.year, month=day.month)
        elif self.view.span is RosterSpan.WEEK:
            first = self.view.first()
            last = first + timedelta(days=self.view.days() - 1)
            words = f"{first:%m-%d} – {last:%m-%d}"
        else:
            words = f"{day:%Y-%m-%d}"
        self.named.setText(words)
        lacks = len(self.known.gaps) if self.known is not None else 0
        count = len(self.known.rows) if self.known is not None else 0
        told = self.tr("共 {count} 班").format(count=count)
        if self.known is not None and self.known.least > 1:
            told += self.tr("，随时要 {least} 人在岗").format(least=self.known.least)
        if lacks:
            told += self.tr("，{lacks} 段时间缺人").format(lacks=lacks)
        self.foot.say(told)

    def _show_day(self) -> None:
        self.panel.show_day(self.view.day, self.view.of_day(self.view.day))

    def show_span(self, span: object) -> None:
        """Show a day, a week or a month."""
        self.view.span = RosterSpan(str(span))
        self.span.set_value(self.view.span)
        self.reload()
        self.view.setFocus()

    def next_span(self) -> None:
        """Show more days, after the month a day again."""
        spans = tuple(RosterSpan)
        self.show_span(spans[(spans.index(self.view.span) + 1) % len(spans)])

    def go_today(self) -> None:
        """Go to today."""
        self.show_day(self.view.today)

    def show_day(self, day: date) -> None:
        """Go to a day."""
        self.view.day = day
        self.reload()

    # -- doing ---------------------------------------------------------------------------------

    def _open(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.open()

    def _ask(self, form: Callable[[Desk, str, date, QWidget], FormDialog]) -> None:
        if self.known is not None and self.known.centre:
            day = max(self.view.day, self.view.today)
            self._open(form(self._desk, self.known.centre, day, self.window()))

    def plan(self) -> None:
        """Ask for a shift."""
        self._ask(ShiftDialog)

    def plan_round(self) -> None:
        """Ask for shifts in turn."""
        self._ask(RoundDialog)

    def _notable(self) -> list[ShiftRow]:
        """Return the shifts one may hand over: those of now and of the last day."""
        if self.known is None:
            return []
        since = self._desk.parts.clock.now() - timedelta(days=1)
        known = {row.id: row for row in (*self.known.now, *self.known.rows)}
        return [
            row
            for row in known.values()
            if (row.is_mine or row.may_keep)
            and row.ends_at >= since
            and row.starts_at <= self._desk.parts.clock.now()
        ]

    def write_note(self) -> None:
        """Ask for a note of hand-over."""
        if shifts := self._notable():
            self._open(NoteDialog(self._desk, shifts, self.window()))

    def _drop(self, row: ShiftRow) -> None:
        key = new_id()
        dialog = ConsequenceDialog(
            self.tr("撤下{name} {moment} 这一班？").format(
                name=row.person_name, moment=short(row.starts_at)
            ),
            self.tr("这段时间会少一个人值班，问过别人的换班也作罢。"),
            do=self.tr("撤下"),
            leave=self.tr("不动"),
            danger=True,
            parent=self.window(),
        )
        dialog.accepted.connect(
            lambda: self._write(lambda uow: drop_shift(uow, row.id, row.version, command_key=key))
        )
        dialog.finished.connect(dialog.deleteLater)
        self._open(dialog)

    def _answer(self, told: tuple[SwapRow, bool]) -> None:
        row, agrees = told
        key = new_id()
        self._write(lambda uow: answer_swap(uow, row.id, agrees=agrees, command_key=key))

    def _withdraw(self, row: SwapRow) -> None:
        key = new_id()
        self._write(lambda uow: withdraw_swap(uow, row.id, command_key=key))

    def _take(self, row: NoteRow) -> None:
        key = new_id()
        self._write(lambda uow: take_note(uow, row.id, command_key=key))

    def _write(self, action: Callable[[Any], object]) -> None:
        self._desk.write(action, lambda _: None, self._desk.notices.report)

    # -- out -----------------------------------------------------------------------------------

    def print_out(self) -> None:
        """Print the roster that is shown."""
        desk = self._desk
        last = self.view.first() + timedelta(days=self.view.days() - 1)
        asked = f"{desk.scope.code}/{self.view.first()}/{last}"
        open_paper(desk, PAPER, asked, self.window(), self._open)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()
