"""Emergency units and plans at the desk."""

import pytest

from app.command.forces.actions.keeping import MemberDraft, put_members, save_unit
from app.command.forces.queries import units_page
from app.command.forces.rules import ForceView
from tests.factories.centre import MADE
from tests.factories.command import planned, unit_draft
from tests.factories.seats import press, words_of
from tests.factories.seats import sit as sit
from ui.command.forces_page import ForcesPage
from ui.command.plans_page import PlansPage


@pytest.fixture
def office(embedded_centre):
    """A unit with a member, off duty, and a plan."""
    centre = embedded_centre
    key = centre.do("dispatcher", save_unit, None, None, unit_draft("街口商铺"))
    centre.do("dispatcher", put_members, key, (MemberDraft("马建国", "组长", "13812346021"),))
    planned(centre)
    return centre


def test_a_unit_is_checked_in_drilled_and_reached(office, sit):
    seat = sit(office.database, office.actor("dispatcher"))
    page = seat.show(ForcesPage(seat.desk))
    seat.wait(lambda: page.panel.row is not None)
    seat.wait(lambda: "138****6021" in words_of(page.panel))
    page.check_in()
    seat.save(page.dialog)
    seat.wait(lambda: page.panel.row.is_on_duty)
    page.drill()
    page.dialog.topic.setText("断交演练")
    seat.save(page.dialog)
    seat.wait(lambda: "断交演练" in words_of(page.panel))
    press(page.panel.people.rows()[0].steps()["看电话"])
    page.dialog.save()
    assert "请写明为什么看" in words_of(page.dialog)
    page.dialog.reason.setText("内涝叫人")
    seat.save(page.dialog)
    seat.wait(lambda: "13812346021" in words_of(page.panel))
    page.panel.hide_phones()
    seat.wait(lambda: "13812346021" not in words_of(page.panel))
    page.add()
    seat.settle()
    page.dialog.named.setText("市场")
    page.dialog.skills.setText("水泵，电工")
    seat.save(page.dialog)
    seat.wait(lambda: page.model.rowCount() == 2)
    page.view.set_value(ForceView.NO_POSITION)
    seat.wait(lambda: page.model.rowCount() == 1)
    with office.database.reading() as session:
        rows = units_page(session, office.actor("leader"), now=MADE.now()).rows
    assert {row.skills for row in rows} == {(), ("水泵", "电工")}


def test_a_plan_is_edited_as_a_text(office, sit):
    seat = sit(office.database, office.actor("director"))
    page = seat.show(PlansPage(seat.desk))
    seat.wait(lambda: page.row is not None)
    seat.wait(lambda: "下穿桥断交" in words_of(page.steps))
    page.change()
    page.dialog.steps.setPlainText("先期处置\n断交｜交警｜很快")
    page.dialog.save()
    assert "第 2 行" in words_of(page.dialog)
    page.dialog.steps.setPlainText("先期处置\n断交｜交警｜10")
    seat.save(page.dialog)
    seat.wait(lambda: "10 分钟内" in words_of(page.steps))
    page.retire()
    seat.wait(lambda: page.rows == ())
