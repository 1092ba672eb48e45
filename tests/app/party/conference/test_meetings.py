"""A committee meets: who sits, what it speaks about, who came, what came of it."""

from datetime import date, timedelta

import pytest

from app.accounts.models import Unit
from app.cases.actions.pausing import table_case
from app.core.actor import console
from app.core.attachments import prepare
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.shared_settings import CentreSettings, set_setting
from app.party.conference.actions.agenda import ItemDraft, add_item, conclude_item, drop_item
from app.party.conference.actions.meetings import (
    Mark,
    attach_to_meeting,
    call_meeting,
    cancel_meeting,
    hold_meeting,
    open_meeting_file,
    write_minutes,
)
from app.party.conference.actions.resolutions import ResolutionDraft, report_on, resolve
from app.party.conference.actions.seats import end_seat, seat_person
from app.party.conference.chores import give_back
from app.party.conference.errors import (
    AttendedTwice,
    CaseNotTabled,
    CaseOnAgenda,
    DueWrong,
    ItemElsewhere,
    ItemsOpen,
    MeetingElsewhere,
    MeetingFieldMissing,
    MeetingRegionWrong,
    MeetingTooEarly,
    NobodySits,
    NotSeated,
    OwnerInactive,
    ResolutionElsewhere,
    SeatEnded,
    SeatKindWrong,
    SeatsExclude,
    SeatTermWrong,
    VoidHasNoMinutes,
)
from app.party.conference.queries.meetings import meeting_rows
from app.party.conference.queries.resolutions import (
    own_resolutions,
    reports_of,
    resolution_rows,
)
from app.party.conference.queries.seats import seat_rows
from app.party.conference.queries.tabled import waiting_for
from app.party.conference.rules import (
    Body,
    ItemState,
    MeetingState,
    Presence,
    Quorum,
    ResolutionState,
    ResolutionStep,
    SeatKind,
    is_late,
)
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET
from tests.factories.conference import SINCE, detail, marks, meeting, seat, seated
from tests.factories.files import photo

TODAY = date(2026, 11, 24)


def now_of(centre):
    return centre.database.clock.now()


def called(centre, *items, **more):
    return centre.do("officer", call_meeting, meeting(now_of(centre), *items, **more))


def held(centre, seats, *items, came=4):
    key = called(centre, *items)
    centre.do("officer", hold_meeting, key, 1, marks(seats, came))
    return key


def put_before(centre):
    case = centre.register()
    centre.do("dispatcher", table_case, case, centre.version(case), "请大工委议停车位")
    return case


def waiting(centre, actor="officer"):
    with centre.database.reading() as session:
        return waiting_for(session, centre.actor(actor), STREET)


def test_nobody_sits_twice_in_a_body_and_terms_run_forwards(centre):
    first, *_ = seated(centre)
    wrong = (
        (seat("叶建平", "换个单位", SeatKind.PART_TIME), SeatsExclude),
        (seat("王小川", "区税务局", SeatKind.PART_TIME, until=SINCE - timedelta(1)), SeatTermWrong),
        (seat("王小川", "区税务局", SeatKind.DELEGATE), SeatKindWrong),
        (seat(" ", "区税务局", SeatKind.PART_TIME), MeetingFieldMissing),
        (seat("王小川", "区税务局", SeatKind.PART_TIME, region=GRID), MeetingRegionWrong),
    )
    for draft, error in wrong:
        with pytest.raises(error):
            centre.do("officer", seat_person, draft)
    for who in ("dispatcher", "administrator"):
        with pytest.raises(NotAllowed):
            centre.do(who, seat_person, seat("王小川", "区税务局", SeatKind.PART_TIME))
    # The same person sits in the conference as well, and again once they have left.
    other = seat("叶建平", "街道", SeatKind.DELEGATE, body=Body.CONFERENCE)
    centre.do("officer", seat_person, other)
    with pytest.raises(SeatTermWrong):
        centre.do("officer", end_seat, first, 1, SINCE - timedelta(1))
    centre.do("officer", end_seat, first, 1, TODAY - timedelta(1))
    with pytest.raises(SeatEnded):
        centre.do("officer", end_seat, first, 2, TODAY)
    again = seat("叶建平", "换个单位", SeatKind.PART_TIME, since=TODAY)
    centre.do("officer", seat_person, again)

    with centre.database.reading() as session:
        rows = seat_rows(session, centre.actor("officer"), today=TODAY)
    assert sum(row.sits for row in rows) == 5
    assert rows[-1].ended_on == TODAY - timedelta(1)


def test_a_meeting_is_called_by_who_keeps_the_body_and_only_with_members(centre):
    draft = meeting(now_of(centre))
    with pytest.raises(NobodySits):
        centre.do("officer", call_meeting, draft)
    seated(centre)
    with pytest.raises(MeetingTooEarly):
        centre.do("officer", call_meeting, meeting(now_of(centre) - timedelta(minutes=1)))
    with pytest.raises(NotAllowed):
        centre.do("stranger", call_meeting, draft)
    key = called(centre, ItemDraft("停车怎么管"))

    assert [item.title for item in detail(centre, key).items] == ["停车怎么管"]
    with centre.database.reading() as session:
        assert len(meeting_rows(session, centre.actor("director"))) == 1
        assert meeting_rows(session, centre.actor("director"), region=OTHER_STREET) == ()
        with pytest.raises(NotAllowed):
            meeting_rows(session, centre.actor("dispatcher"))
    with pytest.raises(NotFound):
        detail(centre, key, "stranger")


