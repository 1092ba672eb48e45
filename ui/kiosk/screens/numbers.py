"""A number for the window: which kind, and the slip."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from app.core.clock import local
from app.kiosk.guide import QueueOffer, TicketSlip, offers_for
from ui.core.notices import explain
from ui.kiosk.controls import BigButton, words
from ui.kiosk.machine import can_be_told
from ui.kiosk.receipt_paper import print_note
from ui.kiosk.screens.base import Screen, Stage, while_shown
from ui.kiosk.screens.sending import card


def ahead_words(people: int, minutes: int) -> str:
    """Return how many stand before one and how long that takes."""
    translate = QCoreApplication.translate
    if not people:
        return translate("Queue", "前面没有人，很快就到")
    told = translate("Queue", "前面 {ahead} 人，大约等 {minutes} 分钟")
    return told.format(ahead=people, minutes=minutes)


class QueueScreen(Screen):
    """The screen “取哪种号？”."""

    def __init__(self, stage: Stage, category: str = "") -> None:
        super().__init__(stage, self.tr("取哪种号？"), self.tr("正在看窗口的情况……"))
        self._category = category
        self.body.addStretch(1)
        stage.machine.offers(while_shown(self, self._told), while_shown(self, self._failed))

    def _told(self, offers: tuple[QueueOffer, ...]) -> None:
        shown = offers_for(offers, self._category) if self._category else offers
        self.say(self.tr("点一下就出号") if shown else self.tr("现在不用取号，直接到窗口"))
        buttons = [self._button(offer) for offer in shown or ()]
        for place, button in enumerate(buttons):
            self.body.insertWidget(place, button)

    def _button(self, offer: QueueOffer) -> BigButton:
        if offer.gives:
            hint = ahead_words(offer.waiting, offer.minutes)
        elif offer.is_full:
            hint = self.tr("今天的号取完了")
        else:
            opens = offer.opening.opens_at
            hint = (
                self.tr("{time} 开始取号").format(time=f"{local(opens):%H:%M}")
                if opens
                else self.tr("现在不取号")
            )
        made = BigButton(offer.name, partial(self._take, offer), hint=hint, icon="ph.ticket")
        made.setEnabled(offer.gives)
        return made

    def _take(self, offer: QueueOffer) -> None:
        self.setEnabled(False)
        taken, failed = while_shown(self, self._taken), while_shown(self, self._failed)
        self.stage.machine.take_number(offer.queue_id, taken, failed)

    def _taken(self, slip: TicketSlip | None) -> None:
        if slip is None:
            self.setEnabled(True)
            self.say(self.tr("没有取到号，请到窗口问一问"), wrong=True)
            return
        self.stage.home_then(partial(TicketScreen, slip=slip))

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        known = explain(error).text if can_be_told(error) else ""
        self.say(known or self.tr("现在取不了号，请到窗口问一问"), wrong=True)


class TicketScreen(Screen):
    """The screen “您的号”."""

    def __init__(self, stage: Stage, slip: TicketSlip) -> None:
        super().__init__(stage, self.tr("您的号"), self.tr("请看大屏幕，叫到就过去"))
        self.slip = slip
        made, column = card()
        column.addWidget(words(slip.number, "kpi", bold=True, token="accent"))
        column.addWidget(words(slip.queue, "section", bold=True))
        for text in self._lines():
            column.addWidget(words(text, "body"))
        self.body.addWidget(made)
        self._printed = words("", "body", token="text.2")
        self.body.addWidget(self._printed)
        self.body.addStretch(1)
        self.add_foot(BigButton(self.tr("好了"), stage.home, icon="ph.check", primary=True))

    def _lines(self) -> tuple[str, ...]:
        slip = self.slip
        where = " ".join(filter(None, (slip.hall, slip.place)))
        at = self.tr("{time} 取号").format(time=f"{local(slip.taken_at):%H:%M}")
        return (ahead_words(slip.ahead, slip.minutes), where, at)

    def entered(self) -> None:
        self._printed.setText(self.tr("正在打印……"))
        slip = self.slip
        told = while_shown(self, self._came_out)
        print_note(self.stage.machine, slip.queue, slip.number, self._lines(), told)

    def _came_out(self, came_out: bool) -> None:  # noqa: FBT001  the slot of a job
        self._printed.setText(
            self.tr("号打好了，请取走。")
            if came_out
            else self.tr("打不出来，请用手机拍照，记下上面的号。")
        )
