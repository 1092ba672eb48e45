"""What stands beside the rows of a queue is read after them, and never put off for ever."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer

from app.core.paging import Count
from ui.cases.queue_figures import FigureReader
from ui.cases.queue_source import QueueFigures


@dataclass
class Reading:
    """A desk that reads at once, and what it was asked: with the menus' offers or without."""

    offers: list[bool] = field(default_factory=list)

    def read(self, work: Any, done: Any, _failed: Any) -> "Reading":
        done(work(None))
        return self

    def cancel(self) -> None:
        """Nothing is on its way."""

    def asked(self) -> Any:
        def figures(_session: Any, offers: bool) -> QueueFigures:
            self.offers.append(offers)
            return QueueFigures({}, Count(0), () if offers else None)

        return figures


@pytest.fixture
def reading() -> Reading:
    return Reading()


@pytest.fixture
def reader(qapp, reading: Reading):
    parent = QObject()
    yield FigureReader(reading, reading.asked, parent)
    parent.deleteLater()


def test_other_rows_bring_all_figures_at_once_and_a_changed_row_the_counts_alone(
    qtbot, reader, reading
):
    reader.turned()
    reader.rows_arrived()
    qtbot.waitUntil(lambda: reading.offers == [True], timeout=250)

    reader.changed()
    reader.rows_arrived()
    reader.rows_arrived()
    assert reading.offers == [True], "the rows of other desks come first"
    qtbot.waitUntil(lambda: reading.offers == [True, False])

    reader.time_passed()
    assert reading.offers[2:] == [True]


def test_a_stream_of_changes_puts_nothing_off_for_ever(qtbot, reader, reading):
    stream = QTimer()
    stream.timeout.connect(reader.changed)
    stream.timeout.connect(reader.rows_arrived)
    stream.start(20)

    qtbot.waitUntil(lambda: len(reading.offers) == 2, timeout=5000)

    stream.stop()
