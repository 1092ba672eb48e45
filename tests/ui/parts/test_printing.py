"""Papers on their way to a printer: whole by `lp`, else painted; at their true size."""

import io
import os
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen.canvas import Canvas

from app.core.errors import BadValue
from ui.core.preferences import Preferences
from ui.parts import printing
from ui.parts.paper_thumbs import PaperThumbs
from ui.parts.pdf_pages import PageSize, PdfPages
from ui.parts.print_dialog import SOME, PrintDialog
from ui.parts.printing import (
    PrinterChoice,
    PrintOrder,
    Sides,
    find_printers,
    keep_order,
    lp_command,
    paint,
    queued,
    send,
    usual_order,
)


def document(*sizes) -> bytes:
    """Pages with a black square of 72 points, 72 points from the left and the top."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for size in sizes:
        canvas.setPageSize(size)
        canvas.rect(72, size[1] - 144, 72, 72, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def program(folder, name: str, body: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


@pytest.fixture
def cups(tmp_path, monkeypatch):
    """Programs that stand for those of CUPS, with two printers."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder, "lp", f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/body')
    program(folder, "lpstat", 'case $1 in -e) echo hall; echo office;; *) echo "x: office";; esac')
    program(folder, "lpoptions", 'case $2 in office) echo "Duplex/x: None DuplexNoTumble";; *) '
            'echo "PageSize/x: A4";; esac')  # fmt: skip
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def black(image: QImage, x: float, y: float, scale: float) -> bool:
    return image.pixelColor(round(x * scale), round(y * scale)).lightness() < 60


def test_a_page_becomes_a_picture_as_sharp_as_asked(qapp):
    pages = PdfPages(document(A4, landscape(A4)))

    image = pages.image(0, 2.0)

    assert [round(size.width) for size in pages.sizes] == [595, 842]
    assert (image.width(), image.height()) == (1191, 1684)
    assert black(image, 100, 100, 2.0)
    assert not black(image, 60, 100, 2.0)


def test_the_printers_of_the_system_are_told_with_what_they_can(cups):
    assert find_printers() == (
        PrinterChoice("office", is_usual=True, both_sides=True),
        PrinterChoice("hall", is_usual=False, both_sides=False),
    )


def test_the_document_itself_goes_to_lp_by_its_standard_input(cups, tmp_path):
    body = document(A4, A4, A4)
    send(PrintOrder("office", 2, collate=False, sides=Sides.LONG_EDGE, first=2, last=3), body)

    words = (tmp_path / "words").read_text().strip()
    assert words == (
        "-d office -n 2 -o sides=two-sided-long-edge -o collate=false -o print-scaling=none"
        " -o media=A4 -P 2-3 -- -"
    )
    assert (tmp_path / "body").read_bytes() == body


def test_all_pages_of_another_size_name_neither_pages_nor_a4(qapp):
    command = lp_command(PrintOrder("office"), PdfPages(document(A5)).sizes)

    assert "-P" not in command
    assert "media=A4" not in command


def test_a_map_names_its_paper_lying_or_standing(qapp):
    order, sizes = PrintOrder("plotter"), [PageSize(3370.39, 2383.94)]

    assert "media=A0" in lp_command(order, sizes)
    assert "media=A3" in lp_command(order, [PageSize(841.89, 1190.55)])


@pytest.mark.parametrize(
    ("what", "why"),
    [("echo 'lp: no such printer' >&2; exit 1", "no such printer"), ("sleep 5", "一直没有回应")],
)
def test_a_printer_that_is_gone_or_silent_is_said_in_a_sentence(cups, monkeypatch, what, why):
    monkeypatch.setattr(printing, "SENDING_S", 0.5)
    program(cups, "lp", what)

    with pytest.raises(BadValue) as refused:
        send(PrintOrder("office"), document(A4))

    assert why in refused.value.facts["why"]
    assert "还在预览里" in refused.value.facts["why"]


def test_painted_pages_come_out_at_their_true_size(qapp, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))

    paint(PrintOrder("x", first=2, last=3), PdfPages(document(A5, A4, landscape(A4))), printer)

    made = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert [(round(w), round(h)) for w, h in made.sizes] == [(595, 842), (842, 595)]
    for number in range(2):
        image = made.image(number, 2.0)
        assert black(image, 74, 74, 2.0)
        assert black(image, 142, 142, 2.0)
        assert not black(image, 70, 100, 2.0)
        assert not black(image, 146, 100, 2.0)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_said_in_a_sentence(qapp, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "out.pdf"))

    with pytest.raises(BadValue):
        paint(PrintOrder("x"), PdfPages(document(A4)), printer)


