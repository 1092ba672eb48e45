"""The posture in force, and who is on duty: how many at each post, and nobody's name."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.command.posture.rules import PostureLevel
from app.command.wall.figures import CentreState, DutyPost, Reading
from app.core.words import label
from ui.core.theme import current
from ui.wall.ink import BODY, RIGHT, fitting, write
from ui.wall.tile import Tile

NEVER_EMPTY = (DutyPost.LEADER, DutyPost.OFFICER)
LEAST_LINE = 40.0


class PostureTile(Tile):
    """平时 in green, 战时 in amber with its level; below it the posts."""

    reading = Reading.STATE
    icon = "ph.shield-check"

    def title(self) -> str:
        return self.tr("勤务")

    def paint_body(self, painter: QPainter, box: QRectF, value: CentreState) -> None:
        people = {each.post: each.people for each in value.duty}
        posts = [post for post in DutyPost if people.get(post) or post in NEVER_EMPTY]
        line = max(LEAST_LINE, min(56.0, box.height() * 0.55 / len(posts)))
        posts = posts[: max(1, int((box.height() - 70) / line))]
        upper = QRectF(box.x(), box.y(), box.width(), box.height() - line * len(posts))
        level = value.posture.level
        token = "ok.text" if level is PostureLevel.NORMAL else "warn.text"
        words = label(level)
        size = fitting(words, min(200.0, upper.height() * 0.8), box.width(), bold=True)
        write(painter, upper, words, size, token, bold=True)
        for place, post in enumerate(posts):
            at = QRectF(box.x(), upper.bottom() + place * line, box.width(), line)
            painter.fillRect(
                QRectF(at.x(), at.y(), at.width(), 1), current().color("border.subtle")
            )
            self._post(painter, at, post, people.get(post, 0))

    def _post(self, painter: QPainter, at: QRectF, post: DutyPost, people: int) -> None:
        write(painter, at, label(post), BODY, "text.2")
        told = self.tr("{people} 人").format(people=people) if people else self.tr("没有排")
        token = "text" if people else "warn.text"
        write(painter, at, told, 34 if people else BODY, token, bold=True, align=RIGHT)
