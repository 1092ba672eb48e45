"""Compounds and a station of the test centre."""

from datetime import date, timedelta
from uuid import UUID

from app.core.actor import console
from app.core.database import Uow
from app.core.ids import new_id
from app.party.compounds.actions import CompoundDraft, begin_matter, keep_compound
from app.party.compounds.rules import STAGES, CommitteeKind, MatterStage
from app.party.conference.actions.agenda import ItemDraft, add_item
from app.party.conference.models import ConferenceMeeting
from app.territory.actions.places import PlaceDraft, save_place
from app.territory.models.places import Place
from app.territory.rules import PlaceKind
from tests.factories.centre import GRID, OTHER_STREET, Centre
from tests.factories.party import TODAY
from tests.factories.server import Server


def placed(
    centre: Centre | Server, name: str, kind: PlaceKind = PlaceKind.COMPOUND, region: str = GRID
) -> UUID:
    """Enter a place."""
    with centre.database.writing(console("test")) as uow:
        draft = PlaceDraft(name, kind, region, 113.3, 40.08)
        return save_place(uow, draft, command_key=new_id())


def due(first: date = TODAY) -> dict[MatterStage, date]:
    """Return the last days of the stages, a week apart."""
    return {stage: first + timedelta(days=7 * at) for at, stage in enumerate(STAGES)}


def _put_on_agenda(uow: Uow, street: str, matter: UUID) -> None:
    """Let the meeting a street has called speak about a matter."""
    asked = uow.session.query(ConferenceMeeting).filter_by(region=street, state="called")
    for meeting in asked.limit(1):
        add_item(uow, meeting.id, ItemDraft(matter_id=matter), command_key=new_id())


def compounds_on(server: Server, far_branch: UUID) -> dict[str, str]:
    """Put down on a server what attacks name: compounds of both streets, a matter, a station."""
    keys = {"far_branch": far_branch, "far_home": placed(server, "邻里苑", region=OTHER_STREET)}
    keys["near_home"] = placed(server, "安居苑")
    keys["station"] = placed(server, "党群站", PlaceKind.SERVICE_STATION)
    with server.database.writing(console("test")) as uow:
        for name in ("near", "far"):
            home = keys[f"{name}_home"]
            draft = CompoundDraft(None, CommitteeKind.OWNERS, 5, 1)
            keep_compound(uow, home, None, draft, command_key=new_id())
            matter = begin_matter(uow, home, "电梯", due(), command_key=new_id())
            keys[f"{name}_matter"] = matter
            _put_on_agenda(uow, uow.session.get_one(Place, home).region_code[:9], matter)
    return {name: str(key) for name, key in keys.items()}
