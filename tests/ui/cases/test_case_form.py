"""The form of a new case: proposals, what is missing, the promise, the place, saving."""

from datetime import timedelta
from itertools import pairwise

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.cases.models.personal import CasePerson
from app.cases.rules import CaseState
from app.core.attachments import list_attachments
from tests.factories.centre import COMMUNITY, GRID
from tests.ui.cases.forms import WORDS, fill, only_case
from ui.cases.kind_chooser import KindChip
from ui.core.targets import CaseWanted
from ui.parts.mini_map import PinMoved

STORY = (
    "说了什么",
    "公用设施 / 雨水井盖",
    "换类别",
    "选文件",
    "地点",
    "辖区",
    "发生",
    "来源",
    "称呼",
    "电话",
    "愿意接回访",
    "三类事 二类 急",
    "等级 紧急",
    "分流给",
    "只登记",
)


# -- while typing --------------------------------------------------------------------------------


def test_the_kind_is_proposed_from_the_words_and_brings_its_unit_and_urgency(form, settle):
    seat, page = form()

    page.body.said.words.setPlainText("雨水篦子堵了")
    settle(seat)

    assert page.body.said.kind.value().path == "公用设施 / 雨水井盖"
    assert page.body.how.unit.text() == "市政养护站"
    assert page.body.how.urgency.level.value() == "urgent"
    assert page.body.how.urgency.matter.value() == "urgent"


def test_a_kind_chosen_by_hand_stays_whatever_is_typed_after(form, qtbot, settle):
    seat, page = form()
    page.body.said.words.setPlainText("井盖不见了")
    settle(seat)
    chips = page.body.said.kind.chips.findChildren(KindChip)
    second = chips[1].row

    qtbot.mouseClick(chips[1], Qt.MouseButton.LeftButton)
    page.body.said.words.setPlainText("井盖不见了，油烟也大")

    assert page.body.said.kind.value() == second


def test_urgency_chosen_by_hand_stays_when_the_kind_changes(form, qtbot, settle):
    seat, page = form()
    page.body.said.words.setPlainText("雨水篦子堵了")
    settle(seat)

    qtbot.keyClick(page.body.how.urgency.matter, Qt.Key.Key_3)
    page.body.said.words.setPlainText("油烟扰民")
    settle(seat)

    assert page.body.how.urgency.matter.value() == "major"


def test_both_deadlines_are_told_before_saving(form, qtbot, settle):
    seat, page = form()

    page.body.said.words.setPlainText("雨水篦子堵了")
    settle(seat)

    box = page.body.how.teller.box
    told = " ".join(label.text() for label in box.findChildren(QLabel))
    assert "14:35 前签收，16:05 前办结" in told
    assert "签收 30 分，办理 2 紧急工作时，昼夜连计。时限表第 1 版，日历第 1 版" in told


def test_a_phone_with_a_digit_missing_is_named_in_words_and_closes_the_buttons(form):
    _, page = form()
    fill(page, phone="1390000412")

    assert page.body.who.phone_field.complaint == "手机号应为 11 位，现有 10 位"
    assert page.bar.missing_text == "还差 1 项：电话"
    assert not page.bar.register_button.isEnabled()


def test_what_is_missing_is_counted_and_named(form):
    _, page = form()

    assert page.bar.missing_text == "还差 2 项：说了什么、辖区"
    assert not page.bar.assign_button.isEnabled()


def test_a_case_without_unit_can_be_registered_but_not_assigned(form, settle):
    seat, page = form()
    fill(page, words="这件事说不清是什么。")
    settle(seat)

    assert page.bar.register_button.isEnabled()
    assert not page.bar.assign_button.isEnabled()
    assert page.bar.missing_text == "分流还差：类别、分流给"


def test_forty_thousand_characters_are_refused_beside_the_field(form):
    _, page = form()

    fill(page, words="长" * 40_000)

    assert "最多 20000 字，现有 40000 字" in page.body.said.field.complaint


def test_a_document_number_with_a_wrong_check_character_is_named(form):
    _, page = form()
    fill(page)
    page.body.who.document_kind.set_value("resident_card")

    page.body.who.document.setText("110101199003070012")

    assert "校验位不对" in page.body.who.document_field.complaint


def test_a_moment_in_the_future_is_refused_in_words(form, clock):
    _, page = form()
    fill(page)

    page.body.when.moment.set_moment(clock.now() + timedelta(hours=1))

    assert "发生时间晚于现在" in page.body.when.field.complaint


