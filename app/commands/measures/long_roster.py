"""A roster of two hundred pages: how long it takes, and that its memory does not grow with it."""

import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pypdfium2

from app.commands.measures.rows import BenchRow, against
from app.core.shared_settings import CentreSettings
from app.core.words import say
from app.papers.paper_facts import centre_facts
from app.papers.roster_sheet import RosterFacts, compose_roster
from app.party.queries.members import MemberRow
from app.party.queries.roster import OrganisationRoster
from app.party.rules import Standing

NAMES = ("long_roster", "long_roster_memory")
PAGES, FEW_PAGES = 200, 40
LIMIT_S, LIMIT_MIB = 15.0, 24.0
"""What two hundred pages may take, and what they may hold more than forty."""
_MEMBERS = 14  # of an organisation, on a page of its own
_NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def rows(runs: int) -> dict[str, Callable[[], BenchRow]]:
    """Return what is measured."""
    return {
        "long_roster": lambda: against(
            say("lab.long_roster", pages=PAGES),
            [_took() for _ in range(runs + 1)][1:],  # the first loads the fonts
            unit="s",
            limit=LIMIT_S,
        ),
        "long_roster_memory": lambda: against(
            say("lab.long_roster_memory", pages=PAGES, few=FEW_PAGES),
            [max(_most(PAGES) - _most(FEW_PAGES), 0.0)],
            unit="MiB",
            limit=LIMIT_MIB,
        ),
    }


def _took() -> float:
    facts = _facts(PAGES)
    begin = time.perf_counter()
    body = compose_roster(facts).body
    took = time.perf_counter() - begin
    document = pypdfium2.PdfDocument(body)
    if len(document) != PAGES:
        raise AssertionError(len(document))
    document.close()
    return took


def _most(pages: int) -> float:
    """Return how much memory is taken at most while so many pages are drawn, in MiB: what Python
    was asked for, so that room left over from before does not hide it.
    """
    facts = _facts(pages)
    compose_roster(_facts(1))  # fonts are loaded
    tracemalloc.start()
    try:
        compose_roster(facts)
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def _facts(pages: int) -> RosterFacts:
    rosters = tuple(
        OrganisationRoster(
            f"第{at + 1}网格党支部",
            ("柳溪街道党工委", f"第{at // 8 + 1}社区党总支", f"第{at + 1}网格党支部"),
            tuple(_member(at * _MEMBERS + number) for number in range(_MEMBERS)),
        )
        for at in range(pages)
    )
    centre = centre_facts(CentreSettings(centre_name="柳溪街道综治中心"), _NOW)
    return RosterFacts(centre, "柳溪街道党工委", rosters, "苏婉")


def _member(number: int) -> MemberRow:
    return MemberRow(
        id=UUID(int=number + 1),
        name="党员" + "甲乙丙丁戊己庚辛"[number % 8],
        sex=None,
        joined_on=None,
        standing=Standing.FULL if number % 9 else Standing.PROBATIONARY,
        organisation_id=UUID(int=number // _MEMBERS + 1),
        organisation="网格党支部",
        region="990102004001001",
        grid_code=None,
        grid="",
        workplace=f"南塘社区第{number % 97 + 1}卫生服务站",
        is_serving=False,
        skills=("急救", "电工")[: number % 3],
        tags=(),
        dual="",
        version=1,
    )
