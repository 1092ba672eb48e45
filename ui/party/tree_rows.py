"""The organisations of a tree as the widgets of this slice look at them."""

from collections.abc import Iterator
from uuid import UUID

from app.party.queries.organisations import OrganisationRow
from app.party.rules import PartyLevel, depth


class TreeRows:
    """All rows of a tree, each before those under it, looked up by key and by what is above."""

    def __init__(self, rows: tuple[OrganisationRow, ...]) -> None:
        self.rows = rows
        self._at = {row.id: row for row in rows}
        self._below: dict[UUID | None, list[OrganisationRow]] = {}
        for row in rows:
            self._below.setdefault(row.parent_id, []).append(row)

    def get(self, key: UUID | None) -> OrganisationRow | None:
        """Return an organisation, None where it is not in the tree."""
        return self._at.get(key) if key is not None else None

    def below(self, key: UUID | None) -> tuple[OrganisationRow, ...]:
        """Return what stands right under one; None: what stands under nothing."""
        return tuple(self._below.get(key, ()))

    def within(self, key: UUID) -> Iterator[OrganisationRow]:
        """Yield an organisation and all that stands under it."""
        waiting = [self._at[key]] if key in self._at else []
        while waiting:
            row = waiting.pop()
            yield row
            waiting.extend(reversed(self._below.get(row.id, ())))

    def keys_within(self, key: UUID) -> tuple[UUID, ...]:
        """Return the keys of an organisation and of all that stands under it."""
        return tuple(row.id for row in self.within(key))

    def way_to(self, key: UUID) -> tuple[OrganisationRow, ...]:
        """Return what stands above one, from the head of the tree, and itself."""
        way: list[OrganisationRow] = []
        row = self._at.get(key)
        while row is not None:
            way.append(row)
            row = self.get(row.parent_id)
        return tuple(reversed(way))

    def above_for(self, region: str, level: PartyLevel) -> OrganisationRow | None:
        """Return the lowest organisation that one of a level at a region may stand under."""
        fit = [
            row
            for row in self.rows
            if region.startswith(row.region) and depth(row.level) < depth(level)
        ]
        return max(fit, key=lambda row: (len(row.region), depth(row.level)), default=None)


def short_name(row: OrganisationRow, above: OrganisationRow | None) -> str:
    """Return a name without what the one above begins with too: 南塘社区党总支 › 第二网格党支部."""
    if above is None:
        return row.name
    shared = 0
    for one, other in zip(row.name, above.name, strict=False):
        if one != other:
            break
        shared += 1
    rest = row.name[shared:]
    return rest if shared >= 2 and len(rest) >= 4 else row.name
