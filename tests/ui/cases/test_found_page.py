"""The list of all that was found: by words, by a phone number, in somebody's hands."""

import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.cases.models import CaseFile
from app.cases.personal import LOOKED_UP
from app.core.actor import console
from app.core.database.tables import JournalEntry
from ui.cases.found_page import FoundPage
from ui.core.targets import FoundWanted, InHandWanted, PhoneWanted


def opened(centre, sit, show, settle, target, role="receptionist"):
    seat = sit(centre, role)
    page = show(FoundPage(seat.desk))
    page.show_target(target)
    settle(seat)
    return seat, page


def titles(page) -> list[str]:
    return [found.row.title for found in page.model.rows]


def test_all_that_holds_the_words_is_listed_and_counted(embedded_centre, sit, show, settle):
    for number in range(3):
        embedded_centre.register(title=f"井盖{number}")
    embedded_centre.register(title="路灯", text="不亮。", category="C01-010")

    _, page = opened(embedded_centre, sit, show, settle, FoundWanted("井盖"))

    assert titles(page) == ["井盖2", "井盖1", "井盖0"]
    assert page.bar.count_text == "3 件"
    assert page.windowTitle() == "搜索“井盖”"


def test_scrolling_brings_the_rest_without_end(embedded_centre, sit, show, settle):
    for number in range(70):
        embedded_centre.register(title=f"井盖{number}")
    seat, page = opened(embedded_centre, sit, show, settle, FoundWanted("井盖"))
    assert page.model.rowCount() == 60

    page.table.scrollToBottom()
    page.model.fetchMore(page.table.rootIndex())
    settle(seat)

    assert page.model.rowCount() == 70


def test_the_words_can_be_changed_on_the_page(embedded_centre, sit, show, settle, qtbot):
    embedded_centre.register(title="井盖缺失")
    embedded_centre.register(title="路灯不亮", text="门口。", category="C01-010")
    seat, page = opened(embedded_centre, sit, show, settle, FoundWanted("井盖"))

    page.field.setFocus()
    page.field.setText("路灯")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    settle(seat)

    assert titles(page) == ["路灯不亮"]


def test_enter_opens_the_case_beside_the_list(embedded_centre, sit, show, settle, qtbot):
    key = embedded_centre.register(title="井盖缺失")
    seat, page = opened(embedded_centre, sit, show, settle, FoundWanted("井盖"))

    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle(seat)

    assert page.panel.isVisible()
    assert page.panel.case_id == key


def test_a_phone_search_writes_one_journal_row_without_the_number(
    embedded_centre, sit, show, settle
):
    embedded_centre.register(title="井盖缺失")

    _, page = opened(embedded_centre, sit, show, settle, PhoneWanted("13812346021"))

    assert titles(page) == ["井盖缺失"]
    with embedded_centre.database.reading() as session:
        rows = session.scalars(sa.select(JournalEntry)).all()
    (written,) = (row for row in rows if row.action == LOOKED_UP)
    assert not any("13812346021" in str(vars(row)) for row in rows)
    assert "6021" not in str(written.facts)


def test_a_number_of_nobody_finds_nothing_and_says_so(embedded_centre, sit, show, settle):
    embedded_centre.register(title="井盖缺失")

    _, page = opened(embedded_centre, sit, show, settle, PhoneWanted("13900001111"))

    assert titles(page) == []


def test_what_a_colleague_has_in_hand_is_listed_as_far_as_one_may_see_it(
    embedded_centre, sit, show, settle
):
    centre = embedded_centre
    handler = centre.actor("handler").person_id
    mine, ended = centre.register(title="井盖缺失"), centre.register(title="路灯不亮")
    for key in (mine, ended):
        centre.assign(key)
        centre.sign_for(key)
    with centre.database.writing(console("test")) as uow:
        uow.session.get_one(CaseFile, ended).state = "closed"
    target = InHandWanted(handler, "高海燕")

    _, page = opened(centre, sit, show, settle, target, "dispatcher")
    _, other = opened(centre, sit, show, settle, target, "stranger")

    assert titles(page) == ["井盖缺失"]
    assert page.windowTitle() == "高海燕的在办事件"
    assert titles(other) == []
