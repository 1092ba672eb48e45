"""Three ways into one: nothing that anybody wrote is lost without somebody choosing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.merging import Pick, both, compare, merged

_VALUES = st.sampled_from(["", "a", "b", "c", None, 1])
_RECORDS = st.fixed_dictionaries({"title": _VALUES, "kind": _VALUES, "level": _VALUES})


def _chosen(differences, pick):
    return {each.name: pick for each in differences if each.is_open}


@given(_RECORDS, _RECORDS, _RECORDS)
def test_a_field_only_one_side_changed_is_as_that_side_wrote_it(base, mine, theirs):
    differences = compare(base, mine, theirs)

    result = merged(mine, differences, _chosen(differences, Pick.MINE))

    for name in base:
        if mine[name] == base[name]:
            assert result[name] == theirs[name]
        elif theirs[name] == base[name]:
            assert result[name] == mine[name]


@given(_RECORDS, _RECORDS, _RECORDS)
def test_only_a_field_both_changed_differently_waits_for_a_choice(base, mine, theirs):
    waiting = {each.name for each in compare(base, mine, theirs) if each.is_open}

    assert waiting == {n for n in base if len({mine[n], theirs[n], base[n]}) == 3}


@given(_RECORDS, _RECORDS, _RECORDS)
def test_both_desks_come_to_the_same_record(base, mine, theirs):
    here, there = compare(base, mine, theirs), compare(base, theirs, mine)

    one = merged(mine, here, _chosen(here, Pick.MINE))

    assert one == merged(theirs, there, _chosen(there, Pick.THEIRS))


@given(_RECORDS, _RECORDS)
def test_without_a_change_of_others_the_form_stays_as_it_is(base, mine):
    assert merged(mine, compare(base, mine, base)) == mine


@given(_RECORDS, _RECORDS)
def test_the_same_change_on_both_sides_asks_nobody(base, mine):
    assert not any(each.is_open for each in compare(base, mine, mine))
    assert merged(mine, compare(base, mine, mine)) == mine


@given(_RECORDS, _RECORDS, _RECORDS)
def test_what_was_merged_conflicts_with_nothing_any_more(base, mine, theirs):
    differences = compare(base, mine, theirs)
    result = merged(mine, differences, _chosen(differences, Pick.MINE))

    again = compare(theirs, result, theirs)

    assert not any(each.is_open for each in again)
    assert merged(result, again) == result


def test_a_field_both_changed_is_never_decided_by_itself():
    differences = compare({"title": "a"}, {"title": "b"}, {"title": "c"})

    with pytest.raises(ValueError, match="title"):
        merged({"title": "b"}, differences)


def test_records_of_other_fields_are_not_compared():
    with pytest.raises(ValueError, match="kind"):
        compare({"title": ""}, {"title": ""}, {"title": "", "kind": ""})


@given(st.text(max_size=20), st.text(max_size=20))
def test_taking_both_texts_loses_neither_and_repeats_none(theirs, mine):
    result = both(theirs, mine)

    assert theirs in result
    assert mine in result
    assert len(result) <= len(theirs) + len(mine) + 1


def test_both_texts_are_taken_in_the_order_they_were_saved():
    found = compare({"note": "甲"}, {"note": "乙"}, {"note": "丙"})

    assert merged({"note": "乙"}, found, {"note": Pick.BOTH}) == {"note": "丙\n乙"}
