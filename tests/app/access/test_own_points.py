"""What those who keep points do at their desks passes the row rules."""

from inspect import unwrap
from uuid import UUID

import psycopg
import pytest

from app.core.actor import console
from app.core.clock import local
from app.core.ids import new_id
from app.ledger.queries import statement
from app.ledger.rules import Book, holder_account
from app.party.actions.accounts import tie_account, untie_account
from app.party.points.actions import (
    RecordDraft,
    confirm,
    publish_rule,
    put_down,
    put_right,
    redeem,
)
from app.party.points.errors import PointsForOneself
from app.party.points.queries import points_of
from app.party.points.rules import CapPeriod, PointsConfirmer, PointsRule
from tests.factories.centre import STREET
from tests.factories.party import party_on
from tests.factories.points import HELP, TALK
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres

BEYOND = """INSERT INTO ledger_transfer (id, book, kind, from_id, to_id, amount, day, region, what,
ref, at, person_id, person_name) SELECT gen_random_uuid(), t.book, 'given', t.from_id, t.to_id, 1,
r.day, r.region, 'x', r.id::text, now(), t.person_id, t.person_name FROM points_record r,
ledger_transfer t WHERE r.note = '晚上' AND t.kind = 'given' LIMIT 1"""
PUT_DOWN = """INSERT INTO points_record (id, member_id, region, code, day, note, at, person_id,
person_name) SELECT gen_random_uuid(), member_id, region, code, day, '晚上', now(), person_id,
person_name FROM points_record WHERE note = '上午'"""


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server with a member in each of two streets."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def test_points_are_put_down_confirmed_handed_in_and_put_right(own):
    member = UUID(party_on(own)["member_near"])
    own.close()
    today = local(own.database.clock.now()).date()
    for rule in (TALK, HELP):
        own.do("officer", publish_rule, STREET, 0, rule)
    own.do("officer", put_down, RecordDraft(member, "talk", today))
    with own.database.writing(console("test")) as uow:  # somebody else put it down
        draft = RecordDraft(member, "help", today)
        record = unwrap(put_down)(uow, draft, command_key=new_id())
    own.do("officer", confirm, record)
    own.close()
    own.do("officer", redeem, member, 3, "洗衣液")
    with own.database.reading() as session:
        spent = statement(session, holder_account(Book.POINTS, member))[0]
    assert spent.amount == -3
    own.do("officer", put_right, spent.id, "没有领")

    database, actor = own.desk("officer")
    with database.reading() as session:
        assert points_of(session, actor, [member]) == {member: 13}
        assert points_of(session, actor, [member], today.year) == {member: 13}

    walk = PointsRule("walk", "巡查", 5, {CapPeriod.DAY: 8}, PointsConfirmer.RECORDER)
    own.do("officer", publish_rule, STREET, 0, walk)
    for note in ("上午", "下午"):
        own.do("officer", put_down, RecordDraft(member, "walk", today, note))
    with database.reading() as session:
        assert points_of(session, actor, [member]) == {member: 13 + 8}
    own.close()
    own.do("director", tie_account, member, own.keys["officer"])
    with pytest.raises(PointsForOneself):
        own.do("officer", put_down, RecordDraft(member, "walk", today, "晚"))
    own.do("director", untie_account, member)
    with own.plain("officer") as connection:
        assert connection.execute(PUT_DOWN).rowcount == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(BEYOND)
    own.close()
