"""Named places of the demo street, and what residents say about where they are; pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from random import Random

from app.demo.street import Community, StreetPlan
from app.territory.geometry import Point, Ring
from app.territory.rules import PlaceKind

NUMBERS_PER_GRID = 14
SHOP_SHARE = 0.6
_CROWDED = 0.9
_WITHIN = 0.7
"""How far from the middle of a grid towards its border things may lie."""

# In which grid of a community each of its common places lies, from 0.
_COMMON = {"stop": 1, "market": 2, "hospital": 3, "school": 5, "park": 7, "centre": 4}
_COMMON_KINDS = {
    "stop": PlaceKind.STATION,
    "market": PlaceKind.MARKET,
    "hospital": PlaceKind.HOSPITAL,
    "school": PlaceKind.SCHOOL,
    "park": PlaceKind.LANDMARK,
}


@dataclass(frozen=True, slots=True)
class GridArea:
    """A grid as it is drawn.

    Attributes:
        code: 15 digits.
        centre: A point well inside.
        ring: Its border, CGCS2000.
    """

    code: str
    centre: Point
    ring: Ring


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A line of the gazetteer."""

    name: str
    kind: PlaceKind
    grid: str
    point: Point
    former: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a case is: in a resident's words, in which grid, at which point."""

    words: str
    grid: str
    point: Point


@dataclass(frozen=True, slots=True)
class _Home:
    """What lies in one grid."""

    area: GridArea
    community: Community
    road: str
    other_road: str
    first_number: int
    compound: NamedPlace
    shop: NamedPlace | None
    eatery: NamedPlace | None


