"""The page of papers that are drawn by themselves, and the card on the Today page."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.actor import console
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.papers.files.forms import PaperForm
from app.papers.rules import PeriodKind
from app.papers.schedules.actions import save_schedule
from app.papers.schedules.chore import draw_due
from app.papers.schedules.queries import schedules
from app.papers.schedules.rules import RunState, Schedule
from tests.factories.centre import STREET
from tests.factories.seats import words_of
from ui.papers.schedule_bell import ScheduleBell
from ui.papers.schedule_card import ScheduleCard
from ui.papers.schedule_dialog import ScheduleDialog
from ui.papers.schedules_page import SchedulesPage


@pytest.fixture
def office(embedded_centre):
    embedded_centre.register()
    return embedded_centre


def kept(centre):
    with centre.database.reading() as session:
        return schedules(session, centre.actor("director"), centre.database.clock.now())


def folder(centre, path):
    with centre.database.writing(console("test")) as uow:
        set_setting(uow, "papers_folder", str(path), command_key=new_id())


def test_a_time_is_set_changed_and_switched_off_and_says_how_it_went(office, sit, tmp_path):
    clock = office.database.clock
    folder(office, tmp_path / "away")
    clock.advance(timedelta(seconds=1))
    seat = sit(office.database, office.actor("director"))
    page = seat.show(SchedulesPage(seat.desk))
    seat.wait(lambda: "away" in page.strip.text)
    assert not page.folder_button.isVisible()
    page.add_new()
    dialog = seat.dialog(ScheduleDialog)
    dialog.name.setText("周五周报")
    dialog.folder.setText("../外面")
    dialog.region.set_region(STREET)
    seat.settle()
    seat.save(dialog)
    assert kept(office) == ()  # a folder that leads elsewhere
    dialog.folder.setText("周报")
    dialog.forms[PaperForm.WORD].setChecked(True)
    seat.save(dialog)
    seat.wait(lambda: page.model.rowCount() == 1)

    (row,) = kept(office)
    wanted = row.schedule
    assert (wanted.kind, wanted.weekday, wanted.minute) == (PeriodKind.WEEKLY, 4, 960)
    assert wanted.forms == (PaperForm.PDF, PaperForm.WORD)
    clock.advance(datetime(2026, 11, 27, 8, 1, tzinfo=UTC) - clock.now())
    draw_due(office.database)
    card = seat.show(ScheduleCard(seat.desk))
    seat.wait(lambda: "1 份定时文书没有写成" in words_of(card))
    page.reload()
    seat.wait(lambda: "打不开" in page.trouble.text)
    folder(office, tmp_path)
    clock.advance(timedelta(minutes=6))
    draw_due(office.database)
    seat.wait(lambda: "都按时写好了" in words_of(card))
    page.reload()
    seat.wait(lambda: page.runs.rowCount() == 1)
    seat.settle()
    assert "周报" in page.runs.index(0, 3).data()
    assert len(list((tmp_path / "周报").iterdir())) == 2
    assert page.trouble.text == ""
    assert page.folder_button.isVisible()

    page.edit()
    dialog = seat.dialog(ScheduleDialog)
    seat.settle()
    dialog.is_on.setChecked(False)
    seat.save(dialog)
    seat.wait(lambda: kept(office)[0].version == 2)
    assert kept(office)[0].next_at is None
    seat.wait(lambda: not card.isVisible())


def test_what_failed_rings_the_bell_once_and_is_withdrawn_when_it_is_drawn(office, sit, tmp_path):
    clock = office.database.clock
    folder(office, tmp_path / "away")
    weekly = Schedule("周报", STREET, PeriodKind.WEEKLY, 960, "周报", (PaperForm.PDF,), weekday=4)
    key = office.do("director", save_schedule, weekly)
    clock.advance(datetime(2026, 11, 27, 8, 1, tzinfo=UTC) - clock.now())
    draw_due(office.database)
    seat = sit(office.database, office.actor("director"))
    bell = ScheduleBell(seat.desk, seat.desk.hub)
    bell.ask()
    seat.wait(lambda: any("定时文书“周报”" in told and "打不开" in told for told in seat.sentences))
    bell.ask()
    again = ScheduleBell(seat.desk, seat.desk.hub)  # after the program was closed
    again.ask()
    seat.settle()
    assert sum("定时文书“周报”" in told for told in seat.sentences) == 1

    page = seat.show(SchedulesPage(seat.desk))
    seat.wait(page.run_button.isEnabled)
    folder(office, tmp_path)
    page.run_now()
    seat.wait(lambda: kept(office)[0].asked_at is not None)
    seat.wait(lambda: page.runs.rowCount() == 2)
    assert "等后台来出" in page.runs.index(0, 1).data()
    page.run_now()
    seat.wait(lambda: any("后台还没有来" in told for told in seat.sentences))
    clock.advance(timedelta(seconds=5))
    draw_due(office.database)
    bell.ask()
    seat.settle()
    assert bell._standing == set()
    assert kept(office)[0].id == key
    assert kept(office)[0].last.state is RunState.DONE
    stranger = sit(office.database, office.actor("handler"))
    quiet = ScheduleBell(stranger.desk, stranger.desk.hub)
    quiet.ask()
    stranger.settle()
    assert stranger.sentences == []
