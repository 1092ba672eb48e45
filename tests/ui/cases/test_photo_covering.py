"""Covering a photo at the desk: with the mouse, with keys alone, and seeing what is hidden."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

from app.cases.actions.attach import attach_to_case
from app.cases.actions.covering import cover_case_photo
from app.cases.queries.files import case_files
from app.core.attachments import Box, prepare, shown_file
from app.core.ids import new_id
from tests.factories.files import opened, photo
from tests.ui.cases.panels import open_dialog, said
from ui.core.controls import Combo
from ui.core.dialogs import ConsequenceDialog
from ui.parts.attachment_items import MenuWanted
from ui.parts.photo_cover import CoverDialog, OriginalDialog

SIZE = (800, 600)
LEFT = Qt.MouseButton.LeftButton
BOX = Box(100, 100, 50, 50)


@pytest.fixture
def case_id(embedded_centre):
    return embedded_centre.register()


@pytest.fixture
def add(embedded_centre, case_id):
    def added(body=None, name="现场.jpg"):
        prepared = prepare(body or photo(SIZE), name)
        with embedded_centre.database.writing(embedded_centre.actor("receptionist")) as uow:
            return attach_to_case(uow, case_id, prepared, command_key=new_id())

    return added


@pytest.fixture
def unfolded(panel_of, case_id, qtbot):
    """The files of the case as somebody sees them, unfolded."""

    def one(role="receptionist"):
        seat, panel = panel_of(case_id, role)
        qtbot.mouseClick(panel.body.files_button, LEFT)
        return seat, panel, panel.body.files

    return one


def cover_now(centre, case_id, key, boxes=(BOX,), role="dispatcher"):
    cover_case_photo(
        centre.database,
        centre.actor(role),
        case_id,
        key,
        boxes,
        seen_version=0,
        command_key=new_id(),
    )


def drag(canvas, start, end):
    first, last = (canvas.to_widget(*at).toPoint() for at in (start, end))
    QTest.mousePress(canvas, LEFT, pos=first)
    QTest.mouseMove(canvas, (first + last) / 2)
    QTest.mouseMove(canvas, last)
    QTest.mouseRelease(canvas, LEFT, pos=last)


def cover_dialog(qtbot):
    def standing() -> bool:
        windows = QApplication.topLevelWidgets()
        return any(isinstance(w, CoverDialog) and w.isVisible() for w in windows)

    qtbot.waitUntil(standing)
    return open_dialog(CoverDialog)


def rows(centre, case_id):
    with centre.database.reading() as session:
        return case_files(session, centre.actor("director"), case_id).rows


def menu_of_tile(files) -> QMenu:
    tile = files.strip.tiles()[0]
    at = tile.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, tile.mapToGlobal(at))
    QApplication.sendEvent(tile, event)
    return QApplication.activePopupWidget()


def test_a_face_is_covered_with_the_mouse_and_the_other_desk_sees_it(
    embedded_centre, case_id, add, unfolded, qtbot
):
    key = add()
    _, theirs, _ = unfolded("dispatcher")
    seat, _, files = unfolded()
    assert "含人脸或车牌？" in said(files)

    qtbot.mouseClick(files.cover_button, LEFT)
    dialog = cover_dialog(qtbot)
    assert not dialog.do_button.isEnabled()
    assert "拖出黑框" in dialog.next_step
    drag(dialog.canvas, (40, 40), (200, 160))
    assert dialog.next_step == "已画 1 处。都遮好了就保存。"
    qtbot.mouseClick(dialog.do_button, LEFT)

    qtbot.waitUntil(lambda: seat.sentences == ["已遮挡 1 处，大家看到的都是遮挡后的图。"])
    (row,) = rows(embedded_centre, case_id)
    assert row.cover.box_count == 1
    with embedded_centre.database.reading() as session:
        seen = opened(shown_file(session, key).body)
    assert max(seen.getpixel((120, 100))) <= 16
    assert max(seen.getpixel((300, 200))) > 100
    tiles = theirs.body.files.strip.tiles
    qtbot.waitUntil(lambda: "已遮挡 1 处 · 周敏" in tiles()[0].toolTip())
    qtbot.waitUntil(lambda: not files.cover_button.isVisible())


def test_a_plate_is_covered_without_a_mouse(embedded_centre, case_id, add, unfolded, qtbot):
    add()
    _, _, files = unfolded()
    files.cover_button.setFocus()
    qtbot.keyClick(files.cover_button, Qt.Key.Key_Space)
    canvas = cover_dialog(qtbot).canvas
    qtbot.waitUntil(canvas.hasFocus)

    qtbot.keyClick(canvas, Qt.Key.Key_N)
    first = canvas.boxes.box
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    moved = canvas.boxes.box
    assert (moved.left < first.left, moved.top < first.top) == (True, True)
    assert (moved.width > first.width, moved.height == first.height) == (True, True)
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    qtbot.keyClick(canvas, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.accessibleName() == "照片，第 1 个框，共 2 个"
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(canvas.boxes.all) == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert canvas.boxes.all[0] == moved
    qtbot.keyClick(canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: rows(embedded_centre, case_id)[0].cover is not None)
    assert rows(embedded_centre, case_id)[0].cover.box_count == 2


def test_a_box_is_moved_and_pulled_by_its_corner(embedded_centre, case_id, add, unfolded, qtbot):
    add()
    _, _, files = unfolded()
    files.cover_button.click()
    canvas = cover_dialog(qtbot).canvas
    drag(canvas, (100, 100), (200, 200))
    before = canvas.boxes.box

    drag(canvas, (150, 150), (250, 180))
    moved = canvas.boxes.box
    drag(canvas, (moved.left + moved.width, moved.top + moved.height), (900, 900))
    pulled = canvas.boxes.box

    assert (moved.width, moved.height) == (before.width, before.height)
    assert abs(moved.left - before.left - 100) <= 3
    assert (pulled.left, pulled.top) == (moved.left, moved.top)
    assert (pulled.left + pulled.width, pulled.top + pulled.height) == SIZE
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert canvas.boxes.all == (before,)


def test_a_click_beside_the_boxes_draws_nothing(add, unfolded, qtbot):
    add()
    _, _, files = unfolded()
    files.cover_button.click()
    canvas = cover_dialog(qtbot).canvas

    qtbot.mouseClick(canvas, LEFT, pos=canvas.to_widget(300, 300).toPoint())

    assert canvas.boxes.all == ()


def test_what_was_drawn_is_not_thrown_away_without_a_question(add, unfolded, qtbot):
    add()
    _, _, files = unfolded()
    files.cover_button.click()
    dialog = cover_dialog(qtbot)
    drag(dialog.canvas, (100, 100), (200, 200))

    qtbot.mouseClick(dialog.leave_button, LEFT)
    question = open_dialog(ConsequenceDialog)
    qtbot.mouseClick(question.leave_button, LEFT)
    assert dialog.isVisible()
    assert len(dialog.canvas.boxes.all) == 1
    dialog.close()
    open_dialog(ConsequenceDialog).do_button.click()

    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())


def test_who_is_second_is_told_and_keeps_the_boxes(embedded_centre, case_id, add, unfolded, qtbot):
    key = add()
    _, _, files = unfolded()
    files.cover_button.click()
    dialog = cover_dialog(qtbot)
    drag(dialog.canvas, (100, 100), (200, 200))

    cover_now(embedded_centre, case_id, key)
    dialog.do_button.click()

    qtbot.waitUntil(lambda: "刚被别人遮挡过" in dialog.complaint)
    assert len(dialog.canvas.boxes.all) == 1
    assert rows(embedded_centre, case_id)[0].cover.person_name == "韩立群"
    dialog.canvas.undo()
    dialog.reject()


def test_of_several_photos_one_is_chosen_by_its_name(add, unfolded, qtbot):
    add(name="甲.jpg")
    add(photo((500, 400)), name="乙.jpg")
    _, _, files = unfolded()

    files.cover_button.click()

    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["甲.jpg", "乙.jpg"]
    menu.actions()[1].trigger()
    menu.close()
    dialog = cover_dialog(qtbot)
    assert dialog.picture.name == "乙.jpg"
    dialog.reject()


def test_the_original_is_shown_for_a_reason_and_for_a_minute(
    embedded_centre, case_id, add, unfolded, qtbot
):
    cover_now(embedded_centre, case_id, add())
    _, _, files = unfolded()
    menu = menu_of_tile(files)
    assert [action.text() for action in menu.actions()][1:] == [
        "改遮挡（留痕）…",
        "看原图（留痕）…",
    ]
    menu.actions()[2].trigger()
    menu.close()
    reason = open_dialog(ConsequenceDialog)
    reason.findChild(Combo).setCurrentText("看")
    assert not reason.do_button.isEnabled()
    reason.findChild(Combo).setCurrentText("核对车牌")
    with qtbot.waitSignal(files.covering.opened) as shown:
        qtbot.mouseClick(reason.do_button, LEFT)
    dialog = shown.args[0]
    assert isinstance(dialog, OriginalDialog)
    assert opened(dialog.picture.jpeg).getpixel((120, 120))[0] > 100

    for _ in range(59):
        dialog.second.timeout.emit()
    assert dialog.isVisible()
    dialog.second.timeout.emit()

    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())


def test_the_original_opens_in_the_viewer_of_the_system(
    embedded_centre, case_id, add, unfolded, qtbot
):
    body = prepare(photo(SIZE), "a.jpg").body
    cover_now(embedded_centre, case_id, add())
    _, _, files = unfolded()
    paths = []
    files.open_file = lambda path: not paths.append(path)
    files.covering.see(rows(embedded_centre, case_id)[0])
    with qtbot.waitSignal(files.covering.opened) as shown:
        open_dialog(ConsequenceDialog).do_button.click()

    qtbot.mouseClick(shown.args[0].open_button, LEFT)

    qtbot.waitUntil(lambda: len(paths) == 1)
    assert paths[0].read_bytes() == body


def test_a_cover_is_changed_on_the_original(embedded_centre, case_id, add, unfolded, qtbot):
    cover_now(embedded_centre, case_id, add())
    seat, _, files = unfolded()
    files.covering.change(rows(embedded_centre, case_id)[0])
    open_dialog(ConsequenceDialog).do_button.click()
    dialog = cover_dialog(qtbot)
    assert dialog.canvas.boxes.all == (BOX,)
    assert dialog.next_step == "已遮 1 处。拖动可以改，空白处再画。"

    drag(dialog.canvas, (300, 300), (400, 400))
    dialog.do_button.click()
    qtbot.waitUntil(lambda: bool(seat.sentences))

    cover = rows(embedded_centre, case_id)[0].cover
    assert (cover.version, cover.box_count) == (2, 2)


def test_taking_a_cover_back_says_what_it_means(embedded_centre, case_id, add, unfolded, qtbot):
    cover_now(embedded_centre, case_id, add())
    seat, _, files = unfolded()
    files.covering.change(rows(embedded_centre, case_id)[0])
    open_dialog(ConsequenceDialog).do_button.click()
    dialog = cover_dialog(qtbot)
    qtbot.keyClick(dialog.canvas, Qt.Key.Key_Tab)

    qtbot.keyClick(dialog.canvas, Qt.Key.Key_Delete)

    assert dialog.do_button.text() == "取消遮挡"
    assert "看得到这张照片的全部内容" in dialog.accessibleDescription()
    dialog.do_button.click()
    qtbot.waitUntil(lambda: seat.sentences == ["已取消遮挡，大家看到的是没有遮挡的图。"])


def test_who_may_not_read_personal_data_is_told_so_in_the_menu(
    embedded_centre, case_id, add, unfolded
):
    cover_now(embedded_centre, case_id, add())
    _, _, files = unfolded("grid_worker")

    menu = menu_of_tile(files)

    offered = {action.text(): action.isEnabled() for action in menu.actions()}
    menu.close()
    assert offered == {
        "打开": True,
        "改遮挡（留痕）…（要有看个人信息的权限）": False,
        "看原图（留痕）…（要有看个人信息的权限）": False,
    }


def test_a_file_that_is_no_picture_offers_no_cover(add, unfolded):
    add("说明".encode(), "说明.txt")
    _, _, files = unfolded()

    files.strip.menu_wanted.emit(MenuWanted(files.strip.tiles()[0].item, QPoint(10, 10)))

    menu = QApplication.activePopupWidget()
    texts = [action.text() for action in menu.actions()]
    menu.close()
    assert texts == ["打开"]
    assert not files.cover_button.isVisible()


def test_what_a_cover_hides_goes_out_of_sight_with_the_screen(
    embedded_centre, case_id, add, unfolded, qtbot
):
    cover_now(embedded_centre, case_id, add())
    _, _, files = unfolded()
    files.covering.see(rows(embedded_centre, case_id)[0])
    with qtbot.waitSignal(files.covering.opened) as shown:
        open_dialog(ConsequenceDialog).do_button.click()
    dialog = shown.args[0]

    dialog.hide()

    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
