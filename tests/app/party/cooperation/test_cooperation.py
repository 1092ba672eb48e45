"""Agreements are looked at every year; nobody holds posts that exclude each other."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import NotAllowed
from app.party.cooperation.actions.agreements import (
    end_agreement,
    prolong_agreement,
    review_agreement,
    sign_agreement,
)
from app.party.cooperation.actions.posts import Election, leave_body, put_into_body
from app.party.cooperation.errors import (
    AgreementEnded,
    CooperationFieldMissing,
    CooperationRegionWrong,
    CooperationTermWrong,
    PostEnded,
    PostsExclude,
    ReviewDayWrong,
    VotesWrong,
)
from app.party.cooperation.queries.agreements import agreement_rows, reviews_of
from app.party.cooperation.queries.posts import compound_rows, post_rows
from app.party.cooperation.rules import (
    AgreementState,
    CrossBody,
    Finding,
    Sitting,
    Verdict,
    are_apart,
    crossing,
    exclude,
    findings,
    review_due,
    state_of,
)
from tests.factories.centre import GRID, OTHER_STREET, STREET
from tests.factories.cooperation import AGREEMENT, SIGNED, post
from tests.factories.party import TODAY

_DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
_ENDS = st.none() | _DAYS


def agreements(centre, actor="officer", region=""):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return agreement_rows(session, centre.actor(actor), now=now, region=region)


def test_an_agreement_wants_its_review_runs_out_is_prolonged_and_ended(centre):
    key = centre.do("officer", sign_agreement, AGREEMENT)
    (row,) = agreements(centre)
    assert (row.partners, row.state) == ("振华小学党支部", AgreementState.REVIEW_DUE)
    for day in (SIGNED - timedelta(1), TODAY + timedelta(1)):
        with pytest.raises(ReviewDayWrong):
            centre.do("officer", review_agreement, key, 1, day, Verdict.KEPT, "好")
    with pytest.raises(CooperationFieldMissing):
        centre.do("officer", review_agreement, key, 1, TODAY, Verdict.KEPT, " ")
    centre.do("officer", review_agreement, key, 1, TODAY, Verdict.PARTLY, "少开放两次")
    (row,) = agreements(centre)
    assert (row.state, row.due_on) == (AgreementState.RUNNING, TODAY + timedelta(365))
    with pytest.raises(CooperationTermWrong):
        centre.do("officer", prolong_agreement, key, 1, SIGNED - timedelta(1))
    centre.do("officer", prolong_agreement, key, 1, TODAY + timedelta(30))
    assert agreements(centre)[0].state is AgreementState.EXPIRING
    centre.do("officer", end_agreement, key, 2, TODAY, "学校搬走")
    assert agreements(centre)[0].state is AgreementState.ENDED
    for action, given_ in (
        (review_agreement, (TODAY, Verdict.KEPT, "好")),
        (prolong_agreement, (TODAY,)),
        (end_agreement, (TODAY, "又终止")),
    ):
        with pytest.raises(AgreementEnded):
            centre.do("officer", action, key, 3, *given_)
    with centre.database.reading() as session:
        assert [each.verdict for each in reviews_of(session, key)] == [Verdict.PARTLY]


def test_what_is_not_said_or_ends_before_it_begins_is_refused(centre):
    for draft, error in (
        (replace(AGREEMENT, title=""), CooperationFieldMissing),
        (replace(AGREEMENT, partners=(" ",)), CooperationFieldMissing),
        (replace(AGREEMENT, until=SIGNED - timedelta(1)), CooperationTermWrong),
        (replace(AGREEMENT, region=GRID), CooperationRegionWrong),
        (replace(AGREEMENT, region=OTHER_STREET), NotAllowed),
    ):
        with pytest.raises(error):
            centre.do("officer", sign_agreement, draft)
    for draft, error in (
        (post("", CrossBody.OWNERS), CooperationFieldMissing),
        (post("方菊", CrossBody.OWNERS, until=SIGNED - timedelta(1)), CooperationTermWrong),
        (post("方菊", CrossBody.OWNERS, election=Election(SIGNED, 9, 8)), VotesWrong),
    ):
        with pytest.raises(error):
            centre.do("officer", put_into_body, draft)
    centre.do("officer", sign_agreement, AGREEMENT)
    assert agreements(centre, region=STREET)
    with pytest.raises(NotAllowed):
        agreements(centre, "dispatcher")


def test_nobody_holds_two_posts_that_exclude_each_other_until_one_is_left(centre):
    owner = centre.do("officer", put_into_body, post("方菊", CrossBody.OWNERS))
    for draft in (
        post("方菊", CrossBody.PROPERTY, "锦绣苑", election=None),
        post("方菊", CrossBody.OWNERS),
    ):
        with pytest.raises(PostsExclude) as refused:
            centre.do("officer", put_into_body, draft)
        assert refused.value.facts["body"] is CrossBody.OWNERS
    centre.do("officer", put_into_body, post("方菊", CrossBody.BRANCH))
    with pytest.raises(CooperationTermWrong):
        centre.do("officer", leave_body, owner, 1, SIGNED - timedelta(1))
    centre.do("officer", leave_body, owner, 1, TODAY - timedelta(1))
    with pytest.raises(PostEnded):
        centre.do("officer", leave_body, owner, 2, TODAY)
    centre.do("officer", put_into_body, post("方菊", CrossBody.PROPERTY, since=TODAY))

    with centre.database.reading() as session:
        rows = post_rows(session, centre.actor("officer"), today=TODAY)
        (compound,) = compound_rows(session, centre.actor("officer"), today=TODAY)
    assert [row.sits for row in rows] == [True, True, False]
    assert (compound.crossing, compound.findings) == (("方菊",), ())


def test_the_check_of_a_compound_names_what_is_missing():
    branch = Sitting("郝志刚", CrossBody.BRANCH, has_election=True, is_over=False)
    owner = Sitting("方菊", CrossBody.OWNERS, has_election=False, is_over=True)
    manager = Sitting("田野", CrossBody.PROPERTY, has_election=False, is_over=False)
    assert findings((branch,)) == ()
    assert findings((branch, owner, manager)) == (
        Finding.NO_BRANCH_IN_OWNERS,
        Finding.NO_BRANCH_IN_PROPERTY,
        Finding.NO_ELECTION,
        Finding.TERM_OVER,
    )
    assert crossing((branch, owner, manager)) == ()


def test_excluding_is_the_same_both_ways():
    for one, other in product(CrossBody, repeat=2):
        assert exclude(one, other) == exclude(other, one)
    assert sum(exclude(one, other) for one, other in product(CrossBody, repeat=2)) == 7


@given(_DAYS, _ENDS, _DAYS, _ENDS)
def test_terms_are_apart_when_no_day_is_in_both(since, until, other, other_until):
    ends = [day for day in (until, other_until) if day is not None]
    begins, last = max(since, other), min(ends, default=date.max)

    assert are_apart(since, until, other, other_until) == (last < begins) or (
        (until is not None and until < since) or (other_until is not None and other_until < other)
    )


@given(_DAYS, _DAYS, _ENDS, st.integers(1, 365))
def test_an_agreement_never_runs_quietly_past_its_end_or_its_review(today, signed, until, warn):
    due = review_due(signed, None)
    state = state_of(today, due, until, None, warn_days=warn)

    if state is AgreementState.RUNNING:
        assert due > today
        assert until is None or until > today
