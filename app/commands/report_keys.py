"""What a paper is about, as it was typed for `report`: the key its kind is asked for by."""

from argparse import Namespace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.commands.errors import (
    CaseUnknown,
    NobodyCalledSo,
    OptionMissing,
    RegionUnknown,
    SeveralCalledSo,
)
from app.core.actor import Actor
from app.core.clock import local

ABOUT_A_CASE = (
    *("slip", "case", "ledger", "decline", "assignment", "supervision", "approval"),
    *("whistle", "finish_feedback", "call_back"),
)
"""Kinds that are about one case."""

OF_A_PERIOD = ("daily", "weekly", "monthly", "rates", "exclusions", "supervision_month")
"""Kinds that are about a region in a time."""

BRIEFINGS = OF_A_PERIOD[:3]

OF_A_REGION = ("map", "station_coverage", "list_lacks", "conference_resolutions")
"""Kinds that are about a region as it is."""

OF_A_NAME = ("roster", "points_certificate", "report_letter")
"""Kinds that are about an organisation, a member or a unit, by its name."""

OF_A_MOMENT = ("ledger",)
"""Kinds that tell of one clock, as of any moment."""

KINDS = (*OF_A_PERIOD, *OF_A_REGION, *ABOUT_A_CASE, *OF_A_NAME)
_MAP_DAYS = 30


def key_of(session: Session, actor: Actor, asked: Namespace, now: datetime) -> str:
    """Return the key of the paper that was asked for."""
    kind = asked.report_kind
    if kind in ABOUT_A_CASE:
        return _case(session, actor, asked)
    if kind in OF_A_NAME:
        return _named(session, actor, asked, now)
    region = _region(session, asked, now)
    if kind in BRIEFINGS:
        from app.papers.briefing.period import PeriodWish, period_between
        from app.papers.rules import PeriodKind

        which = PeriodKind(kind)
        return PeriodWish(region, period_between(which, asked.first, asked.last, now)).key
    if kind == "supervision_month":
        month = asked.first or local(now).date().replace(day=1) - timedelta(days=1)
        return f"{month:%Y-%m} {region}"
    if kind == "map":
        from app.cases.queries.map_figures import MapFigure, MapWish

        return MapWish(region, MapFigure.PER_THOUSAND, _MAP_DAYS).key
    return _rates(asked, region, now) if kind in ("rates", "exclusions") else region


def _region(session: Session, asked: Namespace, now: datetime) -> str:
    """Return the region: the centre's own street where none was typed."""
    from app.core.shared_settings import settings_at
    from app.territory.queries import region_names

    region: str = asked.region or settings_at(session, now).street_code
    if not region:
        raise OptionMissing(option="--region", kind=asked.report_kind)
    if not region_names(session, [region]):
        raise RegionUnknown(region=region)
    return region


def _rates(asked: Namespace, region: str, now: datetime) -> str:
    """Return a period from day to day, as of now; last month where none was typed."""
    from app.cases.moments import midnight
    from app.cases.queries.rates import RatesWanted
    from app.cases.rate_paper import PaperPeriod

    last_month = local(now).date().replace(day=1) - timedelta(days=1)
    first = asked.first or last_month.replace(day=1)
    last = asked.last or (local(now).date() if asked.first else last_month)
    until = midnight(last + timedelta(days=1))
    return PaperPeriod(RatesWanted(midnight(first), until, now, region)).write()


def _case(session: Session, actor: Actor, asked: Namespace) -> str:
    """Return the key of a case whose number or receipt code was typed."""
    from app.cases.ledger_words import ClockName
    from app.cases.queries.card import find_by_number
    from app.cases.queries.ledger import LedgerWish

    found = find_by_number(session, actor, asked.case)
    if found is None:
        raise CaseUnknown(number=asked.case)
    if asked.report_kind not in OF_A_MOMENT:
        return str(found)
    clock = ClockName(asked.clock or ClockName.HANDLE)
    return str(LedgerWish(found, clock, asked.moment))


def _named(session: Session, actor: Actor, asked: Namespace, now: datetime) -> str:
    """Return the key of whom a name means; a letter is asked for by the name itself."""
    from app.party.points.queries import points_table
    from app.party.queries.organisations import organisation_tree

    name: str = asked.named
    if asked.report_kind == "report_letter":
        return name
    if asked.report_kind == "roster":
        tree = organisation_tree(session, actor)
        return _only(name, [str(row.id) for row in tree if row.name == name])
    year = (asked.first or local(now).date()).year
    table = points_table(session, actor, year, text=name)
    found = _only(name, [str(row.member_id) for row in table if row.name == name])
    return f"{year} {found}"


def _only(name: str, keys: list[str]) -> str:
    if not keys:
        raise NobodyCalledSo(name=name)
    if len(keys) > 1:
        raise SeveralCalledSo(name=name, count=len(keys))
    return keys[0]
