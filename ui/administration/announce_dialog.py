"""Telling every desk that the database will be maintained, and whether writing stops then."""

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.maintenance import NOTE_MOST, announce
from ui.core.fields import MomentField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.relative_time import time_or_day
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

AHEAD = timedelta(minutes=30)
STEP_MIN = 5
GOES_ON, STOPS = "goes_on", "stops"
LABEL_PX = 60


class AnnounceDialog(FormDialog):
    """Asks for the sentence, the time, and what holds from then on."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.name_it(
            self.tr("发布维护通知"),
            self.tr("发布"),
            self.tr("每台桌面马上看到这一句，到时前再提醒一次；撤下以前一直在。"),
        )
        now = desk.parts.clock.now()
        self.moment = MomentField(_round_up(now + AHEAD))
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_MOST)
        choices = (
            Choice(STOPS, self.tr("只能看，不能存")),
            Choice(GOES_ON, self.tr("照常能存")),
        )
        self.way = SegmentedControl(choices, STOPS, name=self.tr("到时"))
        self._moment_field = FormField(self.tr("什么时候"), self.moment, label_width=LABEL_PX)
        self._note_field = FormField(self.tr("通知"), self.note, label_width=LABEL_PX)
        self.add_field(self._moment_field, self._check_moment)
        self.add_field(FormField(self.tr("到时"), self.way, label_width=LABEL_PX))
        self.add_field(self._note_field, self._check_note)
        self._proposed = ""
        self._propose()
        self.moment.dateTimeChanged.connect(self._propose)
        self.note.setFocus()

    def _propose(self, *_: object) -> None:
        """Keep the proposed sentence true, until somebody wrote their own."""
        if self.note.text() != self._proposed:
            return
        time = time_or_day(self.moment.moment(), self.desk.parts.clock.now())
        self._proposed = self.tr("{time} 开始维护").format(time=time)
        self.note.setText(self._proposed)

    @property
    def _stops(self) -> bool:
        return self.way.value() == STOPS

    def _check_moment(self) -> str:
        if self.moment.moment() <= self.desk.parts.clock.now():
            return self.tr("这个时间已经过去，请选以后的时间。")
        return ""

    def _check_note(self) -> str:
        return "" if self.note.text().strip() else self.tr("请写一句大家看得懂的话。")

    def say_notes(self) -> None:
        if self._stops:
            self._moment_field.note(self.tr("从这时起谁也存不了，直到您撤下；填了一半的都还在。"))
        else:
            self._moment_field.note("")

    def blame(self) -> dict[str, FormField]:
        return {
            "core.begins_in_the_past": self._moment_field,
            "core.note_wanted": self._note_field,
        }

    def action(self) -> Action:
        note, begins, stops = self.note.text(), self.moment.moment(), self._stops
        key = self.command_key

        def tell(uow: Any) -> None:
            announce(uow, note, begins, stops_writing=stops, command_key=key)

        return tell

    def write(self, action: Action) -> None:
        """Write also while nobody else may."""
        write_anyway(self.desk, action, self.committed, self.refused)


def write_anyway(desk: Desk, action: Action, done: Any, failed: Any) -> None:
    """Take an action in a transaction that maintains the database."""
    database, actor = desk.parts.database, desk.actor

    def work() -> object:
        with database.writing(actor, maintains=True) as uow:
            return action(uow)

    desk.jobs.write(work, done, failed)


def _round_up(moment: datetime) -> datetime:
    """Return the next moment people would name: a full five minutes."""
    ahead = -moment.minute % STEP_MIN
    return (moment + timedelta(minutes=ahead)).replace(second=0, microsecond=0)
