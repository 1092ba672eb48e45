"""Cases on a map, for whichever page shows one: the figures, and what is drawn over the areas."""

from app.cases.queries.by_region import CasePoint, CasePoints, RegionCount, Urgency, Weeks
from app.cases.queries.map_figures import (
    OF_PERIOD,
    MapFigure,
    MapFigures,
    MapWish,
    PaperSize,
    change_words,
)
from app.cases.queries.route import WalkingRoute
from ui.parts.case_map.clusters import Cluster, Clusters
from ui.parts.case_map.heat import Heat
from ui.parts.case_map.points import CasePins
from ui.parts.case_map.route import RouteLine, StopHit, read_route
from ui.parts.case_map.source import (
    CaseMap,
    CaseMapAsked,
    CaseMapSource,
    KindRow,
    WeeksRead,
    counts_cases,
    kind_rows,
    read_points,
)

__all__ = [
    "OF_PERIOD",
    "CaseMap",
    "CaseMapAsked",
    "CaseMapSource",
    "CasePins",
    "CasePoint",
    "CasePoints",
    "Cluster",
    "Clusters",
    "Heat",
    "KindRow",
    "MapFigure",
    "MapFigures",
    "MapWish",
    "PaperSize",
    "RegionCount",
    "RouteLine",
    "StopHit",
    "Urgency",
    "WalkingRoute",
    "Weeks",
    "WeeksRead",
    "change_words",
    "counts_cases",
    "kind_rows",
    "read_points",
    "read_route",
]
