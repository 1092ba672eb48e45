"""Many slips go to the printer a few at a time: stopped, jammed, gone on with, printed again."""

import threading

import pytest
import sqlalchemy as sa

from app.cases.actions.papers import PAPER_TAKEN
from app.core.database.tables import JournalEntry
from app.core.errors import BadValue
from app.core.settings import HOME
from tests.factories.seats import press
from ui.cases import slip_run
from ui.cases.slip_batch import BATCH_FROM, SlipBatch, resume_slips
from ui.cases.slip_run import Slip, SlipJob, unfinished
from ui.cases.slip_run_dialog import SlipRunDialog
from ui.parts.pdf_pages import PdfPages
from ui.parts.printing import PrintOrder, Sides

SLIPS = 13


class Printer:
    """Takes documents; jams before one of them, or leaves them lying."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.jams_at, self.waiting = None, 0
        self.lock = threading.Lock()

    def send(self, order, body) -> None:
        with self.lock:
            if self.jams_at is not None and len(self.taken) >= self.jams_at:
                raise BadValue(field=order.printer, why="没有印成（卡纸）。")
            self.taken.append(len(PdfPages(body)))

    def queued(self, _name) -> int:
        return self.waiting


@pytest.fixture
def office(embedded_centre, monkeypatch, tmp_path):
    monkeypatch.setenv(HOME, str(tmp_path / "data"))
    monkeypatch.setattr(slip_run, "AT_ONCE", 5)
    return embedded_centre


@pytest.fixture
def slips(office):
    return tuple(Slip(office.register(title=f"第 {n} 件"), f"{n:04}") for n in range(SLIPS))


@pytest.fixture
def seated(office, sit):
    seat = sit(office, "dispatcher")
    seat.printer = Printer()
    return seat


def shown(seat, job, qtbot):
    dialog = SlipRunDialog(seat.desk, job, None)
    qtbot.addWidget(dialog)
    dialog.run.send, dialog.run.queued = seat.printer.send, seat.printer.queued
    dialog.show()
    return dialog


def printed(centre) -> int:
    with centre.database.reading() as session:
        asked = sa.select(sa.func.count()).where(JournalEntry.action == PAPER_TAKEN)
        return session.scalar(asked)


def test_a_jam_is_gone_on_from_and_what_went_out_is_known(office, slips, seated, qtbot):
    seated.printer.jams_at = 2
    dialog = shown(seated, SlipJob(slips, PrintOrder("office")), qtbot)
    dialog.go()
    qtbot.waitUntil(lambda: not dialog.run.is_running, timeout=20_000)

    assert dialog.run.job.sent == 10
    assert "卡纸" in dialog.trouble.text()
    assert "10 / 13 份" in dialog.headline.text()
    assert dialog.number.text() == "11"
    assert dialog.list.currentRow() == 10
    dialog.close()
    kept = unfinished(seated.desk)  # after a crash, or the next morning
    assert (kept.sent, kept.slips, kept.order.printer) == (10, slips, "office")

    seated.printer.jams_at = None
    again = shown(seated, kept, qtbot)
    again.again.setText("2")  # those that lay crumpled in the printer
    press(again.again_button)
    with qtbot.waitSignal(again.run.ended, timeout=20_000):
        pass
    assert sum(seated.printer.taken) == 10 + 5
    assert "13 份都交给" in again.headline.text()
    assert unfinished(seated.desk) is None
    assert printed(office) == 10 + 3 + 5  # gone, jammed, again
    again.close()


def test_it_stops_when_asked_and_when_the_printer_does_not_get_on(
    slips, seated, qtbot, monkeypatch
):
    monkeypatch.setattr(slip_run, "LOOK_MS", 1)
    monkeypatch.setattr(slip_run, "STUCK_LOOKS", 3)
    dialog = shown(seated, SlipJob(slips, PrintOrder("office")), qtbot)
    dialog.run.moved.connect(lambda _: dialog.run.stop())
    dialog.go()
    qtbot.waitUntil(lambda: not dialog.run.is_running, timeout=20_000)
    assert dialog.run.job.sent == 5
    assert not dialog.trouble.isVisible()
    dialog.close()

    seated.printer.waiting = 2
    stuck = shown(seated, SlipJob(slips, PrintOrder("office"), 5), qtbot)
    stuck.go()
    qtbot.waitUntil(lambda: not stuck.run.is_running, timeout=20_000)
    assert stuck.run.job.sent == 10
    assert "可能卡纸" in stuck.trouble.text()
    stuck.close()


def test_what_is_on_its_way_is_noted_though_the_window_is_closed(slips, seated, qtbot):
    on_its_way, go = threading.Event(), threading.Event()
    send = seated.printer.send

    def slow(order, body) -> None:
        on_its_way.set()
        assert go.wait(20)
        send(order, body)

    dialog = shown(seated, SlipJob(slips, PrintOrder("office")), qtbot)
    dialog.run.send = slow
    dialog.go()
    qtbot.waitUntil(on_its_way.is_set, timeout=20_000)
    dialog.close()
    go.set()
    qtbot.waitUntil(lambda: unfinished(seated.desk) is not None, timeout=20_000)

    assert unfinished(seated.desk).sent == 5
    qtbot.waitUntil(seated.settled)


def test_on_both_sides_each_slip_begins_a_sheet(slips, seated, qtbot):
    order = PrintOrder("office", sides=Sides.LONG_EDGE)
    dialog = shown(seated, SlipJob(slips[:3], order), qtbot)
    dialog.go()
    with qtbot.waitSignal(dialog.run.ended, timeout=20_000):
        pass
    assert seated.printer.taken == [1, 1, 1]
    dialog.close()


def test_a_batch_from_the_queue_is_printed_so_and_resumed_by_a_command(slips, seated, qtbot):
    from PySide6.QtWidgets import QWidget

    owner = QWidget()
    qtbot.addWidget(owner)
    batch = SlipBatch(seated.desk, owner)
    assert batch._few_at_a_time(slips[: BATCH_FROM - 1]) is None
    take = batch._few_at_a_time(slips)
    assert take is not None
    resume_slips(seated.desk)
    qtbot.waitUntil(lambda: any("没有您没印完的" in told for told in seated.sentences))
    kept = SlipJob(slips, PrintOrder("office"), 7)
    slip_run._store(seated.desk).save(kept.as_json(), seated.desk.parts.clock.now(), 1)
    assert unfinished(seated.desk) == kept
    assert SlipJob.from_json({"slips": [["x", 1]], "order": {}, "sent": 0}) is None
