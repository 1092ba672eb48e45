"""Files in a row: taken by choosing, dropping and pasting, refused in words, taken away."""

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from ui.parts.attachment_items import StripItem, icon_of, size_words
from ui.parts.attachment_strip import AttachmentStrip


@pytest.fixture
def strip(embedded_centre, sit, show):
    seat = sit(embedded_centre, "receptionist")
    return show(AttachmentStrip(seat.desk, can_add=True, removable=True))


@pytest.fixture
def taken(strip):
    found = []
    strip.added.connect(found.append)
    return found


def photo(path, size=(640, 480)):
    Image.new("RGB", size, "green").save(path, "JPEG")
    return path


def test_a_photo_is_read_with_its_thumbnail(strip, taken, qtbot, tmp_path):
    strip.add_files([photo(tmp_path / "现场.jpg")])

    qtbot.waitUntil(lambda: len(taken) == 1)
    assert (taken[0].name, taken[0].media_type) == ("现场.jpg", "image/jpeg")
    assert Image.open(BytesIO(taken[0].thumbnail)).width == 320


def test_a_file_that_is_too_large_is_refused_in_words_and_the_others_are_taken(
    strip, taken, qtbot, tmp_path
):
    large = tmp_path / "大.jpg"
    with large.open("wb") as file:
        file.truncate(30 * 1024 * 1024)

    strip.add_files([large, photo(tmp_path / "小.jpg")])

    qtbot.waitUntil(lambda: len(taken) == 1 and strip.complaint != "")
    assert "“大.jpg”有 30.0 MB，超过 20 MB 的上限" in strip.complaint


def test_a_program_is_refused_whatever_it_calls_itself(strip, taken, qtbot, tmp_path):
    wolf = tmp_path / "照片.jpg"
    wolf.write_bytes(b"MZ\x90\x00" + bytes(200))

    strip.add_files([wolf])

    qtbot.waitUntil(lambda: strip.complaint != "")
    assert "是程序" in strip.complaint
    assert taken == []


def test_each_refusal_of_a_batch_is_told(strip, qtbot, tmp_path):
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")

    strip.add_files([empty, tmp_path / "没有.txt"])

    qtbot.waitUntil(lambda: strip.complaint.count("\n") == 1)
    assert "“空.txt”是空的" in strip.complaint
    assert "读不到文件“没有.txt”" in strip.complaint


def test_a_picture_in_the_clipboard_is_pasted(strip, taken, qtbot):
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    strip.setFocus()

    qtbot.keyClick(strip, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: len(taken) == 1)
    assert taken[0].name.startswith("截图 11-24 14.05.00")
    assert (taken[0].width_px, taken[0].height_px) == (60, 40)


def test_text_in_the_clipboard_is_nothing_to_attach(strip, taken):
    QGuiApplication.clipboard().setText("井盖")

    assert not strip.paste()
    assert taken == []


def test_files_are_dropped(strip, taken, qtbot, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo(tmp_path / "拖来.jpg")))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    plain = Qt.KeyboardModifier.NoModifier

    QApplication.sendEvent(strip, QDragEnterEvent(QPoint(10, 10), *how, plain))
    QApplication.sendEvent(strip, QDropEvent(QPointF(10, 10), *how, plain))

    qtbot.waitUntil(lambda: [file.name for file in taken] == ["拖来.jpg"])


def test_a_tile_opens_by_key_and_goes_away_by_delete(strip, qtbot):
    item = StripItem(1, "说明.pdf", "application/pdf", 48_000)
    strip.set_items([item])
    (tile,) = strip.tiles()

    with qtbot.waitSignal(strip.opened) as opened:
        qtbot.keyClick(tile, Qt.Key.Key_Return)
    with qtbot.waitSignal(strip.removed) as removed:
        qtbot.keyClick(tile, Qt.Key.Key_Delete)

    assert (opened.args[0], removed.args[0]) == (item, item)
    assert "说明.pdf\n48 KB" in tile.toolTip()


def test_a_strip_one_may_not_add_to_takes_nothing(strip):
    strip.set_can_add(can_add=False)

    assert not strip.drop.isVisible()
    assert not strip.acceptDrops()


@pytest.mark.parametrize(
    ("media_type", "icon"),
    [
        ("image/png", "ph.image"),
        ("audio/mp4", "ph.microphone"),
        ("application/pdf", "ph.file-pdf"),
        ("application/zip", "ph.file"),
    ],
)
def test_a_file_without_thumbnail_has_an_icon_of_its_kind(media_type, icon):
    assert icon_of(media_type) == icon


@pytest.mark.parametrize(
    ("size", "words"), [(10, "1 KB"), (48_000, "48 KB"), (3_200_000, "3.2 MB")]
)
def test_sizes_are_told_in_words(size, words):
    assert size_words(size) == words
