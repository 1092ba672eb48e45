"""Rounds on a server."""

from datetime import timedelta

from app.cases.rounds.actions.making import RoundDraft, record_round
from app.cases.rounds.actions.plans import PlanDraft, plan_round
from app.cases.rounds.rules import Rhythm, RoundKind
from app.core.actor import console
from app.core.clock import local
from app.core.ids import new_id
from app.territory.video.actions import StationDraft, add_station
from app.territory.video.rules import VideoKind, VideoTier
from tests.factories.centre import GRID, OTHER_STREET
from tests.factories.server import Server

HOUR = timedelta(hours=1)


def rounds_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name: a plan and a round of both streets."""
    now = server.database.clock.now()
    told = {}
    for name, region, who in (("near", GRID, "grid"), ("far", OTHER_STREET, "stranger")):
        draft = PlanDraft(
            region,
            RoundKind.WALK,
            name,
            Rhythm.DAILY,
            local(now).date() - timedelta(days=3),
            (server.keys[who],),
        )
        with server.database.writing(console("test")) as uow:
            plan = plan_round(uow, draft, command_key=new_id())
        made = RoundDraft(now - 2 * HOUR, now - HOUR, plan, person_id=server.keys[who])
        with server.database.writing(console("test")) as uow:
            told[f"{name}_round"] = record_round(uow, made, command_key=new_id())
        told[f"{name}_plan"] = plan
    camera = StationDraft("n1", "桥头", VideoKind.CAMERA, VideoTier.TOWN, GRID, None, "rtsp://h/1")
    with server.database.writing(console("test")) as uow:
        told["near_camera"] = add_station(uow, camera, command_key=new_id())
    return {name: str(key) for name, key in told.items()} | {"near_grid": GRID}
