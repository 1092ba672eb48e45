"""Command of the demo street: units, plans, a flood that is over, something small that goes on."""

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Role
from app.command.forces.actions.calling import (
    answer_call,
    call_units,
    heard_of,
    release_unit,
    roll_call,
)
from app.command.forces.actions.keeping import (
    DrillDraft,
    MemberDraft,
    UnitDraft,
    check_in,
    put_members,
    record_drill,
    save_unit,
)
from app.command.forces.models import UnitCall
from app.command.forces.rules import ForceKind, UnitAnswer
from app.command.incidents.actions.opening import IncidentDraft, end_incident, open_incident
from app.command.incidents.actions.plans import PlanDraft, save_plan
from app.command.incidents.actions.work import (
    FigureDraft,
    add_entry,
    make_report,
    move_task,
    note_figure,
)
from app.command.incidents.models import IncidentTask
from app.command.incidents.rules import DutyState, FigureSort
from app.command.posture.actions import PostureDraft, order_posture
from app.command.posture.rules import PostureLevel, WallScene
from app.command.rules import IncidentKind
from app.core.clock import local
from app.core.words import RESOURCES
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import StreetPlan
from app.territory.models.places import Place

PER_COMMUNITY = 3
"""A large city has 23,000 for some 160 streets (DOMAIN §15); a demo street has a third of that."""
ON_DUTY, PLACED, DRILLED = 0.7, 0.95, 0.6
FLOOD_AGO, MINOR_AGO = timedelta(days=9, hours=3), timedelta(minutes=40)
KINDS = (ForceKind.MICRO, ForceKind.MICRO, ForceKind.MICRO, ForceKind.DEFENCE, ForceKind.VOLUNTEER)
TAIL = {ForceKind.MICRO: "应急组", ForceKind.DEFENCE: "巡防队", ForceKind.VOLUNTEER: "志愿队"}


def command_incidents(
    do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random
) -> None:
    """Write units and plans down, and let two incidents happen."""
    text = (RESOURCES / "dictionaries" / "demo_command.toml").read_text("utf-8")
    told = tomllib.loads(text)
    keeper = staff.by_role[Role.DISPATCHER][0]
    director = staff.by_role[Role.DIRECTOR][0]
    plans = {}
    for each in told["plan"]:
        kind = IncidentKind(each["kind"])
        draft = PlanDraft(plan.code, kind, each["name"], each["edition"], each["steps"].strip())
        plans[kind] = do.by(director, now - timedelta(days=60))(save_plan, None, None, draft)
    do.session.flush()
    places = _places(do, plan)
    if len(places) < PER_COMMUNITY:
        return
    units = _units(do.by(keeper, now), places, told, chance)
    _flood(do, plan, staff, now, units, places[2], plans[IncidentKind.FLOOD])
    _on_duty(do, keeper, now, units, chance)
    _minor(do, staff, now, units, places[1], plans[IncidentKind.GAS])


def _places(do: Doing, plan: StreetPlan) -> Sequence[Place]:
    asked = sa.select(Place).where(
        Place.region_code.startswith(plan.code), Place.former_name_of.is_(None)
    )
    found: dict[str, list[Place]] = {}
    for place in do.session.scalars(asked.order_by(Place.region_code, Place.pinyin, Place.id)):
        of = found.setdefault(place.region_code[:12], [])
        if len(of) < PER_COMMUNITY:
            of.append(place)
    return [place for of in found.values() for place in of]


def _units(
    do: Doing, places: Sequence[Place], told: dict[str, list[str]], chance: Random
) -> list[UUID]:
    found = []
    for place in places:
        kind = chance.choice(KINDS)
        placed = chance.random() < PLACED
        draft = UnitDraft(
            region=place.region_code,
            kind=kind,
            name=f"{place.name}{TAIL[kind]}"[:60],
            place=place.name,
            people=chance.choice((2, 3, 3, 4)),
            kit=chance.choice(told["kits"]),
            skills="、".join(chance.sample(told["skills"], chance.choice((0, 1, 2)))),
            longitude=place.longitude if placed else None,
            latitude=place.latitude if placed else None,
        )
        earlier = do.by(do.who, do.at - timedelta(days=40))
        key = earlier(save_unit, None, None, draft)
        do.session.flush()
        members = tuple(
            MemberDraft(
                chance.choice(told["family"]) + chance.choice(told["given"]),
                duty,
                f"1990000{chance.randint(0, 9999):04}",
            )
            for duty in told["duties"][: draft.people]
        )
        earlier(put_members, key, members)
        if chance.random() < DRILLED:
            day = local(do.at).date() - timedelta(days=chance.randint(5, 150))
            drill = DrillDraft(day, "紧急集合", draft.people, chance.randint(3, 12))
            do.by(do.who, do.at - timedelta(days=4))(record_drill, key, drill)
        found.append(key)
    return found


def _on_duty(
    do: Doing, keeper: object, now: datetime, units: Sequence[UUID], chance: Random
) -> None:
    """Let most units check in during the last hours; the first two always."""
    for at, key in enumerate(units):
        if at < 2 or chance.random() < ON_DUTY:
            when = now - timedelta(minutes=chance.randint(50, 240))
            do.by(keeper, when)(check_in, key, 2, 12)  # type: ignore[arg-type]


