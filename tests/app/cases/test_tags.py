"""Tags: words of a region that people mark cases with, and never about a person."""

import pytest
import sqlalchemy as sa

from app.cases.actions.tags import add_tag, mark_case, rename_tag, retire_tag
from app.cases.queries.tags import kept_tags, marks_of, tags_carried, usable_tags
from app.cases.tag_rules import (
    MOST_ON_A_CASE,
    TagElsewhere,
    TagName,
    TagRetired,
    TagTellsOfPerson,
    TooManyTags,
)
from app.core.changes import Change, Topic
from app.core.database.tables import JournalEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.paging import Count
from tests.factories.centre import GRID, OTHER_STREET, STREET


def add(centre, name, *, actor="director", region=STREET):
    return centre.do(actor, add_tag, name, region)


def on(centre, case_id, actor="dispatcher"):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        marks = marks_of(session, centre.actor(actor), (case_id,), now=now)
        return marks.tags.get(case_id, ())


def kept(centre, actor="director"):
    with centre.database.reading() as session:
        return {row.name: row for row in kept_tags(session, centre.actor(actor))}


def test_a_case_is_marked_and_unmarked_by_whoever_works_on_it(centre):
    case_id = centre.register()
    centre.assign(case_id)
    flood, again = add(centre, "汛期"), add(centre, "重复反映")

    changed = centre.do("dispatcher", mark_case, case_id, (flood, again))
    repeated = centre.do("handler", mark_case, case_id, (flood,))

    assert (changed, repeated, on(centre, case_id)) == (2, 0, ("汛期", "重复反映"))
    assert centre.card(case_id).tags == ("汛期", "重复反映")
    assert centre.do("handler", mark_case, case_id, (), (again,)) == 1
    assert on(centre, case_id) == ("汛期",)


def test_marking_is_journaled_told_to_every_desk_and_leaves_the_case_as_it_was(centre):
    case_id, told = centre.register(), []
    flood, before = add(centre, "汛期"), centre.version(case_id)
    leave = centre.database.subscribe(told.extend)

    centre.do("receptionist", mark_case, case_id, (flood,))
    leave()

    assert Change(Topic.CASE, str(case_id), GRID) in told
    assert centre.version(case_id) == before
    with centre.database.reading() as session:
        asked = sa.select(JournalEntry.facts).where(JournalEntry.action == "cases.tagged")
        assert session.scalars(asked).all() == [{"added": [str(flood)], "removed": []}]


def test_whoever_only_reads_a_case_does_not_mark_it(centre):
    case_id, flood = centre.register(), add(centre, "汛期")
    centre.assign(case_id)
    centre.assign(case_id, unit="water")  # the first unit goes on reading it

    with pytest.raises(NotAllowed):
        centre.do("handler", mark_case, case_id, (flood,))
    with pytest.raises(NotFound):
        centre.do("stranger", mark_case, case_id, (flood,))
    assert not centre.card(case_id, "handler").may_mark


@pytest.mark.parametrize("actor", ["dispatcher", "receptionist", "handler"])
def test_the_list_is_kept_by_who_manages_kinds(centre, actor):
    with pytest.raises(NotAllowed):
        add(centre, "汛期", actor=actor)


def test_a_director_keeps_the_words_of_their_own_street_only(centre):
    with pytest.raises(NotAllowed):
        add(centre, "汛期", region=OTHER_STREET)
    with pytest.raises(NotAllowed):
        add(centre, "汛期", region="990102")


@pytest.mark.parametrize("name", ["", " 　", "#", "长" * 21])
def test_a_tag_needs_a_short_name(centre, name):
    with pytest.raises(TagName):
        add(centre, name)


@pytest.mark.parametrize("name", ["陈13812346021", "138-1234-6021", "990102199001011234"])
def test_numbers_of_people_are_no_tags(centre, name):
    with pytest.raises(TagTellsOfPerson):
        add(centre, name)


def test_the_same_word_in_the_same_or_a_wider_region_is_the_same_tag(centre):
    county = add(centre, "汛期", actor="administrator", region="990102")

    assert add(centre, "# 汛期 ") == county
    assert add(centre, "2026汛期") != county
    assert list(kept(centre)) == ["2026汛期", "汛期"]


def test_a_retired_tag_stays_on_cases_is_offered_no_more_and_can_come_back(centre):
    case_id, flood = centre.register(), add(centre, "汛期")
    centre.do("dispatcher", mark_case, case_id, (flood,))

    centre.do("director", retire_tag, flood, kept(centre)["汛期"].version)

    with centre.database.reading() as session:
        assert usable_tags(session, centre.actor("dispatcher"), (GRID,)) == ()
    with pytest.raises(TagRetired):
        centre.do("dispatcher", mark_case, centre.register(), (flood,))
    assert (on(centre, case_id), kept(centre)["汛期"].is_active) == (("汛期",), False)
    assert add(centre, "汛期") == flood


def test_renaming_to_a_word_there_is_makes_the_two_one(centre):
    both, old_only = centre.register(), centre.register()
    old, new = add(centre, "雨季"), add(centre, "汛期")
    centre.do("dispatcher", mark_case, both, (old, new))
    centre.do("dispatcher", mark_case, old_only, (old,))

    merged = centre.do("director", rename_tag, old, kept(centre)["雨季"].version, "汛期")

    assert merged == new
    assert (on(centre, both), on(centre, old_only)) == (("汛期",), ("汛期",))
    assert (kept(centre)["雨季"].is_active, kept(centre)["汛期"].cases) == (False, Count(2))


def test_a_tag_that_somebody_changed_meanwhile_is_not_renamed(centre):
    flood = add(centre, "汛期")
    centre.do("director", rename_tag, flood, kept(centre)["汛期"].version, "防汛")

    with pytest.raises(Conflict):
        centre.do("director", rename_tag, flood, 1, "雨季")
    assert kept(centre)["防汛"].initials == "fx"


def test_the_word_of_another_street_is_not_for_this_case(centre):
    case_id = centre.register()
    lake = add(centre, "湖边", actor="administrator", region=OTHER_STREET)

    with pytest.raises(TagElsewhere):
        centre.do("dispatcher", mark_case, case_id, (lake,))
    with centre.database.reading() as session:
        assert usable_tags(session, centre.actor("dispatcher"), (GRID,)) == ()


def test_a_case_carries_so_many_and_no_more_and_is_left_as_it_was(centre):
    case_id = centre.register()
    ids = tuple(add(centre, f"标签{letter}") for letter in "甲乙丙丁戊己庚辛壬癸子")

    with pytest.raises(TooManyTags):
        centre.do("dispatcher", mark_case, case_id, ids)

    assert (len(ids), on(centre, case_id)) == (MOST_ON_A_CASE + 1, ())


def test_tags_tell_of_no_case_one_may_not_see(centre):
    ids = [centre.register() for _ in range(2)]
    flood = add(centre, "汛期", actor="administrator", region="990102")
    for case_id in ids:
        centre.do("dispatcher", mark_case, case_id, (flood,))

    with centre.database.reading() as session:
        mine = tags_carried(session, centre.actor("dispatcher"), ids)
        theirs = tags_carried(session, centre.actor("stranger"), ids)
    assert (mine, theirs) == (dict.fromkeys(ids, frozenset({flood})), {})
    assert (kept(centre, "dispatcher")["汛期"].cases, kept(centre, "stranger")["汛期"].cases) == (
        Count(2),
        Count(0),
    )
