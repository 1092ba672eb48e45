"""Made-up roads and rivers that keep to the borders of grids, as real ones do."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

Spot = tuple[float, float]  # metres to the east and north of the middle
Border = frozenset[Spot]

_BETWEEN_COMMUNITIES = 0.55  # of the cost of a border between grids of one community
_ALREADY_USED = 4.0  # a second road beside the first looks wrong
_STRAYING = 5.0  # cost of leaving the straight way by half the width of the street
_BEYOND_M = 260.0  # roads go on beyond the outline
_SMOOTHINGS = 3


class BorderPaths:
    """Ways along the borders of cells; each way that was found makes its borders dearer."""

    def __init__(self, cells: Sequence[Sequence[Sequence[Spot]]], half_width_m: float) -> None:
        """Take cells as closed rings, grouped by community."""
        self._half_width_m = half_width_m
        self._neighbours: dict[Spot, set[Spot]] = defaultdict(set)
        self._dearness: dict[Border, float] = {}
        owners: dict[Border, list[int]] = defaultdict(list)
        for community, rings in enumerate(cells):
            for ring in rings:
                for one, other in pairwise(ring):
                    owners[frozenset((one, other))].append(community)
        self._outer = [next(iter(border)) for border, own in owners.items() if len(own) == 1]
        for border, own in owners.items():
            if len(own) == 2:
                one, other = border
                self._neighbours[one].add(other)
                self._neighbours[other].add(one)
                self._dearness[border] = 1.0 if own[0] == own[1] else _BETWEEN_COMMUNITIES
        self._outer = sorted(spot for spot in self._outer if spot in self._neighbours)

    def across(self, start: Spot, end: Spot, *, bends_m: float) -> list[Spot]:
        """Return a smooth line across the street.

        Args:
            start: Where it shall come in, about.
            end: Where it shall go out, about.
            bends_m: Bends smaller than this are cut off: little for a river, much for rails.
        """
        first, last = self._gate(start), self._gate(end)
        way = self._cheapest(first, last)
        for one, other in pairwise(way):
            self._dearness[frozenset((one, other))] *= _ALREADY_USED
        return _smooth([_beyond(way[1], way[0]), *way, _beyond(way[-2], way[-1])], bends_m)

    def _gate(self, wanted: Spot) -> Spot:
        return min(self._outer, key=lambda spot: (math.dist(spot, wanted), spot))

    def _cheapest(self, first: Spot, last: Spot) -> list[Spot]:
        """Return the cheapest way (Dijkstra); borders form one piece, so there is one."""
        reached: dict[Spot, Spot] = {}
        queue: list[tuple[float, Spot, Spot]] = [(0.0, first, first)]
        while queue:
            cost, spot, before = heapq.heappop(queue)
            if spot in reached:
                continue
            reached[spot] = before
            if spot == last:
                break
            for other in sorted(self._neighbours[spot] - reached.keys()):
                step = self._cost(spot, other, first, last)
                heapq.heappush(queue, (cost + step, other, spot))
        way = [last]
        while way[-1] != first:
            way.append(reached[way[-1]])
        return way[::-1]

    def _cost(self, spot: Spot, other: Spot, first: Spot, last: Spot) -> float:
        strayed = _off_the_line(other, first, last) / self._half_width_m
        dearness = self._dearness[frozenset((spot, other))]
        return math.dist(spot, other) * dearness * (1.0 + _STRAYING * strayed)


def _off_the_line(spot: Spot, first: Spot, last: Spot) -> float:
    (x, y), (x1, y1), (x2, y2) = spot, first, last
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / math.dist(first, last)


def _beyond(inner: Spot, outer: Spot) -> Spot:
    share = _BEYOND_M / math.dist(inner, outer)
    return outer[0] + (outer[0] - inner[0]) * share, outer[1] + (outer[1] - inner[1]) * share


def _smooth(way: list[Spot], bends_m: float) -> list[Spot]:
    """Return the way without its small corners (Chaikin's cutting); both ends stay."""
    import shapely

    line = [(x, y) for x, y in shapely.LineString(way).simplify(bends_m).coords]
    for _ in range(_SMOOTHINGS):
        line = [line[0], *_cut(line), line[-1]]
    return line


def _cut(line: list[Spot]) -> Iterator[Spot]:
    for (x1, y1), (x2, y2) in pairwise(line):
        yield x1 * 0.75 + x2 * 0.25, y1 * 0.75 + y2 * 0.25
        yield x1 * 0.25 + x2 * 0.75, y1 * 0.25 + y2 * 0.75
