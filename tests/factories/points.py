"""Points on a server, for what attacks name."""

from uuid import UUID

from app.core.clock import local
from app.ledger.rules import AccountKind, Book, holder_account, house_account
from app.party.points.actions import RecordDraft, publish_rule, put_down
from app.party.points.rules import PointsConfirmer, PointsRule
from tests.factories.centre import STREET
from tests.factories.server import Server

TALK = PointsRule("talk", "政策宣传", 5, {}, PointsConfirmer.RECORDER)
HELP = PointsRule("help", "助老服务", 8, {}, PointsConfirmer.SECOND)


def points_on(server: Server, member: UUID) -> dict[str, str]:
    """Let a member have five points, and eight more that wait for a second person."""
    today = local(server.database.clock.now()).date()
    for rule in (TALK, HELP):
        server.do("officer", publish_rule, STREET, 0, rule)
    server.do("officer", put_down, RecordDraft(member, "talk", today))
    record = server.do("officer", put_down, RecordDraft(member, "help", today))
    server.close()
    return {
        "waiting_record": str(record),
        "points_account": str(holder_account(Book.POINTS, member)),
        "issued_account": str(house_account(Book.POINTS, AccountKind.ISSUED, STREET)),
    }
