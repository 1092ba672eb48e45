"""What waits because of whistles, their list, and the figures of streets and units."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.cases.actions.reporting_in import (
    answer_release,
    appear,
    ask_release,
    feed_back,
    leave_whistle,
    rate_street,
    rate_unit,
    sign_whistle,
)
from app.cases.actions.whistling import draft_whistle, end_whistle
from app.cases.queries.attention import Matter, read_attention
from app.cases.queries.by_region import usual_of
from app.cases.queries.holding import read_holding
from app.cases.queries.whistle_duties import NewsKind, whistle_news
from app.cases.queries.whistle_figures import whistle_figures
from app.cases.queries.whistle_list import WhistleSort, WhistleWish, list_whistles
from app.cases.whistle_rules import UnitStage
from tests.factories.paths import at_work
from tests.factories.whistles import (
    come,
    draft_of,
    feedback,
    report,
    seen,
    summoned,
    whistle,
    whistled,
)


def waits(centre, actor):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        found = read_attention(session, centre.actor(actor), now)
    return {each.matter: each.count for each in found}


def listed(centre, actor, sort=WhistleSort.UNDER_WAY, text="", **given):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        wish = WhistleWish(sort, text=text)
        return list_whistles(session, centre.actor(actor), wish, now=now, **given)


def figures(centre, actor="director"):
    with centre.database.reading() as session:
        return whistle_figures(session, centre.actor(actor), centre.database.clock.now())


def news(centre, actor, since):
    with centre.database.reading() as session:
        return [each.kind for each in whistle_news(session, centre.actor(actor), since)]


def test_what_a_unit_owes_waits_for_its_people_and_for_nobody_else(centre, clock):
    before = clock.now() - timedelta(minutes=1)
    case_id = at_work(centre)
    centre.do("dispatcher", draft_whistle, draft_of(centre, case_id))
    assert waits(centre, "director")[Matter.WHISTLES_TO_BLOW] == 1
    assert news(centre, "director", before) == [NewsKind.DRAFTED]
    other = at_work(centre)
    whistled(centre, other)

    assert waits(centre, "rival")[Matter.WHISTLES_TO_SIGN] == 1
    assert news(centre, "rival", before) == [NewsKind.SUMMONED]
    assert Matter.WHISTLES_TO_SIGN not in waits(centre, "dispatcher")
    centre.do("rival", sign_whistle, seen(centre, other, "water"))
    assert waits(centre, "rival")[Matter.WHISTLES_TO_APPEAR] == 1
    centre.do("rival", appear, seen(centre, other, "water"))
    assert waits(centre, "rival")[Matter.WHISTLES_TO_REPORT] == 1
    with centre.database.reading() as session:
        (duty,) = read_holding(session, centre.actor("rival"), clock.now()).whistles
    assert (duty.stage, duty.unit, duty.late) == (UnitStage.TO_REPORT, "供水公司", False)
    centre.do("rival", feed_back, seen(centre, other, "water"), feedback(centre))
    assert not {matter for matter in waits(centre, "rival") if "whistle" in matter}


def test_a_wish_to_leave_waits_for_the_director_and_the_answer_rings_at_the_unit(centre, clock):
    case_id = at_work(centre)
    whistled(centre, case_id)
    come(centre, case_id, "water", "rival")
    clock.advance(timedelta(minutes=1))
    since = clock.now() - timedelta(seconds=1)
    centre.do("rival", ask_release, seen(centre, case_id, "water"), "另有抢修")
    assert waits(centre, "director")[Matter.RELEASES] == 1
    assert news(centre, "director", since) == [NewsKind.RELEASE_ASKED]

    centre.do("director", answer_release, seen(centre, case_id, "water"), "", grants=True)

    assert Matter.RELEASES not in waits(centre, "director")
    assert news(centre, "rival", since) == [NewsKind.RELEASE_ANSWERED]


def test_the_list_tells_who_is_late_and_is_narrowed_by_words(centre, clock):
    first, second = at_work(centre, title="井盖"), at_work(centre, title="路灯")
    whistled(centre, first)
    whistled(centre, second, units=("municipal",))
    clock.advance(timedelta(hours=5))

    rows = listed(centre, "director").rows
    assert [row.title for row in rows] == ["路灯", "井盖"]
    assert rows[1].late == ("市政养护站", "供水公司")
    assert [row.title for row in listed(centre, "director", text="供水").rows] == ["井盖"]
    assert [row.title for row in listed(centre, "director", text="路灯").rows] == ["路灯"]
    assert [row.title for row in listed(centre, "rival").rows] == ["井盖"]
    assert listed(centre, "stranger").rows == ()
    assert listed(centre, "director", WhistleSort.ENDED).rows == ()


def test_units_are_counted_by_how_they_came_left_and_were_rated(centre, clock):
    case_id = at_work(centre)
    whistled(centre, case_id, units=("municipal", "water", "enforcement"))
    clock.advance(timedelta(minutes=30))
    report(centre, case_id, "municipal", "handler")
    clock.advance(timedelta(minutes=60))
    report(centre, case_id, "water", "rival")
    centre.do("rival", ask_release, seen(centre, case_id, "water"), "另有抢修")
    centre.do("director", answer_release, seen(centre, case_id, "water"), "", grants=True)
    centre.do("rival", leave_whistle, seen(centre, case_id, "water"))
    row = whistle(centre, case_id)
    centre.do("director", end_whistle, row.id, row.version, "修好了")
    centre.do("director", rate_unit, seen(centre, case_id, "municipal"), 4)
    centre.do("handler", rate_street, seen(centre, case_id, "municipal"), 5)
    assert summoned(centre, case_id, "enforcement").stage is UnitStage.ABSENT

    told = figures(centre)

    units = {unit.unit: unit for unit in told.units}
    municipal, water = units["市政养护站"], units["供水公司"]
    assert (municipal.called, municipal.in_time, municipal.minutes) == (1, 1, 30)
    assert (municipal.street_mark, municipal.unit_mark) == (4, 5)
    assert (water.came, water.in_time, water.released, water.minutes) == (1, 0, 1, 90)
    assert (units["城管执法队"].absent, units["城管执法队"].minutes) == (1, None)
    assert (told.whistles, told.called, told.in_time, told.minutes) == (1, 3, 1, 60)
    assert told.weeks.counts[-1] == 1
    assert [street.name for street in told.streets] == ["柳溪街道"]
    assert figures(centre, "stranger").whistles == 0


@given(st.lists(st.integers(0, 20), max_size=40))
def test_what_is_usual_lies_between_weeks_there_were(past):
    usual = usual_of(past)

    assert (usual is None) == (len(past) < 8)
    if usual is not None:
        assert min(past) <= usual[0] <= usual[1] <= max(past)
