"""Each search document has a key of its own, however many cases came in at one moment."""

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.cases.documents import write_documents
from app.cases.models import CaseFile
from app.cases.models.search import CaseDocument
from app.cases.rules import CaseState, Level, Source
from app.core.actor import console
from app.core.ids import new_id
from tests.factories.centre import GRID
from tests.factories.centre import MADE as MADE_BY

MADE = MADE_BY.now()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # a file has one writer
def test_two_desks_take_cases_in_in_the_same_second(centre, open_database, database_url):
    """Both documents want the key of that second; whoever comes second waits and takes the next."""
    other = replace(centre, database=open_database(database_url))
    wrote, go_on = threading.Event(), threading.Event()
    failed = []

    def slow() -> None:
        try:
            with centre.database.writing(console("test")) as uow:
                case_id = copy_of(uow.session, first)
                write_documents(uow.session, [case_id])
                wrote.set()
                go_on.wait(10)
        except sa.exc.SQLAlchemyError as error:
            failed.append(error)

    first = centre.register(text="甲")
    thread = threading.Thread(target=slow)
    thread.start()
    wrote.wait(10)
    threading.Timer(0.3, go_on.set).start()
    other.register(text="乙")  # at the same moment, by the clock of the tests
    thread.join()

    assert failed == []
    with centre.database.reading() as session:
        keys = session.scalars(sa.select(CaseDocument.id)).all()
    assert len(keys) == len(set(keys)) == 3


def copy_of(session, case_id):
    """Add a case like another one."""
    row = dict(session.execute(sa.select(CaseFile.__table__)).mappings().first())
    row |= {"id": new_id(), "number": None, "external_number": None, "receipt_code": "COPY0001"}
    session.execute(sa.insert(CaseFile.__table__).values(row))
    return row["id"]


@pytest.mark.parametrize("taken", [(), (5,), (5, 6, 7), (4, 6, 7, 9), tuple(range(40))])
def test_a_crowd_of_one_moment_is_read_in_stretches_and_every_key_is_free(
    centre, monkeypatch, taken
):
    from app.cases import documents

    monkeypatch.setattr(documents, "_CROWD", 3)
    with centre.database.writing(console("test")) as uow:
        case_id = centre_case(uow.session)
        for key in taken:
            uow.session.execute(
                sa.insert(CaseDocument).values(id=key, case_id=case_id(), content="")
            )
        crowd = documents._Crowd(uow.session)
        given = []
        for wish in (5, 5, 5, 8, 39):
            given.append(crowd.free_from(max([wish, *(key + 1 for key in given)])))
        uow.session.rollback()
        uow.changes.clear()

    assert not set(given) & set(taken)
    assert given == sorted(set(given))


def centre_case(session):
    """Return what adds a case of its own for each document."""
    counted = iter(range(1000))

    def one():
        row = {column.key: None for column in CaseFile.__table__.c}
        row |= {
            "id": new_id(),
            "receipt_code": f"T{next(counted):07d}",
            "source": Source.CALL,
            "title": "x",
            "text": "x",
            "level": Level.NORMAL,
            "state": CaseState.SUBMITTED,
            "opened_region": GRID,
            "region": GRID,
            "desk_region": GRID,
            "place": "",
            "received_at": MADE,
            "order_at": MADE,
            "is_confidential": False,
            "wants_call_back": False,
            "pause_reason": "",
            "returned_count": 0,
            "reopened_count": 0,
            "call_count": 0,
            "answers": {},
            "extra": {},
            "version": 1,
        }
        session.execute(sa.insert(CaseFile.__table__).values(row))
        return row["id"]

    return one
