"""The conference log at the desk: typed with the keyboard, corrected, taken out as a file."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.command.conferences.actions import record_conference
from app.command.conferences.rules import Turnout
from tests.factories.centre import STREET
from tests.factories.conferences import CAME, HOUR, NOW, conference, station
from tests.factories.seats import sit, words_of
from ui.command.conferences.page import ConferencesPage
from ui.core.targets import ConferencesWanted

__all__ = ["sit"]


def test_a_conference_is_written_down_with_figure_keys_and_corrected(embedded_centre, sit):
    for number in range(3):
        station(embedded_centre, f"H{number}")
    seat = sit(embedded_centre.database, embedded_centre.actor("dispatcher"))
    page = seat.show(ConferencesPage(seat.desk))
    page.add()
    seat.wait(lambda: page.dialog is not None)
    form = page.dialog
    form.subject.setText("汛前调度")
    seat.save(form)
    assert "主会场" in words_of(form)
    form.host.setCurrentIndex(1)
    assert len(form.seats.seats()) == 2, "the host is no guest"
    form.seats.setFocus()
    for key in (Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(form.seats, key)
    seat.save(form)
    seat.wait(lambda: page.model.rows)
    assert page.model.rows[0].turnout == Turnout(0, 1, 1)
    assert "50%" in page.bar.count_text
    seat.wait(lambda: page.panel.row is not None)
    page.correct()
    seat.wait(lambda: page.dialog is not form)
    form = page.dialog
    assert (form.subject.text(), form.seats.counts()) == ("汛前调度", (0, 1, 1))
    seat.save(form)
    assert form.isVisible(), "a correction says why"
    form.why.setText("南塘后来到了")
    QTest.keyClick(form.seats, Qt.Key.Key_Down)
    QTest.keyClick(form.seats, Qt.Key.Key_2)
    seat.save(form)
    seat.wait(lambda: page.model.rows[0].turnout == Turnout(0, 2, 0))
    seat.wait(lambda: "南塘后来到了" in words_of(page.panel))
    seat.settle()


def test_a_figure_opens_the_very_conferences_it_counted(embedded_centre, sit):
    one = station(embedded_centre, "H1")
    for day in (0, 7):
        at = NOW - timedelta(days=day)
        draft = conference({one: CAME}, held_from=at - HOUR, held_to=at, subject=f"前 {day} 日")
        embedded_centre.do("dispatcher", record_conference, draft)
    seat = sit(embedded_centre.database, embedded_centre.actor("director"))
    page = seat.show(ConferencesPage(seat.desk))
    page.show_target(ConferencesWanted(NOW - timedelta(days=1), NOW, STREET, "本周视联网会议"))
    seat.wait(lambda: [row.subject for row in page.model.rows] == ["前 0 日"])
    assert page.strip.text == "本周视联网会议"
    page.forget_figure()
    seat.wait(lambda: len(page.model.rows) == 2)
    assert page.strip.text == ""
    seat.settle()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_filtered_is_taken_out_as_a_file(embedded_centre, sit, tmp_path, ending):
    one = station(embedded_centre, "H1")
    embedded_centre.do("dispatcher", record_conference, conference({one: CAME}))
    seat = sit(embedded_centre.database, embedded_centre.actor("director"))
    page = seat.show(ConferencesPage(seat.desk))
    file = tmp_path / f"会议.{ending}"
    page.write(file)
    seat.wait(lambda: any(file.name in told for told in seat.sentences))
    assert file.stat().st_size > 100
    if ending == "csv":
        assert "汛前调度" in file.read_text("utf-8-sig")
    seat.settle()
