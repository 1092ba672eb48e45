"""What the three lists say in words: when, how much, how well something fits and why not."""

from datetime import date

from app.core.words import say
from app.party.lists.fitting import SAME_PLACE_M, Fit, Fitting
from app.party.lists.queries.proposals import Lack, LackReason
from app.party.lists.queries.rows import NeedRow, ResourceRow
from app.party.lists.rules import ANY_TIME, PARTS, Lateness, OfferKind, parts_by_day

_DAYS = "一二三四五六日"
_PART_CODES = ("lists.time.morning", "lists.time.afternoon", "lists.time.evening")
_KM = 1000


def unit_of(kind: OfferKind) -> str:
    """Return the unit in which a sort is counted: 人次, 场次."""
    return say(f"lists.unit.{kind.value}")


def amount_words(amount: int, kind: OfferKind) -> str:
    """Return an amount with its unit: 80 人次."""
    return f"{amount} {unit_of(kind)}"


def week_words(slots: int) -> str:
    """Return parts of the week in words: 周二、四下午，周六全天; "" for any time."""
    groups: dict[tuple[int, ...], str] = {}
    for day, parts in parts_by_day(slots):
        known = groups.get(parts)
        groups[parts] = f"{known}、{_DAYS[day]}" if known else _DAYS[day]
    return "，".join(
        say("lists.time.day", days=days) + _parts_words(parts) for parts, days in groups.items()
    )


def time_words(slots: int, since: date | None, until: date | None) -> str:
    """Return when something can be had or is needed: 11-28 周六上午, 12-15 前, 长期."""
    week = week_words(slots) if slots != ANY_TIME else ""
    if since is not None and since == until:
        return f"{since:%m-%d} {week}".strip()
    last = say("lists.time.until", day=f"{until:%m-%d}") if until is not None else ""
    first = say("lists.time.since", day=f"{since:%m-%d}") if since is not None else ""
    told = "，".join(part for part in (first, last) if part)
    if not week:
        return told or say("lists.time.any")
    return f"{week}，{told}" if told else week


def distance_words(metres: float | None) -> str:
    """Return how far something is: 同一地点, 600 米, 1.2 公里."""
    if metres is None:
        return say("lists.fit.no_place")
    if metres <= SAME_PLACE_M:
        return say("lists.fit.same_place")
    if metres < _KM:
        return say("lists.fit.near", metres=round(metres / 10) * 10)
    return say("lists.fit.far", km=f"{metres / _KM:.1f}")


def verdict(row: ResourceRow, kind: OfferKind, fit: Fitting) -> str:
    """Return in a few words how a resource fits what is wanted, or what stands against it.

    Args:
        row: The resource.
        kind: What is wanted.
        fit: Of both.
    """
    if fit.kind is Fit.NONE:
        return say("lists.fit.other_kind")
    if row.left <= 0:
        return say("lists.fit.none_left")
    if fit.place is Fit.NONE:
        return say("lists.fit.too_far", km=_km(fit.distance_m))
    if fit.time is Fit.NONE:
        return say("lists.fit.other_time")
    return _halves(kind, fit)


def _halves(kind: OfferKind, fit: Fitting) -> str:
    """Return what of a resource that fits does so in part."""
    if fit.kind is Fit.PART:
        return say("lists.fit.stands_in", kind=kind)
    if fit.time is Fit.PART:
        return say("lists.fit.day_off")
    if fit.distance_m is None:
        return say("lists.fit.ask_place")
    if fit.place is Fit.PART:
        return say("lists.fit.far_side", km=_km(fit.distance_m))
    if fit.quantity is Fit.FULL:
        return say("lists.fit.all_fit")
    lacking = fit.lacking - fit.amount
    return say("lists.fit.some_lack", lacking=lacking, unit=unit_of(kind))


def lack_words(lack: Lack) -> str:
    """Return why nobody offers something, with what comes nearest."""
    if lack.reason is LackReason.TOO_LITTLE:
        unit = unit_of(lack.kind)
        return say("lists.lack.too_little", offered=lack.offered, lacking=lack.lacking, unit=unit)
    return say(f"lists.lack.{lack.reason.value}", nearest=lack.nearest)


def late_words(late: Lateness) -> str:
    """Return how a project is late: 节点已过 4 天."""
    return say("lists.late", kind=late.kind, days=late.days)


def need_line(row: NeedRow) -> str:
    """Return when and where something is needed, in a line."""
    when = time_words(row.slots, row.since, row.until)
    return "，".join(part for part in (when, row.place) if part)


def _km(metres: float | None) -> str:
    return f"{(metres or 0) / _KM:.1f}"


def _parts_words(parts: tuple[int, ...]) -> str:
    if len(parts) == PARTS:
        return say("lists.time.whole")
    return "".join(say(_PART_CODES[part]) for part in parts)
