"""Ledgers made by hand from clock events, for what no case in a database shows yet."""

from datetime import datetime
from uuid import UUID

from app.cases.case_ledger import (
    CaseAbout,
    CaseLedger,
    VersionsUsed,
    VersionUsed,
    compose_ledger,
)
from app.cases.clock import ClockEvent, ClockEventKind, Limit, LimitUnit, deadline, hold_times
from app.cases.due import ClockPair
from app.cases.ledger_words import ClockName
from app.core.calendar import CHINA, WorkCalendar
from app.core.calendar_national import default_body

K = ClockEventKind
DAY, HOUR, URGENT = LimitUnit.WORKING_DAY, LimitUnit.WORKING_HOUR, LimitUnit.EMERGENCY_HOUR
NUMBER = "2026112099010200400336"


def at(text: str) -> datetime:
    """Read a local moment of 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CHINA)


CALENDAR = WorkCalendar(3, default_body(), at("11-03 09:00"))
VERSIONS = VersionsUsed(
    VersionUsed(1, at("03-01 09:00"), "供水 2026-03"), VersionUsed(3, at("11-03 09:00"), "冬季作息")
)
SIGNING = Limit(2, HOUR)
SIGNED = (
    ClockEvent(at("11-20 10:32"), K.STARTED, "分流", holder="青石苑物业"),
    ClockEvent(at("11-20 11:05"), K.ENDED, who="高海燕"),
)


def made(
    limit: Limit,
    events: tuple[ClockEvent, ...],
    now: datetime,
    *,
    sign: tuple[ClockEvent, ...] = (),
    clock: ClockName = ClockName.HANDLE,
    title: str = "青石桥路 21 号二次供水水压不足",
) -> CaseLedger:
    """Return the ledger of a case with these clock events."""
    pair = ClockPair(
        sign=deadline(SIGNING, sign, CALENDAR, now) if sign else None,
        handle=deadline(limit, events, CALENDAR, now),
        sign_limit=SIGNING,
        handle_limit=limit,
        holds=hold_times(events, limit.unit, CALENDAR, now),
        sign_events=sign,
        handle_events=events,
        limit_number=1,
        calendar_number=3,
    )
    signed = tuple(event.at for event in sign if event.kind is K.ENDED)
    about = CaseAbout(UUID(int=1), NUMBER, "ABCD2345", title)
    return compose_ledger(about, pair, CALENDAR, VERSIONS, now, clock=clock, signed=signed)


def started(text: str) -> ClockEvent:
    """A case was registered."""
    return ClockEvent(at(text), K.STARTED, "受理", holder="分流")


def handed(text: str, holder: str) -> ClockEvent:
    """A unit got the case."""
    return ClockEvent(at(text), K.HANDED, holder=holder)


def water(clock: ClockName = ClockName.HANDLE, **more) -> CaseLedger:
    """Handed on, stopped over a weekend, extended: the case of the ledger's picture."""
    events = (
        started("11-20 10:20"),
        handed("11-20 10:32", "青石苑物业"),
        ClockEvent(at("11-20 15:10"), K.STOPPED, "住户外出，不能入户测压", who="主任韩立群"),
        ClockEvent(at("11-23 10:20"), K.RESUMED, "住户回来", who="网格员罗小兵"),
        handed("11-23 15:00", "供水公司"),
        ClockEvent(at("11-24 10:05"), K.EXTENDED, "泵房等件", amount=4, who="主任"),
    )
    return made(Limit(12, HOUR), events, at("11-24 14:05"), sign=SIGNED, clock=clock, **more)


def wall(reason: str = "等鉴定报告") -> CaseLedger:
    """Fifteen working days around the national holiday, stopped for two weeks."""
    events = (
        started("09-24 09:40"),
        handed("09-24 10:00", "住建办"),
        ClockEvent(at("10-12 11:00"), K.STOPPED, reason, who="主任"),
        ClockEvent(at("10-28 09:30"), K.RESUMED, "报告到了", who="住建办"),
    )
    return made(Limit(15, DAY), events, at("11-03 16:20"), title="某小区外墙瓷砖脱落")


def lift() -> CaseLedger:
    """Stopped until now."""
    events = (
        started("11-18 09:40"),
        handed("11-18 10:00", "市场监管所"),
        ClockEvent(at("11-20 11:00"), K.STOPPED, "等配件", who="主任"),
    )
    return made(Limit(5, DAY), events, at("11-24 14:05"))


def manhole() -> CaseLedger:
    """Two emergency hours over midnight, long over."""
    events = (started("11-23 22:40"), handed("11-23 22:45", "市政养护站"))
    return made(Limit(2, URGENT), events, at("11-24 02:05"))


def stall() -> CaseLedger:
    """Four working hours, over since yesterday afternoon."""
    events = (started("11-23 10:00"), handed("11-23 10:00", "城管执法队"))
    return made(Limit(4, HOUR), events, at("11-24 11:05"))


def saturday() -> CaseLedger:
    """Registered on a day off, looked at on the next one."""
    events = (started("11-21 10:00"), handed("11-21 11:30", "城管执法队"))
    return made(Limit(7, DAY), events, at("11-22 11:05"))


EVERY = (water, wall, lift, manhole, stall, saturday)