def test_too_few_make_a_void_meeting_whose_agenda_waits_for_the_next(centre):
    seats = seated(centre)
    void = held(centre, seats, ItemDraft("停车怎么管"), came=1)

    told = detail(centre, void)
    assert (told.row.state, told.quorum) == (MeetingState.VOID, Quorum(1, 4, 50))
    assert [each.answer for each in told.people].count(Presence.ABSENT) == 3
    with pytest.raises(VoidHasNoMinutes):
        centre.do("officer", write_minutes, void, told.row.version, "大家说了说")
    order = ResolutionDraft(void, "划线", centre.units["municipal"], TODAY)
    with pytest.raises(VoidHasNoMinutes):
        centre.do("officer", resolve, order)
    (left,) = waiting(centre)
    assert (left.title, left.came_from) == ("停车怎么管", told.row.title)

    again = called(centre, ItemDraft(carries=left.item_id))
    assert detail(centre, void).items[0].state is ItemState.CARRIED
    assert [item.title for item in detail(centre, again).items] == ["停车怎么管"]
    assert waiting(centre) == ()
    with pytest.raises(ItemElsewhere):
        centre.do("officer", add_item, again, ItemDraft(carries=left.item_id))


def test_who_came_is_put_down_once_on_the_day_and_of_those_who_sit(centre):
    first, second, *_ = seats = seated(centre)
    later = meeting(now_of(centre) + timedelta(days=2))
    ahead = centre.do("officer", call_meeting, later)
    with pytest.raises(MeetingTooEarly):
        centre.do("officer", hold_meeting, ahead, 1, marks(seats, 4))
    key = called(centre)
    twice = (*marks(seats, 2), Mark(first, Presence.DEPUTY, "副书记"))
    with pytest.raises(AttendedTwice) as refused:
        centre.do("officer", hold_meeting, key, 1, twice)
    assert refused.value.facts["name"] == "叶建平"
    with pytest.raises(NotSeated):
        centre.do("officer", hold_meeting, key, 1, (Mark(key, Presence.PRESENT),))
    with pytest.raises(Conflict):
        centre.do("officer", hold_meeting, key, 7, ())
    came = (Mark(first, Presence.PRESENT), Mark(second, Presence.DEPUTY, "副书记"))

    assert centre.do("officer", hold_meeting, key, 1, came) == MeetingState.HELD
    with pytest.raises(MeetingElsewhere):
        centre.do("officer", hold_meeting, key, 2, came)
    with pytest.raises(MeetingElsewhere):
        centre.do("officer", cancel_meeting, key, 2, "改期")


def test_the_quorum_is_that_of_the_day_the_meeting_was_called(centre):
    seats = seated(centre)
    before = called(centre)
    with centre.database.writing(console("test")) as uow:
        set_setting(uow, "conference_quorum_percent", 75, command_key=seats[0])
    after = called(centre)
    two = marks(seats, 2)

    assert centre.do("officer", hold_meeting, before, 1, two) == MeetingState.HELD
    assert centre.do("officer", hold_meeting, after, 1, two) == MeetingState.VOID


def test_a_case_put_before_the_committee_comes_back_with_its_result(centre):
    seats = seated(centre)
    case = put_before(centre)
    assert [row.title for row in waiting(centre)] == ["请大工委议停车位"]
    assert waiting(centre, "dispatcher") == ()
    key = called(centre, ItemDraft(case_id=case))
    assert waiting(centre) == ()
    with pytest.raises(CaseOnAgenda):
        called(centre, ItemDraft(case_id=case))
    with pytest.raises(CaseNotTabled):
        called(centre, ItemDraft(case_id=centre.register()))
    (item,) = detail(centre, key).items
    assert (item.title, item.subject) == ("请大工委议停车位", centre.card(case).number)
    with pytest.raises(MeetingElsewhere):
        centre.do("officer", conclude_item, item.id, 1, "还没开会")
    centre.do("officer", hold_meeting, key, 1, marks(seats, 4))
    with pytest.raises(ItemsOpen):
        centre.do("officer", write_minutes, key, detail(centre, key).row.version, "纪要")
    centre.do("officer", conclude_item, item.id, 1, "由市政划 12 个车位")
    assert centre.card(case).pause is not None

    give_back(centre.database)
    give_back(centre.database)

    assert centre.card(case).pause is None
    (back,) = detail(centre, key).items
    assert back.is_back
    event = centre.card(case).events[-1]
    assert "大工委第三次会议（2026-11-24）议定：由市政划 12 个车位" in event.note


