"""What narrows a roster: every part by itself and all together, in words, and as a key."""

from datetime import date

import pytest

from app.core.errors import NotFound
from app.core.ids import new_id
from app.party.actions.members import MemberDraft, add_member
from app.party.queries.roster import RosterFilter, RosterView, offered_words, roster_page
from app.party.roster.narrowing import (
    RosterPart,
    active_parts,
    filter_of_key,
    key_of_filter,
    told_filter,
    without_parts,
)
from app.party.rules import Standing
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET
from tests.factories.rosters import officer, plant_tree

OFFICER = officer()
ALL = {
    "standing": Standing.PROBATIONARY,
    "skill": "急救",
    "tag": "楼长",
    "joined_since": date(2015, 6, 1),
    "joined_until": date(2015, 6, 30),
    "grid": COMMUNITY,
}


@pytest.fixture
def tree(centre):
    """A member who fits all that can be asked for, and one who differs in each."""
    tree = plant_tree(centre.database)
    fits = {"standing": Standing.PROBATIONARY, "skills": ("走访", "急救"), "tags": ("楼长",)}
    fits |= {"joined_on": date(2015, 6, 30), "grid_code": GRID}
    others = {
        "正式的": {"standing": Standing.FULL},
        "别的专长": {"skills": ("急救员",)},
        "没有标签": {"tags": ()},
        "早的": {"joined_on": date(2015, 5, 31)},
        "晚的": {"joined_on": date(2015, 7, 1)},
        "未落格": {"grid_code": None},
    }
    pepper = centre.database.state.pepper
    with centre.database.writing(OFFICER) as uow:
        for name, other in ({"邓秋霞": {}} | others).items():
            draft = MemberDraft(name, tree.second, **fits | other)
            add_member(uow, draft, pepper, command_key=new_id())
    return tree


def test_each_part_leaves_out_who_differs_in_it_and_together_one_is_left(centre, tree):
    def names(chosen):
        with centre.database.reading() as session:
            return {row.name for row in roster_page(session, OFFICER, chosen).rows}

    for top in (tree.street, tree.second):
        whole = RosterFilter(top, **ALL)
        assert names(whole) == {"邓秋霞"}
        for part in active_parts(whole):
            more = names(without_parts(whole, (part,)))
            assert len(more) == 2, part
        assert len(names(without_parts(whole, RosterPart))) == 7


def test_the_words_offered_are_those_of_the_organisation_the_commonest_first(centre, tree):
    with centre.database.reading() as session:
        chosen = RosterFilter(tree.general)
        assert offered_words(session, OFFICER, chosen, "急") == ("急救", "急救员")
        assert offered_words(session, OFFICER, chosen, "", tags=True) == ("楼长",)
        assert offered_words(session, OFFICER, RosterFilter(tree.first), "") == ()
        assert offered_words(session, officer(OTHER_STREET), chosen, "") == ()


def test_a_filter_is_told_in_words_and_comes_back_from_its_key(centre, tree):
    chosen = RosterFilter(tree.second, text="急救", view=RosterView.SERVING, **ALL)
    assert filter_of_key(key_of_filter(chosen)) == chosen
    assert filter_of_key(str(tree.second)) == RosterFilter(tree.second)
    for wrong in ("没有", '{"standing": "king"}', '{"nothing": "1"}', "{"):
        with pytest.raises(NotFound):
            filter_of_key(wrong)
    with centre.database.reading() as session:
        told = told_filter(session, chosen)
    assert told.startswith("含“急救”，在职党员，身份：预备，专长：急救，标签：楼长，")
    assert "2015-06-01 起入党，2015-06-30 及以前入党，住在：" in told
    assert told.endswith("南塘社区")
