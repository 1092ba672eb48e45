"""Somebody who booked has come, or cannot come: by the code and the digits they booked with."""

from functools import partial

from app.kiosk.guide import Booked, TicketSlip, clock_words
from ui.core.notices import explain
from ui.kiosk.controls import BigButton, words
from ui.kiosk.machine import can_be_told
from ui.kiosk.screens.base import Screen, Stage, while_shown
from ui.kiosk.screens.booking import day_words
from ui.kiosk.screens.figures import FiguresScreen
from ui.kiosk.screens.rating import ThanksScreen
from ui.kiosk.screens.sending import card

CODE = 6


class ArriveCodeScreen(FiguresScreen):
    """The screen “预约码是多少？”."""

    COUNT = CODE
    step = (1, 2)

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            stage, self.tr("预约码是多少？"), self.tr("6 位数字，或者把纸上的方块对准扫码口")
        )

    def go_on(self) -> None:
        self.stage.visit.code = self.entry
        self.stage.go(self.after)

    def after(self, stage: Stage) -> Screen:
        """Return the screen that comes next."""
        return ArriveDigitsScreen(stage)


class CancelCodeScreen(ArriveCodeScreen):
    """The same, for a booking to be cancelled."""

    step = (1, 3)

    def after(self, stage: Stage) -> Screen:
        return CancelDigitsScreen(stage)


class _DigitsScreen(FiguresScreen):
    """The screen “预约时填的手机后四位是多少？”."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("预约时填的手机后四位是多少？"))

    def _failed(self, error: BaseException) -> None:
        self.free()
        known = explain(error).text if can_be_told(error) else ""
        self.say(known or self.tr("现在办不了，请到窗口问一问"), wrong=True)


class ArriveDigitsScreen(_DigitsScreen):
    """After them the number."""

    step = (2, 2)

    def go_on(self) -> None:
        arrived, failed = while_shown(self, self._arrived), while_shown(self, self._failed)
        self.stage.machine.arrive(self.stage.visit.code, self.entry, arrived, failed)

    def _arrived(self, slip: TicketSlip | None) -> None:
        from ui.kiosk.screens.numbers import TicketScreen

        if slip is None:
            self.say(self.tr("号取好了，请到窗口问一问是几号"), wrong=True)
            return
        self.stage.visit.forget()
        self.stage.home_then(partial(TicketScreen, slip=slip))


class CancelDigitsScreen(_DigitsScreen):
    """After them the question whether it is meant."""

    step = (2, 3)

    def go_on(self) -> None:
        self.stage.visit.last4 = self.entry
        found, failed = while_shown(self, self._found), while_shown(self, self._failed)
        self.stage.machine.find_booked(self.stage.visit.code, self.entry, found, failed)

    def _found(self, found: Booked) -> None:
        self.stage.go(partial(CancelScreen, found=found))


class CancelScreen(Screen):
    """The screen “取消这个预约吗？”."""

    step = (3, 3)

    def __init__(self, stage: Stage, found: Booked) -> None:
        super().__init__(
            stage, self.tr("取消这个预约吗？"), self.tr("取消以后，这个时间就让给别人")
        )
        made, column = card()
        column.addWidget(words(found.queue, "section", bold=True))
        when = f"{day_words(found.day)} {clock_words(found.minute)}"
        column.addWidget(words(when, "section", bold=True))
        column.addWidget(words(" ".join(filter(None, (found.hall, found.place))), "body"))
        self.body.addWidget(made)
        self.body.addStretch(1)
        self._yes = BigButton(self.tr("取消预约"), self._cancel, icon="ph.calendar-x", primary=True)
        self.add_foot(BigButton(self.tr("不取消"), stage.home, icon="ph.house"), self._yes)

    def _cancel(self) -> None:
        self._yes.setEnabled(False)
        visit = self.stage.visit
        done, failed = while_shown(self, self._done), while_shown(self, self._failed)
        self.stage.machine.give_time_back(visit.code, visit.last4, done, failed)

    def _done(self, _: object) -> None:
        self.stage.visit.forget()
        self.stage.home_then(partial(ThanksScreen, hint=self.tr("取消好了，这个时间让给别人了")))

    def _failed(self, error: BaseException) -> None:
        self._yes.setEnabled(True)
        known = explain(error).text if can_be_told(error) else ""
        self.say(known or self.tr("没有取消成，请过一会儿再点一次，或者到窗口问一问"), wrong=True)
