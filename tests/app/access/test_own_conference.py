"""What those who keep a committee, and the units it gives work to, do passes the row rules."""

from datetime import UTC

import pytest

from app.cases.actions.pausing import table_case
from app.cases.models import CaseFile
from app.core.actor import system
from app.core.attachments import list_attachments, prepare
from app.core.clock import local
from app.core.shared_settings import CentreSettings
from app.party.compounds.actions import begin_matter
from app.party.conference.actions.agenda import ItemDraft, conclude_item, drop_item
from app.party.conference.actions.meetings import (
    attach_to_meeting,
    call_meeting,
    cancel_meeting,
    hold_meeting,
    write_minutes,
)
from app.party.conference.actions.resolutions import ResolutionDraft, report_on, resolve
from app.party.conference.actions.seats import end_seat, seat_person
from app.party.conference.chores import give_back_one
from app.party.conference.models import ConferenceItem, ConferenceMeeting, ConferenceResolution
from app.party.conference.queries.matters import spoken_of
from app.party.conference.queries.resolutions import own_resolutions, reports_of
from app.party.conference.queries.tabled import waiting_for
from app.party.conference.rules import MeetingState, ResolutionStep
from tests.factories.centre import STREET
from tests.factories.compounds import due, placed
from tests.factories.conference import SEATS, marks, meeting, seat
from tests.factories.files import photo
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server whose committee meets."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def version_of(server, table, key):
    with server.database.reading() as session:
        return session.get_one(table, key).version


def items_of(server, key):
    with server.database.reading() as session:
        asked = session.query(ConferenceItem).filter(ConferenceItem.meeting_id == key)
        return [row.id for row in asked.order_by(ConferenceItem.ordinal)]


def later_today(server):
    """Return the last minute of the day: it has not passed, and its day has come."""
    now = local(server.database.clock.now())
    return now.replace(hour=23, minute=59, second=59).astimezone(UTC)


def test_a_committee_meets_about_a_case_and_its_unit_carries_out_what_was_resolved(own):
    case = own.register()
    own.do("dispatcher", table_case, case, version_of(own, CaseFile, case), "请议停车位")
    own.close()
    seats = [own.do("officer", seat_person, seat(*told)) for told in SEATS]
    database, officer = own.desk("officer")
    with database.reading() as session:
        (waiting,) = waiting_for(session, officer, STREET)
        assert waiting.title == "请议停车位"
    home = placed(own, "安居苑")
    matter = own.do("officer", begin_matter, home, "加装电梯", due(later_today(own).date()))
    items = (ItemDraft(case_id=case), ItemDraft("雨棚"), ItemDraft(matter_id=matter))
    draft = meeting(later_today(own), *items)
    key = own.do("officer", call_meeting, draft)
    own.close()
    first, second, third = items_of(own, key)
    own.do("officer", drop_item, second, 1)
    assert own.do("officer", hold_meeting, key, 1, marks(seats, 3)) == MeetingState.HELD
    own.do("officer", conclude_item, first, 1, "划 12 个车位")
    own.do("officer", conclude_item, third, 1, "区里补一半")
    own.close()
    database, officer = own.desk("officer")
    with database.reading() as session:
        (told,) = spoken_of(session, officer, [matter])[matter]
        assert (told.meeting_id, told.result, told.may_open) == (key, "区里补一半", True)
    own.close()
    with own.database.writing(system("give_back")) as uow:
        give_back_one(uow, first)
    own.do("officer", write_minutes, key, version_of(own, ConferenceMeeting, key), "议定划线")
    day = local(draft.starts_at).date()
    order = ResolutionDraft(key, "划线", own.units["municipal"], day)
    resolution = own.do("officer", resolve, order)
    picture = prepare(photo(), "签到表.jpg", settings=CentreSettings())
    own.do("officer", attach_to_meeting, key, picture)
    own.close()

    handlers, handler = own.desk("handler")
    with handlers.reading() as session:
        assert [row.id for row in own_resolutions(session, handler)] == [resolution]
    own.do("handler", report_on, resolution, 1, ResolutionStep.PROGRESS, "看了现场")
    own.do("handler", report_on, resolution, 1, ResolutionStep.FINISHED, "划好了")
    own.do("officer", report_on, resolution, 2, ResolutionStep.CONFIRMED, "好")
    own.do("officer", end_seat, seats[0], 1, day)
    own.close()
    with own.database.reading() as session:
        assert session.get_one(CaseFile, case).pause is None
        assert session.get_one(ConferenceResolution, resolution).done_at is not None
        assert len(reports_of(session, resolution)) == 3
        assert len(list_attachments(session, str(key))) == 1


def test_a_meeting_is_void_or_called_off(own):
    own.close()
    for told in (("丁启华", "小学", "part_time"), ("钱玉梅", "银行", "part_time")):
        own.do("officer", seat_person, seat(*told))
    at = later_today(own)
    void, off = (own.do("officer", call_meeting, meeting(at)) for _ in range(2))
    assert own.do("officer", hold_meeting, void, 1, ()) == MeetingState.VOID
    own.do("officer", cancel_meeting, off, 1, "改期")
