"""A committee of the test centre: who sits, a meeting, what attacks name of them."""

from dataclasses import replace
from datetime import date, datetime
from inspect import unwrap
from uuid import UUID

from app.cases.actions.pausing import table_case
from app.cases.models import CaseFile
from app.core.actor import console
from app.core.clock import local
from app.core.ids import new_id
from app.party.conference.actions.agenda import ItemDraft
from app.party.conference.actions.meetings import Mark, MeetingDraft, call_meeting, hold_meeting
from app.party.conference.actions.resolutions import ResolutionDraft, resolve
from app.party.conference.actions.seats import SeatDraft, seat_person
from app.party.conference.models import ConferenceItem
from app.party.conference.queries.meetings import MeetingDetail, meeting_detail
from app.party.conference.rules import Body, Presence, SeatKind
from tests.factories.centre import GRID, OTHER_STREET, STREET, Centre
from tests.factories.server import Server

SINCE = date(2025, 1, 1)
SEATS = (
    ("叶建平", "柳溪街道党工委", SeatKind.FULL_TIME),
    ("苏婉", "柳溪街道党建办", SeatKind.FULL_TIME),
    ("许国强", "区中医院党委", SeatKind.PART_TIME),
    ("马琳", "柳溪派出所党支部", SeatKind.PART_TIME),
)


def seat(name: str, unit: str, kind: SeatKind, **more) -> SeatDraft:
    """Return the draft of a seat in the street's committee."""
    return replace(SeatDraft(STREET, Body.COMMITTEE, kind, name, unit, SINCE), **more)


def seated(centre: Centre) -> list[UUID]:
    """Give four people a seat in the street's committee."""
    return [centre.do("officer", seat_person, seat(*told)) for told in SEATS]


def meeting(
    starts_at: datetime, *items: ItemDraft, title: str = "大工委第三次会议"
) -> MeetingDraft:
    """Return a meeting of the street's committee."""
    return MeetingDraft(STREET, Body.COMMITTEE, title, starts_at, "三楼会议室", items)


def marks(seats: list[UUID], came: int) -> tuple[Mark, ...]:
    """Return who came: the first so many."""
    return tuple(Mark(key, Presence.PRESENT) for key in seats[:came])


def detail(centre: Centre, key: UUID, actor: str = "officer") -> MeetingDetail:
    """Return a meeting as somebody sees it."""
    with centre.database.reading() as session:
        return meeting_detail(session, centre.actor(actor), key)


def tabled_on(server: Server, who: str, region: str) -> UUID:
    """Let a case be put before the committee."""
    case = server.register(who, region=region)
    with server.database.reading() as session:
        version = session.get_one(CaseFile, case).version
    server.do(who, table_case, case, version, "请议停车位")
    server.close()
    return case


def conference_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name: a meeting that is called and one that was held with
    a resolution for the municipal unit; the next street's.
    """
    with server.database.writing(console("test")) as uow:

        def do(action, *given):
            return unwrap(action)(uow, *given, command_key=new_id())

        draft = meeting(uow.now, ItemDraft("停车怎么管"))
        elsewhere = {"region": OTHER_STREET}
        far = do(seat_person, seat("何东", "邻街", SeatKind.FULL_TIME, **elsewhere))
        do(call_meeting, replace(draft, **elsewhere))
        seats = [do(seat_person, seat(*told)) for told in SEATS]
        void = do(call_meeting, draft)
        do(hold_meeting, void, 1, ())
        void_item = uow.session.query(ConferenceItem).filter_by(meeting_id=void).one().id
        called, held = (do(call_meeting, draft) for _ in range(2))
        do(hold_meeting, held, 1, marks(seats, 4))
        order = ResolutionDraft(
            held, "划定停车线", server.units["municipal"], local(uow.now).date()
        )
        resolution = do(resolve, order)
    keys = {
        "far_seat": far,
        "near_seat": seats[0],
        "called_meeting": called,
        "held_meeting": held,
        "void_item": void_item,
        "tabled": tabled_on(server, "dispatcher", GRID),
        "far_tabled": tabled_on(server, "stranger", OTHER_STREET),
        "resolution": resolution,
    }
    return {name: str(value) for name, value in keys.items()} | {
        "municipal": str(server.units["municipal"])
    }
