"""Emergency units, plans and incidents of the test centre."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from app.command.forces.actions.calling import call_units
from app.command.forces.actions.keeping import (
    MemberDraft,
    UnitDraft,
    check_in,
    put_members,
    save_unit,
)
from app.command.forces.models import UnitMember
from app.command.forces.rules import ForceKind
from app.command.incidents.actions.opening import IncidentDraft, open_incident
from app.command.incidents.actions.plans import PlanDraft, save_plan
from app.command.posture.actions import PostureDraft, order_posture
from app.command.posture.rules import PostureLevel, WallScene
from app.command.rules import IncidentKind
from app.core.actor import console
from app.core.ids import new_id
from tests.factories.centre import GRID, OTHER_STREET, STREET
from tests.factories.server import Server

X, Y = 113.3, 40.08
STEP = 0.001
"""Degrees of latitude: 111 m."""
STEPS = """先期处置
下穿桥断交｜交警中队｜10
车库封门移车｜锦绣物业｜20
人员转移
敲门到户｜社区｜30"""


def unit_draft(name: str, north: int = 0, **more: object) -> UnitDraft:
    """Return a unit some steps north of the incident."""
    given: dict[str, object] = {"longitude": X, "latitude": Y + north * STEP, "kit": "手电"}
    draft = {"region": GRID, "kind": ForceKind.MICRO, "name": name, "place": "街口", "people": 3}
    return UnitDraft(**(draft | given | more))  # type: ignore[arg-type]


def on_duty(centre, name: str, north: int = 0, hours: int = 8, **more: object) -> UUID:
    """Write a unit down that is on duty."""
    key = centre.do("dispatcher", save_unit, None, None, unit_draft(name, north, **more))
    centre.do("dispatcher", check_in, key, 2, hours)
    return key


def planned(centre) -> UUID:
    """Write a plan down."""
    draft = PlanDraft(STREET, IncidentKind.FLOOD, "防汛预案", "2026-02 版", STEPS)
    return centre.do("director", save_plan, None, None, draft)


def opened(centre, title: str = "滨河路内涝", **more: object) -> UUID:
    """Begin an incident where units are measured from."""
    given = {"longitude": X, "latitude": Y} | more
    draft = IncidentDraft(GRID, IncidentKind.FLOOD, title, "滨河路 30–60 号", **given)
    return centre.do("dispatcher", open_incident, draft)


def posture(level: PostureLevel, **more: object) -> PostureDraft:
    """Return an order."""
    given: dict[str, object] = {
        "region": STREET,
        "level": level,
        "kind": IncidentKind.FLOOD,
        "reason": "暴雨红色预警",
        "limit_percent": 50,
        "categories": ("C01-003",),
        "report_min": 60,
        "duty_least": 3,
        "scene": WallScene.INCIDENT,
    }
    return PostureDraft(**(given | more))  # type: ignore[arg-type]


def ordered(centre, level: PostureLevel, seen: int = 0, **more: object) -> UUID:
    """Give an order as the director."""
    return centre.do("director", order_posture, posture(level, **more), seen)


MINUTE = timedelta(minutes=1)


def command_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name: units and incidents of both streets, an order."""
    told: dict[str, UUID] = {}
    for name, region, title in (("near", GRID, "本街内涝"), ("far", OTHER_STREET, "邻街内涝")):
        with server.database.writing(console("test")) as uow:
            draft = unit_draft(f"{title}组", region=region)
            unit = save_unit(uow, None, None, draft, command_key=new_id())
            check_in(uow, unit, 2, 8, command_key=new_id())
            people = (MemberDraft("马建国", "组长", "13812346021"),)
            put_members(uow, unit, people, command_key=new_id())
            plan = PlanDraft(region[:9], IncidentKind.FLOOD, title, "", STEPS)
            told[f"{name}_plan"] = save_plan(uow, None, None, plan, command_key=new_id())
            incident = IncidentDraft(
                region, IncidentKind.FLOOD, title, "河边", plan_id=told[f"{name}_plan"]
            )
            key = open_incident(uow, incident, command_key=new_id())
        with server.database.writing(console("test")) as uow:
            call_units(uow, key, (unit,), command_key=new_id())
        told |= {f"{name}_force": unit, f"{name}_incident": key}
    with server.database.writing(console("test")) as uow:
        order = posture(PostureLevel.IV, limit_percent=100, categories=())
        told["near_order"] = order_posture(uow, order, 0, command_key=new_id())
    with server.database.reading() as session:
        asked = sa.select(UnitMember.id).where(UnitMember.unit_id == told["near_force"])
        told["near_unit_member"] = session.scalars(asked).one()
    return {name: str(key) for name, key in told.items()}
