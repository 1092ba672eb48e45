"""What the officer puts down of agreements and posts passes the row rules."""

import pytest

from app.core.clock import local
from app.party.cooperation.actions.agreements import (
    end_agreement,
    prolong_agreement,
    review_agreement,
    sign_agreement,
)
from app.party.cooperation.actions.posts import leave_body, put_into_body
from app.party.cooperation.queries.agreements import agreement_rows
from app.party.cooperation.queries.posts import compound_rows
from app.party.cooperation.rules import CrossBody, Verdict
from tests.factories.cooperation import AGREEMENT, post

pytestmark = pytest.mark.postgres


def test_agreements_and_posts_are_kept_by_the_officer_and_read_by_others(own_server):
    today = local(own_server.database.clock.now()).date()
    key = own_server.do("officer", sign_agreement, AGREEMENT)
    own_server.do("officer", review_agreement, key, 1, today, Verdict.KEPT, "好")
    own_server.do("officer", prolong_agreement, key, 1, today)
    own_server.do("officer", end_agreement, key, 2, today, "到期")
    held = own_server.do("officer", put_into_body, post("方菊", CrossBody.OWNERS))
    own_server.do("officer", put_into_body, post("方菊", CrossBody.BRANCH))
    database, leader = own_server.desk("leader")
    with database.reading() as session:
        now = own_server.database.clock.now()
        (row,) = agreement_rows(session, leader, now=now)
        (compound,) = compound_rows(session, leader, today=today)
    assert (row.reason, row.may_keep, compound.crossing) == ("到期", False, ("方菊",))
    own_server.do("officer", leave_body, held, 1, today)
