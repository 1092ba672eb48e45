"""A time is booked: for what, which day, when, and by which digits; and the slip that says so."""

from collections.abc import Callable
from datetime import date
from functools import partial

from app.kiosk.guide import QueueOffer, Slot, clock_words, offers_for
from ui.core.notices import explain
from ui.kiosk.controls import BigButton, Tile, words
from ui.kiosk.machine import can_be_told
from ui.kiosk.qr import LargeQr
from ui.kiosk.receipt_paper import print_note
from ui.kiosk.screens.base import Screen, Stage, beside_or_below, while_shown
from ui.kiosk.screens.figures import FiguresScreen
from ui.kiosk.screens.sending import card

DAYS_A_PAGE, TIMES_A_PAGE = 8, 18
_WEEKDAYS = "一二三四五六日"


class HallDoorScreen(Screen):
    """The screen “取号还是预约？”."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("取号还是预约？"), self.tr("点一个"))
        from ui.kiosk.screens.arriving import ArriveCodeScreen, CancelCodeScreen
        from ui.kiosk.screens.numbers import QueueScreen

        told = (
            (self.tr("现在取号"), self.tr("今天就在这里等"), "ph.ticket", QueueScreen),
            (self.tr("预约时间"), self.tr("约好哪天几点再来"), "ph.calendar-plus", BookScreen),
            (self.tr("约好的，来取号"), self.tr("凭预约码"), "ph.calendar-check", ArriveCodeScreen),
            (self.tr("取消预约"), self.tr("来不了就让给别人"), "ph.calendar-x", CancelCodeScreen),
        )
        tiles = [
            Tile(name, partial(stage.go, screen), icon=icon, hint=hint, role="section")
            for name, hint, icon, screen in told
        ]
        self.rows_of(tiles, 2 if stage.is_upright else 4)
        self.body.addStretch(1)


class BookScreen(Screen):
    """The screen “约哪一类的事？”."""

    step = (1, 4)

    def __init__(self, stage: Stage, category: str = "") -> None:
        super().__init__(stage, self.tr("约哪一类的事？"), self.tr("正在看能约什么……"))
        self._category = category
        self.body.addStretch(1)
        stage.machine.offers(while_shown(self, self._told), while_shown(self, self._failed))

    def _told(self, offers: tuple[QueueOffer, ...]) -> None:
        fitting = offers_for(offers, self._category) if self._category else offers
        shown = [offer for offer in fitting if offer.books]
        self.say(self.tr("点一个") if shown else self.tr("这类事不用预约，直接取号就行"))
        for place, offer in enumerate(shown):
            where = " ".join(filter(None, (offer.hall, offer.place)))
            make = partial(DayScreen, offer=offer)
            made = BigButton(
                offer.name, partial(self.stage.go, make), hint=where, icon="ph.calendar-plus"
            )
            self.body.insertWidget(place, made)

    def _failed(self, _error: BaseException) -> None:
        self.say(self.tr("现在约不了，请过一会儿再来，或者到窗口问一问"), wrong=True)


class _Paged(Screen):
    """Buttons, so many a page."""

    A_PAGE = DAYS_A_PAGE

    def _page(
        self, buttons: list[BigButton], page: int, across: int, more: Callable[[Stage], Screen]
    ) -> None:
        shown = buttons[page * self.A_PAGE : (page + 1) * self.A_PAGE]
        self.rows_of(shown, across)
        self.body.addStretch(1)
        if page:
            self.add_foot(BigButton(self.tr("前面的"), self.stage.back, icon="ph.arrow-left"))
        if len(buttons) > (page + 1) * self.A_PAGE:
            self.add_foot(
                BigButton(self.tr("后面的"), partial(self.stage.go, more), icon="ph.arrow-right")
            )


class DayScreen(_Paged):
    """The screen “哪一天来？”."""

    step = (2, 4)

    def __init__(
        self, stage: Stage, offer: QueueOffer, slots: tuple[Slot, ...] | None = None, page: int = 0
    ) -> None:
        super().__init__(stage, self.tr("哪一天来？"), offer.name)
        self._offer, self._at = offer, page
        if slots is not None:
            self._show(slots)
            return
        self.say(self.tr("正在看哪天有空……"))
        heard, failed = while_shown(self, self._told), while_shown(self, self._failed)
        stage.machine.slots(offer.queue_id, heard, failed)

    def _told(self, slots: tuple[Slot, ...]) -> None:
        self.say(self._offer.name if slots else self.tr("这几天都没有可约的时间"))
        self._show(slots)

    def _show(self, slots: tuple[Slot, ...]) -> None:
        days = sorted({slot.day for slot in slots})
        buttons = [self._button(day, [s for s in slots if s.day == day]) for day in days]
        more = partial(DayScreen, offer=self._offer, slots=slots, page=self._at + 1)
        self._page(buttons, self._at, 1 if self.stage.is_upright else 2, more)

    def _button(self, day: date, slots: list[Slot]) -> BigButton:
        free = sum(slot.is_free for slot in slots)
        hint = self.tr("{count} 个时间可以约").format(count=free) if free else self.tr("约满了")
        make = partial(TimeScreen, offer=self._offer, slots=tuple(slots))
        made = BigButton(day_words(day), partial(self.stage.go, make), hint=hint)
        made.setEnabled(free > 0)
        return made

    def _failed(self, _error: BaseException) -> None:
        self.say(self.tr("现在约不了，请过一会儿再来，或者到窗口问一问"), wrong=True)


class TimeScreen(_Paged):
    """The screen “几点来？”."""

    step = (3, 4)
    A_PAGE = TIMES_A_PAGE

    def __init__(
        self, stage: Stage, offer: QueueOffer, slots: tuple[Slot, ...], page: int = 0
    ) -> None:
        super().__init__(stage, self.tr("几点来？"), day_words(slots[0].day))
        buttons = [self._button(offer, slot) for slot in slots]
        more = partial(TimeScreen, offer=offer, slots=slots, page=page + 1)
        self._page(buttons, page, 3 if stage.is_upright else 6, more)

    def _button(self, offer: QueueOffer, slot: Slot) -> BigButton:
        left = slot.capacity - slot.taken
        hint = self.tr("还能约 {count} 人").format(count=left) if left > 0 else self.tr("约满了")
        make = partial(BookDigitsScreen, offer=offer, slot=slot)
        made = BigButton(clock_words(slot.minute), partial(self.stage.go, make), hint=hint)
        made.setEnabled(slot.is_free)
        return made


class BookDigitsScreen(FiguresScreen):
    """The screen “您手机号的后四位是多少？”."""

    step = (4, 4)

    def __init__(self, stage: Stage, offer: QueueOffer, slot: Slot) -> None:
        when = f"{day_words(slot.day)} {clock_words(slot.minute)}"
        super().__init__(
            stage,
            self.tr("您手机号的后四位是多少？"),
            self.tr("{when}，来的时候再填一次").format(when=when),
        )
        self._offer, self._slot = offer, slot

    def go_on(self) -> None:
        booked, failed = while_shown(self, self._booked), while_shown(self, self._failed)
        self.stage.machine.book(self._offer.queue_id, self._slot, self.entry, booked, failed)

    def _booked(self, code: str) -> None:
        make = partial(BookedScreen, offer=self._offer, slot=self._slot, code=code)
        self.stage.home_then(make)

    def _failed(self, error: BaseException) -> None:
        self.free()
        known = explain(error).text if can_be_told(error) else ""
        self.say(known or self.tr("没有约上，请过一会儿再点一次，或者到窗口问一问"), wrong=True)


class BookedScreen(Screen):
    """The screen “约好了”."""

    def __init__(self, stage: Stage, offer: QueueOffer, slot: Slot, code: str) -> None:
        super().__init__(stage, self.tr("约好了"), self.tr("来的时候凭这个预约码取号"))
        self.code = code
        self._title = offer.name
        when = f"{day_words(slot.day)} {clock_words(slot.minute)}"
        where = " ".join(filter(None, (offer.hall, offer.place)))
        how = self.tr("到了点“办事指南”，再点“取号、预约”“约好的，来取号”，填预约码和手机后四位。")
        self._lines = (when, where, how)
        parts = beside_or_below(stage)
        parts.addWidget(LargeQr(code), 0)
        made, column = card()
        column.addWidget(words(self.tr("预约码"), "caption", token="text.2"))
        column.addWidget(words(f"{code[:3]} {code[3:]}", "kpi", bold=True, token="accent"))
        column.addWidget(words(offer.name, "section", bold=True))
        column.addWidget(words(when, "section", bold=True))
        for text in (where, how):
            column.addWidget(words(text, "body"))
        parts.addWidget(made, 1)
        self.body.addLayout(parts)
        self._printed = words("", "body", token="text.2")
        self.body.addWidget(self._printed)
        self.body.addStretch(1)
        self.add_foot(
            BigButton(self.tr("再打一张"), self._print, icon="ph.printer"),
            BigButton(self.tr("好了"), stage.home, icon="ph.check", primary=True),
        )

    def entered(self) -> None:
        self._print()

    def _print(self) -> None:
        self._printed.setText(self.tr("正在打印……"))
        told, code = while_shown(self, self._came_out), self.code
        large = f"{code[:3]} {code[3:]}"
        print_note(self.stage.machine, self._title, large, self._lines, told, code=code)

    def _came_out(self, came_out: bool) -> None:  # noqa: FBT001  the slot of a job
        self._printed.setText(
            self.tr("打好了，请取走。")
            if came_out
            else self.tr("打不出来，请用手机拍照，记下上面的预约码。")
        )


def day_words(day: date) -> str:
    """Return a day as people say it."""
    return f"{day.month} 月 {day.day} 日 周{_WEEKDAYS[day.weekday()]}"
