"""The printed roster: organisation by organisation, the sum on every page."""

import pytest

from app.core.errors import NotFound
from app.core.ids import new_id
from app.papers.door import Papers
from app.party.actions.members import MemberDraft, add_member
from app.party.queries.roster import PRINTED_MOST, RosterTooLong
from app.party.rules import Standing
from tests.factories.rosters import officer, plant_tree

OFFICER = officer()


@pytest.fixture
def tree(centre):
    return plant_tree(centre.database)


def add(centre, where, *names, **given):
    pepper = centre.database.state.pepper
    with centre.database.writing(OFFICER) as uow:
        for name in names:
            draft = MemberDraft(name, where, **given)
            add_member(uow, draft, pepper, command_key=new_id())


def drawn(centre, clock, key):
    with centre.database.reading() as session:
        return Papers(clock).draw(session, OFFICER, "roster", str(key)).body


def test_each_organisation_has_its_page_and_each_page_its_sum(centre, clock, tree, poppler):
    add(centre, tree.second, *(f"党员甲{n}" for n in range(30)), workplace="南塘社区居委会")
    add(centre, tree.group, "邓秋霞", standing=Standing.PROBATIONARY, skills=("急救",))

    body = drawn(centre, clock, tree.general)
    text = "".join(poppler("pdftotext", body, "-layout", output="-").split())

    for part in (
        "南塘社区党总支，",
        "共2个组织、31人",
        "南塘第二网格党支部30人",
        "南塘社区党总支›南塘第二网格党支部市场楼党小组1人",
        "合计30人：正式30人、预备0人",
        "本页1人：正式0人、预备1人合计1人：正式0人、预备1人",
        "总计31人：正式30人、预备1人",
        "苏婉",
    ):
        assert part in text
    on_pages = [int(each.split("人")[0]) for each in text.split("本页")[1:]]
    assert len(on_pages) == 3
    assert sum(on_pages) == 31


def test_a_roster_too_long_for_a_paper_and_one_out_of_scope_are_refused(
    centre, clock, tree, monkeypatch
):
    add(centre, tree.second, "叶建平", "邓秋霞")
    with pytest.raises(NotFound):
        drawn(centre, clock, tree.elsewhere)
    monkeypatch.setattr("app.party.queries.roster.PRINTED_MOST", 1)
    assert PRINTED_MOST > 1
    with pytest.raises(RosterTooLong):
        drawn(centre, clock, tree.second)
