"""The chosen day in the panel: what it is, its hours, why; and, with the right, changing it."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.core.calendar import BadCalendar, Span, WorkCalendar
from app.core.words import label as word
from app.core.words import sentence
from ui.administration.calendar_draft import CalendarDraft
from ui.administration.day_words import (
    days_name,
    hours_of,
    hours_words,
    length_words,
    tone_of,
    why_words,
)
from ui.administration.year_grid import DaysChosen
from ui.core.chips import Chip, FlowRow
from ui.core.controls import label, line_between
from ui.core.facts import FactGrid, FactLine
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl

NOTE_MOST = 100
LABEL_PX = 48
AS_PUBLISHED, WORKS, OFF = "as_published", "works", "off"
ICON = {"ok": "ph.coffee", "warn": "ph.briefcase", "sup": "ph.door"}


@dataclass(frozen=True, slots=True)
class DaysEdited:
    """Days were set by hand in the draft.

    Attributes:
        days: Which ones.
        works: None puts them back to what is published.
        spans: Their own hours, None for those of the season.
        note: Why.
    """

    days: tuple[date, ...]
    works: bool | None
    spans: tuple[Span, ...] | None = None
    note: str = ""


class DayPart(QWidget):
    """Facts of the chosen days, and the fields that change them at once in the draft."""

    edited = Signal(object)  # DaysEdited

    def __init__(self, *, may_manage: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_manage = may_manage
        self._chosen: DaysChosen | None = None
        self.title = label("", "title")
        self.title.setWordWrap(True)
        self.chips = FlowRow()
        self.facts = FactGrid(LABEL_PX)
        self.way = SegmentedControl(
            (
                Choice(AS_PUBLISHED, self.tr("照公布的")),
                Choice(WORKS, self.tr("上班")),
                Choice(OFF, self.tr("休息")),
            ),
            AS_PUBLISHED,
            name=self.tr("这一天怎么安排"),
        )
        self.hours, self.note = QLineEdit(), QLineEdit()
        self.note.setMaxLength(NOTE_MOST)
        self.note.setPlaceholderText(self.tr("写给以后查账的人看"))
        self.hours_field = FormField(self.tr("时间"), self.hours, label_width=LABEL_PX)
        self.note_field = FormField(self.tr("原因"), self.note, label_width=LABEL_PX)
        self._editing = QWidget()
        self._lay_out()
        self.way.chosen.connect(self._way_chosen)
        self.hours.editingFinished.connect(self._tell)
        self.note.editingFinished.connect(self._tell)
        self.hours.textEdited.connect(self._check_hours)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.title, self.chips, self.facts, self._editing):
            column.addWidget(part)
        form = QVBoxLayout(self._editing)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(8)
        form.addWidget(line_between())
        form.addWidget(label(self.tr("手工改动"), "section"))
        form.addWidget(FormField(self.tr("安排"), self.way, label_width=LABEL_PX))
        form.addWidget(self.hours_field)
        form.addWidget(self.note_field)
        says = label(
            self.tr("改动先记在草稿里，发布成新的一版才算数。拖动或按住 Shift 可以一次改几天。"),
            "caption",
        )
        says.setWordWrap(True)
        form.addWidget(says)

    def show_days(
        self, chosen: DaysChosen, calendar: WorkCalendar, draft: CalendarDraft | None
    ) -> None:
        """Show days of a calendar; without a draft nothing can be changed."""
        moved = chosen != self._chosen
        self._chosen = chosen
        day = calendar.day(chosen.first)
        self.title.setText(days_name(chosen.first, chosen.last))
        self.chips.set_members(*self._chips(chosen, calendar, draft))
        self.facts.set_lines(*self._lines(chosen, calendar))
        self._editing.setVisible(self._may_manage and draft is not None)
        if draft is not None and (moved or not self._is_typing()):
            entry = draft.override(day.day)
            self.way.set_value(
                AS_PUBLISHED if entry is None else WORKS if entry.kind.works else OFF
            )
            own = entry.spans if entry is not None and entry.spans is not None else ()
            self.hours.setText(hours_words(own))
            self.note.setText(entry.note if entry is not None else "")
            self.hours_field.error("")
        usual = hours_words(calendar.season(day.day).spans)
        self.hours.setPlaceholderText(self.tr("按作息 {hours}").format(hours=usual))
        self._show_fields()

    def _is_typing(self) -> bool:
        return self.hours.hasFocus() or self.note.hasFocus()

    def _chips(
        self, chosen: DaysChosen, calendar: WorkCalendar, draft: CalendarDraft | None
    ) -> list[QWidget]:
        kinds = dict.fromkeys(calendar.kind_of(day) for day in chosen.days())
        chips: list[QWidget] = []
        for kind in kinds:
            tone = tone_of(kind)
            chips.append(Chip(word(kind), tone, icon=ICON[tone] if tone else ""))
        if len(chosen.days()) > 1:
            told = self.tr("共 {days} 天").format(days=len(chosen.days()))
            chips.append(Chip(told))
        elif calendar.day(chosen.first).provisional:
            chips.append(Chip(self.tr("暂定"), "warn", icon="ph.hourglass-high"))
        if draft is not None and any(
            draft.override(day) != _published(draft, day) for day in chosen.days()
        ):
            chips.append(Chip(self.tr("在草稿里"), "accent", icon="ph.pencil-simple"))
        return chips

    def _lines(self, chosen: DaysChosen, calendar: WorkCalendar) -> tuple[FactLine, ...]:
        days = [calendar.day(day) for day in chosen.days()]
        if len(days) > 1:
            worked = [day for day in days if day.spans]
            minutes = tuple(span for day in worked for span in day.spans)
            told = self.tr("{days} 天").format(days=len(worked))
            return (FactLine(self.tr("上班"), told, length_words(minutes) if minutes else ""),)
        day = days[0]
        hours = hours_words(day.spans) or self.tr("不计时")
        length = length_words(day.spans) if day.spans else ""
        return (
            FactLine(self.tr("时间"), hours, length),
            FactLine(self.tr("依据"), why_words(day)),
            FactLine(self.tr("作息"), day.season),
        )

    # -- changing ------------------------------------------------------------------------------

    def _show_fields(self) -> None:
        way = self.way.value()
        self.hours_field.setVisible(way == WORKS)
        self.note_field.setVisible(way != AS_PUBLISHED)

    def _way_chosen(self, _: object) -> None:
        self._show_fields()
        self._tell()
        if self.way.value() != AS_PUBLISHED:
            (self.hours if self.way.value() == WORKS else self.note).setFocus()

    def _check_hours(self, _: str) -> None:
        self.hours_field.error("" if self._hours() is not None else self._complaint())

    def _hours(self) -> tuple[Span, ...] | None:
        """Return what was typed, None where it cannot be read."""
        try:
            return hours_of(self.hours.text())
        except BadCalendar:
            return None

    def _complaint(self) -> str:
        try:
            hours_of(self.hours.text())
        except BadCalendar as error:
            return sentence(error)
        return ""

    def _tell(self) -> None:
        if self._chosen is None or self._editing.isHidden():
            return
        days, way = self._chosen.days(), self.way.value()
        if way == AS_PUBLISHED:
            self.edited.emit(DaysEdited(days, None))
            return
        hours = self._hours() if way == WORKS else ()
        if hours is not None:
            note = self.note.text().strip()
            self.edited.emit(DaysEdited(days, way == WORKS, hours or None, note))

    def refuse(self, error: BadCalendar) -> None:
        """Say beside the hours why they cannot be."""
        self.hours_field.error(sentence(error))


def _published(draft: CalendarDraft, day: date) -> object:
    return next((entry for entry in draft.base.body.overrides if entry.day == day), None)
