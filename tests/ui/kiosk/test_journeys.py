"""What visitors come for, from the first touch to the slip, by the machine's own account on a
server: guide and number; a time booked, given back, booked again and come for; a case rated.
Reporting and following stand in `test_visits`.
"""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.bootstrap.kiosk import KioskOrder
from app.cases.actions.handle import Step, finish_case, sign_for_case
from app.cases.models import CaseFile
from app.core.actor import console
from app.core.calendar_body import DayKind, DayOverride
from app.core.calendar_store import current_calendar, publish_calendar
from app.core.clock import local
from app.kiosk.ratings import take_ratings
from app.services.halls.actions.numbers import number_by_door
from app.services.halls.errors import HallClosed
from app.services.halls.models import ServiceAppointment, ServiceTicket
from app.services.halls.rules import Priority
from app.services.items.actions.editing import ItemDraft, add_item
from tests.factories.centre import STREET
from tests.factories.server import PASSWORD
from tests.factories.services import body, hall_on, open_all_day
from tests.ui.kiosk.conftest import Hall
from tests.ui.kiosk.test_booking import LAST4, book

pytestmark = pytest.mark.postgres


@pytest.fixture
def visit(kiosk_look, qtbot, own_server, tmp_path):
    """A machine before a hall that is open all day, on a server."""
    open_all_day(own_server)
    hall_on(own_server, early_min=0)
    for code, item in (("SY-1", body()), ("SB-1", body("养老认证", category="社保"))):
        own_server.do("director", add_item, ItemDraft(STREET, code, item), publish=True)
    own_server.close()
    password = tmp_path / "password"
    password.write_text(PASSWORD, "utf-8")
    hall = Hall(KioskOrder(own_server.url, "kiosk", password), tmp_path).begin()
    yield hall
    hall.leave()


def rate_one(hall, server) -> None:
    """Rate a case that was handled."""
    case_id = server.register()
    server.assign(case_id)
    for action in (sign_for_case, finish_case):
        server.do("handler", action, Step(case_id, server.version(case_id), "已处理"))
    with server.database.reading() as session:
        code = session.get_one(CaseFile, case_id).receipt_code
    hall.touch("我要评价", *code, "查一查", "联系过", "解决了", "基本满意")
    hall.shows("谢谢您")
    hall.touch("好了")
    take_ratings(server.database)
    with server.database.reading() as session:
        assert session.get_one(CaseFile, case_id).is_satisfied


def to_today(server) -> None:
    """Let what is booked be for today, whichever day it was."""
    with server.database.writing(console("test")) as uow:
        uow.session.execute(sa.update(ServiceAppointment).values(day=local(uow.now).date()))


def test_each_journey_is_gone_by_the_account_of_the_machine(visit, own_server):
    visit.touch("办事指南", "生孩子", "生育登记", "取号去办", "综合业务")
    visit.shows("您的号")
    assert "B001" in visit.words()
    visit.touch("好了")

    given_back = book(visit)
    way = ("取消预约", *given_back, "填好了", *LAST4, "填好了")
    visit.touch("好了", "办事指南", "取号、预约", *way, "取消预约")
    visit.shows("谢谢您")
    visit.touch("好了", "办事指南", "取号、预约", *way)
    assert "没有找到这个预约" in visit.words()
    visit.touch("首页")

    code = book(visit)
    to_today(own_server)
    arrive = ("约好的，来取号", *code, "填好了", *LAST4, "填好了")
    visit.touch("好了", "办事指南", "取号、预约", *arrive)
    visit.shows("您的号")
    assert "A001" in visit.words()
    visit.touch("好了")
    rate_one(visit, own_server)

    with own_server.database.reading() as session:
        states = sorted(session.scalars(sa.select(ServiceAppointment.state)))
        letters = sorted(session.scalars(sa.select(ServiceTicket.letter)))
    assert (states, letters) == (["arrived", "cancelled"], ["A", "B"])


def test_a_closed_hall_gives_no_number_whatever_the_program_says(own_server):
    keys = hall_on(own_server)
    today = local(own_server.database.clock.now()).date()
    with own_server.database.reading() as session:
        known = current_calendar(session).body
    closed = DayOverride(today, DayKind.DAY_OFF, None, "试验")
    changed = replace(known, overrides=(*known.overrides, closed))
    own_server.do("chief", publish_calendar, changed, "试验")
    own_server.close()
    database, machine = own_server.desk("kiosk")
    with pytest.raises(HallClosed), database.writing(machine) as uow:
        number_by_door(uow, keys["B"], Priority.ORDINARY)
