"""Printing the receipt: on the printer of the machine, quietly, and never in the visitor's way."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.bootstrap.kiosk import note_pdf, receipt_pdf
from app.kiosk.rules import PrinterTrouble
from ui.kiosk.printer import PRINTS, trouble_of
from ui.parts.printing import PrintOrder, find_printers, send


def print_receipt(machine: Any, receipt: Any, told: Callable[[bool], object]) -> None:
    """Print a receipt; `told` hears whether it was given to a printer.

    Args:
        machine: Whose printer it is.
        receipt: What the visitor is shown as well.
        told: Asks itself whether its screen still stands (`while_shown`).
    """
    at = machine.open_now

    def draw() -> bytes:
        return receipt_pdf(at, receipt.code, receipt.at, is_kept=receipt.is_kept)

    _print(machine, draw, told)


def print_note(
    machine: Any,
    title: str,
    large: str,
    lines: tuple[str, ...],
    told: Callable[[bool], object],
    *,
    code: str = "",
) -> None:
    """Print a number, a booked time or what to bring; as `print_receipt`.

    `code` is what a scanner reads of it, "" for nothing.
    """
    at = machine.open_now
    _print(machine, lambda: note_pdf(at, title, large, lines, code), told)


def _print(machine: Any, draw: Callable[[], bytes], told: Callable[[bool], object]) -> None:
    def work() -> PrinterTrouble:
        printers = find_printers()
        if not printers:
            return PrinterTrouble.PRINTER
        trouble = trouble_of(printers[0].name)
        if trouble in PRINTS:
            send(PrintOrder(printers[0].name), draw())
        return trouble

    def done(trouble: PrinterTrouble) -> None:
        machine.printed(trouble)
        told(trouble in PRINTS)

    machine.jobs.draw(work, done, partial(_failed, machine, told))


def _failed(machine: Any, told: Callable[[bool], object], _error: BaseException) -> None:
    machine.printed(PrinterTrouble.PRINTER)
    told(False)  # noqa: FBT003  the answer of the job
