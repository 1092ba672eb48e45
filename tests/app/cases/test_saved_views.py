"""Saved views: whose they are, who sees and changes them, what becomes of what they speak of."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.accounts.models import Person, Unit
from app.accounts.queries.colleagues import find_colleagues
from app.accounts.rules import Right, Role
from app.cases.actions.saved_views import (
    TooManyViews,
    ViewDetails,
    ViewGone,
    ViewNameMissing,
    ViewNameTaken,
    ViewNotYours,
    drop_view,
    order_views,
    save_view,
)
from app.cases.actions.tags import add_tag
from app.cases.filters.arranged import Arranged, Grouping, Order
from app.cases.filters.model import Filter, FilterField
from app.cases.filters.parse import parse
from app.cases.filters.told import troubles
from app.cases.models import Category
from app.cases.models.finding import SavedView
from app.cases.queries.names import vocabulary
from app.cases.queries.queue import QueueView
from app.cases.queries.saved_views import saved_counts, saved_views
from app.core.actor import console
from app.core.changes import Topic
from app.core.clock import local
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from tests.factories.centre import GRID, OTHER_STREET, STREET

PIPES = Filter().setting(FilterField.CATEGORY, "C01")
ALL = Arranged("all_open", PIPES, Order.RECEIVED, True, Grouping.UNIT, {"hidden": ["unit"]})


def keep(centre, actor="dispatcher", name="井盖", arranged=ALL, **more):
    given = {key: more.pop(key) for key in ("view_id", "seen_version") if key in more}
    return centre.do(actor, save_view, ViewDetails(name, arranged, **more), **given)


def seen(centre, actor="dispatcher"):
    with centre.database.reading() as session:
        return saved_views(session, centre.actor(actor))


def names(centre, actor="dispatcher"):
    return [row.name for row in seen(centre, actor)]


def test_a_view_comes_back_as_it_was_arranged(centre):
    view_id = keep(centre)

    [row] = seen(centre)

    assert (row.id, row.name, row.is_own, row.may_keep) == (view_id, "井盖", True, True)
    assert (row.arranged, row.arranged.columns) == (ALL, {"hidden": ["unit"]})
    assert row.view is QueueView.ALL_OPEN


def test_a_view_of_ones_own_is_nobody_elses(centre):
    keep(centre)

    assert [names(centre, actor) for actor in ("receptionist", "director", "stranger")] == [[]] * 3


def test_a_shared_view_is_seen_where_areas_touch(centre):
    keep(centre, shared=True)

    seen_by = {
        actor: names(centre, actor)
        for actor in ("receptionist", "grid_worker", "handler", "director", "stranger")
    }

    assert seen_by == {
        "receptionist": ["井盖"],
        "grid_worker": ["井盖"],
        "handler": ["井盖"],
        "director": ["井盖"],
        "stranger": [],
    }


def test_a_view_may_be_shared_with_a_part_of_ones_area_only(centre):
    keep(centre, shared=True, region=GRID)
    keep(centre, shared=True, region="99", name="别处")

    assert [row.region for row in seen(centre, "director")] == [GRID, STREET]


def test_who_neither_assigns_nor_approves_shares_nothing(centre):
    with pytest.raises(NotAllowed):
        keep(centre, "receptionist", shared=True)
    keep(centre, "receptionist")

    assert names(centre, "receptionist") == ["井盖"]


def test_who_reads_no_cases_keeps_no_views(centre):
    with pytest.raises(NotAllowed):
        keep(centre, "administrator")


@pytest.mark.parametrize("name", ["", "  ", "长" * 41, "\u202e"])
def test_a_view_needs_a_name_that_can_be_read(centre, name):
    with pytest.raises(ViewNameMissing):
        keep(centre, name=name)


def test_two_views_of_one_person_have_two_names(centre):
    keep(centre, name="Abc")
    keep(centre, "director", name="abc")

    with pytest.raises(ViewNameTaken):
        keep(centre, name=" aBC ")


def test_there_are_only_so_many_views_a_person(centre):
    most = {"value": 2}
    centre.do("administrator", set_setting, "saved_views_most", most["value"])
    for number in range(2):
        keep(centre, name=str(number))

    with pytest.raises(TooManyViews):
        keep(centre, name="2")


def test_who_comes_second_with_a_change_is_told(centre):
    view_id = keep(centre, shared=True)
    changed = Arranged("mine", PIPES)
    keep(centre, "director", arranged=changed, shared=True, view_id=view_id, seen_version=1)

    with pytest.raises(Conflict):
        keep(centre, name="新名", shared=True, view_id=view_id, seen_version=1)

    [row] = seen(centre)
    assert (row.name, row.arranged, row.version) == ("井盖", changed, 2)


def test_a_shared_view_is_changed_by_those_who_may_share_there_and_deleted_by_its_owner(centre):
    view_id = keep(centre, shared=True)
    given = {"shared": True, "view_id": view_id, "seen_version": 1}

    with pytest.raises(ViewNotYours):
        keep(centre, "receptionist", **given)
    with pytest.raises(ViewNotYours):
        keep(centre, "stranger", **given)
    keep(centre, "director", name="主任改的", **given)
    with pytest.raises(ViewNotYours):
        centre.do("director", drop_view, view_id, 2)
    with pytest.raises(ViewNotYours):  # to take it away from everybody is to delete it
        keep(centre, "director", view_id=view_id, seen_version=2)
    centre.do("dispatcher", drop_view, view_id, 2)

    assert names(centre, "director") == []
    with pytest.raises(ViewGone):
        centre.do("dispatcher", drop_view, view_id, 2)


def test_somebody_elses_own_view_is_as_good_as_gone(centre):
    view_id = keep(centre)

    with pytest.raises(ViewGone):
        keep(centre, "director", view_id=view_id, seen_version=1)


def test_ones_views_stand_in_the_order_one_gives_them(centre):
    keys = {name: keep(centre, name=name) for name in "甲乙丙"}
    assert names(centre) == ["甲", "乙", "丙"]

    centre.do("dispatcher", order_views, tuple(keys[name] for name in "丙甲乙"))
    assert names(centre) == ["丙", "甲", "乙"]
    with pytest.raises(Conflict):
        centre.do("dispatcher", order_views, (keys["甲"],))


def test_a_deleted_view_comes_back_where_it_stood(centre):
    keys = {name: keep(centre, name=name) for name in "甲乙丙"}
    [_, second, _] = seen(centre)
    centre.do("dispatcher", drop_view, keys["乙"], second.version)

    keep(centre, name="乙", arranged=second.arranged, position=second.position)

    assert names(centre) == ["甲", "乙", "丙"]


def test_saving_is_told_to_every_desk_and_stands_in_the_journal_without_the_name(centre):
    from app.core.database.tables import JournalEntry

    heard = []
    leave = centre.database.subscribe(heard.extend)
    view_id = keep(centre, shared=True, name="张三家的井盖")
    leave()

    assert [(c.topic, c.key, c.region) for c in heard] == [(Topic.VIEW, str(view_id), STREET)]
    with centre.database.reading() as session:
        entry = session.scalars(sa.select(JournalEntry).where(JournalEntry.topic == "view")).one()
    assert (entry.action, entry.facts) == ("cases.view_saved", {"shared": True})


def test_saving_twice_with_one_key_saves_once(centre):
    key = new_id()
    for _ in range(2):
        with centre.database.writing(centre.actor("dispatcher")) as uow:
            save_view(uow, ViewDetails("井盖", ALL), command_key=key)

    assert names(centre) == ["井盖"]


def test_views_are_counted_in_few_statements(centre):
    centre.register(category="C01-003")
    centre.register(category="E01-001")
    for number in range(23):
        keep(centre, name=str(number), arranged=ALL if number else Arranged("all_open"))
    rows, asked = seen(centre), []
    with centre.database.reading() as session:
        session.connection()
        sa.event.listen(
            centre.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2])
        )
        now = centre.database.clock.now()
        counts = saved_counts(session, centre.actor("dispatcher"), rows, now=now)

    assert [str(counts[row.id]) for row in rows] == ["2", *["1"] * 22]
    assert len(asked) == 2


def test_a_view_of_a_newer_program_shows_what_is_open_and_says_so(centre):
    view_id = keep(centre)
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        view = uow.session.get_one(SavedView, view_id)
        view.body = {**view.body, "view": "by_weather", "order": "moon", "grouping": 3}

    [row] = seen(centre)

    assert (row.view, row.is_known) == (QueueView.ALL_OPEN, False)
    assert (row.arranged.order, row.arranged.grouping) == (None, None)


def test_a_view_whose_category_unit_and_tag_are_gone_says_it_of_each(centre):
    words = f"类别:雨水井盖 单位:供水公司 #={new_id()}"
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        names = vocabulary(uow.session, centre.actor("dispatcher"))
        rules = parse(words, names, local(uow.now).date()).rules
        uow.session.get_one(Category, "C01-003").is_active = False
        uow.session.get_one(Unit, centre.units["water"]).is_active = False
    with centre.database.reading() as session:
        names = vocabulary(session, centre.actor("dispatcher"), rules)

    told = troubles(rules, names, area=(STREET,), is_person=True)

    assert [each[:12] for each in told] == [
        "类别“雨水井盖”已停用：以"[:12],
        "单位“供水公司”已停用：以"[:12],
        "标签里有一项已经不存在，按它一"[:12],
    ]


def test_names_are_those_of_ones_own_area(centre):
    with centre.database.reading() as session:
        mine = vocabulary(session, centre.actor("dispatcher"))
        handlers = vocabulary(session, centre.actor("handler"))
        strangers = vocabulary(session, centre.actor("stranger"))

    assert {term.name for term in mine.units.terms} == {"市政养护站", "供水公司", "城管执法队"}
    assert handlers.regions.get(GRID).name == "南塘第二网格"
    assert (len(strangers.units), strangers.regions.get(GRID)) == (0, None)
    assert mine.categories.get("C01-003").more == "公用设施"


def outsider(centre):
    """Let a company's person handle what is given to it; they are no staff."""
    handler = centre.actor("handler")
    grants = tuple(replace(grant, role=Role.EXTERNAL_HANDLER) for grant in handler.grants)
    centre.people["outsider"] = replace(handler, grants=grants)
    return "outsider"


