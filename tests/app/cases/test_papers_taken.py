"""What is done with papers is written down, case by case and without a personal value."""

import pytest
import sqlalchemy as sa

from app.cases.actions.papers import PAPER_TAKEN, PaperTaken, PaperUse, record_paper
from app.core.database.tables import JournalEntry
from app.core.errors import NotFound
from app.core.ids import new_id


def told(centre):
    with centre.database.reading() as session:
        asked = sa.select(JournalEntry).where(JournalEntry.action == PAPER_TAKEN)
        return list(session.scalars(asked.order_by(JournalEntry.serial)))


def test_a_paper_of_many_cases_stands_in_the_journal_of_each(centre):
    cases = tuple(centre.register() for _ in range(3))

    centre.do("dispatcher", record_paper, PaperTaken("slip", cases, PaperUse.PRINTED))

    rows, who = told(centre), centre.actor("dispatcher")
    assert [row.subject for row in rows] == [str(case) for case in cases]
    assert {(row.person_id, row.desk) for row in rows} == {(who.person_id, who.desk)}
    assert rows[0].facts == {"paper": "slip", "use": "printed", "of": 3}


def test_one_print_is_written_down_once(centre):
    case_id, key = centre.register(), new_id()
    for _ in range(2):
        with centre.database.writing(centre.actor("dispatcher")) as uow:
            taken = PaperTaken("case", (case_id,), PaperUse.SAVED)
            record_paper(uow, taken, command_key=key)

    (row,) = told(centre)
    assert row.facts == {"paper": "case", "use": "saved"}


def test_who_may_not_see_a_case_writes_nothing_of_it(centre):
    case_id = centre.register()
    with pytest.raises(NotFound):
        centre.do("stranger", record_paper, PaperTaken("slip", (case_id,), PaperUse.SHOWN))
    assert told(centre) == []
