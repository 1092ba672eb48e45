"""Which case? By the code of the receipt, or its number with the last digits of the telephone."""

from PySide6.QtWidgets import QVBoxLayout

from app.kiosk.rules import RECEIPT_ALPHABET, clean_code, is_receipt
from ui.core.notices import explain
from ui.kiosk.controls import BACK, FIGURES, BigButton, Pad, words
from ui.kiosk.machine import Found, can_be_told
from ui.kiosk.screens.base import Screen, Stage, beside_or_below, while_shown

NUMBER, LAST, RECEIPT = 22, 4, 8
_LETTERS = (*RECEIPT_ALPHABET, "0", "1", BACK)


def shown_code(code: str) -> str:
    """Return a code in groups that can be compared with the paper."""
    if len(code) <= RECEIPT:
        return f"{code[:4]} {code[4:]}".strip()
    return " ".join(filter(None, (code[:8], code[8:17], code[17:21], code[21:])))


class CodeScreen(Screen):
    """The screen “回执号码是多少？”."""

    step = (1, 2)

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            stage,
            self.tr("回执号码是多少？"),
            self.tr("照着回执点 8 位号码；22 位的事件编号也行"),
        )
        stage.visit.code = stage.visit.last4 = ""
        self.shown = words("", "figure", bold=True, token="accent")
        self.shown.setMinimumHeight(90)
        self.body.addWidget(self.shown)
        pad = Pad(_LETTERS, 6 if stage.is_upright else 11)
        pad.typed.connect(self._type)
        pad.taken_back.connect(self._take_back)
        self.body.addWidget(pad, 1)
        self.on = _ask_button(self)
        self.add_foot(BigButton(self.tr("重填"), self._empty, icon="ph.trash"), self.on)
        self._show()

    def typed(self, sign: str) -> bool:
        if sign == "\b":
            self._take_back()
        elif sign.isascii() and sign.isalnum():
            self._type(sign.upper())
        else:
            return False
        return True

    def scanned(self, text: str) -> bool:
        code = clean_code(text)
        if len(code) not in (RECEIPT, NUMBER):
            self.say(self.tr("这张码不是回执上的，请再试一次，或者照着号码点"), wrong=True)
            return False
        self.stage.visit.code = code
        self._show()
        self.go_on()
        return True

    def _type(self, sign: str) -> None:
        self.stage.visit.code = (self.stage.visit.code + sign)[:NUMBER]
        self._show()

    def _take_back(self) -> None:
        self.stage.visit.code = self.stage.visit.code[:-1]
        self._show()

    def _empty(self) -> None:
        self.stage.visit.code = ""
        self._show()

    def _show(self) -> None:
        code = self.stage.visit.code
        self.shown.setText(shown_code(code))
        self.on.setEnabled(is_receipt(code) or (len(code) == NUMBER and code.isdecimal()))

    def go_on(self) -> None:
        """Look it up."""
        if is_receipt(self.stage.visit.code):
            self.on.setEnabled(False)
            look_up(self)
        else:
            self.stage.go(LastDigitsScreen)

    def wipe(self) -> None:
        super().wipe()
        self.shown.setText("")


class LastDigitsScreen(Screen):
    """The screen “登记时留的手机，后四位是多少？”."""

    step = (2, 2)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("登记时留的手机，后四位是多少？"))
        stage.visit.last4 = ""
        self.shown = words("", "kpi", bold=True, token="accent")
        pad = Pad(FIGURES, 3)
        pad.typed.connect(self._type)
        pad.taken_back.connect(self._take_back)
        parts = beside_or_below(stage)
        left = QVBoxLayout()
        left.addWidget(self.shown)
        left.addStretch(1)
        parts.addLayout(left, 1)
        parts.addWidget(pad, 2)
        self.body.addLayout(parts, 1)
        self.on = _ask_button(self)
        self.add_foot(self.on)
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
        self.stage.visit.last4 = (self.stage.visit.last4 + sign)[:LAST]
        self._show()

    def _take_back(self) -> None:
        self.stage.visit.last4 = self.stage.visit.last4[:-1]
        self._show()

    def _show(self) -> None:
        last4 = self.stage.visit.last4
        self.shown.setText(" ".join(last4 + "_" * (LAST - len(last4))))
        self.on.setEnabled(len(last4) == LAST)

    def go_on(self) -> None:
        """Look it up."""
        self.on.setEnabled(False)
        look_up(self)

    def wipe(self) -> None:
        super().wipe()
        self.shown.setText("")


def _ask_button(screen: "CodeScreen | LastDigitsScreen") -> BigButton:
    ask = screen.go_on
    return BigButton(screen.tr("查一查"), ask, icon="ph.magnifying-glass", primary=True)


def look_up(screen: "CodeScreen | LastDigitsScreen") -> None:
    """Ask how the case stands, and show it; which part was wrong is not said."""
    stage = screen.stage
    visit = stage.visit

    def told(found: Found) -> None:
        screen.on.setEnabled(True)
        visit.progress = found.progress
        if found.progress is None:
            screen.say(screen.tr("没有查到。请看看号码有没有点错，或者到窗口问一问"), wrong=True)
        elif visit.rates:
            from ui.kiosk.screens.rating import first_rating_screen

            stage.go(first_rating_screen)
        else:
            from ui.kiosk.screens.progress import ProgressScreen

            stage.go(ProgressScreen)

    def failed(error: BaseException) -> None:
        screen.on.setEnabled(True)
        known = explain(error).text if can_be_told(error) else ""
        screen.say(known or screen.tr("现在查不了，请过一会儿再来，或者到窗口问一问"), wrong=True)

    stage.machine.ask(
        visit.code, visit.last4, while_shown(screen, told), while_shown(screen, failed)
    )
