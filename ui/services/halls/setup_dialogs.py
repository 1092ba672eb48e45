"""Forms of a hall: itself, a kind of number, a window."""

from PySide6.QtWidgets import QWidget

from app.services import rights
from app.services.halls.actions.arranging import (
    HallDraft,
    QueueDraft,
    WindowDraft,
    save_hall,
    save_queue,
    save_window,
)
from app.services.halls.queries.boards import HallRow, QueueRow, WindowRow
from app.services.halls.rules import (
    CALL_TIMES_MOST,
    DAILY_MOST,
    LETTERS,
    NAME_MOST,
    PLACE_MOST,
    WINDOWS_MOST,
)
from ui.core.controls import Combo, Tick
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.services.fields import needs, number_box, one_line

LABEL_PX = 96
LEVELS = (6, 9, 12)


class HallDialog(FormDialog):
    """A hall and what is usual in it."""

    def __init__(self, desk: Desk, row: HallRow | None, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        title = self.tr("修改大厅") if row is not None else self.tr("新建大厅")
        self.name_it(title, self.tr("保存"), self.tr("取号按工作日历的开放时间，午休不取号。"))
        self.region = RegionField(desk, desk.actor.prefixes(rights.KEEP))
        self.named = one_line(row.name if row else "", NAME_MOST)
        self.place = one_line(row.place if row else "", PLACE_MOST)
        self.early = number_box(row.early_min if row else 30, 0, 240, self.tr(" 分钟"))
        self.ahead = number_box(row.days_ahead if row else 7, 1, 60, self.tr(" 天"))
        self.late = number_box(row.late_min if row else 15, 0, 240, self.tr(" 分钟"))
        self.keep = number_box(row.keep_days if row else 30, 1, 365, self.tr(" 天"))
        self.chimes = Tick(self.tr("叫号时响一声"))
        self.chimes.setChecked(row.chimes if row else True)
        self.speaks = Tick(self.tr("报出号和窗口（这台电脑有中文语音时）"))
        self.speaks.setChecked(row.speaks if row else True)
        self.times = number_box(row.call_times if row else 2, 1, CALL_TIMES_MOST, self.tr(" 遍"))
        self.early_booked = number_box(
            row.booked_early_min if row else 30, 0, 240, self.tr(" 分钟")
        )
        self.active = Tick(self.tr("在用"))
        self.active.setChecked(row.is_active if row else True)
        if row is None:
            region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
            region.add_beside(self.region.button)
            self.add_field(region, self._wrong_region)
        self.name_field = self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写名称")),
        )
        self.add_field(
            FormField(self.tr("地址"), self.place, required=True, label_width=LABEL_PX),
            needs(self.place.text, self.tr("请写地址")),
        )
        for words, input_ in (
            (self.tr("开门前取号"), self.early),
            (self.tr("可约几天内"), self.ahead),
            (self.tr("预约早到"), self.early_booked),
            (self.tr("迟到保留"), self.late),
            (self.tr("预约留存"), self.keep),
            (self.tr("大厅屏"), self.chimes),
            (self.tr("语音叫号"), self.speaks),
            (self.tr("叫几遍"), self.times),
            (self.tr("状态"), self.active),
        ):
            self.add_field(FormField(words, input_, label_width=LABEL_PX))
        self.named.setFocus()

    def _wrong_region(self) -> str:
        fits = len(self.region.code() or "") in LEVELS
        return "" if fits else self.tr("请选区县、街道或社区")

    def blame(self) -> dict[str, FormField]:
        return {"halls.name_taken": self.name_field}

    def action(self) -> Action:
        row, key = self._row, self.command_key
        draft = HallDraft(
            row.region if row is not None else self.region.code() or "",
            self.named.text(),
            self.place.text(),
            self.early.value(),
            self.ahead.value(),
            self.late.value(),
            self.keep.value(),
            self.chimes.isChecked(),
            self.active.isChecked(),
            self.early_booked.value(),
            self.speaks.isChecked(),
            self.times.value(),
        )
        seen = (row.id, row.version) if row is not None else (None, None)
        return lambda uow: save_hall(uow, draft, *seen, command_key=key)