def _flood(
    do: Doing,
    plan: StreetPlan,
    staff: Staff,
    now: datetime,
    units: Sequence[UUID],
    place: Place,
    plan_id: UUID,
) -> None:
    begin = now - FLOOD_AGO
    desk, director = staff.by_role[Role.DISPATCHER][0], staff.by_role[Role.DIRECTOR][0]

    def at(minutes: int) -> Doing:
        return do.by(desk, begin + timedelta(minutes=minutes))

    order = PostureDraft(
        region=plan.code,
        level=PostureLevel.IV,
        kind=IncidentKind.FLOOD,
        reason="气象台发布暴雨蓝色预警",
        limit_percent=100,
        categories=(),
        report_min=60,
        duty_least=2,
        scene=WallScene.INCIDENT,
    )
    do.by(director, begin - timedelta(minutes=20))(order_posture, order, 0)
    called = units[:3]
    for key in called:
        at(-10)(check_in, key, 2, 12)
    draft = IncidentDraft(
        region=place.region_code,
        kind=IncidentKind.FLOOD,
        title=f"{place.name}一带内涝",
        place=place.name,
        longitude=place.longitude,
        latitude=place.latitude,
        plan_id=plan_id,
    )
    incident = at(0)(open_incident, draft)
    do.session.flush()
    at(3)(call_units, incident, tuple(called))
    do.session.flush()
    calls = do.session.scalars(
        sa.select(UnitCall.id).where(UnitCall.incident_id == incident).order_by(UnitCall.number)
    ).all()
    for wait, call in zip((5, 6, 9), calls, strict=False):
        at(wait)(answer_call, call, UnitAnswer.COMING, 10)
        at(wait + 9)(answer_call, call, UnitAnswer.ARRIVED)
    at(12)(add_entry, incident, "下穿桥积水 42 厘米，还在涨")
    tasks = do.session.scalars(
        sa.select(IncidentTask)
        .where(IncidentTask.incident_id == incident)
        .order_by(IncidentTask.ordinal)
    ).all()
    for after, task in zip((12, 18, 34, 36, 38, 44, 70, 28, 80), tasks, strict=False):
        do.session.flush()
        at(after)(move_task, task.id, task.version, DutyState.DONE)
    for minutes, amount in ((30, 14), (48, 37), (75, 41)):
        figure = FigureDraft(FigureSort.MEASURE, "已转移", amount, 41)
        at(minutes)(note_figure, incident, figure)
    at(50)(note_figure, incident, FigureDraft(FigureSort.CASUALTY, "受伤", 0))
    at(52)(note_figure, incident, FigureDraft(FigureSort.NEED, "毛毯", 50, 50))
    do.session.flush()
    at(58)(make_report, incident, "转移 37 人，积水点已排 2 处，无人员伤亡。")
    at(60)(roll_call, incident)
    do.session.flush()
    for call in calls:
        at(61)(heard_of, call)
    at(100)(add_entry, incident, "雨停，积水退到 5 厘米以下")
    do.session.flush()
    at(118)(make_report, incident, "积水已退，41 人全部返家。")
    for call in calls:
        at(120)(release_unit, call)
    do.session.flush()
    at(125)(end_incident, incident, "积水退尽，恢复通行")
    back = PostureDraft(
        region=plan.code,
        level=PostureLevel.NORMAL,
        kind=IncidentKind.FLOOD,
        reason="预警解除",
        limit_percent=100,
        categories=(),
        report_min=240,
        duty_least=1,
        scene=WallScene.OVERVIEW,
    )
    do.session.flush()
    do.by(director, begin + timedelta(minutes=140))(order_posture, back, 1)
    do.session.flush()


def _minor(
    do: Doing, staff: Staff, now: datetime, units: Sequence[UUID], place: Place, plan_id: UUID
) -> None:
    """Let somebody smell gas some minutes ago: one unit is there, one has not answered."""
    begin, desk = now - MINOR_AGO, staff.by_role[Role.DISPATCHER][0]
    draft = IncidentDraft(
        region=place.region_code,
        kind=IncidentKind.GAS,
        title=f"{place.name}闻到燃气味",
        place=place.name,
        longitude=place.longitude,
        latitude=place.latitude,
        plan_id=plan_id,
    )

    def at(minutes: int) -> Doing:
        return do.by(desk, begin + timedelta(minutes=minutes))

    incident = at(0)(open_incident, draft)
    do.session.flush()
    at(2)(call_units, incident, tuple(units[:2]))
    do.session.flush()
    calls = do.session.scalars(
        sa.select(UnitCall.id).where(UnitCall.incident_id == incident).order_by(UnitCall.number)
    ).all()
    at(4)(answer_call, calls[0], UnitAnswer.COMING, 6)
    at(9)(answer_call, calls[0], UnitAnswer.ARRIVED)
    tasks = do.session.scalars(
        sa.select(IncidentTask)
        .where(IncidentTask.incident_id == incident)
        .order_by(IncidentTask.ordinal)
    ).all()
    do.session.flush()
    at(9)(move_task, tasks[0].id, tasks[0].version, DutyState.DONE)
    at(14)(move_task, tasks[1].id, tasks[1].version, DutyState.DONE)
    at(20)(move_task, tasks[2].id, tasks[2].version, DutyState.DOING)
    at(16)(note_figure, incident, FigureDraft(FigureSort.MEASURE, "已疏散", 26, 30))
    at(22)(add_entry, incident, "二楼一户灶具软管脱落，已关阀")
    at(34)(heard_of, calls[0])
    do.session.flush()
