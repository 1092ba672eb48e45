"""Keyset pages: every row once, in order, however much is inserted meanwhile."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and where the next ones begin.

    Attributes:
        rows: Frozen rows in order.
        after: Opaque key to ask for the next page with; None when this is the last.
    """

    rows: tuple[Row, ...]
    after: tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class Count:
    """A count that stops at a limit.

    Attributes:
        value: Rows counted, at most the limit.
        more: True when there are more than that.
        followers: How many of them follow another case, being the same matter.
    """

    value: int
    more: bool = False
    followers: int = 0

    @property
    def matters(self) -> int | None:
        """Matters (事) among the reports (件); None where each is one, or not all were counted."""
        return self.value - self.followers if self.followers and not self.more else None

    def __str__(self) -> str:
        return f"{self.value}+" if self.more else str(self.value)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group of rows; stands among them in a page.

    Attributes:
        key: What the group is about: a code, a key or a day; "" for rows without it.
        name: What that is called.
        count: Rows in it.
        folded: Its rows are not shown.
    """

    key: str
    name: str
    count: Count
    folded: bool = False
