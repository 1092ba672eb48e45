"""By which number may the centre call back? Or by none."""

from PySide6.QtWidgets import QVBoxLayout

from ui.kiosk.controls import FIGURES, BigButton, Pad, words
from ui.kiosk.screens.base import Screen, Stage, beside_or_below

DIGITS = 11


def grouped(phone: str) -> str:
    """Return a number as people read it, with lines where figures are still missing."""
    shown = phone + "_" * (DIGITS - len(phone))
    return f"{shown[:3]} {shown[3:7]} {shown[7:]}"


class PhoneScreen(Screen):
    """The screen “留个手机号吗？”."""

    asked_at = 5

    def __init__(self, stage: Stage) -> None:
        self._optional = stage.machine.open_now.look.look.anonymous
        hint = (
            self.tr("办好了打电话告诉您，只有办事的人看得到；也可以不留")
            if self._optional
            else self.tr("办好了打电话告诉您，只有办事的人看得到")
        )
        super().__init__(stage, self.tr("您的手机号是多少？"), hint)
        self.number = words("", "figure", bold=True, token="accent")
        self._call = BigButton(self.tr("办好了给我打个电话"), icon="ph.phone-call", role="body")
        self._call.setCheckable(True)
        self._call.setChecked(stage.visit.wants_call)
        pad = Pad(FIGURES, 3)
        pad.typed.connect(self._type)
        pad.taken_back.connect(self._take_back)
        parts = beside_or_below(stage)
        left = QVBoxLayout()
        left.addWidget(self.number)
        left.addWidget(self._call)
        left.addStretch(1)
        parts.addLayout(left, 1)
        parts.addWidget(pad, 2)
        self.body.addLayout(parts, 1)
        if self._optional:
            self.add_foot(BigButton(self.tr("不留号码"), self._without))
        self._on = BigButton(self.tr("填好了"), self._go_on, icon="ph.check", primary=True)
        self.add_foot(self._on)
        self._show()

    def typed(self, sign: str) -> bool:
        if sign == "\b":
            self._take_back()
        elif sign.isascii() and sign.isdecimal():
            self._type(sign)
        else:
            return False
        return True

    def _type(self, sign: str) -> None:
        visit = self.stage.visit
        if len(visit.phone) == DIGITS:
            self.say(self.tr("手机号是 11 位，已经填满了；填错了可以删"), wrong=True)
            return
        visit.phone += sign
        self._show()

    def _take_back(self) -> None:
        self.stage.visit.phone = self.stage.visit.phone[:-1]
        self._show()

    def _show(self) -> None:
        phone = self.stage.visit.phone
        self.number.setText(grouped(phone))
        right = len(phone) == DIGITS and phone.startswith("1")
        if phone and not phone.startswith("1"):
            self.say(self.tr("手机号是 1 开头的 11 位数字"), wrong=True)
        self._on.setEnabled(right)

    def _without(self) -> None:
        self.stage.visit.phone, self.stage.visit.wants_call = "", False
        self._next()

    def _go_on(self) -> None:
        self.stage.visit.wants_call = self._call.isChecked()
        self._next()

    def _next(self) -> None:
        from ui.kiosk.screens.sending import CheckScreen

        self.stage.go(CheckScreen)

    def wipe(self) -> None:
        super().wipe()
        self.number.setText("")
