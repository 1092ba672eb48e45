"""Changing the seasons: their names, when they begin and end, their hours."""

import re

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from app.core.calendar import BadCalendar, Season
from app.core.words import sentence
from ui.administration.calendar_draft import CalendarDraft
from ui.administration.day_words import hours_of, hours_words, month_day
from ui.core.controls import Button, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.page_bars import icon_button
from ui.core.slices import Desk

MOST = 4
WIDTH = 640
_DAY = re.compile(r"\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\s*")


class SeasonRow:
    """The inputs of one season."""

    def __init__(self, dialog: QWidget, season: Season | None) -> None:
        self.name, self.first, self.last, self.hours = (QLineEdit(dialog) for _ in range(4))
        self.remove = icon_button("ph.trash", dialog.tr("去掉这段作息"))
        self.name.setMaxLength(20)
        for field, words, width in (
            (self.name, dialog.tr("名称"), 120),
            (self.first, dialog.tr("从（月-日）"), 72),
            (self.last, dialog.tr("到（月-日）"), 72),
            (self.hours, dialog.tr("工作时间"), 240),
        ):
            field.setAccessibleName(words)
            field.setMinimumWidth(width)
        if season is not None:
            self.name.setText(season.name)
            self.first.setText(month_day(season.first))
            self.last.setText(month_day(season.last))
            self.hours.setText(hours_words(season.spans))

    def widgets(self) -> tuple[QWidget, ...]:
        """Return the inputs from left to right."""
        return self.name, self.first, self.last, self.hours, self.remove

    def season(self) -> Season:
        """Return what was entered.

        Raises:
            BadSpan: The hours cannot be read.
        """
        return Season(
            self.name.text().strip(),
            _month_day(self.first.text()),
            _month_day(self.last.text()),
            hours_of(self.hours.text()),
        )


def _month_day(text: str) -> tuple[int, int]:
    """Return a day of the year; (0, 0), which no year has, for what is none."""
    found = _DAY.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


class SeasonDialog(FormDialog):
    """Writes into the draft only."""

    def __init__(self, desk: Desk, draft: CalendarDraft, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.name_it(
            self.tr("改作息"),
            self.tr("记入草稿"),
            self.tr("各段首尾相接、盖满全年，可以跨年；工作时间写成 09:00-12:00、13:30-17:30。"),
        )
        self.setMinimumWidth(WIDTH)
        self._draft = draft
        self.rows: list[SeasonRow] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(3, 1)
        heads = (self.tr("名称"), self.tr("从"), self.tr("到"), self.tr("工作时间"))
        for column, head in enumerate(heads):
            self._grid.addWidget(label(head, "caption"), 0, column)
        self.content.addLayout(self._grid)
        self.add_button = Button(self.tr("再加一段"), kind="link", icon="ph.plus", small=True)
        self.add_button.clicked.connect(self._add)
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addStretch(1)
        self.content.addLayout(line)
        for season in draft.body.seasons:
            self._add_row(season)

    def _add(self) -> None:
        self._add_row(None)
        self.rows[-1].name.setFocus()

    def _add_row(self, season: Season | None) -> None:
        row = SeasonRow(self, season)
        row.remove.clicked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._place()

    def _remove(self, row: SeasonRow) -> None:
        self.rows.remove(row)
        for widget in row.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._place()

    def _place(self) -> None:
        for at, row in enumerate(self.rows, start=1):
            for column, widget in enumerate(row.widgets()):
                self._grid.addWidget(widget, at, column)
            row.remove.setEnabled(len(self.rows) > 1)
        self.add_button.setVisible(len(self.rows) < MOST)
        self.fit()

    def action(self) -> Action:
        draft, rows = self._draft, tuple(self.rows)
        return lambda _: draft.with_seasons(tuple(row.season() for row in rows))

    def write(self, action: Action) -> None:
        try:
            changed = action(None)
        except BadCalendar as error:
            self.set_busy(busy=False)
            self.say_error(sentence(error))
        else:
            self.committed(changed)
