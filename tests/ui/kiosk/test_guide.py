"""The guide and the numbers at the machine; its page on the desk of an administrator."""

import pytest

from app.kiosk.looks import look_of
from app.services.items.actions.editing import ItemDraft, add_item
from tests.factories.centre import STREET
from tests.factories.services import body, hall_on
from tests.factories.windows import let_pass
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import Notices
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator
from ui.kiosk.desk.machines_page import MachinesPage
from ui.kiosk.desk.reply_dialog import ReplyDialog


def test_without_services_there_is_no_tile_and_with_them_a_number_is_taken(hall, embedded_centre):
    assert "办事指南" not in [button.text() for button in hall.buttons()]
    embedded_centre.do("director", add_item, ItemDraft(STREET, "SY-1", body()), publish=True)
    hall_on(embedded_centre)
    hall.machine.beat()
    hall.settle()

    hall.touch("办事指南", "生孩子", "生育登记")
    assert "· 身份证（原件和复印件）" in hall.words()
    hall.touch("返回", "返回", "按拼音首字母找", *"SYDJ", "生育登记", "取号去办", "综合业务")
    hall.shows("您的号")
    assert "B001" in hall.words()


@pytest.fixture
def desk_of(qtbot, embedded_centre, tmp_path):
    made = []

    def make(who: str) -> Desk:
        from dataclasses import make_dataclass

        database = embedded_centre.database
        parts = make_dataclass("Parts", ["database", "clock"])(database, database.clock)
        notices = Notices()
        made.append(
            Desk(
                parts,
                embedded_centre.actor(who),
                Jobs(notices.report),
                ChangeHub(),
                notices,
                Navigator(),
                Preferences(tmp_path / "desk.ini"),
            )
        )
        return made[-1]

    yield make
    for desk in made:
        desk.jobs.stop()


def settled(desk: Desk) -> None:
    while not desk.jobs.idle():
        let_pass()


def test_an_administrator_decides_what_the_machines_show(qtbot, desk_of, embedded_centre):
    desk = desk_of("administrator")
    page = MachinesPage(desk)
    qtbot.addWidget(page)
    settled(desk)
    page.greeting.setText("您好！")
    page.notices.setPlainText("周五停水\n\n周六义诊")
    page.code.setText("246813")
    page.save.click()
    settled(desk)

    with embedded_centre.database.reading() as session:
        row = look_of(session, STREET)
    assert (row.look.greeting, row.look.notices) == ("您好！", ("周五停水", "周六义诊"))
    assert row.has_code
    page.code.setText("12")
    page.save.click()
    settled(desk)
    assert "6 到 12 位数字" in page.said.text()


def test_an_answer_is_written_for_whoever_reported(qtbot, desk_of, embedded_centre):
    case_id = embedded_centre.register()
    number = embedded_centre.card(case_id).number
    desk = desk_of("dispatcher")
    dialog = ReplyDialog(desk)
    qtbot.addWidget(dialog)
    dialog.number.setText("nothing")
    settled(desk)
    assert not dialog.send.isEnabled()
    dialog.number.setText(number)
    settled(desk)
    dialog.words.setPlainText("明天换线。")
    dialog.send.click()
    settled(desk)
    again = ReplyDialog(desk)
    qtbot.addWidget(again)
    again.number.setText(number)
    settled(desk)
    assert "明天换线。" in again.found.text()
