"""What is wrong with the printer is known before a sheet is sent, told, and nobody's failure."""

import subprocess

import pytest
import sqlalchemy as sa

from app.kiosk.looks import hash_of_code
from app.kiosk.models import KioskState
from app.kiosk.rules import PrinterTrouble
from tests.ui.kiosk.test_visits import report
from ui.core.preferences import Preferences
from ui.kiosk import printer as printers
from ui.kiosk import receipt_paper
from ui.kiosk.printer import Paper, trouble_of
from ui.parts import printing
from ui.parts.printing import PrinterChoice


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        ("copies=1 printer-state=3 printer-state-reasons=none", PrinterTrouble.NONE),
        ("printer-state=3 printer-state-reasons=media-low-warning", PrinterTrouble.PAPER),
        ("printer-state-reasons=media-empty-error,media-low-report", PrinterTrouble.EMPTY),
        ("printer-state=5 printer-state-reasons=media-jam-error,paused", PrinterTrouble.JAM),
        ("printer-state=5 printer-state-reasons=none", PrinterTrouble.OFFLINE),
        ("printer-state-reasons=offline-report", PrinterTrouble.OFFLINE),
        ("", PrinterTrouble.NONE),
    ],
)
def test_what_the_system_says_of_a_printer_is_understood(monkeypatch, told, trouble):
    def answered(command, **_more):
        return subprocess.CompletedProcess(command, 0, told, "")

    monkeypatch.setattr(printing.shutil, "which", lambda _: "/usr/bin/lpoptions")
    monkeypatch.setattr(printing.subprocess, "run", answered)
    assert trouble_of("roll") is trouble


@pytest.fixture
def sheets(monkeypatch):
    """A printer that says how it is, and what was sent to it."""
    sent, said = [], {"trouble": PrinterTrouble.NONE}
    monkeypatch.setattr(receipt_paper, "find_printers", lambda: (PrinterChoice("roll"),))
    monkeypatch.setattr(printers, "find_printers", lambda: (PrinterChoice("roll"),))
    for place in (receipt_paper, printers):
        monkeypatch.setattr(place, "trouble_of", lambda _: said["trouble"])
    monkeypatch.setattr(receipt_paper, "receipt_pdf", lambda *_, **__: b"%PDF")
    monkeypatch.setattr(receipt_paper, "send", lambda order, body: sent.append(body))
    return sent, said


def test_a_jam_sends_nothing_and_asks_for_a_photo_of_the_number(hall, embedded_centre, sheets):
    sent, said = sheets
    said["trouble"] = PrinterTrouble.JAM
    report(hall)
    hall.settle()
    assert "打不出来，请用手机拍照" in hall.words()
    assert sent == []
    hall.machine.beat()
    hall.settle()
    hall.machine.beat()
    hall.settle()
    with embedded_centre.database.reading() as session:
        assert session.scalar(sa.select(KioskState.trouble)) == "jam"
    said["trouble"] = PrinterTrouble.NONE
    hall.touch("再打一张")
    assert "回执打好了" in hall.words()
    assert len(sent) == 1


def test_sheets_are_counted_until_the_staff_puts_paper_in(hall, embedded_centre, sheets):
    from app.kiosk.looks import Look, decide_look
    from tests.factories.centre import STREET

    look, code = Look(roll_sheets=1), hash_of_code("246813")
    embedded_centre.do("administrator", decide_look, STREET, look, 0, secret=code)
    hall.machine.beat()
    hall.settle()
    report(hall)
    hall.settle()
    assert hall.machine.trouble is PrinterTrouble.PAPER
    hall.touch("好了")
    hall.window.ask_staff()
    hall.touch(*"246813", "进去")
    assert "纸快用完了" in hall.words()
    hall.touch("已换纸")
    assert "打印机正常" in hall.words()
    assert hall.machine.paper.count == 0


def test_the_count_outlasts_the_program_and_nobody_has_to_count(tmp_path):
    file = tmp_path / "kiosk.ini"
    paper = Paper(Preferences(file))
    for _ in range(9):
        paper.printed()
    again = Paper(Preferences(file))
    assert again.count == 9
    assert again.is_low(10)
    assert not again.is_low(11)
    assert not again.is_low(0)
