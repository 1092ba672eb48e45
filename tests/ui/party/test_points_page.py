"""Points at the desk: put down, confirmed by another, handed in, put right, ruled after a trial."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.accounts.rules import Role
from app.core.actor import console
from app.party.activities.actions.signing import check_in, sign_up
from app.party.points.actions import RecordDraft, publish_rule, put_down
from app.party.points.queries import points_of
from app.party.points.rules import CapPeriod, PointsConfirmer, PointsRule
from tests.factories.activities import planned
from tests.factories.centre import COMMUNITY, STREET, _person
from tests.factories.lists import with_party
from tests.factories.party import TODAY, join, line, tree
from tests.factories.seats import press, words_of
from tests.factories.seats import sit as sit
from ui.core.controls import Button
from ui.party.points.came_page import CamePage
from ui.party.points.page import PointsPage
from ui.party.points.rules_page import RulesPage
from ui.party.points.waiting_page import WaitingPage
from ui.party.roster_view import RosterView

TALK = PointsRule("talk", "政策宣传", 5, {CapPeriod.DAY: 10}, PointsConfirmer.RECORDER)
HELP = PointsRule("help", "助老服务", 8, {}, PointsConfirmer.SECOND)


@pytest.fixture
def office(embedded_centre):
    """The centre with a branch, a member and two rules."""
    centre = embedded_centre
    with centre.database.writing(console("test")) as uow:
        worker = _person(uow, "秦月", Role.COMMUNITY_WORKER, region=COMMUNITY)
        centre.people["community"] = worker
    centre.units["member"] = join(centre, line(centre)[2], "叶建平")
    for rule in (TALK, HELP):
        centre.do("officer", publish_rule, STREET, 0, rule)
    return centre


def opened(office, sit, kind, actor="officer"):
    seat = sit(office.database, office.actor(actor))
    page = kind(seat.desk)
    page.seat = seat
    return seat.show(page)


def has(office):
    with office.database.reading() as session:
        key = office.units["member"]
        return points_of(session, office.actor("officer"), [key]).get(key, 0)


def test_points_are_put_down_handed_in_and_put_right_at_one_page(office, sit):
    page = opened(office, sit, PointsPage)
    assert "2026 年还没有积分" in words_of(page)
    page.field.setText("叶")
    page.field.tell()
    page.seat.wait(lambda: page.panel.row is not None)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_N)
    page.dialog.rule.set_value("talk")
    assert "每次 5 分" in words_of(page.dialog)
    page.seat.save(page.dialog)
    page.seat.wait(lambda: page.panel.row.year == 5)
    page.seat.settle()
    page.redeem()
    page.dialog.words.setText("洗衣液一瓶")
    page.dialog.points.setValue(3)
    page.seat.save(page.dialog)
    page.seat.wait(lambda: page.panel.row.left == 2)
    page.seat.settle()
    page.seat.wait(lambda: len(page.panel.lines.rows()) == 2)
    press(page.panel.lines.rows()[0].findChild(Button))
    page.dialog.save()
    assert page.dialog.words_field.complaint == "请写明原因"
    page.dialog.words.setText("没有领")
    page.seat.save(page.dialog)
    page.seat.wait(lambda: page.panel.row.left == 5)

    assert has(office) == 5
    page.seat.wait(lambda: len(page.panel.lines.rows()) == 3)
    told = [row.accessibleName() for row in page.panel.lines.rows()]
    assert [name.rsplit(" ", 1)[1] for name in told] == ["+3", "-3", "+5"]
    buttons = [each.text() for row in page.panel.lines.rows() for each in row.findChildren(Button)]
    assert buttons == ["冲正"]  # what was put right, and what put it right, stay as they are


def test_somebody_else_confirms_what_wants_two(office, sit):
    order = RecordDraft(office.units["member"], "help", TODAY, "3 号楼")
    office.do("officer", put_down, order)
    own = opened(office, sit, WaitingPage)
    own.seat.wait(lambda: own.model.rowCount() == 1)
    assert not own.yes_button.isEnabled()
    own.confirm()
    page = opened(office, sit, WaitingPage, "community")
    page.seat.wait(page.yes_button.isEnabled)
    press(page.yes_button)
    page.seat.wait(lambda: page.model.rowCount() == 0)

    assert has(office) == 8


def test_the_form_of_a_rule_tells_what_last_year_would_have_been(office, sit):
    for note in ("一", "二"):
        office.do("officer", put_down, RecordDraft(office.units["member"], "talk", TODAY, note))
    page = opened(office, sit, RulesPage)
    page.seat.wait(lambda: page.chosen() is not None)
    page.table.selectRow(1)
    page.change()
    dialog = page.dialog
    page.seat.wait(lambda: "谁都不变" in dialog.trial.text())
    dialog.points.setValue(2)
    page.seat.wait(lambda: "现在共 10 分，改后共 4 分" in dialog.trial.text())
    dialog.caps[CapPeriod.DAY].setValue(1)
    dialog.save()
    assert dialog.isVisible()
    dialog.caps[CapPeriod.DAY].setValue(0)
    page.seat.save(dialog)
    page.seat.wait(lambda: page.model.row_at(1).number == 2)

    assert page.model.row_at(1).rule.caps == {}


def test_the_roster_tells_what_a_member_earned_this_year(office, sit):
    office.do("officer", put_down, RecordDraft(office.units["member"], "talk", TODAY))
    view = opened(office, sit, RosterView)
    rows = tree(office)
    branch = next(row for row in rows if "支部" in row.name)
    view.set_organisation(branch, (branch,))
    view.seat.wait(lambda: view.model.rowCount() == 1)

    column = next(each for each in view.model.columns if each.key == "points")
    assert column.text(view.model.row_at(0)) == "5"


def test_check_ins_are_counted_at_a_page_of_their_own(office, sit):
    rule = replace(TALK, activity_kind="志愿服务")
    office.do("officer", publish_rule, STREET, 1, rule)
    with_party(office)
    activity = planned(office, hours=-3, capacity=9)
    key = office.do("party", sign_up, activity, office.units["member"])
    office.do("party", check_in, key)
    points = opened(office, sit, PointsPage)
    points.seat.wait(lambda: points.came_button.text() == "签到 1")
    page = opened(office, sit, CamePage)
    page.seat.wait(lambda: page.model.rowCount() == 1)
    assert page.chosen().rule.title == "政策宣传"
    press(page.all_button)
    page.seat.wait(lambda: page.model.rowCount() == 0)

    assert has(office) == 5
    assert page.seat.sentences[-1].startswith("记了 1 笔")
    rules = opened(office, sit, RulesPage)
    rules.seat.wait(lambda: rules.model.rowCount() == 2)
    rules.table.select_key("talk")
    rules.change()
    rules.seat.wait(lambda: rules.dialog.kind.count() > 2)
    assert rules.dialog.kind.value() == "志愿服务"