def test_tab_goes_through_the_fields_as_a_caller_tells_the_story(form, settle):
    seat, page = form()
    page.body.said.words.setPlainText("雨水篦子堵了")
    settle(seat)
    visited, here = [], page.body.said.words
    while here is not page.bar.assign_button:
        if here.isVisibleTo(page) and here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            visited.append(here.accessibleName() or here.text())
        here = here.nextInFocusChain()

    for earlier, later in pairwise(STORY):
        assert visited.index(earlier) < visited.index(later), (earlier, later)


# -- place and map -------------------------------------------------------------------------------


def test_a_pin_put_on_the_map_names_its_grid(form, qtbot):
    _, page = form()
    place = page.body.where.place

    page.map.pin_moved.emit(PinMoved(112.585, 37.865))

    qtbot.waitUntil(lambda: place.region.code() == GRID)
    assert place.remark.text == "辖区按点位算出"
    qtbot.waitUntil(lambda: page.map.map.selected == GRID)


def test_a_pin_outside_all_grids_says_so(form, qtbot):
    _, page = form()

    page.map.pin_moved.emit(PinMoved(113.0, 38.0))

    qtbot.waitUntil(lambda: page.body.where.place.remark.text == "点位不在已知网格里")


def test_a_place_of_the_gazetteer_gives_point_and_grid(form, qtbot, settle):
    seat, page = form()
    address = page.body.where.place.address
    address.setFocus()
    address.setText("滨河路36号门口")
    address.textEdited.emit("滨河路36号门口")
    qtbot.waitUntil(lambda: len(address.options()) > 0)

    qtbot.keyClick(address, Qt.Key.Key_Return)
    settle(seat)

    state = page.body.where.place.state()
    assert (state.words, state.region, state.point) == ("滨河路36号门口", GRID, (112.584, 37.864))
    assert page.map.map.pin == (112.584, 37.864)


# -- saving --------------------------------------------------------------------------------------


def test_a_case_is_registered_and_assigned_in_one_go(form, ground, qtbot, settle):
    seat, page = form()
    fill(page, words="雨水篦子堵了", phone="13812346021")
    page.body.who.name.setText("吴女士")
    settle(seat)

    qtbot.keyClick(page.body.who.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    case = only_case(ground)
    assert (CaseState(case.state), case.handling_unit_id) == (
        CaseState.ASSIGNED,
        ground.units["municipal"],
    )
    assert seat.sent_to == [CaseWanted(case.id)]
    assert seat.sentences == ["1124-0001 已登记，已分流给市政养护站"]
    assert page.body.values().is_empty()


def test_a_case_can_be_registered_only(form, ground, qtbot, settle):
    seat, page = form()
    fill(page)
    settle(seat)

    qtbot.mouseClick(page.bar.register_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    assert CaseState(only_case(ground).state) is CaseState.REGISTERED


def test_two_clicks_register_one_case(form, ground, qtbot, settle):
    seat, page = form()
    fill(page)
    settle(seat)

    page.save(assign=False)
    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    assert only_case(ground).text == WORDS


def test_a_receptionist_registers_and_is_offered_no_unit(form, ground, qtbot, settle):
    seat, page = form("receptionist")
    fill(page, words="雨水篦子堵了")
    settle(seat)
    assert not page.body.how.unit_field.isVisible()
    assert not page.bar.assign_button.isVisible()

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    assert only_case(ground).handling_unit_id is None


def test_files_become_attachments_of_the_case(form, ground, qtbot, tmp_path, settle):
    seat, page = form()
    fill(page)
    note = tmp_path / "现场.txt"
    note.write_text("井盖型号 700", encoding="utf-8")
    page.body.said.strip.add_files([note])
    qtbot.waitUntil(lambda: len(page.body.said.strip.tiles()) == 1)

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    with ground.database.reading() as session:
        rows = list_attachments(session, str(only_case(ground).id))
    assert [row.name for row in rows] == ["现场.txt"]


def test_an_anonymous_report_leaves_no_person_behind(form, ground, qtbot, settle):
    seat, page = form()
    fill(page, phone="13812346021")
    page.body.who.anonymous.setChecked(True)
    settle(seat)

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    with ground.database.reading() as session:
        assert session.scalars(sa.select(CasePerson)).all() == []


def test_a_refusal_keeps_everything_that_was_typed(form, ground, qtbot, settle):
    seat, page = form()
    fill(page, region="999999999")
    settle(seat)

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.told))
    assert page.body.said.words.toPlainText() == WORDS
    assert page.bar.register_button.isEnabled()


def test_a_community_may_stand_where_no_grid_is_known(form, ground, qtbot, settle):
    seat, page = form()
    fill(page, region=COMMUNITY)
    settle(seat)

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    assert only_case(ground).region == COMMUNITY
