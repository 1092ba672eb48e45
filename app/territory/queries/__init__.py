"""Reads of the territory: frozen rows, nothing of SQL outside."""

from app.territory.queries.gazetteer import (
    PlaceNear,
    PlaceRow,
    place_row,
    places_near,
    places_page,
)
from app.territory.queries.outlines import (
    LineRow,
    OutlineRow,
    bounds_of,
    grid_at,
    grid_index,
    map_lines,
    outlines,
)
from app.territory.queries.places import PlaceCandidate, find_places
from app.territory.queries.posts import (
    GridRow,
    PostRow,
    RegionTotals,
    Totals,
    grids,
    posts_of,
    totals,
    totals_by,
)
from app.territory.queries.regions import (
    RegionHit,
    RegionRow,
    children,
    region,
    region_names,
    region_path,
    search_regions,
)

__all__ = [
    "GridRow",
    "LineRow",
    "OutlineRow",
    "PlaceCandidate",
    "PlaceNear",
    "PlaceRow",
    "PostRow",
    "RegionHit",
    "RegionRow",
    "RegionTotals",
    "Totals",
    "bounds_of",
    "children",
    "find_places",
    "grid_at",
    "grid_index",
    "grids",
    "map_lines",
    "outlines",
    "place_row",
    "places_near",
    "places_page",
    "posts_of",
    "region",
    "region_names",
    "region_path",
    "search_regions",
    "totals",
    "totals_by",
]
