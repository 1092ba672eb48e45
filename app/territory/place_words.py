"""What people say about a place, taken apart: name, house number, "桥东200米"; pure."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.territory.rules import UNSTORABLE, PlaceKind

NAME_MIN = 2  # a single character is no name of a place
NAME_MAX = 24
WORDS_MAX = 120  # what stands further back tells the event, not the place
SAME_SPOT_M = 150.0  # two points of one name closer than this are one place
_METRES_PER_DEGREE = 111_320.0

_BLANK = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
_SPELT = re.compile(r"[零一二三四五六七八九十百]{1,6}(?=号)")
_NUMBER = re.compile(r"^(\d{1,5})(?:-\d{1,4})?号(?!楼|线)")
_SHIFT = re.compile(
    r"^(?:的|往|向|以|正|偏)?(东南|东北|西南|西北|[东南西北])(?:边|侧|面|方|向|走)?(?:约|大约)?"
    r"(\d{1,4})(?:米|m)"
)
_DOWN_TO_THE_ROOM = re.compile(r"[\d零一二三四五六七八九十百]{1,5}(?:单元|室|房|户)")
_ENDING = re.compile(
    r"\d(?:号楼|号|栋)|胡同|小区|家园|花园|公寓|大厦|广场|市场|商场|超市|学校"
    r"|中学|小学|大学|医院|公园|银行|酒店|宾馆|幼儿园|停车场|路口|公交站"
    r"|[街路巷道里园苑院坊庄村桥站店厂馆所城府楼厦寺庙塔]"
)
# Somebody's home or person; and "near it", which is not the place itself.
_NOT_A_PLACE = re.compile(
    r"(?<!世)家(?=$|[门里楼屋院前后东西南北的])|[某我你他她这那本]|先生|女士|大爷|大妈|阿姨|师傅"
    r"|附近|旁|对面|之间|\d{7}"
)
_KIND_BY_ENDING = {
    ("号楼", "栋"): PlaceKind.BUILDING,
    ("号",): PlaceKind.HOUSE_NUMBER,
    ("街", "路", "巷", "道", "胡同"): PlaceKind.ROAD,
    ("小区", "家园", "花园", "公寓", "苑"): PlaceKind.COMPOUND,
    ("市场", "商场", "超市"): PlaceKind.MARKET,
    ("学校", "中学", "小学", "大学", "幼儿园"): PlaceKind.SCHOOL,
    ("医院",): PlaceKind.HOSPITAL,
    ("站",): PlaceKind.STATION,
    ("店", "银行", "酒店", "宾馆"): PlaceKind.SHOP,
}


@dataclass(frozen=True, slots=True)
class Shift:
    """How far from a known point people say a thing is, in metres to the east and north."""

    east_m: float
    north_m: float


_EAST_NORTH = {
    "东": (1.0, 0.0),
    "西": (-1.0, 0.0),
    "南": (0.0, -1.0),
    "北": (0.0, 1.0),
}


def plain_words(text: str) -> str:
    """Return words as they are compared.

    Full width is made narrow, capitals small, blanks go, and 三十六号 is 36号.
    """
    kept = UNSTORABLE.sub("", text[:WORDS_MAX])
    close = _BLANK.sub("", unicodedata.normalize("NFKC", kept).lower())
    narrow = unicodedata.normalize("NFKC", close)[:WORDS_MAX]
    return _SPELT.sub(lambda found: str(_as_number(found[0])), narrow)


def possible_names(plain: str) -> Iterator[str]:
    """Yield every piece of `plain` that could be a name, `NAME_MIN` to `NAME_MAX` long."""
    for start in range(len(plain)):
        for end in range(start + NAME_MIN, min(start + NAME_MAX, len(plain)) + 1):
            yield plain[start:end]


def house_number(rest: str) -> int | None:
    """Return the house number that `rest` (plain words) begins with: 36号门口 → 36."""
    found = _NUMBER.match(rest)
    return int(found[1]) if found else None


def _as_number(text: str) -> int:
    total = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * (100 if sign == "百" else 10)
            digit = 0
    return total + digit


def shift_of(rest: str) -> Shift | None:
    """Return the shift that `rest` begins with: 东200米 → 200 m to the east."""
    found = _SHIFT.match(rest)
    if found is None:
        return None
    ways = [_EAST_NORTH[way] for way in found[1]]
    metres = float(found[2]) / math.sqrt(len(ways))
    return Shift(sum(way[0] for way in ways) * metres, sum(way[1] for way in ways) * metres)


def shifted(longitude: float, latitude: float, shift: Shift) -> tuple[float, float]:
    """Return a point moved by some hundred metres; good to 1 % between 18 and 54 degrees."""
    east = shift.east_m / (_METRES_PER_DEGREE * math.cos(math.radians(latitude)))
    return longitude + east, latitude + shift.north_m / _METRES_PER_DEGREE


def same_spot(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether two points (longitude, latitude) of one name can be the same place."""
    north = (one[1] - other[1]) * _METRES_PER_DEGREE
    east = (one[0] - other[0]) * _METRES_PER_DEGREE * math.cos(math.radians(one[1]))
    return math.hypot(east, north) <= SAME_SPOT_M


def learnable_name(words: str) -> str | None:
    """Return the part of a confirmed case's words that may stand in the gazetteer.

    The gazetteer is read by everybody, so nothing that leads to a person gets in: rooms and
    staircases are cut off, and words about somebody's home are not learned at all.
    Streets, buildings, house numbers stay: 振华街36号门口，桥东200米 → 振华街36号.
    """
    first = re.split(r"[，,。；;（(、]", plain_words(words), maxsplit=1)[0]
    public = _DOWN_TO_THE_ROOM.split(first, maxsplit=1)[0]
    if _NOT_A_PLACE.search(public) or not public[:NAME_MIN].isalpha():
        return None
    end = max((found.end() for found in _ENDING.finditer(public)), default=0)
    return public[:end] if NAME_MIN < end <= NAME_MAX else None


def kind_by_name(name: str) -> PlaceKind:
    """Return the kind of a learned place as its last characters tell it."""
    for endings, kind in _KIND_BY_ENDING.items():
        if name.endswith(endings):
            return kind
    return PlaceKind.OTHER
