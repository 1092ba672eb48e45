"""A photo of the thing: seen, taken, taken again, left out; small, silent, and wiped."""

import json
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage

from app.cases.models import CaseFile
from app.core.attachments.tables import Attachment
from app.core.errors import AppError
from app.kiosk.chores import take_in
from app.kiosk.models import KioskMessage
from app.kiosk.photos import small_photo
from app.kiosk.rules import PHOTO_MOST
from tests.factories.files import photo
from ui.kiosk.camera import Camera, packed


class FakeCamera(Camera):
    """A camera that sees one colour; `busy` is held by another program."""

    def __init__(self) -> None:
        super().__init__()
        self.is_there, self.busy, self.is_on = True, False, False
        self.size, self.color = (4000, 3000), QColor("olive")

    def start(self) -> None:
        self.is_on = not self.busy
        QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        if self.busy:
            self._fail()
        elif self.is_on:
            self.seen.emit(self.image(64, 48))

    def take(self) -> None:
        self.taken.emit(self.image(*self.size))

    def stop(self) -> None:
        self.is_on = False

    def image(self, wide: int, high: int) -> QImage:
        made = QImage(wide, high, QImage.Format.Format_RGB32)
        made.fill(self.color)
        return made


@pytest.fixture
def camera(hall):
    made = hall.window.camera = FakeCamera()
    return made


def to_photo(hall) -> None:
    hall.touch("我要反映", "路灯不亮", "说不清", "路灯不亮，晚上看不见路。", "写好了")


def test_without_a_camera_no_photo_is_asked_for(hall):
    to_photo(hall)
    assert hall.window.shown.title.text() == "您的手机号是多少？"
    assert hall.window.shown.step == (4, 5)


def test_a_photo_is_seen_taken_again_and_handed_in_small(hall, camera, embedded_centre):
    to_photo(hall)
    assert (hall.window.shown.title.text(), hall.window.shown.step) == ("要拍张照片吗？", (4, 6))
    assert camera.is_on
    hall.touch("拍照")
    assert not camera.is_on
    assert "看得清吗" in hall.words()
    hall.touch("重拍")
    assert hall.window.visit.photo == b""
    hall.touch("拍照", "就用这张", "不留号码")
    assert hall.window.shown.step == (6, 6)
    hall.touch("交给工作人员")
    take_in(embedded_centre.database)

    with embedded_centre.database.reading() as session:
        kept = session.scalars(sa.select(Attachment)).one()
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseFile)) == 1
    assert (kept.width_px, kept.height_px) == (2560, 1920)
    assert hall.window.visit.photo == b""


def test_a_photo_may_be_left_out_before_and_after_it_was_taken(hall, camera):
    to_photo(hall)
    hall.touch("拍照", "不要照片", "不留号码", "交给工作人员")
    with hall.machine.open_now.parts.database.reading() as session:
        assert session.scalar(sa.select(KioskMessage.photo)) is None


def test_a_camera_that_is_busy_or_pulled_out_keeps_nobody(hall, camera):
    camera.busy = True
    to_photo(hall)
    assert "摄像头现在用不了" in hall.words()
    camera.busy = False
    hall.touch("重拍")
    camera.failed.emit()
    hall.settle()
    hall.touch("不拍照片")
    assert hall.window.shown.title.text() == "您的手机号是多少？"


def test_a_photo_that_was_not_handed_in_lies_in_no_file(hall, camera, tmp_path):
    to_photo(hall)
    hall.touch("拍照", "就用这张")
    taken = hall.window.visit.photo
    assert len(taken) > 1000
    hall.window.home()
    hall.settle()
    assert hall.window.visit.photo == b""
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or taken[200:400] not in file.read_bytes(), file


def test_whoever_goes_leaves_no_photo_and_no_camera_on(hall, camera):
    to_photo(hall)
    hall.touch("拍照")
    pane = hall.window.shown.pane
    hall.window.home()
    assert pane.is_empty
    assert hall.window.visit.photo == b""
    to_photo(hall)
    hall.window.home()
    assert not camera.is_on


def test_an_administrator_may_leave_photos_out(hall, camera):
    from dataclasses import replace

    at = hall.machine.open_now
    look = replace(at.look, look=replace(at.look.look, photos=False))
    hall.machine.at = replace(at, look=look)
    to_photo(hall)
    assert hall.window.shown.title.text() == "您的手机号是多少？"


def test_what_a_camera_gives_is_made_small_upright_and_silent():
    turned = photo((6000, 3000), orientation=6, place=(113.3, 40.08))
    with Image.open(BytesIO(small_photo(turned))) as kept:
        assert kept.size == (1280, 2560)
        assert not dict(kept.getexif())

    noise = Image.effect_noise((2600, 2600), 120).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=60)
    assert len(small_photo(out.getvalue())) <= PHOTO_MOST


def test_a_photo_of_sixty_megabytes_and_what_is_none_do_no_harm(qapp):
    with pytest.raises(AppError):
        small_photo(b"\xff\xd8" + b"x" * 60_000_000)
    with pytest.raises(AppError):
        small_photo(json.dumps({"no": "photo"}).encode())
    large = QImage(5000, 4000, QImage.Format.Format_RGB32)  # 80 MB of points
    large.fill(QColor("navy"))
    assert len(small_photo(packed(large))) <= PHOTO_MOST