def test_a_company_that_handles_cases_is_told_nothing_of_how_the_centre_works(centre):
    keep(centre, shared=True)
    centre.do("director", add_tag, "汛期", STREET)
    with centre.database.reading() as session:
        known = vocabulary(session, centre.actor(outsider(centre)))
        found = find_colleagues(
            session, centre.actor("outsider"), "周敏", now=centre.database.clock.now()
        )

    assert names(centre, "handler") == ["井盖"]
    assert names(centre, "outsider") == []
    assert (known.tags.terms, known.people.terms, found) == ((), (), ())


def test_people_are_told_apart_by_their_unit_and_never_by_their_account(centre):
    with centre.database.reading() as session:
        known = vocabulary(session, centre.actor("dispatcher"))
        logins = set(session.scalars(sa.select(Person.login)))

    assert {term.name for term in known.people.terms} >= {"周敏", "高海燕"}
    assert not logins & {term.more for term in known.people.terms}


def test_nothing_is_shared_with_an_area_one_does_not_dispose_of(centre):
    with pytest.raises(NotAllowed):
        keep(centre, shared=True, region=OTHER_STREET)

    assert seen(centre) == ()


def test_who_may_share_no_more_changes_nothing_others_see(centre):
    view_id = keep(centre, shared=True)
    dispatcher = centre.actor("dispatcher")
    reads = tuple(
        replace(grant, rights=frozenset({Right.READ_CASES})) for grant in dispatcher.grants
    )
    centre.people["dispatcher"] = replace(dispatcher, grants=reads)

    with pytest.raises(NotAllowed):
        keep(
            centre, name="街灯", shared=True, view_id=view_id, seen_version=seen(centre)[0].version
        )


@pytest.mark.parametrize("odd", [[], {}, 3, None, True])
def test_an_odd_body_spoils_no_reading(centre, odd):
    view_id = keep(centre)
    with centre.database.writing(console("test")) as uow:
        body = {"view": odd, "order": odd, "grouping": odd, "clauses": [odd, [odd]]}
        uow.session.get_one(SavedView, view_id).body = body

    [row] = seen(centre)

    assert (row.view, row.arranged.order) == (QueueView.ALL_OPEN, None)
