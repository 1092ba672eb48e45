"""Merging in the windows: from the queue, from the panel; the family under the facts."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.actions.families import Joining, merge_cases
from app.cases.family_chores import find_pairs
from app.cases.queries.likely import told_apart
from app.cases.queries.proposed import proposed_pairs
from app.cases.rules import EventKind
from tests.factories.paths import kinds
from tests.ui.cases.bulk_hands import select, shown
from tests.ui.cases.forms import WORDS, cases, fill
from tests.ui.cases.panels import said
from ui.cases.family.bulk_merging import BulkMergeDialog
from ui.cases.family.merge_dialog import MergeDialog
from ui.cases.queue_columns import family_text


def merged(centre, lead, *cases):
    joining = tuple(Joining(each, centre.version(each)) for each in cases)
    centre.do("dispatcher", merge_cases, lead, joining, "")


def test_rows_of_the_queue_are_merged_under_the_one_that_was_chosen(
    embedded_centre, rows_at_queue, qtbot
):
    centre = embedded_centre
    cases = [centre.register(text=title) for title in ("甲", "乙", "丙")]
    _seat, page, dialogs = rows_at_queue(centre)
    select(page, qtbot, "甲", "乙", "丙")
    assert "merge" in shown(page)

    QTest.keyClick(page.table, Qt.Key.Key_J)
    (dialog,) = dialogs
    assert isinstance(dialog, BulkMergeDialog)
    dialog.choices[1].setChecked(True)
    dialog.save()

    qtbot.waitUntil(lambda: centre.card(cases[0]).follows)
    assert [each.id for each in centre.card(cases[0]).family] == [cases[1], cases[0], cases[2]]
    qtbot.waitUntil(lambda: any(row.followers for row in page.model.rows))
    told = {row.title: family_text(row) for row in page.model.rows}
    assert told["乙"] == "牵头，另有 2 件并入"
    assert told["甲"] == "已并案，随牵头件办理"


def at_night(centre, count=2):
    """Return cases of one matter, as the night has found them to be."""
    point = {"longitude": 112.58, "latitude": 37.86}
    cases = [centre.register(**point) for _ in range(count)]
    find_pairs(centre.database)
    return cases


def test_what_the_night_found_is_merged_from_the_panel_and_the_first_leads(
    embedded_centre, panel_of, qtbot
):
    centre = embedded_centre
    first, second = at_night(centre)
    _seat, panel = panel_of(second)
    section = panel.body.proposed
    qtbot.waitUntil(lambda: len(section.lines) == 1)
    assert "同类" in section.lines[0].detail

    section.lines[0].merge_button.click()

    qtbot.waitUntil(lambda: centre.card(second).follows)
    assert [each.id for each in centre.card(second).family] == [first, second]
    qtbot.waitUntil(section.isHidden)


def test_two_matters_are_told_apart_in_the_panel_and_not_proposed_again(
    embedded_centre, panel_of, qtbot
):
    centre = embedded_centre
    first, second = at_night(centre)
    _seat, panel = panel_of(first)
    section = panel.body.proposed
    qtbot.waitUntil(lambda: len(section.lines) == 1)

    section.lines[0].apart_button.click()

    qtbot.waitUntil(section.isHidden)
    with centre.database.reading() as session:
        assert told_apart(session, first) == {second}
        assert proposed_pairs(session, centre.actor("dispatcher"), second) == ()


def test_a_stranger_is_told_of_no_pair(centre):
    first, _second = at_night(centre)

    with centre.database.reading() as session:
        assert proposed_pairs(session, centre.actor("stranger"), first) == ()
        assert len(proposed_pairs(session, centre.actor("dispatcher"), first)) == 1


def test_the_panel_offers_likely_cases_and_says_why(embedded_centre, panel_of, qtbot):
    centre = embedded_centre
    point = {"longitude": 112.58, "latitude": 37.86}
    lead = centre.register(**point)
    other = centre.register(longitude=112.5803, latitude=37.86)
    _seat, panel = panel_of(other)
    opened = []
    panel.actions_of.opened.connect(opened.append)

    panel.take_key("J")

    qtbot.waitUntil(lambda: bool(opened))
    dialog = opened[0]
    assert isinstance(dialog, MergeDialog)
    qtbot.waitUntil(lambda: dialog.lead.value() == lead)
    assert "同类，相距 26 米" in dialog.lead.list.item(0).text()
    assert "文字相似 100%" in dialog.lead.list.item(0).text()
    dialog.save()
    qtbot.waitUntil(lambda: panel.card.follows)
    assert "并案 2 件" in said(panel)
    assert "同类，相距 26 米" in said(panel)
    assert kinds(centre, lead)[-1] is EventKind.JOINED


def test_another_case_is_found_by_its_number_or_its_words(embedded_centre, panel_of, qtbot):
    centre = embedded_centre
    far = centre.register(text="北门的路灯三天不亮了。", category="X12-005")
    other = centre.register()
    _, panel = panel_of(other)
    opened = []
    panel.actions_of.opened.connect(opened.append)
    panel.take_key("J")
    qtbot.waitUntil(lambda: bool(opened))
    dialog = opened[0]
    qtbot.waitUntil(lambda: "没有相像的" in dialog.lead.says)
    dialog.save()
    assert "请选并入哪一件" in dialog.field.complaint

    dialog.lead.typed.setText("路灯")

    qtbot.waitUntil(lambda: dialog.lead.value() == far)
    dialog.lead.typed.setText("没有这样的事")
    qtbot.waitUntil(lambda: dialog.lead.value() is None)
    assert "没有找到在办的" in dialog.lead.says


def test_a_case_is_taken_out_of_its_family_with_one_press(embedded_centre, panel_of, qtbot):
    centre = embedded_centre
    lead, one, two = (centre.register(text=text) for text in ("甲", "乙", "丙"))
    merged(centre, lead, one, two)
    _seat, panel = panel_of(lead)
    lines = panel.body.family.lines
    assert [line.row.id for line in lines] == [lead, one, two]
    assert [button.text() for button in lines[1].buttons] == ["改由它牵头", "撤出"]

    qtbot.mouseClick(lines[2].buttons[1], Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(panel.body.family.lines) == 2)
    qtbot.mouseClick(panel.body.family.lines[1].buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.card.follows)
    assert [each.id for each in panel.card.family] == [one, lead]
    assert not centre.card(two).follows


def test_a_step_of_a_case_that_follows_is_refused_with_the_reason(embedded_centre, panel_of, qtbot):
    centre = embedded_centre
    lead, other = centre.register(), centre.register()
    merged(centre, lead, other)
    seat, panel = panel_of(other)

    panel.take_key("A")

    qtbot.waitUntil(lambda: bool(seat.sentences))
    assert "已并案，随牵头件办理" in seat.sentences[-1]


def test_what_is_likely_the_same_stands_beside_the_form_and_is_merged_with_one_key(
    form, ground, qtbot
):
    lead = ground.register(text=WORDS)
    _, page = form("receptionist")

    fill(page)

    qtbot.waitUntil(lambda: bool(page.likely.card.lines))
    (line,) = page.likely.card.lines
    assert line.row.id == lead
    assert "文字相似 100%" in line.why
    assert page.body.said.words.toPlainText() == WORDS
    QTest.keyClick(page, Qt.Key.Key_F7)
    assert line.hasFocus()
    QTest.keyClick(line, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: len(cases(ground)) == 2)
    new = cases(ground)[-1]
    assert new.lead_id == lead
    qtbot.waitUntil(lambda: not page.likely.card.lines)


def test_what_is_not_the_same_is_said_once_and_kept_with_the_draft(form, ground, qtbot):
    other = ground.register(text=WORDS)
    seat, page = form("receptionist")
    fill(page)
    qtbot.waitUntil(lambda: bool(page.likely.card.lines))

    QTest.keyClick(page.likely.card.lines[0], Qt.Key.Key_X)
    qtbot.waitUntil(seat.settled)
    page._keeper.flush()
    qtbot.waitUntil(seat.settled)
    _, again = form("receptionist")

    qtbot.waitUntil(lambda: bool(again.body.said.words.toPlainText()))
    assert again.likely.without == (other,)
    qtbot.waitUntil(lambda: again.likely.rests)
    assert not again.likely.card.lines
    again.save(assign=False)
    qtbot.waitUntil(lambda: len(cases(ground)) == 2)
    with ground.database.reading() as session:
        new = cases(ground)[-1]
        assert told_apart(session, new.id) == {other}
        assert new.lead_id is None
