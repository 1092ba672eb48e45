"""What cases lay on the Today page: figures, the day's runway, what to do next, the days ahead."""

from app.cases import rights
from app.cases.queries.figures import VIEWS
from ui.cases.today.area import LateUnitsCard, area_tile, few_late_units
from ui.cases.today.arrivals import ArrivalsCard
from ui.cases.today.attention import AttentionCard
from ui.cases.today.heat import HeatCard
from ui.cases.today.next_list import NextCard
from ui.cases.today.runway import RunwayCard
from ui.cases.today.tiles import TILES
from ui.core.slices import TodayPart, TodayPlace

TODAY = (
    *(
        TodayPart(f"cases.{key}", at, build, rights.READ, TodayPlace.FIGURE)
        for at, (key, build) in enumerate(TILES)
    ),
    *(
        TodayPart(
            f"cases.area.{view}",
            at,
            area_tile(view),
            rights.READ_FIGURES,
            TodayPlace.FIGURE,
            unless=rights.READ,
        )
        for at, view in enumerate(VIEWS)
    ),
    TodayPart(
        "cases.late_units.main",
        10,
        LateUnitsCard,
        rights.READ_FIGURES,
        TodayPlace.MAIN,
        unless=rights.READ,
    ),
    TodayPart("cases.attention", 5, AttentionCard, rights.READ, TodayPlace.SIDE),
    TodayPart("cases.late_units", 15, few_late_units, rights.SUPERVISE, TodayPlace.MAIN),
    TodayPart("cases.runway", 10, RunwayCard, rights.READ, TodayPlace.MAIN),
    TodayPart("cases.next", 20, NextCard, rights.READ, TodayPlace.MAIN),
    TodayPart("cases.arrivals", 10, ArrivalsCard, rights.READ, TodayPlace.SIDE),
    TodayPart("cases.heat", 20, HeatCard, rights.READ, TodayPlace.SIDE),
)
