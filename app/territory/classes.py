"""Classes of a choropleth: round limits that people can say aloud; pure."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

MOST_CLASSES = 6
OPEN_WIDTHS = 2.5  # the last class reaches at most so far


@dataclass(frozen=True, slots=True)
class Classes:
    """How regions fall into classes.

    Attributes:
        limits: Where each class but the first begins, ascending.
        class_of: Code → class, from 0.
        counts: Regions in each class; one more than there are limits.
    """

    limits: tuple[float, ...]
    class_of: Mapping[str, int]
    counts: tuple[int, ...]


NO_CLASSES = Classes((), {}, ())


def class_step(most: float) -> int:
    """Return the width of a class: the smallest round one by which six classes hold `most`.

    Round is 1, 2, 2.5 or 5 × 10ⁿ. The last class is open, so it may hold a little more than one
    width; else a single large region would leave three classes to all others.
    """
    step = max(1.0, most) / (MOST_CLASSES + OPEN_WIDTHS - 1)
    power = 10 ** math.floor(math.log10(step)) if step >= 1 else 1
    factors = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    return int(next(power * factor for factor in factors if power * factor >= step))


def classes(values: Mapping[str, float]) -> Classes:
    """Return up to six classes of equal round width from nothing on, the last one open."""
    if not values:
        return NO_CLASSES
    step = class_step(max(values.values()))
    needed = min(MOST_CLASSES, int(max(values.values()) // step) + 1)
    return _fall_into(values, tuple(float(step * at) for at in range(1, needed)))


def even_classes(values: Mapping[str, float]) -> Classes:
    """Return up to six classes that hold about as many regions each, between round limits.

    Few regions have most of what happens: with equal widths nearly all would be of one colour.
    """
    if not values:
        return NO_CLASSES
    ordered = sorted(values.values())
    limits: list[float] = []
    for part in range(1, MOST_CLASSES):
        limit = _rounded(ordered[len(ordered) * part // MOST_CLASSES])
        if limit > 0 and (not limits or limit > limits[-1]):
            limits.append(limit)
    highest = [limit for limit in limits if limit <= ordered[-1]]
    return _fall_into(values, tuple(highest) or ((1.0,) if ordered[-1] >= 1 else ()))


def _rounded(value: float) -> float:
    """Return a whole number of at most two digits and zeros that is not below a value."""
    power = 10 ** max(0, math.floor(math.log10(value)) - 1) if value >= 1 else 1
    return float(math.ceil(value / power) * power)


def signed_classes(values: Mapping[str, float]) -> Classes:
    """Return five classes of what may be below nothing: much less, less, the same, more, much
    more.
    """
    if not values:
        return NO_CLASSES
    most = max(abs(value) for value in values.values())
    step = class_step(most * (MOST_CLASSES + OPEN_WIDTHS - 1) / 4)
    return _fall_into(values, (-step - 0.5, -0.5, 0.5, step + 0.5))


def _fall_into(values: Mapping[str, float], limits: tuple[float, ...]) -> Classes:
    class_of = {code: bisect_right(limits, value) for code, value in values.items()}
    fallen = list(class_of.values())
    return Classes(limits, class_of, tuple(fallen.count(at) for at in range(len(limits) + 1)))
