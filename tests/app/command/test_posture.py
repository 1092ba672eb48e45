"""Posture: one recorded order at a time, what it changes, and that a rehearsal changes nothing."""

from dataclasses import replace

import pytest

from app.cases.limits import limits_now, limits_of
from app.cases.rules import Level
from app.command.forces.actions.keeping import check_in, check_out
from app.command.incidents.models import Incident
from app.command.incidents.queries import incident_detail, incidents
from app.command.posture.actions import order_posture
from app.command.posture.errors import OrderedMeanwhile, OrderSame, OrderWithoutReason, OrderWrong
from app.command.posture.queries import orders, posture_at, posture_now, preview
from app.command.posture.rules import PostureLevel, measures_of
from app.command.wall_state import wall_posture
from app.core.errors import NotAllowed
from tests.factories.centre import GRID, MADE, OTHER_STREET, STREET
from tests.factories.command import MINUTE, on_duty, opened, ordered, posture
from tests.factories.race import at_once

NOW = MADE.now()
KIND = "C01-003"


def limit(centre, number=None):
    with centre.database.reading() as session:
        found = limits_now(session) if number is None else limits_of(session, number)
        return found.number, found.limit("handle", KIND, Level.NORMAL).amount


def told(centre, region=GRID):
    with centre.database.reading() as session:
        return posture_at(session, region, centre.database.clock.now())


def test_an_order_shortens_limits_and_reports_and_back_to_normal_takes_it_back(centre):
    before, amount = limit(centre)
    incident = opened(centre)
    case = centre.register()
    with centre.database.reading() as session:
        draft = (STREET, PostureLevel.III, (KIND,), 50, 3)
        shown = preview(session, centre.actor("director"), *draft, now=NOW)
    assert {each.new.amount for each in shown.limits} == {amount / 2, shown.limits[0].new.amount}
    assert (shown.incidents, shown.may_change_limits, shown.lacks[0].there) == (1, True, 0)
    ordered(centre, PostureLevel.III)
    assert (told(centre).level, told(centre).person_name) == (PostureLevel.III, "方雅琴")
    assert limit(centre) == (before + 1, amount / 2)
    assert centre.card(case).number, "what was promised before stays"
    with centre.database.reading() as session:
        row = session.get_one(Incident, incident)
        assert (row.report_min, row.report_due_at) == (60, NOW + 60 * MINUTE)
        assert wall_posture(session, centre.actor("leader")).level is PostureLevel.III
    ordered(centre, PostureLevel.II, 1, limit_percent=25)
    assert limit(centre)[1] == amount / 4, "of the limit as it was in 平时, not of the half"
    ordered(centre, PostureLevel.NORMAL, 2)
    assert limit(centre) == (before + 3, amount)
    assert limit(centre, before + 1)[1] == amount / 2, "the past keeps what was in force"
    assert not told(centre).is_emergency
    with centre.database.reading() as session:
        listed = orders(session, centre.actor("leader"), STREET)
        assert [row.level for row in listed] == ["normal", "ii", "iii"]
        assert posture_now(session, centre.actor("stranger"), NOW).number == 0


def test_a_rehearsal_touches_nothing_real(centre):
    before = limit(centre)
    ordered(centre, PostureLevel.I, is_rehearsal=True)
    assert limit(centre) == before
    assert (told(centre).level, told(centre).rehearsal) == (PostureLevel.NORMAL, PostureLevel.I)
    ordered(centre, PostureLevel.NORMAL, 1, is_rehearsal=True)
    assert told(centre).rehearsal is None


def test_of_two_orders_at_once_one_is_refused_in_a_sentence(centre):
    orders_ = (PostureLevel.III, PostureLevel.I)
    came = at_once(
        *(
            lambda level=level: centre.do("director", order_posture, posture(level), 0)
            for level in orders_
        )
    )
    refused = [each for each in came if isinstance(each, OrderedMeanwhile)]
    assert len(refused) == 1
    assert refused[0].facts["name"] == "方雅琴"
    with pytest.raises(OrderedMeanwhile):
        ordered(centre, PostureLevel.IV, 0)


def test_what_makes_no_sense_or_is_not_ones_right_is_refused(centre):
    good = posture(PostureLevel.IV)
    for bad, error in (
        (replace(good, reason=" "), OrderWithoutReason),
        (replace(good, limit_percent=101), OrderWrong),
        (replace(good, level=PostureLevel.NORMAL), OrderSame),
        (replace(good, region=OTHER_STREET), NotAllowed),
    ):
        with pytest.raises(error):
            centre.do("director", order_posture, bad, 0)
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", order_posture, good, 0)
    assert measures_of(PostureLevel.II, "x", "", "1、2、3、4", duty_least=1).limit_percent == 50
    assert (
        measures_of(PostureLevel.II, "90、80、70、60", "", "1、2、3、4", duty_least=1).duty_least
        == 3
    )


def test_an_order_calls_up_the_units_on_duty_and_says_which_before(centre):
    one, two = on_duty(centre, "街口商铺"), on_duty(centre, "滨河小学")
    off = on_duty(centre, "市场")
    centre.do("dispatcher", check_out, off)
    shown = previewed(centre).forces
    assert (set(shown.names), shown.incident) == ({"滨河小学", "街口商铺"}, "")
    ordered(centre, PostureLevel.III, calls_forces=True, is_rehearsal=True)
    assert incidents_of(centre) == (), "a rehearsal calls nobody"
    centre.database.clock.advance(MINUTE)
    ordered(centre, PostureLevel.III, 1, calls_forces=True)
    (row,) = incidents_of(centre)
    assert row.title == "防汛战时 III 级应急"
    assert {call.unit_id for call in calls_of(centre, row.id)} == {one, two}
    centre.do("dispatcher", check_in, off, 2, 8)
    assert previewed(centre).forces.incident == row.title
    centre.database.clock.advance(MINUTE)
    ordered(centre, PostureLevel.II, 2, calls_forces=True)
    assert len(incidents_of(centre)) == 1, "into the incident that goes on"
    assert len(calls_of(centre, row.id)) == 3
    centre.database.clock.advance(MINUTE)
    ordered(centre, PostureLevel.I, 3, calls_forces=True)
    assert len(calls_of(centre, row.id)) == 3, "whoever is held is not called twice"
    with centre.database.reading() as session:
        past = orders(session, centre.actor("director"), STREET)
    assert [each.forces[:6].strip() for each in past] == ["", "呼叫 1 组", "呼叫 2 组", ""]
    assert "市场" in past[1].forces


def previewed(centre):
    with centre.database.reading() as session:
        given = (STREET, PostureLevel.III, (), 100, 0)
        now = centre.database.clock.now()
        return preview(session, centre.actor("director"), *given, now=now)


def incidents_of(centre):
    with centre.database.reading() as session:
        return incidents(session, centre.actor("director"), region=STREET)


def calls_of(centre, key):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return incident_detail(session, centre.actor("director"), key, now).calls
