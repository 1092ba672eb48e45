"""Posts are taken and given back; activities fill, line up, are attended and written down."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.attachments import prepare
from app.core.clock import local
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.shared_settings import CentreSettings
from app.party.actions.keeping import let_member_leave
from app.party.activities.actions.activities import (
    attach_to_activity,
    call_off,
    change_activity,
    open_activity_file,
    plan_activity,
    write_minutes,
)
from app.party.activities.actions.posts import (
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
from app.party.activities.errors import (
    ActivityAhead,
    ActivityBegun,
    ActivityFieldMissing,
    ActivityKindUnknown,
    ActivityNumberWrong,
    ActivityOver,
    ActivityRegionWrong,
    ActivitySmall,
    ActivityTimeWrong,
    CheckedInAlready,
    ClaimedAlready,
    ClaimEnded,
    MemberAway,
    PostClosed,
    PostFull,
    SignedOff,
    SignedUpAlready,
    StillWaiting,
    TicketUnknown,
)
from app.party.activities.queries.attendances import attendances, kinds_now, members_named
from app.party.activities.queries.months import first_shown, month_of
from app.party.activities.queries.posts import post_claims, posts_page
from app.party.activities.rules import ActivityState, CheckInWay, SignUpState, shown_ticket
from app.party.rules import Leaving
from tests.factories.activities import NAMES, POST, drafted, planned, seen, with_members
from tests.factories.centre import STREET
from tests.factories.files import photo
from tests.factories.party import TODAY


@pytest.fixture
def members(centre):
    """Four members of a branch, and those who keep activities."""
    return with_members(centre)


def states(centre, key):
    return [(one.name, one.state, one.place) for one in seen(centre, key).people]


def listed(centre, actor="party", **more):
    with centre.database.reading() as session:
        return posts_page(session, centre.actor(actor), **more).rows


def test_a_post_is_taken_by_as_many_as_are_wanted_and_given_back(centre, members):
    post = centre.do("party", add_post, POST)
    first = centre.do("party", claim_post, post, members[0])
    with pytest.raises(ClaimedAlready) as refused:
        centre.do("party", claim_post, post, members[0])
    assert refused.value.facts == {"name": NAMES[0]}
    centre.do("community", claim_post, post, members[1])
    with pytest.raises(PostFull):
        centre.do("party", claim_post, post, members[2])
    assert [(row.taken, row.lacking) for row in listed(centre)] == [(2, 0)]
    assert listed(centre, only_lacking=True) == ()
    with pytest.raises(ActivitySmall):
        centre.do("party", change_post, post, listed(centre)[0].version, replace(POST, wanted=1))

    centre.do("party", give_back, first, "搬家了")
    with pytest.raises(ClaimEnded):
        centre.do("party", give_back, first)
    centre.do("party", claim_post, post, members[2])

    with centre.database.reading() as session:
        claims = post_claims(session, centre.actor("party"), post)
    told = [(one.name, one.given_back_on is None, one.reason) for one in claims]
    assert told == [(NAMES[1], True, ""), (NAMES[2], True, ""), (NAMES[0], False, "搬家了")]


def test_a_closed_post_is_given_back_by_all_and_taken_by_nobody(centre, members):
    post = centre.do("party", add_post, POST)
    centre.do("party", claim_post, post, members[0])
    centre.do("party", close_post, post, listed(centre)[0].version)
    for action, key in ((claim_post, members[1]),):
        with pytest.raises(PostClosed):
            centre.do("party", action, post, key)
    assert listed(centre) == ()
    with centre.database.reading() as session:
        (claim,) = post_claims(session, centre.actor("party"), post)
    assert claim.given_back_on == local(centre.database.clock.now()).date()


def test_who_waits_moves_up_in_the_order_in_which_they_signed_up(centre, members):
    key = planned(centre)
    signed = [centre.do("party", sign_up, key, each) for each in members]
    waiting = SignUpState.WAITING
    assert states(centre, key)[2:] == [(NAMES[2], waiting, 1), (NAMES[3], waiting, 2)]
    assert seen(centre, key).row.state is ActivityState.FULL
    with pytest.raises(SignedUpAlready):
        centre.do("party", sign_up, key, members[3])

    assert centre.do("party", step_back, signed[0]) == 1
    assert [name for name, state, _ in states(centre, key) if state is SignUpState.SIGNED] == [
        NAMES[1],
        NAMES[2],
    ]
    centre.do("party", sign_up, key, members[0])  # again, at the end of the line
    assert states(centre, key)[2:] == [(NAMES[3], waiting, 1), (NAMES[0], waiting, 2)]
    draft = drafted(centre, capacity=4)
    row = seen(centre, key).row
    same = replace(draft, starts_at=row.starts_at, ends_at=row.ends_at)
    centre.do("party", change_activity, key, row.version, same)
    assert (seen(centre, key).row.signed, seen(centre, key).row.waiting) == (4, 0)
    with pytest.raises(ActivitySmall):
        centre.do("party", change_activity, key, row.version + 1, replace(same, capacity=3))
    with pytest.raises(Conflict):
        centre.do("party", change_activity, key, row.version, same)


def test_one_is_checked_in_once_by_list_or_by_the_number_as_it_was_scanned(centre, members):
    key = planned(centre, hours=0.5)
    signed = [centre.do("party", sign_up, key, each) for each in members]
    centre.do("community", check_in, signed[0])
    with pytest.raises(CheckedInAlready) as refused:
        centre.do("party", check_in, signed[0])
    assert (refused.value.facts["name"], refused.value.facts["by"]) == (NAMES[0], "秦月")
    second = seen(centre, key).people[1]
    typed = f"HD {shown_ticket(second.ticket)}\n"
    assert centre.do("party", check_in_by_ticket, key, typed) == signed[1]
    with pytest.raises(CheckedInAlready):
        centre.do("party", check_in_by_ticket, key, second.ticket)
    with pytest.raises(StillWaiting) as refused:
        centre.do("party", check_in, signed[3])
    assert refused.value.facts == {"name": NAMES[3], "place": 2}
    with pytest.raises(TicketUnknown):
        centre.do("party", check_in_by_ticket, key, "abc")
    with pytest.raises(CheckedInAlready):
        centre.do("party", step_back, signed[0])
    centre.do("party", step_back, signed[3])
    for action in (check_in, step_back):
        with pytest.raises(SignedOff):
            centre.do("party", action, signed[3])

    with centre.database.reading() as session:
        told = list(attendances(session, centre.actor("party")))
        later = attendances(session, centre.actor("party"), since=told[-1].checked_at + SECOND)
        assert list(later) == []
        assert list(attendances(session, centre.actor("next_party"))) == []
    assert [(one.member_id, one.kind, one.way, one.confirmed_name) for one in told] == [
        (members[0], "志愿服务", CheckInWay.LIST, "秦月"),
        (members[1], "志愿服务", CheckInWay.CODE, "苏婉"),
    ]


SECOND = timedelta(seconds=1)


def test_nobody_is_checked_in_before_the_hour_and_minutes_close_the_list(centre, members):
    ahead, past = planned(centre), planned(centre, hours=-3)
    early = centre.do("party", sign_up, ahead, members[0])
    with pytest.raises(ActivityAhead):
        centre.do("party", check_in, early)
    with pytest.raises(ActivityAhead):
        centre.do("party", write_minutes, ahead, seen(centre, ahead).row.version, "x")
    late = centre.do("party", sign_up, past, members[0])
    centre.do("party", check_in, late)
    version = seen(centre, past).row.version
    for action, said in ((call_off, "没人来"),):
        with pytest.raises(ActivityBegun):
            centre.do("party", action, past, version, said)
    with pytest.raises(ActivityFieldMissing):
        centre.do("party", write_minutes, past, version, " \n ")
    centre.do("party", write_minutes, past, version, "走访 6 户。\n下月再去。")

    row = seen(centre, past).row
    assert (row.state, row.there, row.minutes_name) == (ActivityState.CLOSED, 1, "苏婉")
    for action, *given in (
        (sign_up, past, members[1]),
        (check_in_by_ticket, past, "000000"),
        (write_minutes, past, row.version, "再写"),
        (call_off, past, row.version, "x"),
    ):
        with pytest.raises(ActivityOver):
            centre.do("party", action, *given)
    centre.do("party", call_off, ahead, seen(centre, ahead).row.version, "下大雪")
    assert seen(centre, ahead).row.state is ActivityState.CALLED_OFF


def test_what_makes_no_sense_is_refused_in_words(centre, members):
    draft = drafted(centre)
    for wrong, error in (
        (replace(draft, title=" 　"), ActivityFieldMissing),
        (replace(draft, place=""), ActivityFieldMissing),
        (replace(draft, capacity=0), ActivityNumberWrong),
        (replace(draft, ends_at=draft.starts_at), ActivityTimeWrong),
        (replace(draft, ends_at=draft.starts_at + timedelta(days=8)), ActivityTimeWrong),
        (replace(draft, kind="打牌"), ActivityKindUnknown),
        (replace(draft, region=f"{STREET}999"), ActivityRegionWrong),
    ):
        with pytest.raises(error):
            centre.do("party", plan_activity, wrong)
    with pytest.raises(NotFound):
        centre.do("party", check_in, members[0])


def test_activities_are_kept_by_those_of_the_place_and_names_seen_by_who_reaches_them(
    centre, members
):
    for who in ("next_party", "dispatcher"):
        with pytest.raises(NotAllowed):
            centre.do(who, plan_activity, drafted(centre))
    key = planned(centre)
    centre.do("party", sign_up, key, members[0])
    assert seen(centre, key, "next_party").people[0].name == ""
    assert not seen(centre, key, "next_party").row.may_keep
    with pytest.raises(NotAllowed):
        seen(centre, key, "dispatcher")
    with centre.database.reading() as session:
        actor = centre.actor("party")
        named = members_named(session, actor, "ye")
        assert [one.name for one in named] == [NAMES[0]]
        assert members_named(session, centre.actor("next_party"), "叶") == ()
        version = named and seen(centre, key)
        assert version
        assert "助老" in kinds_now(session, centre.database.clock.now()).posts
    gone = members[1]
    centre.do("officer", let_member_leave, gone, 1, Leaving.TRANSFERRED, TODAY)
    with pytest.raises(MemberAway):
        centre.do("party", sign_up, key, gone)


def test_a_month_is_shown_on_six_whole_weeks_with_its_counts_and_photos(centre, members, tmp_path):
    key = planned(centre)
    centre.do("party", sign_up, key, members[0])
    now = centre.database.clock.now()
    day = local(now + timedelta(hours=26)).date()
    with centre.database.reading() as session:
        actor = centre.actor("party")
        (row,) = month_of(session, actor, day.year, day.month, now=now, region=STREET)
        assert (row.id, row.signed, row.state) == (key, 1, ActivityState.OPEN)
        assert month_of(session, actor, day.year - 1, day.month, now=now) == ()
    assert first_shown(2026, 11).isoformat() == "2026-10-26"
    assert first_shown(2027, 2).isoformat() == "2027-02-01"
    picture = prepare(photo(), "现场.jpg", settings=CentreSettings())
    file = centre.do("party", attach_to_activity, key, picture)
    assert [each.id for each in seen(centre, key).files] == [file]
    actor = centre.actor("party")
    path = open_activity_file(centre.database, actor, key, file, folder=tmp_path)
    assert path.exists()
