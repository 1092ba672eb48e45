"""Files of other offices on the demo street: what came by feeds, and how it ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.core.database import Uow
from app.core.ids import new_id
from app.exchange.feeds.models import Feed, FeedFile, FeedMapping
from app.exchange.feeds.rules import FileState
from app.exchange.mapping_files import load_mapping, mapping_text


@dataclass(frozen=True, slots=True)
class _Came:
    """A file: of which feed, how long ago, how it ended; refused rows with column and reason."""

    feed: str
    name: str
    ago_h: float
    new: int
    changed: int
    same: int
    refused: tuple[tuple[int, str, str], ...] = ()
    error: str = ""
    told: str = ""


_FEEDS = (
    ("12345 热线工单", "12345", "hotline_12345", True),
    ("数字城管派件", "数字城管", "digital_city", True),
    ("无人机巡查", "无人机", "drone_findings", False),
)
_CAME = (
    _Came("12345 热线工单", "工单导出_上午.xlsx", 3.2, 18, 2, 41),
    _Came(
        "12345 热线工单",
        "工单导出_中午.xlsx",
        0.6,
        7,
        1,
        58,
        refused=(
            (9, "来电时间", "“昨天下午”不是要求的时间写法（%Y/%m/%d %H:%M）。请改正后再导。"),
            (31, "所属社区", "叫“幸福里”的街道、社区或网格在本区有 0 个，无法确定。"),
        ),
    ),
    _Came(
        "数字城管派件",
        "派件_今日.csv",
        1.4,
        0,
        0,
        0,
        error="文件缺少映射要用的列：问题描述。可能改了名：“问题描述”→“问题描述信息”。"
        "没有导入任何一行。请改映射，或让对方改回列名。",
    ),
    _Came("无人机巡查", "航飞_第3架次.json", 22.0, 5, 0, 0, told="多出列：云台角度。"),
)


def leave_feeds(uow: Uow, region: str, now: datetime) -> None:
    """Let a few feeds stand with what came by them.

    Args:
        uow: The transaction of the demo.
        region: The street.
        now: The moment the street is seen at.
    """
    keys: dict[str, tuple[UUID, UUID]] = {}
    for name, folder, shipped, tells_back in _FEEDS:
        body = mapping_text(load_mapping(Path(shipped)))
        mapping = FeedMapping(
            id=new_id(),
            name=name,
            region=region,
            body=body,
            author="演示",
            saved_at=now - timedelta(days=9),
        )
        feed = Feed(
            id=new_id(),
            name=name,
            region=region,
            folder=folder,
            mapping_id=mapping.id,
            tells_back=tells_back,
            told_until=now - timedelta(hours=1) if tells_back else None,
        )
        uow.session.add(mapping)
        uow.session.flush()
        uow.session.add(feed)
        keys[name] = (feed.id, mapping.id)
    uow.session.flush()
    for came in sorted(_CAME, key=lambda each: -each.ago_h):
        uow.session.add(_file(came, keys[came.feed], region, now))
    uow.session.flush()


def _file(came: _Came, keys: tuple[UUID, UUID], region: str, now: datetime) -> FeedFile:
    at = now - timedelta(hours=came.ago_h)
    rows = came.new + came.changed + came.same + len(came.refused)
    report = {"rejected": [list(row) for row in came.refused], "notes": [], "told": came.told}
    return FeedFile(
        id=new_id(),
        feed_id=keys[0],
        mapping_id=keys[1],
        region=region,
        name=came.name,
        size=210 * rows + 900,
        at=at,
        ended_at=at + timedelta(seconds=12),
        state=FileState.FAILED if came.error else FileState.DONE,
        done=rows,
        new=came.new,
        changed=came.changed,
        unchanged=came.same,
        refused=len(came.refused),
        error=came.error,
        report=report,
    )
