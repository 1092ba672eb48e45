"""What an actor may do, and where."""

from uuid import uuid4

import pytest

from app.core.actor import Actor, Grant, console, system
from app.core.errors import NotAllowed

UNIT, OTHER = uuid4(), uuid4()
RIGHTS = frozenset({"cases.read"})


def actor(*grants):
    return Actor(person_id=uuid4(), name="周敏", desk="窗口1", grants=grants)


def test_a_right_reaches_the_region_it_was_given_for_and_below():
    clerk = actor(Grant("receptionist", RIGHTS, region="990102004"))

    reached = [
        clerk.may_in("cases.read", code)
        for code in ("990102004", "990102004013002", "990102005", "990102")
    ]

    assert reached == [True, True, False, False]


def test_a_right_through_a_unit_reaches_what_the_unit_holds_wherever_it_lies():
    handler = actor(Grant("department_handler", RIGHTS, unit_id=UNIT))

    assert handler.may_in("cases.read", "11", frozenset({UNIT, OTHER}))
    assert not handler.may_in("cases.read", "11", frozenset({OTHER}))


def test_region_and_unit_together_must_both_fit():
    handler = actor(Grant("department_handler", RIGHTS, region="99", unit_id=UNIT))

    assert handler.may_in("cases.read", "990102004", frozenset({UNIT}))
    assert not handler.may_in("cases.read", "11", frozenset({UNIT}))
    assert not handler.may_in("cases.read", "990102004", frozenset({OTHER}))


def test_a_grant_without_any_scope_reaches_nothing():
    assert not actor(Grant("receptionist", RIGHTS)).may_in("cases.read", "99")


def test_prefixes_and_units_tell_through_what_a_right_is_held():
    clerk = actor(
        Grant("receptionist", RIGHTS, region="990102004"),
        Grant("department_handler", RIGHTS, unit_id=UNIT),
        Grant("auditor", frozenset({"journal.read"}), region="99"),
    )

    assert clerk.prefixes("cases.read") == ("990102004",)
    assert clerk.units("cases.read") == {UNIT}
    assert clerk.prefixes("journal.read") == ("99",)


def test_console_and_chores_may_do_everything_everywhere():
    for anybody in (console("主机"), system("备份")):
        assert anybody.may("journal.read")
        assert anybody.may_in("cases.read", "99")
        assert anybody.prefixes("cases.read") == ("",)


def test_a_missing_right_is_named():
    with pytest.raises(NotAllowed) as caught:
        actor().require("cases.read")

    assert caught.value.facts == {"right": "cases.read"}
