"""Some figures to be touched, typed or scanned; on a screen of their own."""

from PySide6.QtWidgets import QVBoxLayout

from ui.kiosk.controls import FIGURES, BigButton, Pad, words
from ui.kiosk.screens.base import Screen, Stage, beside_or_below


class FiguresScreen(Screen):
    """Asks for so many figures; who follows says what becomes of them.

    Attributes:
        COUNT: How many.
        entry: What was typed so far.
    """

    COUNT = 4

    def __init__(self, stage: Stage, title: str, hint: str = "") -> None:
        super().__init__(stage, title, hint)
        self.entry = ""
        self._typed = words("", "kpi", bold=True, token="accent")
        pad = Pad(FIGURES, 3)
        pad.typed.connect(self._type)
        pad.taken_back.connect(self._take_back)
        parts = beside_or_below(stage)
        left = QVBoxLayout()
        left.addWidget(self._typed)
        left.addStretch(1)
        parts.addLayout(left, 1)
        parts.addWidget(pad, 2)
        self.body.addLayout(parts, 1)
        self.on = BigButton(self.tr("填好了"), self._go, icon="ph.check", primary=True)
        self.add_foot(self.on)
        self._show()

    def go_on(self) -> None:
        """Do what was asked for with the figures."""
        raise NotImplementedError

    def typed(self, sign: str) -> bool:
        if sign == "\b":
            self._take_back()
        elif sign.isascii() and sign.isdecimal():
            self._type(sign)
        else:
            return False
        return True

    def scanned(self, text: str) -> bool:
        code = text.strip()
        if len(code) != self.COUNT or not (code.isascii() and code.isdecimal()):
            self.say(self.tr("这张码不对，请再试一次，或者照着数字点"), wrong=True)
            return False
        self.entry = code
        self._show()
        self._go()
        return True

    def free(self) -> None:
        """Let it be tried again."""
        self.on.setEnabled(len(self.entry) == self.COUNT)

    def _go(self) -> None:
        self.on.setEnabled(False)
        self.go_on()

    def _type(self, sign: str) -> None:
        self.entry = (self.entry + sign)[: self.COUNT]
        self._show()

    def _take_back(self) -> None:
        self.entry = self.entry[:-1]
        self._show()

    def _show(self) -> None:
        blank = "_" * (self.COUNT - len(self.entry))
        self._typed.setText(" ".join(self.entry + blank))
        self.free()

    def wipe(self) -> None:
        super().wipe()
        self.entry = ""
        self._typed.setText("")
