"""Items found in the guide: by what happens in a life, by name, by pinyin and initials; pure."""

from collections.abc import Iterable, Sequence

from app.core.pinyin import initials
from app.core.search_words import plain
from app.services.items.queries.guide import GuideItem
from app.services.items.queries.items import ItemRow
from app.services.items.rules import LifeSituation


def of_situation(items: Iterable[GuideItem], situation: LifeSituation) -> tuple[GuideItem, ...]:
    """Return the items for a situation, the most used first."""
    found = [item for item in items if situation in item.body.situations]
    return tuple(sorted(found, key=lambda item: (-item.body.yearly, item.pinyin)))


def situations_of(items: Sequence[GuideItem]) -> tuple[tuple[LifeSituation, int], ...]:
    """Return the situations that have items, in their own order, with how many."""
    counted = ((each, len(of_situation(items, each))) for each in LifeSituation)
    return tuple((situation, count) for situation, count in counted if count)


def search(items: Iterable[GuideItem], typed: str) -> tuple[GuideItem, ...]:
    """Return the items that fit what was typed, the best first.

    Names that begin with it come before names that hold it, before initials, before full pinyin,
    before items that merely speak of it (department, summary, kind of business). Nothing typed
    finds nothing.
    """
    wanted = plain(typed)
    if not wanted:
        return ()
    ranked = ((_rank(item, wanted), item) for item in items)
    found = [(rank, -item.body.yearly, item.pinyin, item) for rank, item in ranked if rank]
    return tuple(item for *_, item in sorted(found, key=lambda each: each[:3]))


def _rank(item: GuideItem, wanted: str) -> int:
    """Return how well an item fits, 1 is best; 0 where it does not."""
    name, syllables = plain(item.name), item.pinyin.split()
    told = plain(f"{item.body.department}{item.body.category}{item.body.summary}")
    fits = (
        name.startswith(wanted),
        wanted in name,
        item.initials.startswith(wanted),
        wanted in item.initials,
        any("".join(syllables[at:]).startswith(wanted) for at in range(len(syllables))),
        wanted in told,
    )
    return fits.index(True) + 1 if True in fits else 0


def search_rows(rows: Sequence[ItemRow], typed: str) -> tuple[ItemRow, ...]:
    """Return the rows of the list that fit what was typed, in their order."""
    wanted = plain(typed)
    return tuple(row for row in rows if wanted in _told_of(row))


def _told_of(row: ItemRow) -> str:
    body = row.body
    letters = initials(body.name)
    return " ".join(
        (plain(body.name), letters, plain(row.code), plain(f"{body.department}{body.category}"))
    )
