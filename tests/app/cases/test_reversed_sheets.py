"""What was wrong is put right: by a reversing event, with all that hangs on the step."""

import pytest
import sqlalchemy as sa

from app.cases.actions.putting_right import NothingToReverse, reverse_step
from app.cases.actions.supervising import (
    SupervisionDraft,
    draft_supervision,
    issue_supervision,
    reply_supervision,
)
from app.cases.models import CaseFile
from app.cases.models.work import Supervision
from app.cases.rules import SupervisionLevel
from app.cases.work_states import SupervisionState
from app.core.ids import new_id


@pytest.fixture
def supervised(centre):
    """A case whose sheet was just issued."""
    case_id = centre.register()
    centre.assign(case_id)
    with centre.database.writing(centre.actor("director")) as uow:
        draft = SupervisionDraft(case_id, SupervisionLevel.RED, "没有回音")
        sheet = draft_supervision(uow, draft, command_key=new_id())
        version = uow.session.get_one(Supervision, sheet).version
        issue_supervision(uow, sheet, version, command_key=new_id())
    return case_id


def reverse(centre, case_id):
    with centre.database.writing(centre.actor("director")) as uow:
        reverse_step(uow, case_id, centre.version(case_id), "发错了", command_key=new_id())


def test_reversing_a_supervision_takes_its_sheet_back(centre, supervised):
    reverse(centre, supervised)

    with centre.database.reading() as session:
        sheet = session.scalars(sa.select(Supervision)).one()
        level = session.get_one(CaseFile, supervised).supervision_level
    assert (sheet.state, sheet.reply, level) == (SupervisionState.DROPPED, "发错了", None)


def test_a_sheet_that_was_answered_is_not_taken_back(centre, supervised):
    with centre.database.writing(centre.actor("handler")) as uow:
        sheet = uow.session.scalars(sa.select(Supervision)).one()
        reply_supervision(uow, sheet.id, sheet.version, "今天办", command_key=new_id())

    with pytest.raises(NothingToReverse):
        reverse(centre, supervised)