def test_an_item_is_taken_off_and_its_case_waits_again(centre):
    seated(centre)
    case = put_before(centre)
    key = called(centre, ItemDraft(case_id=case), ItemDraft("雨棚"))
    case_item, other = detail(centre, key).items
    centre.do("officer", drop_item, case_item.id, 1)
    centre.do("officer", cancel_meeting, key, 1, "撞了防汛")

    assert [row.title for row in waiting(centre)] == ["雨棚", "请大工委议停车位"]
    assert detail(centre, key).reason == "撞了防汛"
    with pytest.raises(MeetingElsewhere):
        centre.do("officer", drop_item, other.id, 1)


def test_a_resolution_is_followed_by_its_unit_until_it_is_confirmed(centre):
    seats = seated(centre)
    key = held(centre, seats)
    municipal = centre.units["municipal"]
    with centre.database.writing(console("test")) as uow:
        uow.session.get_one(Unit, centre.units["water"]).is_active = False
    for draft, error in (
        (ResolutionDraft(key, "划线", centre.units["water"], TODAY), OwnerInactive),
        (ResolutionDraft(key, "划线", municipal, TODAY - timedelta(1)), DueWrong),
        (ResolutionDraft(key, "　", municipal, TODAY), MeetingFieldMissing),
    ):
        with pytest.raises(error):
            centre.do("officer", resolve, draft)
    order = ResolutionDraft(key, "划 12 个车位", municipal, TODAY)
    resolution = centre.do("officer", resolve, order)
    with centre.database.reading() as session:
        (mine,) = own_resolutions(session, centre.actor("handler"))
        assert own_resolutions(session, centre.actor("rival")) == ()
        assert own_resolutions(session, centre.actor("officer")) == ()
    assert (mine.text, mine.is_mine) == ("划 12 个车位", True)
    with pytest.raises(NotAllowed):
        centre.do("rival", report_on, resolution, 1, ResolutionStep.FINISHED, "好了")
    centre.do("handler", report_on, resolution, 1, ResolutionStep.PROGRESS, "看了现场")
    centre.do("handler", report_on, resolution, 1, ResolutionStep.FINISHED, "划好了")
    with pytest.raises(NotAllowed):
        centre.do("handler", report_on, resolution, 2, ResolutionStep.CONFIRMED, "好")
    centre.do("officer", report_on, resolution, 2, ResolutionStep.RETURNED, "少两个")
    centre.do("handler", report_on, resolution, 3, ResolutionStep.FINISHED, "补了两个")
    centre.do("officer", report_on, resolution, 4, ResolutionStep.CONFIRMED, "看过了")
    with pytest.raises(ResolutionElsewhere):
        centre.do("officer", report_on, resolution, 5, ResolutionStep.PROGRESS, "又来")

    with centre.database.reading() as session:
        (row,) = resolution_rows(session, centre.actor("officer"), region=STREET)
        told = reports_of(session, resolution)
        assert own_resolutions(session, centre.actor("handler")) == ()
    assert row.state is ResolutionState.DONE
    assert [each.kind for each in told][:2] == [ResolutionStep.CONFIRMED, ResolutionStep.FINISHED]


def test_minutes_and_papers_stay_with_the_meeting(centre, tmp_path):
    seats = seated(centre)
    key = held(centre, seats)
    centre.do("officer", write_minutes, key, 2, "一、听取汇报。\n二、议定划线。")
    paper = prepare(photo(), "签到表.jpg", settings=CentreSettings())
    file = centre.do("officer", attach_to_meeting, key, paper)

    told = detail(centre, key)
    assert (told.minutes.count("\n"), told.minutes_name) == (1, "苏婉")
    assert [each.id for each in told.files] == [file]
    officer = centre.actor("officer")
    assert open_meeting_file(centre.database, officer, key, file, folder=tmp_path).is_file()
    with pytest.raises(NotFound):
        open_meeting_file(centre.database, centre.actor("stranger"), key, file, folder=tmp_path)


def test_levels_have_bodies_of_their_own(centre):
    community = seat("秦月", "南塘社区党总支", SeatKind.FULL_TIME, region=COMMUNITY)
    centre.do("officer", seat_person, community)
    draft = meeting(now_of(centre))
    centre.do("officer", call_meeting, type(draft)(COMMUNITY, *_rest(draft)))
    with pytest.raises(NotAllowed):
        centre.do("officer", call_meeting, type(draft)("990102", *_rest(draft)))


def _rest(draft):
    return draft.body, draft.title, draft.starts_at, draft.place


@pytest.mark.parametrize(
    ("came", "seats", "percent", "there"),
    [(0, 0, 50, False), (2, 4, 50, True), (2, 5, 50, False), (3, 5, 50, True), (0, 3, 1, False)],
)
def test_a_quorum_is_the_share_rounded_up_and_never_nobody(came, seats, percent, there):
    assert Quorum(came, seats, percent).is_there is there


def test_a_resolution_is_late_from_the_day_after_its_last_until_it_is_reported():
    assert not is_late(ResolutionState.OPEN, TODAY, TODAY)
    assert is_late(ResolutionState.OPEN, TODAY - timedelta(1), TODAY)
    assert not is_late(ResolutionState.REPORTED, TODAY - timedelta(1), TODAY)
