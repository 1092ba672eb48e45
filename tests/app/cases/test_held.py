"""A transaction that writes alone: the same answers without asking the database."""

from datetime import timedelta
from inspect import unwrap
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.intake import Intake, register_case
from app.cases.due import wrong_due_times
from app.cases.held import held_case
from app.cases.models import CaseAudience, CaseFile, CasePlace
from app.cases.models.life import CaseEvent
from app.cases.rules import Source
from app.cases.scope import may_read, visible
from app.core.actor import Actor, Grant
from app.core.database import Uow, begin_alone
from app.core.errors import NotFound
from app.core.ids import new_id
from tests.factories.centre import GRID


def test_what_one_may_read_is_the_same_with_and_without_sql(centre):
    case_id = centre.register()
    centre.assign(case_id)
    with centre.database.reading() as session:
        case = session.get_one(CaseFile, case_id)
        heard = set(session.scalars(sa.select(CaseAudience.unit_id)))
        placed = set(session.scalars(sa.select(CasePlace.region)))
        for actor in _actors(case):
            by_sql = sa.select(CaseFile.id).where(CaseFile.id == case_id, visible(actor))
            assert may_read(actor, case, heard, placed) is (session.scalar(by_sql) is not None)


def _actors(case: CaseFile) -> list[Actor]:
    rights = frozenset({"cases.read"})
    region, unit = case.region, case.handling_unit_id
    grants = [
        (),
        (Grant("a", frozenset(), region=region[:9]),),
        (Grant("a", rights, region=region[:9]),),
        (Grant("a", rights, region=""),),
        (Grant("a", rights, region="99"),),
        (Grant("a", rights),),
        (Grant("a", rights, unit_id=unit),),
        (Grant("a", rights, unit_id=new_id()),),
        (Grant("a", rights, region="99", unit_id=unit),),
        (Grant("a", rights, region=region[:6], unit_id=unit),),
    ]
    people = [new_id(), case.first_contact_id]
    return [Actor(person, "t", "t", each) for each in grants for person in people] + [
        Actor(None, "t", "t", everything=True)
    ]


def register(centre, uow: Uow) -> UUID:
    intake = Intake("路口井盖不见了", Source.CALL, GRID, category="C01-003")
    return unwrap(register_case)(uow, intake, centre.database.state.pepper, command_key=new_id())


def test_alone_nothing_is_sent_before_it_is_read(centre):
    with centre.database.writing(centre.actor("dispatcher")) as uow, begin_alone(uow.session):
        case_id = register(centre, uow)
        kept = held_case(uow.session, case_id)
        assert [event.kind for event in kept.events] == ["registered"]
        assert kept.case in uow.session.new
        assert uow.session.scalar(sa.select(sa.func.count(CaseEvent.id))) == 1
        assert kept.case not in uow.session.new


def test_what_was_written_alone_is_as_if_each_step_had_been_sent(centre):
    unit = centre.units["municipal"]
    with centre.database.writing(centre.actor("dispatcher")) as uow, begin_alone(uow.session):
        case_id = register(centre, uow)
        kept = held_case(uow.session, case_id)
        later = Uow(uow.session, uow.actor, uow.now + timedelta(minutes=5))
        order = Assignment(case_id, kept.case.version, unit)
        unwrap(assign_case)(later, order, command_key=new_id())
    with centre.database.reading() as session:
        asked = sa.select(CaseEvent.ordinal, CaseEvent.kind).order_by(CaseEvent.ordinal)
        told = [tuple(row) for row in session.execute(asked)]
        assert told == [(1, "registered"), (2, "assigned")]
        assert session.get(CaseAudience, (case_id, unit)) is not None
        assert wrong_due_times(session, (case_id,), later.now) == ()


def test_alone_a_step_that_may_not_be_taken_is_refused_as_ever(centre):
    with centre.database.writing(centre.actor("dispatcher")) as uow, begin_alone(uow.session):
        case_id = register(centre, uow)
        stranger = Uow(uow.session, centre.actor("stranger"), uow.now)
        order = Assignment(case_id, 1, centre.units["municipal"])
        with pytest.raises(NotFound):
            unwrap(assign_case)(stranger, order, command_key=new_id())
