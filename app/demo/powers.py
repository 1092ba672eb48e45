"""The powers the demo's street holds, and what it did with them."""

from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.rules import Role
from app.cases.actions.powers import (
    PowerDraft,
    UseDraft,
    add_power,
    note_answer,
    record_use,
)
from app.cases.power_rules import PowerKind
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import Staff

HELD_FOR = timedelta(days=400)
_HELD = (
    (PowerKind.JOINT_ENFORCEMENT, "联合执法召集权", "演示：区委编委街道职责清单第 12 项"),
    (PowerKind.APPRAISAL, "派驻机构人事考核权", "演示：区委组织部派驻人员考核办法第三条"),
    (PowerKind.COMMAND, "应急指挥调度权", "演示：区应急总体预案第二章"),
    (PowerKind.PLANNING, "规划参与和建议权", "演示：区规委会街道参与规则第五条"),
    (PowerKind.DELEGATED, "户外广告设置审批", "演示：区政府下放街道事项目录第 3 项"),
)
_USED = (
    (PowerKind.APPRAISAL, 60, "对派驻城管、市场监管干部年中考核", "组织部", "两个单位良好"),
    (PowerKind.COMMAND, 21, "强降雨调度城管、市政、派出所巡查下穿通道", "各派驻单位", "无积水伤人"),
    (PowerKind.PLANNING, 33, "建议菜市场改造增设非机动车停车区", "区规划分局", ""),
    (PowerKind.DELEGATED, 12, "审批滨河路商户店招三处", "", "准予两处，一处退回补正"),
)
_ANSWER = "采纳，设计方案增设停车区约二百平方米。"
_ANSWERED_AFTER = timedelta(days=14)


def hold_powers(do: Doing, staff: Staff, street: str, now: datetime) -> dict[PowerKind, UUID]:
    """Let the director register what the street holds; return each by its sort."""
    since = local(now).date() - HELD_FOR
    director = do.by(staff.by_role[Role.DIRECTOR][0], do.at)
    return {
        kind: director(add_power, PowerDraft(street, kind, name, basis, since))
        for kind, name, basis in _HELD
    }


def use_powers(do: Doing, staff: Staff, powers: dict[PowerKind, UUID], now: datetime) -> None:
    """Let the dispatcher put down what was done with them; whistles for joint enforcement have
    put themselves down.
    """
    today = local(now).date()
    who = staff.by_role[Role.DISPATCHER][0]
    for kind, days, matter, department, result in _USED:
        used, at = today - timedelta(days=days), now - timedelta(days=days)
        draft = UseDraft(powers[kind], used, matter, department, result=result)
        use = do.by(who, at)(record_use, draft)
        do.session.flush()
        if kind is PowerKind.PLANNING:
            later = do.by(who, at + _ANSWERED_AFTER)
            later(note_answer, use, 1, _ANSWER, used + _ANSWERED_AFTER)