class QueueDialog(FormDialog):
    """A kind of number: its letter, what it is for, how long one takes, whether one may book."""

    def __init__(self, desk: Desk, hall: HallRow, row: QueueRow | None, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._hall, self._row = hall, row
        title = self.tr("修改叫号类别") if row is not None else self.tr("加叫号类别")
        under = self.tr("业务类别和事项里写的一样，就取这一类号；不写就接其余所有的。")
        self.name_it(title, self.tr("保存"), under)
        self.letter = Combo()
        for letter in LETTERS if row is None else row.letter:
            self.letter.add(letter, letter)
        self.named = one_line(row.name if row else "", NAME_MOST)
        self.categories = one_line("、".join(row.categories) if row else "", 200)
        self.usual = number_box(row.usual_min if row else 8, 1, 120, self.tr(" 分钟"))
        self.most = number_box((row.daily_most or 0) if row else 0, 0, DAILY_MOST, self.tr(" 个"))
        self.most.setSpecialValueText(self.tr("不限"))
        self.slot = number_box(row.slot_min if row else 0, 0, 240, self.tr(" 分钟"))
        self.slot.setSpecialValueText(self.tr("不能预约"))
        self.capacity = number_box(row.slot_capacity if row else 1, 1, 50, self.tr(" 人"))
        self.active = Tick(self.tr("在用"))
        self.active.setChecked(row.is_active if row else True)
        self.letter_field = self.add_field(
            FormField(self.tr("号头字母"), self.letter, label_width=LABEL_PX)
        )
        self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写名称")),
        )
        for words, input_ in (
            (self.tr("业务类别"), self.categories),
            (self.tr("平常每件"), self.usual),
            (self.tr("每天限号"), self.most),
            (self.tr("预约时段"), self.slot),
            (self.tr("每段人数"), self.capacity),
            (self.tr("状态"), self.active),
        ):
            self.add_field(FormField(words, input_, label_width=LABEL_PX))
        self.named.setFocus()

    def blame(self) -> dict[str, FormField]:
        return {"halls.name_taken": self.letter_field}

    def action(self) -> Action:
        hall, row, key = self._hall, self._row, self.command_key
        names = self.categories.text().replace("，", "、").split("、")
        draft = QueueDraft(
            str(self.letter.value()),
            self.named.text(),
            tuple(name.strip() for name in names if name.strip()),
            self.usual.value(),
            self.most.value() or None,
            self.slot.value(),
            self.capacity.value(),
            self.active.isChecked(),
        )
        seen = (row.id, row.version) if row is not None else (None, None)
        return lambda uow: save_queue(uow, hall.id, draft, *seen, command_key=key)


class WindowDialog(FormDialog):
    """A window: its number, and which letters it takes."""

    def __init__(
        self,
        desk: Desk,
        hall: HallRow,
        letters: tuple[tuple[str, str], ...],
        row: WindowRow | None,
        parent: QWidget,
    ) -> None:
        super().__init__(desk, parent)
        self._hall, self._row = hall, row
        title = self.tr("修改窗口") if row is not None else self.tr("加窗口")
        self.name_it(title, self.tr("保存"))
        self.number = number_box(row.number if row else 1, 1, WINDOWS_MOST)
        self.number.setEnabled(row is None)
        self.named = one_line(row.name if row else "", NAME_MOST, self.tr("如：综合窗口"))
        self.ticks = {letter: Tick(f"{letter} {name}") for letter, name in letters}
        self.active = Tick(self.tr("在用"))
        self.active.setChecked(row.is_active if row else True)
        self.number_field = self.add_field(
            FormField(self.tr("窗口号"), self.number, label_width=LABEL_PX)
        )
        self.add_field(FormField(self.tr("名称"), self.named, label_width=LABEL_PX))
        for at, (letter, tick) in enumerate(self.ticks.items()):
            tick.setChecked(row is not None and letter in row.letters)
            words = self.tr("受理") if not at else ""
            self.add_field(
                FormField(words, tick, label_width=LABEL_PX), self._none if not at else _no
            )
        self.add_field(FormField(self.tr("状态"), self.active, label_width=LABEL_PX))
        self.number.setFocus()

    def _none(self) -> str:
        some = any(tick.isChecked() for tick in self.ticks.values())
        return "" if some else self.tr("请选至少一类号")

    def blame(self) -> dict[str, FormField]:
        return {"halls.name_taken": self.number_field}

    def action(self) -> Action:
        hall, row, key = self._hall, self._row, self.command_key
        letters = "".join(letter for letter, tick in self.ticks.items() if tick.isChecked())
        number = self.number.value()
        draft = WindowDraft(number, self.named.text(), letters, self.active.isChecked())
        seen = (row.id, row.version) if row is not None else (None, None)
        return lambda uow: save_window(uow, hall.id, draft, *seen, command_key=key)


def _no() -> str:
    return ""
