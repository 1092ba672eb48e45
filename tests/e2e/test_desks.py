"""The desks of those a case is asked of: the handler's own page, then the director's approvals."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Person, Unit
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import Step, sign_for_case
from app.cases.actions.intake import Intake, register_case
from app.cases.actions.pausing import Pausing
from app.cases.actions.requests import ask_pause
from app.cases.models import CaseFile
from app.cases.models.work import CaseRequest
from app.cases.rules import CaseState, Source
from app.cases.work_states import RequestKind, RequestState
from tests.e2e.office import DIRECTOR, DISPATCHER, GRID, HANDLER, PASSWORD, RECEPTIONIST, UNIT


@pytest.fixture
def person(office):
    """Return the actor behind a login."""

    def found(login):
        asked = sa.select(Person.id).where(Person.login == login)
        return office.house.actor(office.house.ask(lambda session: session.scalar(asked)))

    return found


@pytest.fixture
def assigned(office, person):
    """A case the department was given."""
    intake = Intake(text="滨河路井盖不见了。", source=Source.CALL, region=GRID, category="E01-001")
    pepper = office.database.state.pepper
    case_id = office.house.do(register_case, intake, pepper, actor=person(RECEPTIONIST))
    unit = office.house.ask(lambda session: session.scalar(unit_of(UNIT)))
    order = Assignment(case_id, version(office, case_id), unit)
    office.house.do(assign_case, order, actor=person(DISPATCHER))
    return case_id


def unit_of(name):
    return sa.select(Unit.id).where(Unit.name == name)


def version(office, case_id):
    return office.house.ask(lambda session: session.get_one(CaseFile, case_id).version)


def state_of(office, table, column, case_id):
    asked = sa.select(table.state).where(column == case_id)
    return office.house.ask(lambda session: session.scalar(asked))


def test_a_handler_signs_on_their_own_page(office, computer, assigned):
    seat = computer(office.url)
    seat.sign_in(HANDLER, PASSWORD)
    seat.press("Ctrl+2")
    seat.click_tab(seat.tabs().index("承办"))
    seat.wait_for("待签收 1")

    seat.click("签收 滨河路井盖不见了")
    seat.wait_for("待签收 0")
    seat.settle()

    assert state_of(office, CaseFile, CaseFile.id, assigned) == CaseState.SIGNED_FOR


def test_the_director_approves_by_keys_alone(office, computer, person, assigned):
    handler = person(HANDLER)
    step = Step(assigned, version(office, assigned), "收到")
    office.house.do(sign_for_case, step, actor=handler)
    order = Pausing(assigned, version(office, assigned), RequestKind.EXTENDED, "缺料", amount=2.0)
    office.house.do(ask_pause, order, actor=handler)
    seat = computer(office.url)
    seat.sign_in(DIRECTOR, PASSWORD)
    seat.wait_for("1 件等您审批")

    seat.click("去办 1 件等您审批")
    seat.wait_for("批准后，办结时限")
    seat.press("Y")
    seat.wait(seat.dialog)
    seat.write("同意")
    seat.press("Ctrl+Return")
    seat.wait(lambda: seat.dialog() is None)
    seat.wait_for("没有等您审批的")
    seat.settle()

    assert state_of(office, CaseRequest, CaseRequest.case_id, assigned) == RequestState.APPROVED
