"""A small street that is not there, to see how the template of the grid map looks."""

from datetime import datetime

from app.cases.queries.by_region import RegionCount, RegionCounts, Span
from app.cases.queries.map_figures import MapAsked, MapFigure, MapFigures, PaperSize
from app.core.doors import Paper
from app.papers.forms.language import FormTemplate
from app.papers.forms.offers import Facts
from app.papers.grid_map import MapFacts, compose_map
from app.territory.queries import OutlineRow
from app.territory.queries.posts import RegionTotals

_WEST, _SOUTH, _STEP = 113.30, 40.08, 0.01
_COMMUNITY = "990102004001"
_ACROSS, _UP = 3, 2
_CAME = (9, 4, 0, 6, 2, 11)


def example_map(template: FormTemplate, facts: Facts) -> Paper:
    """Return a map of six squares under the title and over the small print of a template.

    Args:
        template: Its words.
        facts: What its kind offers, as examples: ``app.papers.forms.offers.example_facts``.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    grids = tuple(_square(at) for at in range(_ACROSS * _UP))
    shown = MapFacts(
        centre=str(facts["centre"]),
        place=str(facts["place"]),
        figures=_figures(grids, _moment(facts, "begin"), _moment(facts, "as_of")),
        figure=MapFigure.CAME,
        kind=str(facts["sort"]),
        areas=grids,
        borders=(),
        edge=None,
        lines=(),
        size=PaperSize.A3,
        person=str(facts["person"]),
        printed_at=_moment(facts, "printed"),
    )
    return compose_map(shown, template, facts)


def _moment(facts: Facts, name: str) -> datetime:
    found = facts[name]
    if not isinstance(found, datetime):
        raise KeyError(name)
    return found


def _square(at: int) -> OutlineRow:
    up, across = divmod(at, _ACROSS)
    west, south = _WEST + across * _STEP, _SOUTH + up * _STEP
    east, north = west + _STEP, south + _STEP
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    centre = (west + _STEP / 2, south + _STEP / 2)
    return OutlineRow(f"{_COMMUNITY}{at + 1:03d}", f"{at + 1:02d}", None, (ring,), centre)


def _figures(grids: tuple[OutlineRow, ...], begin: datetime, as_of: datetime) -> MapFigures:
    span = Span(begin, as_of, (as_of - begin).days + 1)
    rows = {
        grid.code: RegionCount(open=count // 2, came=count)
        for grid, count in zip(grids, _CAME, strict=True)
    }
    return MapFigures(
        MapAsked(grids[0].code[:9], len(grids[0].code), span),
        RegionCounts(as_of, span, rows),
        {grid.code: RegionTotals(1, 320, 900) for grid in grids},
        {_COMMUNITY: "南塘社区", **{grid.code: grid.name for grid in grids}},
    )
