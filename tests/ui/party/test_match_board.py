"""The match board by keys and mouse: what fits comes first, is ticked, and becomes a project."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.party.lists.actions.entries import add_need, add_resource
from app.party.lists.actions.projects import answer_share
from app.party.lists.rules import OfferKind, ShareAnswer
from tests.factories.lists import (
    CLINIC,
    DOCTORS,
    ELDERS,
    HALL,
    board_of,
    formed,
    with_party,
)
from tests.factories.seats import press, words_of
from tests.factories.seats import sit as sit
from ui.core.targets import ListProjectWanted, PageWanted
from ui.party.lists.lacks_page import LacksPage
from ui.party.lists.page import ListsPage
from ui.party.lists.project_page import ProjectPage


@pytest.fixture
def office(embedded_centre):
    """The centre with those who keep lists."""
    return with_party(embedded_centre)


@pytest.fixture
def filled(office):
    """Two clinics, a room and a speaker who fits nothing; the need of the elders."""
    for draft in (CLINIC, DOCTORS, HALL):
        office.do("party", add_resource, draft)
    speaker = type(CLINIC)(CLINIC.region, "普法讲师团", OfferKind.LEGAL, 6, "区司法局党委")
    office.do("party", add_resource, speaker)
    office.do("party", add_need, ELDERS)
    return office


def opened(office, sit, kind=ListsPage, actor="party"):
    seat = sit(office.database, office.actor(actor))
    page = kind(seat.desk)
    page.seat = seat
    return seat.show(page)


def test_what_fits_is_ticked_first_and_becomes_a_project_by_keys(filled, sit):
    page = opened(filled, sit)
    page.seat.wait(lambda: "够 80" in page.foot.text)

    faces = page.resources.cards.cards.faces
    assert [face.tick for face in faces] == [True, True, True, None]
    assert faces[-1].aside == "类型不合"
    assert re.match(
        r"选了 3 项：\d+ \+ \d+ = 80 人次，够 80；场地有了 结成后等 3 家单位", page.foot.text
    )
    *amounts, room = [stub.words for stub in page.from_resources.stubs]
    assert (sum(map(int, amounts)), room) == (80, "场地")
    QTest.keyClick(page.needs.cards, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.dialog.save()
    page.seat.wait(lambda: board_of(filled).projects)
    page.seat.settle()

    (project,) = board_of(filled).projects
    assert (project.units, project.steps) == (3, 1)
    page.seat.wait(lambda: len(page.projects.cards.cards.faces) == 1)
    assert "3 家单位，已确认 0 家" in page.projects.cards.cards.faces[0].spoken
    assert page.foot.text == "这项需求不缺什么了。"


def test_space_takes_a_tick_back_and_the_sum_says_what_is_lacking(filled, sit):
    page = opened(filled, sit)
    page.seat.wait(lambda: "够 80" in page.foot.text)
    cards = page.resources.cards
    row = next(at for at, face in enumerate(cards.cards.faces) if face.title == CLINIC.title)
    cards.setFocus()
    cards.setCurrentIndex(cards.cards.index(row))

    QTest.keyClick(cards, Qt.Key.Key_Space)

    assert page.foot.text.startswith("选了 2 项：25 人次，还差 55；场地有了")
    assert cards.cards.faces[row].tick is False
    page.ask_first()
    assert "柳溪社区卫生服务中心" in QGuiApplication.clipboard().text()
    assert "区中医院" not in QGuiApplication.clipboard().text()


def test_a_need_is_put_down_and_typing_narrows_all_three_lists(filled, sit):
    page = opened(filled, sit)
    QTest.keyClick(page.needs.cards, Qt.Key.Key_N)
    dialog = page.dialog
    dialog.save()
    assert dialog.name_field.complaint == "请写明名称"
    dialog.region.set_region(ELDERS.region)
    dialog.named.setText("普法讲座")
    dialog.kind.set_value(OfferKind.LEGAL)
    dialog.by.setText("南塘社区党总支")
    dialog.save()
    page.seat.wait(lambda: len(page.needs.cards.cards.faces) == 2)
    page.field.setText("普法")
    page.field.tell()

    assert len(page.needs.cards.cards.faces) == 1
    assert [face.title for face in page.resources.cards.cards.faces] == ["普法讲师团"]
    assert page.needs.told.startswith("1 项")


def test_who_only_reads_sees_the_board_and_changes_nothing(filled, sit):
    page = opened(filled, sit, actor="next_party")
    page.seat.wait(lambda: "够 80" in page.foot.text)

    assert not page.foot.form_button.isEnabled()
    page.change()
    assert page.dialog is None


def test_a_project_is_answered_for_and_carried_to_its_end(office, sit):
    key = formed(office)
    page = opened(office, sit, ProjectPage)
    page.show_target(ListProjectWanted(key))
    page.seat.wait(lambda: page.row is not None)
    assert "没有答复" in words_of(page)
    page.answer(page_shares(office, key)[0])
    page.dialog.save()
    page.seat.wait(lambda: page.row.confirmed == 1)
    office.do("party", answer_share, key, page_shares(office, key)[1].resource_id, YES)
    page.seat.wait(page.finish_button.isVisible)
    press(page.finish_button)
    page.dialog.served.setValue(76)
    page.dialog.save()
    page.seat.wait(lambda: page.row.served == 76)
    page.seat.settle()

    assert page.rate_button.isHidden()
    assert "结成的人不能自己评" in words_of(page)
    page.leave()
    assert page.seat.sent_to == [PageWanted("party.lists")]


YES = ShareAnswer.CONFIRMED


def page_shares(office, key):
    from app.party.lists.queries.project import project_detail

    with office.database.reading() as session:
        return project_detail(session, office.actor("party"), key).shares


def test_what_nobody_offers_says_why_and_leaves_as_a_table(office, sit, tmp_path):
    office.do("party", add_need, ELDERS)
    page = opened(office, sit, LacksPage)
    page.seat.wait(lambda: page.model.rowCount() == 2)

    page.write(tmp_path / "缺.csv")
    page.seat.settle()
    text = (tmp_path / "缺.csv").read_text("utf-8-sig")
    assert "老人冬季义诊" in text
    assert "没有人提供这一类" in text
