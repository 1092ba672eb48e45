"""The rows of a table: what is far away is packed, and stands as it stood."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.core.paging import Count, Head
from ui.core.table_store import UNPACKED, RowStore, packed

PAGE = 10
PAGES = UNPACKED * 2


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    call: Callable[[], None] | None = None


def _key(row: _Row | Head) -> object:
    return ("head", row.key) if isinstance(row, Head) else row.key


def _page(number: int) -> tuple[_Row, ...]:
    return tuple(_Row(f"{number}-{at}") for at in range(PAGE))


def _filled() -> RowStore:
    store = RowStore(_key)
    for number in range(PAGES):
        store.add(_page(number), packed(_page(number)))
    return store


def test_rows_far_away_stand_as_they_stood():
    store = _filled()

    found = [store[at] for at in range(len(store))]

    assert found == [row for number in range(PAGES) for row in _page(number)]
    assert list(store) == found


def test_only_some_screens_of_rows_are_held_unpacked():
    store = _filled()

    for at in range(0, len(store), 3):
        assert store[at]

    held = [block for block in store._blocks if block.rows is not None]
    assert len(held) == UNPACKED


def test_a_key_is_found_wherever_it_stands():
    store = _filled()

    assert store.position_of("0-0") == 0
    assert store.position_of(f"{PAGES - 1}-{PAGE - 1}") == PAGES * PAGE - 1
    assert store.position_of("elsewhere") is None


def test_a_position_behind_the_last_row_is_refused():
    store = _filled()

    with pytest.raises(IndexError):
        store[len(store)]
    with pytest.raises(IndexError):
        store[-1]


def test_rows_that_cannot_be_packed_stay_whole():
    rows = tuple(_Row(str(at), lambda: None) for at in range(PAGE))
    store = RowStore(_key)

    store.add(rows, packed(rows))
    for number in range(PAGES):
        store.add(_page(number), packed(_page(number)))

    assert packed(rows) is None
    assert store[3] is rows[3]


def test_heads_are_known_without_unpacking_and_count_for_no_row():
    head = Head("a", "甲", Count(PAGE))
    store = RowStore(_key, (head, *_page(0)))
    store.add((Head("b", "乙", Count(PAGE)), *_page(1)), None)

    assert store.head_at(0) is head
    assert store.head_at(PAGE + 1) == Head("b", "乙", Count(PAGE))
    assert store.head_at(1) is None
    assert (len(store), store.rows) == (2 * PAGE + 2, 2 * PAGE)
    assert store.position_of(("head", "b")) == PAGE + 1
