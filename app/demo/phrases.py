"""What residents and handlers say in the demo, put together from pieces; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from app.demo.spots import Spot, Spots
from app.demo.street import KindTexts, Words

_TRIES = 24


@dataclass(frozen=True, slots=True)
class Told:
    """All texts of one case.

    Attributes:
        reports: What the handling unit says on the way, as many as are asked for.
    """

    spot: Spot
    title: str
    text: str
    assigned: str
    signed: str
    reports: tuple[str, ...]
    finished: str
    closed: str


class Teller:
    """Tells cases; no two have the same title."""

    def __init__(self, words: Words, spots: Spots, chance: Random) -> None:
        self._words = words
        self._spots = spots
        self._chance = chance
        self._titles: set[str] = set()

    def tell(self, kind: KindTexts, reports: int) -> Told:
        """Return the texts of a case of a kind with so many progress reports."""
        spot, title = self._title(kind)
        fill = {
            "p": spot.words,
            "when": self._chance.choice(self._words.when),
            "long": self._chance.choice(self._words.long),
            "n": self._chance.randint(2, 9),
        }
        said = self._chance.choice(kind.texts).format(**fill)
        return Told(
            spot=spot,
            title=title,
            text=said + self._chance.choice(self._words.asks),
            assigned=self._chance.choice(self._words.assigned),
            signed=self._chance.choice(self._words.signed),
            reports=tuple(text.format(**fill) for text in self._some(kind.doing, reports)),
            finished=self._chance.choice(kind.done).format(**fill),
            closed=self._chance.choice(self._words.closed),
        )

    def _title(self, kind: KindTexts) -> tuple[Spot, str]:
        """Return a place with a title nobody has had; after many tries any will do."""
        spot, title = self._try(kind)
        for _ in range(_TRIES):
            if title not in self._titles:
                break
            spot, title = self._try(kind)
        self._titles.add(title)
        return spot, title

    def _try(self, kind: KindTexts) -> tuple[Spot, str]:
        spot = self._spots.draw(self._chance.choice(kind.at))
        return spot, self._chance.choice(kind.titles).format(p=spot.words)

    def _some(self, texts: Sequence[str], count: int) -> list[str]:
        """Return so many reports, the kind's own ones first."""
        own = self._chance.sample(texts, len(texts))
        return [*own, *self._chance.sample(self._words.doing, len(self._words.doing))][:count]
