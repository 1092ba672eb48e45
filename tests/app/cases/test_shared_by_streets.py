"""What all streets of a district share is changed by whoever reaches all of them."""

from contextlib import suppress

import pytest

from app.accounts.actors import actor_of
from app.accounts.models import Unit
from app.accounts.rules import Right, UnitKind
from app.cases.actions.kinds import LimitsToPublish, NewKind, add_kind, publish_limits
from app.cases.actions.macros import save_macro
from app.cases.actions.phrases import PhraseDetails, drop_phrase, save_phrase
from app.cases.kind_body import KindBody
from app.cases.limit_edit import LimitWrong
from app.cases.macros import MacroStep
from app.cases.models.work import Phrase
from app.cases.rules import EventKind
from app.core.actor import Actor, Grant, console
from app.core.calendar_store import CalendarUnchanged, current_calendar, publish_calendar
from app.core.errors import NotAllowed, NotForAll
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.core.words import sentence
from tests.factories.centre import OTHER_STREET, STREET


def found_centres(centre, *streets: str) -> None:
    """Let streets have centres, and everybody know of them, as at their next sign-in."""
    with centre.database.writing(console("test")) as uow:
        for street in streets:
            uow.session.add(
                Unit(
                    id=new_id(),
                    name=f"{street} 综治中心",
                    pinyin=street,
                    initials="z",
                    kind=UnitKind.CENTRE,
                    region=street,
                )
            )
    now = centre.database.clock.now()
    with centre.database.reading() as session:
        for name, actor in centre.people.items():
            centre.people[name] = actor_of(session, actor.person_id, "test", now)


def add(centre, who):
    body = KindBody(name="直播扰民", hints="直播")
    centre.do(who, add_kind, NewKind("C01", 81, body))


def limit(centre, who):
    centre.do(who, publish_limits, LimitsToPublish(1, {}, "试"))


def setting(centre, who):
    centre.do(who, set_setting, "screen_lock_min", 7)


def calendar(centre, who):
    with centre.database.reading() as session:
        body = current_calendar(session).body
    centre.do(who, publish_calendar, body, "试")


def phrase(centre, who):
    return centre.do(who, save_phrase, PhraseDetails("已联系施工单位。"), shared=True)


def macro(centre, who):
    steps = (MacroStep(EventKind.SIGNED_FOR),)
    centre.do(who, save_macro, "签收", steps, shared=True)


SHARED = {
    add: "director",
    limit: "director",
    phrase: "director",
    macro: "director",
    setting: "administrator",
    calendar: "administrator",
}


@pytest.mark.parametrize("change", SHARED, ids=lambda change: change.__name__)
def test_where_other_streets_share_it_one_of_them_does_not_change_it(centre, change):
    found_centres(centre, STREET, "990103001")  # of another district

    with pytest.raises(NotForAll) as refused:
        change(centre, SHARED[change])

    assert "由各街道共用" in sentence(refused.value)


@pytest.mark.parametrize("change", SHARED, ids=lambda change: change.__name__)
def test_the_only_street_decides_for_itself(centre, change):
    found_centres(centre, STREET)
    with suppress(CalendarUnchanged, LimitWrong):  # far enough: it was let in
        change(centre, SHARED[change])


def test_a_street_shares_phrases_with_the_people_of_its_own_units(centre):
    found_centres(centre, STREET, OTHER_STREET)
    own = PhraseDetails("已到现场。", unit_id=centre.units["water"])

    key = centre.do("director", save_phrase, own, shared=True)
    for_all = PhraseDetails("已到现场。")
    with centre.database.reading() as session:
        version = session.get_one(Phrase, key).version
    with pytest.raises(NotForAll):
        centre.do(
            "director", save_phrase, for_all, phrase_id=key, seen_version=version, shared=True
        )
    with pytest.raises(NotAllowed):
        centre.do("stranger", save_phrase, own, shared=True)
    centre.do("director", drop_phrase, key, version)


def reaching(*regions: str | None) -> Actor:
    grants = tuple(
        Grant("director", frozenset({Right.APPROVE}), region=region) for region in regions
    )
    return Actor(new_id(), "x", "test", grants, centres=("990102001", "990102002"))


@pytest.mark.parametrize(
    ("regions", "reaches"),
    [
        (("",), True),
        (("990102",), True),
        (("990102001", "990102002"), True),
        (("990102001",), False),
        (("990103",), False),
        ((None,), False),
        ((), False),
    ],
)
def test_a_right_reaches_all_centres_or_not(regions, reaches):
    assert reaching(*regions).reaches_all(Right.APPROVE) is reaches


def test_who_lacks_the_right_is_told_that_first():
    with pytest.raises(NotAllowed):
        reaching().require_for_all(Right.APPROVE)


def test_while_no_centre_is_named_the_streets_that_have_units_count(centre):
    with centre.database.writing(console("test")) as uow:
        unit = Unit(
            id=new_id(), name="东湖市场监管所", pinyin="d", initials="d", region=OTHER_STREET
        )
        unit.kind = UnitKind.DEPARTMENT
        uow.session.add(unit)
    found_centres(centre)

    assert centre.actor("director").centres == (STREET, OTHER_STREET)
    assert not centre.actor("director").reaches_all(Right.MANAGE_KINDS)
