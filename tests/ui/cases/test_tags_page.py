"""The list of tags: added, renamed, made one, retired, brought back; and tags at one case."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.tags import add_tag, mark_case
from tests.factories.centre import STREET
from ui.cases.aids.tag_form import TagForm
from ui.cases.aids.tags_page import TagsPage
from ui.core.chips import Chip
from ui.core.dialogs import ConsequenceDialog


def names(page) -> list[str]:
    return [row.name for row in page.model.rows]


@pytest.fixture
def tags_page(embedded_centre, sit, show, settle, qtbot):
    """Open the list of tags as somebody sees it."""

    def opened(centre=embedded_centre, role="director"):
        seat = sit(centre, role)
        page = show(TagsPage(seat.desk))
        settle(seat)
        page.activateWindow()
        page.table.setFocus()
        return seat, page

    return opened


def form_of(page, qtbot) -> TagForm:
    qtbot.waitUntil(lambda: any(f.isVisible() for f in page.findChildren(TagForm)))
    form = next(f for f in page.findChildren(TagForm) if f.isVisible())
    qtbot.waitUntil(form.do_button.isEnabled)
    return form


def save(form, qtbot) -> None:
    qtbot.mouseClick(form.do_button, Qt.MouseButton.LeftButton)


def test_a_word_is_added_for_the_street(centre, tags_page, qtbot):
    _, page = tags_page(centre)

    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = form_of(page, qtbot)
    homes = [form.home.itemText(at) for at in range(form.home.count())]
    form.word.setText("汛期")
    save(form, qtbot)

    qtbot.waitUntil(lambda: names(page) == ["汛期"])
    assert homes == ["柳溪街道"]
    assert page.model.rows[0].region == STREET


@pytest.mark.parametrize(("typed", "told"), [("", 0), ("汛期", 1)])
def test_only_a_form_somebody_typed_in_is_kept_when_it_is_left(tags_page, qtbot, typed, told):
    seat, page = tags_page()
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = form_of(page, qtbot)
    if typed:
        form.word.insert(typed)

    form.reject()

    qtbot.waitUntil(seat.settled)
    assert seat.sentences == ["“新建标签”没有保存，填的内容还留着。"] * told


def test_a_number_of_a_person_is_refused_beside_the_field(tags_page, qtbot):
    _, page = tags_page()
    page.create_one()
    form = form_of(page, qtbot)

    form.word.setText("13812346021")
    save(form, qtbot)

    assert "标签只说事，不说人" in form._word_field.complaint
    form.reject()


def test_renaming_to_a_word_there_is_makes_one_of_two(embedded_centre, tags_page, qtbot):
    for name in ("雨季", "汛期"):
        embedded_centre.do("director", add_tag, name, STREET)
    _, page = tags_page()
    page.table.select_key(next(row.id for row in page.model.rows if row.name == "雨季"))

    QTest.keyClick(page.table, Qt.Key.Key_E)
    form = form_of(page, qtbot)
    form.word.setText("汛期")
    save(form, qtbot)

    qtbot.waitUntil(
        lambda: (
            [(row.name, row.is_active) for row in page.model.rows]
            == [("汛期", True), ("雨季", False)]
        )
    )


def test_retiring_says_what_follows_and_can_be_taken_back(embedded_centre, tags_page, qtbot):
    flood = embedded_centre.do("director", add_tag, "汛期", STREET)
    embedded_centre.do("dispatcher", mark_case, embedded_centre.register(), (flood,))
    _, page = tags_page()
    qtbot.waitUntil(lambda: page.table.current_key() == flood)

    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    dialog = next(d for d in page.findChildren(ConsequenceDialog) if d.isVisible())
    said = dialog.accessibleDescription()
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.model.rows[0].is_active)
    page.bring_back()

    qtbot.waitUntil(lambda: page.model.rows[0].is_active)
    assert "已经贴着的 1 件留着" in said


def test_words_of_a_wider_region_are_seen_and_left_to_others(embedded_centre, tags_page, qtbot):
    embedded_centre.do("administrator", add_tag, "汛期", "990102")
    seat, page = tags_page()
    qtbot.waitUntil(lambda: page.table.current_key() is not None)

    page.rename()

    qtbot.waitUntil(lambda: bool(seat.sentences))
    assert seat.sentences == ["试验区的标签由那里管类别的人维护"]


def test_initials_narrow_the_list(embedded_centre, tags_page, qtbot):
    for name in ("汛期", "重复反映"):
        embedded_centre.do("director", add_tag, name, STREET)
    _, page = tags_page()

    page.field.setText("cffy")
    page.field.tell()

    qtbot.waitUntil(lambda: names(page) == ["重复反映"])


def chips(panel) -> list[str]:
    return [chip.text() for chip in panel.findChildren(Chip) if chip.isVisible()]


def test_a_case_is_marked_from_its_panel_and_carries_a_chip(embedded_centre, panel_of, qtbot):
    embedded_centre.do("director", add_tag, "汛期", STREET)
    case_id = embedded_centre.register()
    seat, panel = panel_of(case_id)
    opened = []
    panel.marks.opened.connect(opened.append)

    panel.open_tags()
    (dialog,) = opened
    qtbot.waitUntil(lambda: dialog.tags.shown() == ("汛期",))
    QTest.keyClick(dialog.tags.field, Qt.Key.Key_Return)
    qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: "汛期" in chips(panel))
    qtbot.waitUntil(lambda: seat.sentences == ["1124-0001 已改标签"])


def test_a_new_word_is_added_while_marking_by_who_may(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    for role, offered, hint in (
        ("dispatcher", (), "没有这个标签。新的由中心主任在“管理 › 标签”里加。"),
        ("director", ("新建“夜间施工”",), "Enter 新建并勾上"),
    ):
        seat, panel = panel_of(case_id, role)
        opened = []
        panel.marks.opened.connect(opened.append)
        panel.open_tags()
        dialog = opened[0]
        qtbot.waitUntil(seat.settled)
        dialog.tags.field.setText("夜间施工")

        assert (dialog.tags.shown(), dialog.tags.hint) == (offered, hint)
        if offered:
            QTest.keyClick(dialog.tags.field, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda dialog=dialog: dialog.tags.shown() == ("夜间施工",))
            qtbot.waitUntil(dialog.do_button.isEnabled)
            qtbot.mouseClick(dialog.do_button, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda panel=panel: "夜间施工" in chips(panel))
        else:
            dialog.reject()


def test_whoever_only_reads_a_case_is_told_so(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)
    embedded_centre.assign(case_id, unit="water")
    seat, panel = panel_of(case_id, "handler")

    panel.open_tags()

    qtbot.waitUntil(lambda: seat.sentences == ["您只看这件事，不办它，不能改标签"])
