"""What is painted by hand: nothing clipped, colour by state, words for screen readers."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPixmap

from ui.core.cards import Card, ClockCard, ClockFace, Kpi, KpiTile
from ui.core.chips import Avatar, Chip, FlowRow, state_chip
from ui.core.controls import Button, KeyHint
from ui.core.marks import (
    NO_DEADLINE,
    Deadline,
    DeadlineKind,
    DeadlineMark,
    GlyphMark,
    StageGlyph,
    deadline_size,
    paint_deadline,
)
from ui.core.notices import Explained
from ui.core.states import ErrorState, IconMark, NoPermission, Skeleton, Step
from ui.core.theme import NAMES, apply_theme, current, load
from ui.core.timeline import Timeline, TimelineEntry

OVER = Deadline(DeadlineKind.OVER, "超 2 时 05 分", "11-24 10:30", 1.3, 0.77)
SUSPENDED = Deadline(DeadlineKind.SUSPENDED, "停表，剩 9 时", "等配件", 0.5)
OK = Deadline(DeadlineKind.OK, "剩 1 日 3 时", "11-25 17:30", 0.25)
WARN = Deadline(DeadlineKind.WARN, "剩 25 分", "11-24 14:30", 0.79)


@pytest.fixture(params=NAMES)
def dressed(qapp, request):
    apply_theme(qapp, load(request.param))
    yield load(request.param)
    apply_theme(qapp, load("light"))


def picture(widget):
    widget.resize(widget.sizeHint())
    return widget.grab().toImage()


def seen(image, box=None):
    area = box or image.rect()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


def painted(deadline, width=200, height=60):
    made = QPixmap(width, height)
    made.fill(current().color("bg.surface"))
    painter = QPainter(made)
    paint_deadline(painter, deadline, QRect(0, 0, width, height))
    painter.end()
    return made.toImage()


@pytest.mark.parametrize(
    ("glyph", "token"),
    [
        (StageGlyph.DASHED, "accent"),
        (StageGlyph.EMPTY, "accent"),
        (StageGlyph.QUARTER, "accent"),
        (StageGlyph.HALF, "accent"),
        (StageGlyph.THREE_QUARTERS, "accent"),
        (StageGlyph.DONE, "ok"),
        (StageGlyph.PAUSED, "sus"),
        (StageGlyph.SUPERVISED, "sup"),
        (StageGlyph.RETURNED, "warn"),
        (StageGlyph.VOID, "sus"),
    ],
)
def test_a_stage_is_a_shape_in_its_colour(qtbot, glyph, token):
    mark = GlyphMark(StageGlyph.EMPTY)
    qtbot.addWidget(mark)

    mark.set_glyph(glyph)

    assert current().color(token).name().upper() in seen(picture(mark))


def test_the_pie_fills_up_from_stage_to_stage(qtbot):
    accent = current().color("accent")

    def filled(glyph):
        mark = GlyphMark(glyph)
        qtbot.addWidget(mark)
        image = picture(mark)
        points = [(x, y) for x in range(image.width()) for y in range(image.height())]
        return sum(image.pixelColor(x, y) == accent for x, y in points)

    stages = (StageGlyph.EMPTY, StageGlyph.QUARTER, StageGlyph.HALF, StageGlyph.THREE_QUARTERS)
    amounts = [filled(glyph) for glyph in stages]

    assert amounts == sorted(set(amounts))


@pytest.mark.parametrize(
    ("deadline", "token"), [(OK, "ok"), (WARN, "warn"), (OVER, "over"), (SUSPENDED, "sus")]
)
def test_the_bar_of_a_clock_has_the_colour_of_its_state(qapp, deadline, token):
    assert current().color(token).name().upper() in seen(painted(deadline))


def bar_row(image):
    """The line of pixels through the middle of the bar, found by its track or fill."""
    grounds = {current().color(t).name() for t in ("bg.track", "ok", "warn", "over")}
    rows = [
        y
        for y in range(image.height())
        if sum(image.pixelColor(x, y).name() in grounds for x in range(image.width())) > 100
    ]
    y = rows[len(rows) // 2]
    return [image.pixelColor(x, y).name() for x in range(image.width())]


def test_the_fill_is_the_share_that_has_passed(qapp):
    line = bar_row(painted(OK))

    assert line.count(current().color("ok").name()) == pytest.approx(50, abs=3)


def test_a_tick_marks_three_quarters_until_they_have_passed(qapp):
    tick = current().color("border.control").name()

    assert bar_row(painted(OK))[150] == tick
    assert tick not in bar_row(painted(WARN))


def test_an_overdue_bar_is_full_with_a_gap_where_the_limit_was(qapp):
    line = bar_row(painted(OVER))

    assert line.count(current().color("bg.surface").name()) == 2
    assert line.index(current().color("bg.surface").name()) == pytest.approx(154, abs=2)
    assert line.count(current().color("over").name()) > 190


def test_no_clock_paints_nothing(qapp):
    assert seen(painted(NO_DEADLINE)) == {current().color("bg.surface").name().upper()}


def test_a_deadline_fits_the_size_it_asks_for(qtbot, dressed):
    mark = DeadlineMark(OVER)
    qtbot.addWidget(mark)
    asked = deadline_size(OVER)

    assert mark.sizeHint() == asked
    assert mark.accessibleName() == "超 2 时 05 分 11-24 10:30"
    left = mark.grab(QRect(0, 0, 2, 2))
    assert not left.isNull()


def test_a_deadline_keeps_its_moment_whole_when_the_cell_is_narrow(qapp):
    moment = current().font("caption")
    room = QFontMetrics(moment).horizontalAdvance(OVER.moment_text)

    def words(image):
        return image.copy(image.width() - room, 0, room, 36)  # above the bar

    assert words(painted(OVER, room + 40)) == words(painted(OVER, 240))


def test_chips_say_their_word_and_tint(qtbot, dressed):
    chips = [state_chip(kind, "按时") for kind in DeadlineKind]
    chips += [Chip("二类·紧急"), Chip("办理中", "accent", glyph=StageGlyph.HALF)]
    for chip in chips:
        qtbot.addWidget(chip)
        assert chip.text() == chip.accessibleName()
        assert len(seen(picture(chip))) > 2
    chips[0].set_chip("已超时", "over", icon="ph.warning-circle")
    assert dressed.colors.over_bg in seen(picture(chips[0]))


def test_chips_flow_into_as_many_lines_as_the_width_asks_for(qtbot):
    row = FlowRow()
    qtbot.addWidget(row)
    row.set_members(*(Chip(f"公用设施 / 雨水井盖 {n}") for n in range(4)))
    one_line = row.heightForWidth(2000)

    row.resize(200, 400)
    row.show()

    assert row.heightForWidth(200) > 3 * one_line
    places = [member.geometry() for member in row._members]
    assert all(place.right() < 200 for place in places)
    assert not any(a.intersects(b) for a in places for b in places if a is not b)
    row.set_members(Chip("一"))
    assert row.heightForWidth(200) == one_line


FACE = ClockFace("ph.timer", "办理", "将超时", "剩 25 分", "14:30 到", "限 2 紧急工作时", WARN)


def test_a_running_clock_that_is_late_has_a_loud_line(qtbot, dressed):
    card = ClockCard(FACE)
    qtbot.addWidget(card)

    top_line = seen(picture(card), QRect(30, 0, 20, 1))

    assert top_line == {dressed.colors.warn}
    assert card.accessibleName() == "办理 将超时 剩 25 分 14:30 到"


def test_a_clock_that_ended_stays_quiet(qtbot):
    card = ClockCard(FACE)
    qtbot.addWidget(card)
    card.set_face(ClockFace("ph.timer", "办理", "已超时", "用 9 时", "17:30", "限 7", OVER, False))

    assert seen(picture(card), QRect(30, 0, 20, 1)) == {current().colors.border}


def test_a_figure_opens_its_rows_by_mouse_and_keyboard(qtbot):
    tile = KpiTile(Kpi("街道将超时", "5", "最近 11-24 14:30，剩 25 分", "warn"))
    qtbot.addWidget(tile)
    tile.show()

    with qtbot.waitSignal(tile.clicked):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(tile.clicked):
        qtbot.keyClick(tile, Qt.Key.Key_Space)

    assert tile.accessibleName() == "街道将超时 5，最近 11-24 14:30，剩 25 分"
    assert current().colors.warn_text in seen(picture(tile))


ENTRIES = (
    TimelineEntry("ph.camera", "进展", "市政养护站 高海燕", "14:02·3 分钟前", "已围挡。" * 30),
    TimelineEntry("ph.pen-nib", "签收", "市政养护站", "12:47·1 小时前", good=True),
    TimelineEntry("ph.clipboard-text", "受理", "周敏", "11-23 12:30·1 天前", day="2026-11-23"),
)


def test_a_timeline_grows_as_it_gets_narrower(qtbot, dressed):
    line = Timeline(ENTRIES)
    qtbot.addWidget(line)

    heights = [line.heightForWidth(width) for width in (900, 600, 360, 240)]

    assert heights == sorted(heights)
    assert heights[0] < heights[-1]
    line.resize(360, line.heightForWidth(360))
    assert dressed.colors.ok_bg in seen(line.grab().toImage())
    assert "签收 市政养护站" in line.accessibleName()


def test_a_timeline_without_entries_is_empty(qtbot):
    line = Timeline(ENTRIES)
    qtbot.addWidget(line)
    line.set_entries(())

    assert line.heightForWidth(300) == 0


def test_a_card_says_its_finding_and_units(qtbot):
    card = Card("周四 16 时最挤：14 件同时到期", "到期件数，截至 14:05")
    qtbot.addWidget(card)
    card.add(Skeleton(2))
    card.add_to_head(KeyHint("Enter"))
    card.set_title("今天 47 件，在往常范围内")

    assert card.accessibleName() == "今天 47 件，在往常范围内"
    assert not card._aside.isVisibleTo(card)


def test_no_permission_names_the_right_and_who_gives_it(qtbot):
    asked = []
    step = Step("申请权限", lambda: asked.append(1))
    state = NoPermission("您看不到反映人电话", "个人信息查看", "中心主任", step)
    qtbot.addWidget(state)

    state.findChild(Button).click()

    assert state.accessibleName() == ("您看不到反映人电话。这要“个人信息查看”权限，中心主任能给。")
    assert asked == [1]


def test_a_person_is_marked_by_the_first_letter(qtbot):
    mark = Avatar("周敏")
    qtbot.addWidget(mark)

    assert current().colors.accent_bg in seen(picture(mark))
    assert mark.accessibleName() == "周敏"


def test_a_skeleton_paints_as_many_blocks_as_lines(qtbot, dressed):
    bones = Skeleton(3)
    qtbot.addWidget(bones)
    bones.resize(200, bones.sizeHint().height())

    column = [bones.grab().toImage().pixelColor(20, y).name() for y in range(bones.height())]
    track = dressed.colors.bg_track.lower()
    starts = [y for y in range(1, len(column)) if column[y] == track != column[y - 1]]

    assert len(starts) == 3


def test_an_icon_mark_changes_with_what_it_says(qtbot):
    mark = IconMark("ph.info", "accent")
    qtbot.addWidget(mark)

    mark.set_icon("ph.flag-fill", "over")

    assert current().colors.over in seen(picture(mark))


def test_a_clock_in_a_list_can_be_replaced(qtbot):
    mark = DeadlineMark(OVER)
    qtbot.addWidget(mark)

    mark.set_deadline(OK)

    assert current().colors.ok in seen(picture(mark))
    assert mark.accessibleName() == OK.spoken


def test_an_error_can_be_copied_for_the_administrator(qtbot):
    from ui.core.controls import Button

    state = ErrorState("没能读出事件", Explained("草稿都在。", "core.database_busy"), lambda: None)
    qtbot.addWidget(state)

    [copy] = [b for b in state.findChildren(Button) if b.text() == "复制出错信息"]
    copy.click()

    assert QGuiApplication.clipboard().text() == "core.database_busy"
