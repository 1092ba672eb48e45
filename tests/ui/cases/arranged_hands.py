"""The queue with three cases, and hands that type into its filter line and read what it shows."""

from datetime import timedelta

import pytest

from ui.cases.queue_page import QueuePage


def titles(page) -> list[str]:
    return [row.title for row in page.model.rows]


def heads(page) -> list[str]:
    found = (page.model.head_at(at) for at in range(page.model.rowCount()))
    return [f"{head.name} {head.count}" for head in found if head is not None]


def chips(page) -> list[str]:
    return [chip.text() for chip in page.arranging.chips.members()]


@pytest.fixture
def queue(embedded_centre, sit, show, settle, clock):
    """Three cases, of which the dispatcher sits before the queue."""
    names = {"井盖松动": "C01-003", "违法搭建": "E01-001", "路灯不亮": "C01-003"}
    for title, category in names.items():
        case_id = embedded_centre.register(title=title, category=category)
        if title == "路灯不亮":
            embedded_centre.assign(case_id)
        clock.advance(timedelta(minutes=1))
    seat = sit(embedded_centre, "dispatcher")
    page = show(QueuePage(seat.desk))
    settle(seat)
    return seat, page


def put_in(field, text):
    """Type at the end of a line; Qt's own typing knows no Chinese."""
    field.setFocus()
    field.insert(text)
    field.textEdited.emit(field.text())


def type_in(page, text):
    page.bar.field.clear()
    put_in(page.bar.field, text)
    page.bar.field.tell()
