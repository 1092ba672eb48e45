"""Setting when a paper is drawn by itself, or changing it."""

from typing import Any

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTimeEdit, QWidget

from app.core.errors import AppError
from app.core.words import label as word
from app.core.words import say, sentence
from app.papers.files.forms import PaperForm
from app.papers.rules import PeriodKind
from app.papers.schedules.actions import save_schedule
from app.papers.schedules.queries import ScheduleRow, schedules
from app.papers.schedules.rules import (
    FOLDER_MOST,
    LAST_DAY,
    NAME_MOST,
    SETS,
    Schedule,
    checked,
)
from ui.core.controls import Combo, Tick
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

LABEL_PX = 76
_FRIDAY, _FOUR = 4, QTime(16, 0)
_MINUTES = 60


class ScheduleDialog(FormDialog):
    """Which paper, of which region, when, to which folder, in which forms."""

    def __init__(self, desk: Desk, row: ScheduleRow | None, parent: QWidget) -> None:
        """Change `row`, or set a new time."""
        super().__init__(desk, parent)
        self._row = row
        title = (
            self.tr("新建定时")
            if row is None
            else self.tr("修改 {name}").format(name=row.schedule.name)
        )
        under = self.tr("到时由后台取数、写好，放进文件夹，红字写着“未签发”。")
        self.name_it(title, self.tr("保存"), under)
        self._make_inputs()
        self._make_fields()
        if row is not None:
            self._fill(row)
        elif desk.actor.prefixes(SETS):
            self.region.set_region(desk.actor.prefixes(SETS)[0] or desk.scope.code)
        self.kind.currentIndexChanged.connect(lambda _: self._fit())
        self._fit()
        self.name.setFocus()

    def _make_inputs(self) -> None:
        self.name, self.folder = QLineEdit(), QLineEdit()
        self.name.setMaxLength(NAME_MOST)
        self.name.setPlaceholderText(self.tr("例如 每周五的周报"))
        self.folder.setMaxLength(FOLDER_MOST)
        self.folder.setPlaceholderText(self.tr("例如 周报"))
        self.kind, self.weekday, self.month_day = Combo(), Combo(), Combo()
        self.kind.setAccessibleName(self.tr("哪一种"))
        self.weekday.setAccessibleName(self.tr("星期几"))
        self.month_day.setAccessibleName(self.tr("几号"))
        for kind in PeriodKind:
            self.kind.add(word(kind), kind)
        self.kind.set_value(PeriodKind.WEEKLY)
        for day in range(7):
            self.weekday.add(say(f"schedules.weekday.{day}"), day)
        self.weekday.set_value(_FRIDAY)
        for day in range(1, LAST_DAY + 1):
            self.month_day.add(self.tr("{day} 日").format(day=day), day)
        self.time = QTimeEdit(_FOUR)
        self.time.setDisplayFormat("HH:mm")
        self.time.lineEdit().setTextMargins(6, 0, 0, 0)
        self.time.setAccessibleName(self.tr("几点"))
        self.whole = Combo()
        self.whole.add(self.tr("上一期（完整的）"), "whole")
        self.whole.add(self.tr("本期，到那时为止"), "running")
        self.region = RegionField(self.desk, self.desk.actor.prefixes(SETS))
        self.forms = {
            PaperForm.PDF: Tick("PDF"),
            PaperForm.WORD: Tick(self.tr("Word")),
            PaperForm.EXCEL: Tick(self.tr("Excel")),
        }
        self.forms[PaperForm.PDF].setChecked(True)
        self.is_on = Tick(self.tr("到时就出"))
        self.is_on.setChecked(True)

    def _make_fields(self) -> None:
        def made(title: str, input_: QWidget, *, required: bool = False) -> FormField:
            return FormField(title, input_, required=required, label_width=LABEL_PX)

        self._name_field = made(self.tr("名称"), self.name, required=True)
        self._region_field = made(self.tr("辖区"), self.region, required=True)
        self._region_field.add_beside(self.region.button)
        self._folder_field = made(self.tr("文件夹"), self.folder, required=True)
        when = _line(self.weekday, self.month_day, self.time)
        self._when_field = made(self.tr("什么时候"), when, required=True)
        self._forms_field = made(self.tr("格式"), _line(*self.forms.values()), required=True)
        self.add_field(self._name_field, self._check_name)
        self.add_field(made(self.tr("哪一种"), self.kind))
        self.add_field(self._when_field)
        self.add_field(made(self.tr("写哪一期"), self.whole))
        self.add_field(self._region_field, self._check_region)
        self.add_field(self._folder_field, self._check_folder)
        self.add_field(self._forms_field, self._check_forms)
        self.add_field(made(self.tr("状态"), self.is_on))

    def _fit(self) -> None:
        kind = self.kind.value()
        self.weekday.setVisible(kind == PeriodKind.WEEKLY)
        self.month_day.setVisible(kind == PeriodKind.MONTHLY)

    def _fill(self, row: ScheduleRow) -> None:
        kept = row.schedule
        self.name.setText(kept.name)
        self.folder.setText(kept.folder)
        self.kind.set_value(kept.kind)
        self.weekday.set_value(kept.weekday)
        self.month_day.set_value(kept.month_day)
        self.time.setTime(QTime(*divmod(kept.minute, _MINUTES)))
        self.whole.set_value("whole" if kept.whole else "running")
        self.region.set_region(kept.region)
        self.region.setEnabled(False)  # another region's is another schedule
        self.region.button.setEnabled(False)
        for form, tick in self.forms.items():
            tick.setChecked(form in kept.forms)
        self.is_on.setChecked(kept.is_on)
        self.guard_version(row.version, self._version)

    def _version(self, session: Any) -> int:
        now = self.desk.parts.clock.now()
        found = schedules(session, self.desk.actor, now)
        return next(row.version for row in found if self._row and row.id == self._row.id)

    # -- checks --------------------------------------------------------------------------------

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def _check_region(self) -> str:
        return "" if self.region.code() else self.tr("请选辖区。")

    def _check_forms(self) -> str:
        return "" if self._chosen_forms() else self.tr("请至少选一种格式。")

    def _check_folder(self) -> str:
        if not self._chosen_forms() or not self.name.text().strip():
            return ""  # said at those
        try:
            checked(self.wanted())
        except AppError as error:
            return sentence(error)
        return ""

    def _chosen_forms(self) -> tuple[PaperForm, ...]:
        return tuple(form for form, tick in self.forms.items() if tick.isChecked())

    def wanted(self) -> Schedule:
        """Return what the form says."""
        at = self.time.time()
        return Schedule(
            name=self.name.text(),
            region=self.region.code() or "",
            kind=PeriodKind(str(self.kind.value())),
            minute=at.hour() * _MINUTES + at.minute(),
            folder=self.folder.text(),
            forms=self._chosen_forms(),
            weekday=int(str(self.weekday.value())),
            month_day=int(str(self.month_day.value() or 1)),
            whole=self.whole.value() == "whole",
            is_on=self.is_on.isChecked(),
        )

    def blame(self) -> dict[str, FormField]:
        return {
            "schedules.name_wanted": self._name_field,
            "schedules.bad_folder": self._folder_field,
            "schedules.reserved_folder": self._folder_field,
            "schedules.no_form": self._forms_field,
            "core.not_allowed": self._region_field,
        }

    def action(self) -> Action:
        wanted, key, seen = self.wanted(), self.command_key, self.seen_version
        schedule_id = self._row.id if self._row is not None else None
        return lambda uow: save_schedule(
            uow, wanted, command_key=key, schedule_id=schedule_id, seen_version=seen
        )


def _line(*parts: QWidget) -> QWidget:
    around = QWidget()
    line = QHBoxLayout(around)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return around