def test_the_last_choice_is_kept_for_each_kind_of_paper(tmp_path):
    preferences = Preferences(tmp_path / "desk.ini")
    order = PrintOrder("office", 3, collate=False, sides=Sides.SHORT_EDGE, first=2, last=2)
    keep_order(preferences, "slip", order)

    assert usual_order(preferences, "slip") == PrintOrder(
        "office", 3, collate=False, sides=Sides.SHORT_EDGE
    )
    assert usual_order(preferences, "case") == PrintOrder()


@pytest.mark.parametrize(
    ("typed", "pages"),
    [("2-3", (2, 3)), (" 4 ", (4, 4)), ("3-2", None), ("0", None), ("2-9", None), ("全部", None)],
)
def test_a_range_of_pages_is_checked_before_it_is_printed(qtbot, typed, pages):
    dialog = PrintDialog((PrinterChoice("office"),), PrintOrder(), page=1, pages=5, parent=None)
    qtbot.addWidget(dialog)
    orders = []
    dialog.ordered.connect(orders.append)
    dialog.which.set_value(SOME)
    dialog.range.setText(typed)

    dialog.order()

    assert [(order.first, order.last) for order in orders] == ([pages] if pages else [])
    assert ("1 到 5 之间" in dialog.trouble.text()) == (pages is None)


def test_a_printer_that_cannot_turn_paper_offers_one_side_only(qtbot):
    printers = (PrinterChoice("office"), PrinterChoice("hall", both_sides=False))
    usual = PrintOrder("office", sides=Sides.LONG_EDGE)
    dialog = PrintDialog(printers, usual, page=1, pages=1, parent=None)
    qtbot.addWidget(dialog)
    assert dialog.sides.value() == Sides.LONG_EDGE

    dialog.printer.set_value("hall")

    assert dialog.sides.value() == Sides.ONE
    assert not dialog.sides.isEnabled()


@pytest.mark.parametrize("pages", [1, 2])
def test_which_pages_is_asked_only_where_there_are_several(qtbot, pages):
    dialog = PrintDialog((PrinterChoice("office"),), PrintOrder(), page=1, pages=pages, parent=None)
    qtbot.addWidget(dialog)
    orders = []
    dialog.ordered.connect(orders.append)
    dialog.show()

    assert dialog.which.isVisible() is (pages > 1)
    dialog.order()
    assert [(order.first, order.last) for order in orders] == [(1, pages)]


@pytest.mark.parametrize("pages", [2, 12])
def test_the_pages_in_small_stand_in_the_middle(qtbot, pages):
    undrawn = SimpleNamespace(read=lambda *_: None)
    thumbs = PaperThumbs(PdfPages(document(*[A4] * pages)), undrawn)
    qtbot.addWidget(thumbs)
    thumbs.resize(thumbs.width(), 600)
    thumbs.show()

    middle = thumbs.viewport().width() / 2
    assert thumbs.verticalScrollBar().isVisible() is (pages > 4)
    assert abs(thumbs.visualItemRect(thumbs.item(0)).center().x() - middle) <= 1


def test_the_tray_is_asked_where_there_is_a_choice_and_told_to_lp(cups, qtbot):
    options = "InputSlot/Media Source: *Auto Tray1 Tray2"
    program(cups, "lpoptions", f'case $2 in office) echo "{options}";; *) echo "x: y";; esac')
    office, hall = find_printers()
    assert (office.trays, hall.trays) == (("Auto", "Tray1", "Tray2"), ())
    usual = PrintOrder("office", tray="Tray2")
    dialog = PrintDialog((office, hall), usual, page=1, pages=1, parent=None)
    qtbot.addWidget(dialog)
    assert dialog.tray.value() == "Tray2"
    with qtbot.waitSignal(dialog.ordered) as asked:
        dialog.order()
    assert "InputSlot=Tray2" in lp_command(asked.args[0], ())
    dialog.printer.set_value("hall")
    assert (dialog.tray.isEnabled(), dialog.tray.value()) == (False, "")


def test_it_is_told_how_many_jobs_wait_at_a_printer(cups):
    program(cups, "lpstat", 'echo "office-1 me 1024"; echo "office-2 me 1024"')

    assert queued("office") == 2
