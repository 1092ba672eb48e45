"""The form of a new case: proposals, what is missing, the promise, saving, and the draft."""

import stat
from datetime import timedelta

import pytest
import shapely
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.cases.models import CaseEvent, CaseFile, CasePerson
from app.cases.rules import CaseState
from app.core.actor import console
from app.core.attachments import list_attachments
from app.core.ids import new_id
from app.core.settings import data_folder
from app.territory.actions.places import PlaceDraft, save_place
from app.territory.actions.regions import set_outline
from app.territory.models import Grid
from app.territory.rules import GridKind, PlaceKind
from tests.factories.centre import COMMUNITY, GRID
from ui.cases.case_form import CaseForm
from ui.cases.kind_chooser import KindChip
from ui.cases.place_fields import PlaceState
from ui.core.targets import CaseWanted, NewCaseWanted, PageWanted
from ui.parts.mini_map import PinMoved

WEST, SOUTH, EAST, NORTH = 112.580, 37.860, 112.590, 37.870
WORDS = "滨河路 36 号门口的雨水井盖不见了，希望快点装上。"


@pytest.fixture
def ground(embedded_centre):
    """The grid of the test centre with an outline, and one place of the gazetteer in it."""
    with embedded_centre.database.writing(console("test")) as uow:
        uow.session.add(Grid(code=GRID, kind=GridKind.GENERAL))
        uow.session.flush()
        outline = shapely.box(WEST, SOUTH, EAST, NORTH)
        set_outline(uow, GRID, shapely.to_wkb(outline), command_key=new_id())
        place = PlaceDraft("滨河路36号", PlaceKind.HOUSE_NUMBER, GRID, 112.584, 37.864)
        save_place(uow, place, command_key=new_id())
    return embedded_centre


@pytest.fixture
def form(ground, sit, show, settle):
    """Open the form as somebody; again and again for what happens after a restart."""

    def opened(role: str = "dispatcher"):
        seat = sit(ground, role)
        page = show(CaseForm(seat.desk))
        settle(seat)
        return seat, page

    return opened


def fill(page, *, words=WORDS, region=GRID, phone=""):
    page.body.said.words.setPlainText(words)
    page.body.where.place.set_state(PlaceState("", region))
    page.body.who.phone.setText(phone)


def only_case(centre):
    with centre.database.reading() as session:
        return session.scalars(sa.select(CaseFile)).one()


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


# -- the draft -----------------------------------------------------------------------------------


def test_what_was_typed_survives_a_killed_program(form, qtbot, tmp_path):
    _, page = form()
    fill(page, phone="13812346021")
    page.body.who.name.setText("吴女士")
    note = tmp_path / "现场.txt"
    note.write_text("井盖型号 700", encoding="utf-8")
    page.body.said.strip.add_files([note])
    qtbot.waitUntil(lambda: len(page.body.said.strip.tiles()) == 1)
    qtbot.waitUntil(lambda: page.bar.draft_text == "草稿 14:05:00 已存")

    seat, again = form()  # nobody closed the first one

    qtbot.waitUntil(lambda: again.bar.draft_text == "已恢复 14:05:00 的草稿")
    qtbot.waitUntil(lambda: len(again.body.said.strip.tiles()) == 1)
    qtbot.waitUntil(seat.settled)
    values = again.body.values()
    assert (values.text, values.region, values.name, values.phone) == (
        WORDS,
        GRID,
        "吴女士",
        "13812346021",
    )


def test_a_draft_belongs_to_its_person_alone(form, qtbot):
    _, page = form("dispatcher")
    fill(page)
    qtbot.waitUntil(lambda: page.bar.draft_text != "")

    _, other = form("receptionist")

    assert other.body.values().is_empty()


def test_a_draft_is_readable_by_its_owner_only_and_gone_after_saving(form, qtbot, settle):
    seat, page = form()
    fill(page, phone="13812346021")
    qtbot.waitUntil(lambda: page.bar.draft_text != "")
    (kept,) = (data_folder() / "drafts").rglob("form.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    settle(seat)
    assert not kept.exists()


def test_a_draft_never_reaches_the_database(form, ground, qtbot):
    _, page = form()

    fill(page, phone="13812346021")
    qtbot.waitUntil(lambda: page.bar.draft_text != "")

    with ground.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseFile)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) == 0


def test_escape_goes_back_to_the_queue_and_keeps_the_draft(form, qtbot, settle):
    seat, page = form()
    fill(page)

    qtbot.keyClick(page.body.said.words, Qt.Key.Key_Escape)
    settle(seat)

    assert seat.sent_to == [PageWanted("cases.queue")]
    assert page.body.said.words.toPlainText() == WORDS
    assert list((data_folder() / "drafts").rglob("form.json")) != []


def test_the_last_letters_are_kept_when_the_window_goes(form):
    _, page = form()
    page.body.said.words.setPlainText("还没来得及停手")

    page.close()

    _, again = form()
    assert again.body.values().text == "还没来得及停手"


def test_a_draft_that_cannot_be_written_says_so(form, qtbot):
    data_folder().mkdir(parents=True)
    (data_folder() / "drafts").write_text("a file where the folder should be")
    _, page = form()

    fill(page)

    qtbot.waitUntil(lambda: page.bar.draft_text == "草稿没存上")


def test_words_typed_elsewhere_begin_the_form(form):
    _, page = form()

    page.show_target(NewCaseWanted("路灯不亮"))

    assert page.body.said.words.toPlainText() == "路灯不亮"


def test_a_community_may_stand_where_no_grid_is_known(form, ground, qtbot, settle):
    seat, page = form()
    fill(page, region=COMMUNITY)
    settle(seat)

    page.save(assign=False)

    qtbot.waitUntil(lambda: bool(seat.sent_to))
    assert only_case(ground).region == COMMUNITY
