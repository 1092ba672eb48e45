"""Very many made-up cases: as many as asked for, each word in as many as it is said to be."""

import sqlalchemy as sa

from app.cases.models import CaseAudience, CaseFile
from app.cases.numbers import is_case_number
from app.cases.rules import OPEN_STATES
from app.core.actor import console
from app.demo.many import fill_with_many, planted
from tests.app.demo.small import small_street

CASES = 2_000


def test_many_cases_are_what_they_are_said_to_be(database, clock):
    with small_street():
        fill_with_many(database, CASES, clock_now=clock.now())

    with database.reading() as session:
        cases = session.scalars(sa.select(CaseFile)).all()
        heard = session.scalar(sa.select(sa.func.count()).select_from(CaseAudience))
    made = [case for case in cases if case.received_at < clock.now()]
    assert len(made) >= CASES
    assert all(is_case_number(case.number) for case in made if case.number)
    assert 10 < sum(case.state in OPEN_STATES for case in made) < CASES * 0.1
    assert heard is not None
    assert heard > CASES * 0.9
    for word, each in planted().items():
        holding = [case for case in cases if word in case.text]
        assert len(holding) == len(range(each // 2, CASES, each)), word


def test_the_planted_words_stand_in_no_other_text(embedded_database, clock):
    with small_street():
        fill_with_many(embedded_database, 1, clock_now=clock.now())

    with embedded_database.writing(console("test")) as uow:
        for word in planted():
            either = sa.or_(CaseFile.text.contains(word), CaseFile.title.contains(word))
            assert uow.session.scalars(sa.select(CaseFile.id).where(either)).all() == []
