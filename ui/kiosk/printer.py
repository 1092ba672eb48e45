"""How the printer of a machine is: what the system says of it, and how many sheets came out."""

from PySide6.QtCore import QCoreApplication

from app.kiosk.rules import PrinterTrouble
from ui.core.preferences import Preferences
from ui.parts.printing import find_printers, told_of

LOW_SHARE = 0.9
"""Of a roll, after which it is called low."""
_COUNT = "paper/printed"
_SAID = {
    "media-jam": PrinterTrouble.JAM,
    "media-empty": PrinterTrouble.EMPTY,
    "media-needed": PrinterTrouble.EMPTY,
    "offline": PrinterTrouble.OFFLINE,
    "shutdown": PrinterTrouble.OFFLINE,
    "timed-out": PrinterTrouble.OFFLINE,
    "connecting-to-device": PrinterTrouble.OFFLINE,
    "paused": PrinterTrouble.OFFLINE,
    "stopped": PrinterTrouble.OFFLINE,
    "cover-open": PrinterTrouble.PRINTER,
    "door-open": PrinterTrouble.PRINTER,
    "error": PrinterTrouble.PRINTER,
    "media-low": PrinterTrouble.PAPER,
}
"""What is said of printers by IPP (RFC 8011, printer-state-reasons), by what counts most."""
PRINTS = frozenset({PrinterTrouble.NONE, PrinterTrouble.PAPER})
"""In these a sheet comes out. In all others none is sent: it would come out later, when somebody
else stands there.
"""


class Paper:
    """How many sheets came out of this roll; kept on the disk."""

    def __init__(self, kept: Preferences) -> None:
        self._kept = kept

    @property
    def count(self) -> int:
        """Return how many sheets came out since paper was put in."""
        text = self._kept.text(_COUNT)
        return int(text) if text.isascii() and text.isdecimal() else 0

    def printed(self) -> None:
        """Count one."""
        self._note(self.count + 1)

    def changed(self) -> None:
        """Begin anew: there is a new roll."""
        self._note(0)

    def is_low(self, roll: int) -> bool:
        """Tell whether little is left of a roll of so many sheets; never where nobody counts."""
        return roll > 0 and self.count >= roll * LOW_SHARE

    def _note(self, count: int) -> None:
        self._kept.set_text(_COUNT, str(count))
        self._kept.save()


def trouble_of(printer: str) -> PrinterTrouble:
    """Return what the system says is wrong with a printer; asks other programs."""
    said = set(told_of(printer))
    return next((trouble for word, trouble in _SAID.items() if word in said), PrinterTrouble.NONE)


def trouble_now() -> PrinterTrouble | None:
    """Return the same of the usual printer, None where there is none; asks other programs."""
    printers = find_printers()
    return trouble_of(printers[0].name) if printers else None


def trouble_words(trouble: PrinterTrouble) -> str:
    """Return what is wrong, "" for nothing."""
    translate = QCoreApplication.translate
    told = {
        PrinterTrouble.PRINTER: translate("Printer", "回执没有打出来"),
        PrinterTrouble.PAPER: translate("Printer", "纸快用完了"),
        PrinterTrouble.EMPTY: translate("Printer", "没有纸了"),
        PrinterTrouble.JAM: translate("Printer", "卡纸了"),
        PrinterTrouble.OFFLINE: translate("Printer", "打印机没有开"),
    }
    return told.get(trouble, "")