class Spots:
    """All named places of the street, and a way to draw one where something happens."""

    def __init__(self, plan: StreetPlan, areas: Sequence[GridArea], chance: Random) -> None:
        self._forms = plan.place_forms
        self._chance = chance
        self._by_community: dict[str, list[_Home]] = {}
        self.named: list[NamedPlace] = []
        compounds = _names(plan.places["compound_fronts"], plan.places["compound_ends"], chance)
        fronts = plan.places["shop_fronts"]
        shops = _names(fronts, plan.places["shop_ends"], chance)
        eateries = _names(fronts, plan.places["eatery_ends"], chance)
        communities = {community.code: community for community in plan.communities}
        for area in areas:
            self._settle(area, communities[area.code[:12]], compounds, (shops, eateries))
        for number, (code, homes) in enumerate(self._by_community.items()):
            self._name_common_places(communities[code], homes)
            former = plan.places["former_names"][number % len(plan.places["former_names"])]
            old = homes[number % len(homes)].compound
            self.named.append(NamedPlace(former, old.kind, old.grid, old.point, former=old.name))
        homes = [home for community in self._by_community.values() for home in community]
        self._homes = homes
        weights = (chance.expovariate(1) ** _CROWDED + 0.15 for _ in homes)
        self._weights = list(accumulate(weights))
        self._draws: Mapping[str, Callable[[_Home], Spot]] = {
            "number": self._number,
            "corner": self._corner,
            "compound": self._compound,
            "building": self._building,
            "staircase": self._staircase,
            "shop": lambda home: self._store(home, home.shop),
            "eatery": lambda home: self._store(home, home.eatery),
        }

    def draw(self, sort: str) -> Spot:
        """Return a place of a sort (a key of `place_forms`), drawn anew each time."""
        home = self._chance.choices(self._homes, cum_weights=self._weights)[0]
        if sort in _COMMON_KINDS:
            homes = self._by_community[home.community.code]
            return self._common(homes[_COMMON[sort] % len(homes)], sort)
        return self._draws[sort](home)

    def _settle(
        self,
        area: GridArea,
        community: Community,
        compounds: list[str],
        shops: tuple[list[str], list[str]],
    ) -> None:
        homes = self._by_community.setdefault(community.code, [])
        index = len(homes)
        roads = community.roads
        at = self._near(area)
        compound = NamedPlace(compounds.pop(), PlaceKind.COMPOUND, area.code, at)
        self.named.append(compound)
        found = [self._shop_from(names, area) for names in shops]
        self.named += [shop for shop in found if shop]
        home = _Home(
            area=area,
            community=community,
            road=roads[index % len(roads)],
            other_road=roads[(index + 1) % len(roads)],
            first_number=index // len(roads) * NUMBERS_PER_GRID + 1,
            compound=compound,
            shop=found[0],
            eatery=found[1],
        )
        homes.append(home)
        for number in (home.first_number + 2, home.first_number + NUMBERS_PER_GRID - 3):
            name = f"{home.road}{number}号"
            kind = PlaceKind.HOUSE_NUMBER
            self.named.append(NamedPlace(name, kind, area.code, self._near(area)))

    def _name_common_places(self, community: Community, homes: Sequence[_Home]) -> None:
        for sort, kind in _COMMON_KINDS.items():
            home = homes[_COMMON[sort] % len(homes)]
            spot = self._common(home, sort)
            self.named.append(NamedPlace(spot.words, kind, spot.grid, spot.point))
        centre = homes[_COMMON["centre"] % len(homes)].area
        name = f"{community.short}社区党群服务中心"
        kind = PlaceKind.SERVICE_CENTRE
        self.named.append(NamedPlace(name, kind, centre.code, centre.centre))
        for road, home in zip(community.roads, homes, strict=False):
            area = home.area
            self.named.append(NamedPlace(road, PlaceKind.ROAD, area.code, area.centre))

    def _common(self, home: _Home, sort: str) -> Spot:
        form = self._forms[sort]
        words = form.format(road=home.community.roads[0], short=home.community.short)
        return Spot(words, home.area.code, home.area.centre)

    def _number(self, home: _Home) -> Spot:
        number = home.first_number + self._chance.randrange(NUMBERS_PER_GRID)
        words = self._forms["number"].format(road=home.road, number=number)
        return Spot(words, home.area.code, self._near(home.area))

    def _corner(self, home: _Home) -> Spot:
        words = self._forms["corner"].format(road=home.road, other=home.other_road)
        return Spot(words, home.area.code, self._near(home.area))

    def _compound(self, home: _Home) -> Spot:
        return Spot(home.compound.name, home.area.code, home.compound.point)

    def _building(self, home: _Home) -> Spot:
        building = self._chance.randint(1, 12)
        words = self._forms["building"].format(compound=home.compound.name, building=building)
        return Spot(words, home.area.code, self._near(home.area))

    def _staircase(self, home: _Home) -> Spot:
        words = self._forms["staircase"].format(
            compound=home.compound.name,
            building=self._chance.randint(1, 12),
            staircase=self._chance.randint(1, 5),
        )
        return Spot(words, home.area.code, self._near(home.area))

    def _store(self, home: _Home, store: NamedPlace | None) -> Spot:
        if store is None:
            return self._number(home)
        number = home.first_number + self._chance.randrange(NUMBERS_PER_GRID)
        words = self._forms["shop"].format(road=home.road, number=number, shop=store.name)
        return Spot(words, home.area.code, store.point)

    def _shop_from(self, names: list[str], area: GridArea) -> NamedPlace | None:
        if not names or self._chance.random() > SHOP_SHARE:
            return None
        return NamedPlace(names.pop(), PlaceKind.SHOP, area.code, self._near(area))

    def _near(self, area: GridArea) -> Point:
        """Return a point between the middle of a grid and its border."""
        edge = self._chance.choice(area.ring)
        share = self._chance.uniform(0.0, _WITHIN) ** 0.5 * _WITHIN
        (x, y), (east, north) = area.centre, edge
        return x + (east - x) * share, y + (north - y) * share


def _names(fronts: Sequence[str], ends: Sequence[str], chance: Random) -> list[str]:
    """Return all names made of a front and an end, in a drawn order."""
    found = [front + end for front, end in product(fronts, ends)]
    chance.shuffle(found)
    return found
