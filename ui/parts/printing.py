"""Sending a PDF to a printer of the system: as it is by `lp`, else painted page by page.

`lp` (CUPS) takes the document itself, with its outlines and fonts, from its standard input: no
copy of it lies on the disk. Where there is none (Windows), pages are painted at the printer's
own resolution. Either way a page comes out at its true size.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QMarginsF, QRect, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.core.errors import BadValue
from ui.core.preferences import Preferences
from ui.parts.pdf_pages import POINTS_PER_INCH, PageSize, PdfPages

translate = QCoreApplication.translate

MOST_COPIES = 99
MOST_DPI = 600
TRAY_OPTIONS = ("InputSlot", "media-source")
_REASONS = re.compile(r"\bprinter-state-reasons=(\S+)")
_SUFFIX = re.compile(r"-(error|warning|report)$")
LISTING_S, SENDING_S = 10, 120
_MEDIA = {
    "A4": PageSize(595.28, 841.89),
    "A3": PageSize(841.89, 1190.55),
    "A2": PageSize(1190.55, 1683.78),
    "A1": PageSize(1683.78, 2383.94),
    "A0": PageSize(2383.94, 3370.39),
}
"""Sizes of ISO 216 in points by the names of CUPS."""
_ABOUT = 3  # points by which a page may differ from a size and still be called that


class Sides(StrEnum):
    """On which sides of the paper; the values are those of CUPS."""

    ONE = "one-sided"
    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """A printer there is.

    Attributes:
        is_usual: The system's own default.
        both_sides: Whether it can turn the paper over.
        trays: Where it takes paper from, in the system's words; empty where that is no choice.
    """

    name: str
    is_usual: bool = False
    both_sides: bool = True
    trays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """How a document is printed.

    Attributes:
        printer: Its name.
        collate: Copy after copy, instead of page after page.
        first: First page, from 1.
        last: Last page, 0 for the last there is.
        tray: Where the paper is taken from, "" for as the printer likes.
    """

    printer: str = ""
    copies: int = 1
    collate: bool = True
    sides: Sides = Sides.ONE
    first: int = 1
    last: int = 0
    tray: str = ""


def find_printers() -> tuple[PrinterChoice, ...]:
    """Return the printers of the system, the usual one first; asks other programs."""
    if shutil.which("lp"):
        usual = _told("lpstat", "-d").rpartition(":")[2].strip()
        names = _told("lpstat", "-e").split()
        told = {name: _told("lpoptions", "-p", name, "-l") for name in names}
        found = [
            PrinterChoice(name, name == usual, _turns(of), _trays(of)) for name, of in told.items()
        ]
    else:
        usual = QPrinterInfo.defaultPrinterName()
        found = [
            PrinterChoice(info.printerName(), info.printerName() == usual, _can_turn(info))
            for info in QPrinterInfo.availablePrinters()
        ]
    return tuple(sorted(found, key=lambda each: not each.is_usual))


def _told(*command: str) -> str:
    try:
        ran = subprocess.run(  # noqa: S603  programs of the system, by words of ours
            command, capture_output=True, text=True, timeout=LISTING_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout


def queued(printer: str) -> int:
    """Return how many jobs wait at a printer or are being printed; 0 where nobody can say."""
    if not shutil.which("lpstat"):
        return 0
    return sum(bool(line.strip()) for line in _told("lpstat", "-o", printer).splitlines())


def told_of(printer: str) -> tuple[str, ...]:
    """Return what is wrong with a printer, in the words of IPP (printer-state-reasons); "error"
    where the system knows no more, "stopped" where its queue is.
    """
    if not shutil.which("lpoptions"):
        state = QPrinterInfo.printerInfo(printer).state()
        bad = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
        return ("error",) if state in bad else ()
    told = _told("lpoptions", "-p", printer)
    found = _REASONS.search(told)
    reasons = found.group(1).strip("'\"").split(",") if found else []
    plain = [_SUFFIX.sub("", reason.strip()) for reason in reasons]
    stopped = ["stopped"] if re.search(r"\bprinter-state=5\b", told) else []
    return tuple(reason for reason in plain if reason not in ("", "none")) + tuple(stopped)


def _trays(options: str) -> tuple[str, ...]:
    """Return the trays a printer of CUPS has, in its own words; none where it has one only."""
    for line in options.splitlines():
        name, _, values = line.partition(":")
        if name.partition("/")[0] in TRAY_OPTIONS:
            found = tuple(value.removeprefix("*") for value in values.split())
            return found if len(found) > 1 else ()
    return ()


def _turns(options: str) -> bool:
    return "DuplexNoTumble" in options or "two-sided" in options or not options


def _can_turn(info: QPrinterInfo) -> bool:
    return any(mode is not QPrinter.DuplexMode.DuplexNone for mode in info.supportedDuplexModes())


def send(order: PrintOrder, body: bytes) -> None:
    """Give a document to a printer.

    Raises:
        BadValue: The printer is gone or does not take it; it says what to do.
    """
    pages = PdfPages(body)
    if shutil.which("lp"):
        _send_whole(order, body, pages)
        return
    info = QPrinterInfo.printerInfo(order.printer)
    if info.isNull():
        raise _refused(order, translate("Printing", "这台电脑上没有它了"))
    paint(order, pages, QPrinter(info, QPrinter.PrinterMode.HighResolution))


def _send_whole(order: PrintOrder, body: bytes, pages: PdfPages) -> None:
    try:
        ran = subprocess.run(  # noqa: S603  a list of words, no shell
            lp_command(order, pages.sizes), input=body, capture_output=True, timeout=SENDING_S,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _refused(order, translate("Printing", "它一直没有回应")) from error
    except OSError as error:
        raise _refused(order, error.strerror or "") from error
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _refused(order, said[0].removeprefix("lp: ") if said else "")


def lp_command(order: PrintOrder, sizes: Sequence[PageSize]) -> list[str]:
    """Return the command that prints what it reads from its standard input."""
    last = order.last or len(sizes)
    command = ["lp", "-d", order.printer, "-n", str(order.copies)]
    command += ["-o", f"sides={order.sides}", "-o", f"collate={str(order.collate).lower()}"]
    command += ["-o", "print-scaling=none"]
    command += ["-o", f"{TRAY_OPTIONS[0]}={order.tray}"] if order.tray else []
    media = next((n for n, of in _MEDIA.items() if all(_is(size, of) for size in sizes)), "")
    command += ["-o", f"media={media}"] if media else []
    if (order.first, last) != (1, len(sizes)):
        command += ["-P", f"{order.first}-{last}"]
    return [*command, "--", "-"]


def _is(size: PageSize, other: PageSize) -> bool:
    return all(abs(a - b) < _ABOUT for a, b in zip(sorted(size), sorted(other), strict=True))


def paint(order: PrintOrder, pages: PdfPages, printer: QPrinter) -> None:
    """Paint the pages of an order on a printer, each at its true size.

    Raises:
        BadValue: The printer is gone or stopped in the middle.
    """
    printer.setResolution(min(MOST_DPI, max(printer.supportedResolutions() or [MOST_DPI])))
    printer.setCopyCount(order.copies)
    printer.setCollateCopies(order.collate)
    printer.setDuplex(_DUPLEX[order.sides])
    numbers = range(order.first - 1, order.last or len(pages))
    _lay(printer, pages.sizes[numbers[0]])
    painter = QPainter()
    if not painter.begin(printer):
        raise _refused(order, translate("Printing", "它没有回应"))
    try:
        for number in numbers:
            if number != numbers[0]:
                _lay(printer, pages.sizes[number])
                if not printer.newPage():
                    raise _refused(
                        order, translate("Printing", "印到第 {page} 页停下了").format(page=number)
                    )
            scale = printer.resolution() / POINTS_PER_INCH
            size = pages.sizes[number]
            whole = QRect(0, 0, round(size.width * scale), round(size.height * scale))
            painter.drawImage(whole, pages.image(number, scale))
    finally:
        ended = painter.end()
    if not ended or printer.printerState() is QPrinter.PrinterState.Error:
        raise _refused(order, translate("Printing", "它中途停下了"))


def _lay(printer: QPrinter, size: PageSize) -> None:
    page = QPageSize(
        QSizeF(min(size), max(size)),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    wide = size.width > size.height
    turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(page, turned, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)


_DUPLEX = {
    Sides.ONE: QPrinter.DuplexMode.DuplexNone,
    Sides.LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    Sides.SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}


def _refused(order: PrintOrder, why: str) -> BadValue:
    words = translate("Printing", "没有印成（{why}）。文书还在预览里：换一台打印机，或者另存。")
    return BadValue(field=order.printer, why=words.format(why=why or "—"))


def usual_order(preferences: Preferences, kind: str) -> PrintOrder:
    """Return how papers of a kind were printed last at this desk."""
    kept = preferences.layout(_key(kind))
    try:
        return PrintOrder(
            printer=str(kept["printer"]),
            copies=min(MOST_COPIES, max(1, int(str(kept["copies"])))),
            collate=bool(kept["collate"]),
            sides=Sides(str(kept["sides"])),
            tray=str(kept.get("tray", "")),
        )
    except (KeyError, ValueError):
        return PrintOrder()


def keep_order(preferences: Preferences, kind: str, order: PrintOrder) -> None:
    """Remember how papers of a kind are printed; which pages is asked anew each time."""
    kept = asdict(replace(order, first=1, last=0))
    preferences.set_layout(_key(kind), {**kept, "sides": order.sides.value})


def _key(kind: str) -> str:
    return f"print.{kind}"
