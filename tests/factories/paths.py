"""Short ways along the side paths of a case, for tests."""

from datetime import timedelta

from app.cases.actions.handle import Step
from app.cases.actions.pausing import Pausing
from app.cases.chores import draw_calls
from app.cases.due import wrong_due_times

ROOF = "E01-001"  # 违法搭建: 15 working days


def kinds(centre, case_id):
    return [event.kind for event in centre.card(case_id).events]


def step(centre, actor, action, case_id, note="好了", **more):
    return centre.do(actor, action, Step(case_id, centre.version(case_id), note, **more))


def at_work(centre, **given):
    """Return a case that the handler has signed for."""
    case_id = centre.register(**given)
    centre.assign(case_id)
    centre.sign_for(case_id)
    return case_id


def pausing(centre, case_id, kind, reason="等配件", **more):
    return Pausing(case_id, centre.version(case_id), kind, reason, **more)


def right_due_times(centre, case_id):
    with centre.database.reading() as session:
        return not wrong_due_times(session, (case_id,), centre.database.clock.now())


def finished(centre, **given):
    case_id = at_work(centre, **given)
    centre.finish(case_id)
    return case_id


def draw(centre):
    """Let be drawn who is called, once no finishing can be put right any more."""
    centre.database.clock.advance(timedelta(minutes=11))
    return draw_calls(centre.database)
