"""What was held over the video network of the demo street in the last two months."""

from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from app.accounts.rules import Role
from app.accounts.scope import in_regions
from app.command.conferences.actions import (
    ConferenceDraft,
    correct_conference,
    record_conference,
)
from app.command.conferences.rules import ConferenceQuality, StationAttendance
from app.command.incidents.models import Incident
from app.core.clock import day_begins, local
from app.demo.doing import Doing
from app.demo.people import Staff
from app.territory.video.models import VideoStation
from app.territory.video.rules import VideoKind, VideoTier

HELD = (
    (58, 15, 60, "city", "市级月度研判会", "通报各区指数，要求月底前清理超时事件"),
    (51, 9, 30, "town", "网格周调度", "各社区报在办和难点，三件转部门"),
    (44, 9, 30, "town", "网格周调度", "井盖类集中排查，周五前报数"),
    (37, 9, 30, "town", "网格周调度", ""),
    (30, 15, 70, "county", "区级平安建设调度会", "欠薪隐患两日内逐户核对"),
    (23, 9, 30, "town", "网格周调度", "老旧小区飞线充电列入下周巡查"),
    (16, 9, 40, "town", "网格周调度", "议事厅排期，楼道杂物三处限期清"),
    (9, 20, 25, "town", "防汛紧急点调", "各社区值守到位，低洼点位双人双岗"),
    (6, 10, 45, "county", "区级防汛复盘", "补充水泵两台，预案增加夜间转移"),
    (2, 9, 30, "town", "网格周调度", "年底慰问名单月底前核对"),
)
"""Days ago, hour, minutes, whose, about what, with what result."""
HOSTS = {"city": "市综治中心", "county": "区综治中心"}
CAME, LATE, ABSENT = StationAttendance
LATE_SHARE, ABSENT_SHARE = 0.06, 0.04


def hold_conferences(do: Doing, staff: Staff, region: str, now: datetime, chance: Random) -> None:
    """Write down what was held; one of them is corrected afterwards."""
    keeper = staff.by_role[Role.DISPATCHER][0]
    asked = sa.select(VideoStation).where(
        VideoStation.kind == VideoKind.STATION, in_regions(VideoStation.region, (region,))
    )
    stations = do.session.scalars(asked.order_by(VideoStation.code)).all()
    hall = next((row.id for row in stations if row.tier == VideoTier.TOWN), None)
    places = [row.id for row in stations if row.tier == VideoTier.VILLAGE]
    if hall is None or not places:
        return
    ended = (Incident.ended_at.is_not(None), in_regions(Incident.region, (region,)))
    flood = do.session.scalar(sa.select(Incident.id).where(*ended).limit(1))
    for days, hour, minutes, tier, subject, result in HELD:
        day = local(now - timedelta(days=days)).date()
        begin = day_begins(day) + timedelta(hours=hour)
        end = begin + timedelta(minutes=minutes)
        own = tier == "town"
        seats = {key: _came(chance) for key in places if own or chance.random() < 0.5}
        if not own:
            seats[hall] = CAME
        flawed = chance.random() < 0.2
        draft = ConferenceDraft(
            region,
            begin,
            end,
            subject,
            seats or {places[0]: CAME},
            host_id=hall if own else None,
            host=HOSTS.get(tier, ""),
            tier=VideoTier(tier),
            result=result,
            quality=ConferenceQuality.FLAWED if flawed else ConferenceQuality.GOOD,
            faults="个别社区声音断续，换有线后好了" if flawed else "",
            incident_id=flood if "防汛紧急" in subject else None,
        )
        at = min(end + timedelta(minutes=20), now)
        key = do.by(keeper, at)(record_conference, draft)
        if flood is not None and draft.incident_id == flood:
            later = min(at + timedelta(hours=12), now)
            whole = {each: LATE if how is ABSENT else how for each, how in draft.seats.items()}
            better = ConferenceDraft(
                region,
                begin,
                end,
                subject,
                whole,
                host_id=hall,
                tier=VideoTier.TOWN,
                result=result,
                incident_id=flood,
            )
            do.by(keeper, later)(correct_conference, key, "缺席的是断电，电话里报到了", better)


def _came(chance: Random) -> StationAttendance:
    drawn = chance.random()
    if drawn < ABSENT_SHARE:
        return ABSENT
    return LATE if drawn < ABSENT_SHARE + LATE_SHARE else CAME
