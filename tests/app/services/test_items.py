"""Service items are written, edited version by version, published, and found in the guide."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.core.errors import Conflict, NotAllowed
from app.services.items.actions.editing import (
    ItemDraft,
    add_item,
    edit_item,
    publish_items,
    withdraw_item,
)
from app.services.items.body import from_json, to_json
from app.services.items.checking import clean_body
from app.services.items.errors import (
    ItemCodeTaken,
    ItemCodeWrong,
    ItemNotPublished,
    ItemNumberWrong,
    ItemPartMissing,
    ItemPublishedAlready,
    ItemRegionWrong,
    ItemUnchanged,
)
from app.services.items.finding import of_situation, search, situations_of
from app.services.items.models import ServiceItem, ServiceItemVersion
from app.services.items.queries.guide import guide_items
from app.services.items.rules import (
    Counted,
    Delegation,
    LifeSituation,
    Material,
    TargetKind,
    targets,
)
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET
from tests.factories.services import body, with_machine


@pytest.fixture
def machine(centre):
    """The centre with a machine in the hall of the street."""
    return with_machine(centre)


def guide(centre, who="kiosk", place=""):
    with centre.database.reading() as session:
        return guide_items(session, centre.actor(who), place)


def version(centre, key):
    with centre.database.reading() as session:
        return session.get_one(ServiceItem, key).version


def add(centre, code="SY-1", region=STREET, publish=True, **more):
    draft = ItemDraft(region, code, body(**more))
    return centre.do("director", add_item, draft, publish=publish)


def test_a_resident_reads_what_is_published_and_the_next_version_once_it_is(machine):
    key = add(machine, publish=False)
    assert guide(machine) == ()
    machine.do("director", publish_items, ((key, 1),))
    (item,) = guide(machine)
    assert (item.name, item.initials, item.body.materials[1].name) == ("生育登记", "sydj", "结婚证")

    changed = body("生育服务登记", fee="不收费")
    machine.do("director", edit_item, key, 2, changed, "改名")
    assert guide(machine)[0].name == "生育登记"
    machine.do("director", publish_items, ((key, 3),))

    assert guide(machine)[0].body == changed
    with machine.database.reading() as session:
        asked = sa.select(ServiceItemVersion.ordinal, ServiceItemVersion.note)
        assert session.execute(asked.order_by(ServiceItemVersion.ordinal)).all() == [
            (1, ""),
            (2, "改名"),
        ]
    machine.do("director", withdraw_item, key, 4, "停办")
    assert guide(machine) == ()


def test_an_item_of_the_district_is_for_its_streets_and_the_street_writes_it_nearer(machine):
    for code, name in (("Q-1", "老年优待证"), ("Q-2", "残疾人证")):
        draft = ItemDraft("990102", code, body(name))
        machine.do("administrator", add_item, draft, publish=True)
    add(machine, "Q-1", name="老年人优待证")
    machine.do("administrator", add_item, ItemDraft(OTHER_STREET, "X", body("别处")), publish=True)

    assert [item.name for item in guide(machine)] == ["残疾人证", "老年人优待证"]
    assert [item.name for item in guide(machine, "leader", COMMUNITY)] == [
        "残疾人证",
        "老年人优待证",
    ]


def test_what_cannot_stand_is_refused_with_what_to_do(machine):
    key = add(machine, publish=False, summary="")
    with pytest.raises(ItemPartMissing):
        machine.do("director", publish_items, ((key, 1),))
    with pytest.raises(ItemCodeTaken):
        add(machine)
    with pytest.raises(ItemCodeWrong):
        add(machine, "编码 一")
    with pytest.raises(ItemRegionWrong):
        add(machine, "SY-9", GRID)
    with pytest.raises(ItemUnchanged):
        machine.do("director", edit_item, key, 1, body(summary=""))
    with pytest.raises(Conflict):
        machine.do("director", edit_item, key, 7, body())
    with pytest.raises(ItemNotPublished):
        machine.do("director", withdraw_item, key, 1, "")
    with pytest.raises(NotAllowed):
        machine.do("director", add_item, ItemDraft(OTHER_STREET, "SY-3", body()))
    with pytest.raises(NotAllowed):
        machine.do("receptionist", edit_item, key, 1, body())
    machine.do("director", edit_item, key, 1, body())
    machine.do("director", publish_items, ((key, version(machine, key)),))
    with pytest.raises(ItemPublishedAlready):
        machine.do("director", publish_items, ((key, version(machine, key)),))


def test_a_version_is_read_as_it_was_kept():
    whole = body(
        delegation=Delegation("民政局", "社区", date(2025, 3, 1), "下放清单"),
        steps=("受理", "办结"),
    )

    assert from_json(to_json(whole)) == whole
    assert from_json(to_json(body()) | {"situations": ["birth", "unknown"], "new": 1}) == body()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": " "}, ItemPartMissing),
        ({"materials": (Material(""),)}, ItemPartMissing),
        ({"materials": (Material("照片", count=99),)}, ItemNumberWrong),
        ({"limit_days": -1}, ItemNumberWrong),
        ({"delegation": Delegation("", "社区", date(2025, 3, 1), "x")}, ItemPartMissing),
    ],
)
def test_a_version_that_says_half_of_something_is_refused(given, error):
    with pytest.raises(error):
        clean_body(body(**given))


def test_items_are_found_by_situation_name_initials_and_pinyin(machine):
    add(machine)
    add(machine, "CJ-1", name="残疾人证", category="残联", situations=(LifeSituation.DISABILITY,))
    add(machine, "YL-1", name="城乡居民养老保险参保登记", category="社保", yearly=5000)
    items = guide(machine)

    def names(typed):
        return [item.name for item in search(items, typed)]

    assert names("sydj") == ["生育登记"]
    assert names("CJR") == ["残疾人证"]
    assert names("yanglao") == ["城乡居民养老保险参保登记"]
    assert names("登记") == ["城乡居民养老保险参保登记", "生育登记"]
    assert names("残联") == ["残疾人证"]
    assert names("  ") == names("飞机") == []
    assert [item.code for item in of_situation(items, LifeSituation.BIRTH)] == ["YL-1", "SY-1"]
    assert situations_of(items) == ((LifeSituation.BIRTH, 2), (LifeSituation.DISABILITY, 1))


def test_targets_count_what_can_be_handled_anywhere():
    items = [
        Counted("A", city_wide=True, everyday=True, on_application=True, yearly=900),
        Counted("B", city_wide=False, everyday=True, on_application=True, yearly=50),
        Counted("C", city_wide=True, everyday=False, on_application=False, yearly=700),
    ]
    percents = dict(zip(TargetKind, (80, 100, 85), strict=True))
    applied, everyday, used = targets(items, percents, 200)

    assert (applied.done, applied.of, applied.is_met, applied.lacks) == (1, 2, False, 1)
    assert everyday.missing == ("B",)
    assert (used.done, used.of, used.lacks) == (2, 3, 1)
    assert not targets([], percents, 200)[0].is_met
    assert targets([], percents, 200)[0].share is None
