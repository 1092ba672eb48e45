"""What those who keep posts and activities do at their desks passes the row rules."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.core.attachments import list_attachments, prepare
from app.core.shared_settings import CentreSettings
from app.party.activities.actions.activities import (
    attach_to_activity,
    call_off,
    change_activity,
    plan_activity,
    write_minutes,
)
from app.party.activities.actions.posts import (
    PostDraft,
    add_post,
    change_post,
    claim_post,
    close_post,
    give_back,
)
from app.party.activities.actions.signing import (
    check_in,
    check_in_by_ticket,
    sign_up,
    step_back,
)
from app.party.activities.actions.taking_back import take_back_check_in
from app.party.activities.models import Activity, ActivitySignUp, ServicePost
from app.party.activities.queries.activity import activity_detail
from app.party.activities.queries.attendances import attendances, members_named
from app.party.activities.queries.posts import posts_page
from app.party.points.actions import publish_rule
from app.party.points.attendance import count_attendances, proposed
from app.party.points.queries import points_of
from app.party.points.rules import PointsConfirmer
from tests.factories.activities import drafted
from tests.factories.centre import STREET
from tests.factories.files import photo
from tests.factories.party import party_on
from tests.factories.points import HELP
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server with members whose activities are written to."""
    server = build_server(cluster, cluster.create(postgres_template))
    server.keys |= {name: UUID(key) for name, key in party_on(server).items() if "member" in name}
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def version_of(server, table, key):
    with server.database.reading() as session:
        return session.get_one(table, key).version


def test_an_activity_is_planned_filled_attended_and_written_down(own):
    draft = drafted(own, hours=-3, region=STREET)
    key = own.do("officer", plan_activity, draft)
    signed = own.do("officer", sign_up, key, own.keys["member_near"])
    own.do("officer", step_back, signed)
    own.do("officer", sign_up, key, own.keys["member_near"])
    changed = replace(draft, capacity=1, note="带证件")
    own.do("director", change_activity, key, version_of(own, Activity, key), changed)
    with own.database.reading() as session:
        ticket = session.get_one(ActivitySignUp, signed).ticket
    own.close()
    own.do("officer", check_in_by_ticket, key, ticket)
    help_ = replace(HELP, confirmer=PointsConfirmer.RECORDER, activity_kind=draft.kind)
    own.do("officer", publish_rule, STREET, 0, help_)
    assert own.do("officer", count_attendances, (signed,)) == 1
    seen = version_of(own, ActivitySignUp, signed)
    own.do("officer", take_back_check_in, signed, seen, "点错了人")
    own.close()
    own.do("officer", check_in_by_ticket, key, ticket)
    assert own.do("officer", count_attendances, (signed,)) == 1
    picture = prepare(photo(), "现场.jpg", settings=CentreSettings())
    own.do("officer", attach_to_activity, key, picture)
    own.do("director", write_minutes, key, version_of(own, Activity, key), "到一人。")
    own.close()
    other = own.do("officer", plan_activity, drafted(own, hours=0.2, region=STREET))
    own.do("officer", check_in, own.do("officer", sign_up, other, own.keys["member_near"]))
    off = own.do("officer", plan_activity, drafted(own, region=STREET))
    own.do("director", call_off, off, 1, "下雪")

    database, actor = own.desk("officer")
    with database.reading() as session:
        now = own.database.clock.now()
        detail = activity_detail(session, actor, key, now=now)
        assert (detail.row.there, detail.people[0].name) == (1, "叶建平")
        assert len(list_attachments(session, str(key))) == 1
        assert len(list(attendances(session, actor))) == 2
        assert len(members_named(session, actor, "叶")) == 1
        member = own.keys["member_near"]
        assert points_of(session, actor, [member]) == {member: HELP.points}
        assert proposed(session, actor, now=now) == ()


def test_a_post_is_taken_given_back_and_closed(own):
    own.close()
    post = own.do("officer", add_post, PostDraft(STREET, "巡查", "安全巡查", 1))
    claim = own.do("officer", claim_post, post, own.keys["member_near"])
    own.do("director", give_back, claim, "轮换")
    own.do("officer", claim_post, post, own.keys["member_near"])
    wider = PostDraft(STREET, "巡查", "安全巡查", 2)
    own.do("officer", change_post, post, version_of(own, ServicePost, post), wider)
    own.do("director", close_post, post, version_of(own, ServicePost, post))
    database, actor = own.desk("leader")
    with database.reading() as session:
        assert posts_page(session, actor).rows == ()
