"""Is it right so? And the receipt."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.core.clock import local
from app.kiosk.actions import Message
from ui.core.notices import explain
from ui.kiosk.controls import BigButton, words
from ui.kiosk.machine import Receipt, can_be_told
from ui.kiosk.qr import LargeQr
from ui.kiosk.receipt_paper import print_receipt
from ui.kiosk.screens.base import Screen, Stage, beside_or_below, while_shown
from ui.kiosk.screens.phone import grouped
from ui.kiosk.screens.photo import PicturePane
from ui.kiosk.screens.place import short_name


def card() -> tuple[QFrame, QVBoxLayout]:
    """Return a card with room for words."""
    made = QFrame()
    made.setProperty("surface", "card")
    column = QVBoxLayout(made)
    column.setContentsMargins(40, 32, 40, 32)
    column.setSpacing(12)
    return made, column


class CheckScreen(Screen):
    """The screen “这样交上去，对吗？”."""

    asked_at = 6

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("这样交上去，对吗？"), self.tr("要改就点“返回”"))
        visit, ground = stage.visit, stage.machine.open_now.ground
        made, column = card()
        community = short_name(ground.name_of(visit.region[:12]))
        community = community or ground.name_of(visit.region[:9])
        place = " ".join(filter(None, (community, visit.place)))
        phone = grouped(visit.phone) if visit.phone else self.tr("没有留号码")
        for name, told in (
            (self.tr("什么事"), visit.words),
            (self.tr("在哪里"), place),
            (self.tr("您的手机"), phone),
        ):
            column.addWidget(words(name, "caption", token="text.2"))
            column.addWidget(words(told, "section", bold=True))
        parts = beside_or_below(stage)
        parts.addWidget(made, 0 if stage.is_upright else 3)
        if visit.photo:
            picture = PicturePane()
            picture.show_image(QImage.fromData(visit.photo))
            parts.addWidget(picture, 2)
        self.body.addLayout(parts)
        if not visit.photo:
            self.body.addStretch(1)
        self._send = BigButton(
            self.tr("交给工作人员"), self._hand_in, icon="ph.paper-plane-tilt", primary=True
        )
        self.add_foot(self._send)

    def _hand_in(self) -> None:
        self._send.setEnabled(False)
        visit, machine = self.stage.visit, self.stage.machine
        topic, point = visit.topic, visit.point
        message = Message(
            visit.words,
            visit.region,
            visit.place,
            phone=visit.phone,
            category=topic.kind_in(machine.open_now.ground.kinds) if topic is not None else None,
            longitude=point[0] if point else None,
            latitude=point[1] if point else None,
            wants_call=visit.wants_call,
            photo=visit.photo,
        )
        machine.hand_in(message, while_shown(self, self._done), while_shown(self, self._failed))

    def _done(self, receipt: Receipt) -> None:
        stage = self.stage
        has_phone = bool(stage.visit.phone)
        stage.visit.forget()
        stage.home_then(lambda at: ReceiptScreen(at, receipt, has_phone=has_phone))

    def _failed(self, error: BaseException) -> None:
        self._send.setEnabled(True)
        told = explain(error).text if can_be_told(error) else ""
        self.say(told or self.tr("没有交上去，请再点一次；还不行就请工作人员帮忙"), wrong=True)


class ReceiptScreen(Screen):
    """The screen “收到了”."""

    def __init__(self, stage: Stage, receipt: Receipt, *, has_phone: bool) -> None:
        kept = self.tr("网络暂时不通，内容已加密存在这台机器里，通了就自动交上去，不会丢")
        told = self.tr("请收好这个号码，凭它查进度")
        super().__init__(stage, self.tr("收到了，谢谢您"), kept if receipt.is_kept else told)
        self.receipt = receipt
        parts = beside_or_below(stage)
        parts.addWidget(LargeQr(receipt.code), 0)
        parts.addWidget(self._card(receipt, has_phone=has_phone), 1)
        self.body.addLayout(parts)
        self._printed = words("", "body", token="text.2")
        self.body.addWidget(self._printed)
        self.body.addStretch(1)
        self.add_foot(
            BigButton(self.tr("再打一张"), self._print, icon="ph.printer"),
            BigButton(self.tr("好了"), stage.home, icon="ph.check", primary=True),
        )

    def _card(self, receipt: Receipt, *, has_phone: bool) -> QWidget:
        made, column = card()
        column.addWidget(words(self.tr("回执号码"), "caption", token="text.2"))
        code = words(f"{receipt.code[:4]} {receipt.code[4:]}", "kpi", bold=True, token="accent")
        code.setObjectName("receipt-code")
        column.addWidget(code)
        at = local(receipt.at)
        column.addWidget(
            words(
                self.tr("{month} 月 {day} 日 {time}").format(
                    month=at.month, day=at.day, time=f"{at:%H:%M}"
                ),
                "body",
            )
        )
        how = (
            self.tr("以后点“查进度”，填这个号码，或者把回执上的方块对准扫码口。")
            if not has_phone
            else self.tr("以后点“查进度”，填这个号码就行。办好了我们也会联系您。")
        )
        column.addWidget(words(how, "body"))
        return made

    def entered(self) -> None:
        self._print()

    def _print(self) -> None:
        self._printed.setText(self.tr("正在打印……"))
        print_receipt(self.stage.machine, self.receipt, while_shown(self, self._came_out))

    def _came_out(self, came_out: bool) -> None:  # noqa: FBT001  the slot of a job
        self._printed.setText(
            self.tr("回执打好了，请取走。")
            if came_out
            else self.tr("打不出来，请用手机拍照，记下上面的号码。")
        )
