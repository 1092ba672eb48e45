"""Report-ins of a demo: as many as report in to a street, and true to their actions."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa

from app.accounts.rules import Role
from app.core.database.tables import JournalEntry
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.report_book import ReportBook
from app.demo.report_ins import MEMBERS, report_in
from app.demo.street import Community, load_street
from app.party.report_in.actions.registering import (
    ReportDraft,
    confirm_visit,
    end_report_in,
    lapse,
    register_report_in,
    review_report_in,
)
from app.party.report_in.models import CallUpAnswer, ReportFile, ReportIn, ReportInEvent
from app.party.report_in.rules import ReportKind, ReportSource, ReportState, ReportStep
from tests.factories.centre import COMMUNITY, STREET
from tests.factories.rosters import officer

OFFICER = officer()
WORKER = officer(COMMUNITY, "孙社区", Role.COMMUNITY_WORKER)


def columns(session, table, *, without=()):
    kept = [column for column in table.__table__.columns if column.name not in without]
    return [tuple(row) for row in session.execute(sa.select(*kept))]


def write_in_bulk(session, at, draft, last):
    book = ReportBook(session, at)
    course = book.register(WORKER, at, draft)
    book.confirm(course, WORKER, at + timedelta(days=1))
    book.review(course, OFFICER, at + timedelta(days=2))
    book.leave(course, OFFICER, at + timedelta(days=3), last, "调离")
    book.write(OFFICER, at, [course])


def act_one_by_one(session, at, draft, last):
    key = Doing(session, WORKER, at)(register_report_in, draft)
    session.flush()
    row = session.get_one(ReportIn, key)
    Doing(session, WORKER, at + timedelta(days=1))(confirm_visit, row.number)
    session.flush()
    done = Doing(session, OFFICER, at + timedelta(days=2))
    done(review_report_in, key, row.version, "", stays=True)
    session.flush()
    end = Doing(session, OFFICER, at + timedelta(days=3))
    if last is ReportStep.ENDED:
        end(end_report_in, key, row.version, "调离")
    else:
        end.plainly(lapse, row, "调离")
    session.flush()


@pytest.mark.parametrize("last", [ReportStep.ENDED, ReportStep.LAPSED])
def test_what_is_written_in_bulk_is_what_the_actions_write(embedded_centre, clock, last):
    at = clock.now() - timedelta(days=9)
    draft = ReportDraft(
        ReportKind.MEMBER, "蔡晓峰", "区供电所", COMMUNITY, "6021", skills=("电工", "急救")
    )
    found = []
    for write in (act_one_by_one, write_in_bulk):
        with embedded_centre.database.writing(OFFICER) as uow:
            session = uow.session
            write(session, at, draft, last)
            session.flush()
            own = JournalEntry.action.startswith("report_in.")
            asked = sa.select(*(getattr(JournalEntry, name) for name in JOURNALED)).where(own)
            found.append(
                (
                    columns(session, ReportIn, without=("id", "number")),
                    columns(session, ReportInEvent, without=("report_in_id",)),
                    [tuple(row) for row in session.execute(asked.order_by(JournalEntry.at))],
                )
            )
            session.rollback()

    assert found[0] == found[1]
    assert [len(rows) for rows in found[0]] == [1, 4, 4]


JOURNALED = ("at", "person_id", "person_name", "desk", "action", "topic", "region", "facts")


@pytest.mark.parametrize("hour", [0, 10, 23])
def test_a_street_has_its_share_of_those_who_report_in_a_district(embedded_centre, clock, hour):
    place = Community(COMMUNITY, "南塘社区", "南塘", 1, ())
    plan = replace(load_street(), communities=(place,), regions=((STREET, "柳泉街道"),))
    staff = Staff({}, {Role.PARTY_OFFICER: (OFFICER,)}, {COMMUNITY: (WORKER,)}, *(None,) * 4)
    now = clock.now().replace(hour=hour)
    with embedded_centre.database.writing(OFFICER) as uow:
        session = uow.session
        report_in(Doing(session, OFFICER, now), plan, staff, Random(1))
        session.flush()
        rows = session.scalars(sa.select(ReportIn)).all()
        events = session.scalars(sa.select(ReportInEvent)).all()
        files = session.scalars(sa.select(ReportFile).order_by(ReportFile.at)).all()
        answers = session.scalars(sa.select(CallUpAnswer)).all()
        session.expunge_all()
        session.rollback()

    members = [row for row in rows if row.kind == ReportKind.MEMBER]
    assert len(members) == MEMBERS == round(13_400 / 18)
    states = Counter(row.state for row in members)
    assert set(states) == set(ReportState)
    assert states[ReportState.CONFIRMED] > MEMBERS / 2
    assert max(each.at for each in (*events, *files, *answers)) < now
    online = {row.id: row for row in members if row.source == ReportSource.ONLINE}
    assert sum(each.taken for each in files) == len(online)
    taken = {each.at for each in files}
    for event in events:
        row = online.get(event.report_in_id)
        if row is not None and event.step == ReportStep.REGISTERED:
            assert event.at in taken
            assert row.registered_at <= event.at
            assert event.person_name == OFFICER.name
        elif event.step in (ReportStep.REGISTERED, ReportStep.CONFIRMED):
            assert event.person_name in (WORKER.name, OFFICER.name)
    by_id = {row.id: row for row in rows}
    for answer in answers:
        confirmed = by_id[answer.report_in_id].confirmed_at
        assert confirmed is not None
        assert confirmed <= answer.at
