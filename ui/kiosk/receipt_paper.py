"""Printing the receipt: on the printer of the machine, quietly, and never in the visitor's way."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.bootstrap.kiosk import note_pdf, receipt_pdf
from ui.parts.printing import PrintOrder, find_printers, send

PRINTER = "printer"


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
    def work() -> bool:
        printers = find_printers()
        if not printers:
            return False
        send(PrintOrder(printers[0].name), draw())
        return True

    def done(came_out: bool) -> None:  # noqa: FBT001  what the job found
        machine.trouble = "" if came_out else PRINTER
        told(came_out)

    machine.jobs.draw(work, done, partial(_failed, machine, told))


def _failed(machine: Any, told: Callable[[bool], object], _error: BaseException) -> None:
    machine.trouble = PRINTER
    told(False)  # noqa: FBT003  the answer of the job
