"""Time limits as they are published, and what the shipped kinds say."""

import pytest
import sqlalchemy as sa

from app.cases.actions.kinds import (
    LimitsToPublish,
    LimitsUnchanged,
    publish_limits,
)
from app.cases.clock import BadLimit, Limit, LimitUnit
from app.cases.kind_body import (
    KindTextMissing,
    body_of,
)
from app.cases.limit_edit import (
    DEFAULT,
    LimitClock,
    LimitForUnknownKind,
    LimitMissing,
    LimitTooLong,
    LimitWrong,
    with_limit,
)
from app.cases.limits import limits_now
from app.cases.models import CaseFile, Category
from app.cases.models.work import CategoryVersion
from app.cases.queries.kinds import (
    limit_history,
)
from app.cases.rules import Level, MatterClass
from app.core.errors import Conflict
from app.core.ids import new_id

LAMP, COVER = "C01-010", "C01-003"


def do(centre, action, *args, who="director", key=None):
    with centre.database.writing(centre.actor(who)) as uow:
        return action(uow, *args, command_key=key or new_id())


# Limits


def limits(centre):
    with centre.database.reading() as session:
        return limits_now(session)


def publish(centre, body, *, note="例会定的", seen=None, who="director"):
    order = LimitsToPublish(seen or limits(centre).number, body, note)
    return do(centre, publish_limits, order, who=who)


def test_published_limits_hold_for_new_cases_and_leave_the_old_ones(centre):
    old = centre.register(category=LAMP)
    body = with_limit(
        limits(centre).body, LAMP, LimitClock.HANDLE, Level.NORMAL, Limit(4, LimitUnit.WORKING_DAY)
    )

    number = publish(centre, body)

    new = centre.register(category=LAMP)
    with centre.database.reading() as session:
        before, after = (session.get_one(CaseFile, case) for case in (old, new))
        newest, first = limit_history(session)
    assert number == 2
    assert (before.limit_number, after.limit_number) == (1, 2)
    assert before.handle_due_at < after.handle_due_at
    assert newest.changes == ("路灯·办理·一般：1 工作日 → 4 工作日",)
    assert (newest.author, newest.note) == ("方雅琴", "例会定的")
    assert first.number == 1


def entry(body, code, value, clock="handle"):
    """Return a table with an entry as a careless program would write it."""
    return {**body, "kinds": {**body["kinds"], code: {clock: {"normal": value}}}}


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ([0, "working_hour"], BadLimit),
        ([-1, "working_hour"], BadLimit),
        ([float("nan"), "working_hour"], BadLimit),
        ([1.5, "working_day"], BadLimit),
        ([0.001, "working_hour"], BadLimit),
        ([366, "working_day"], LimitTooLong),
        ([float("inf"), "working_hour"], BadLimit),
        (["lang", "working_hour"], LimitWrong),
        ([1, "week"], LimitWrong),
        (1, LimitWrong),
    ],
)
def test_limits_nobody_can_count_by_are_refused(centre, value, refused):
    body = entry(limits(centre).body, LAMP, value)

    with pytest.raises(refused):
        publish(centre, body)

    assert limits(centre).number == 1


def test_limits_speak_of_kinds_there_are(centre):
    body = entry(limits(centre).body, "C01-777", [1, "working_day"])

    with pytest.raises(LimitForUnknownKind):
        publish(centre, body)


@pytest.mark.parametrize("body", [{}, {"default": {}, "kinds": {}}, {"default": 1, "kinds": 2}])
def test_a_broken_table_is_refused_in_words(centre, body):
    with pytest.raises((LimitMissing, LimitWrong)) as refused:
        publish(centre, body)

    assert refused.value.code.startswith("kinds.limit_")


def test_limits_that_change_nothing_are_not_published(centre):
    with pytest.raises(LimitsUnchanged):
        publish(centre, limits(centre).body)


def test_a_publication_says_why(centre):
    body = entry(limits(centre).body, LAMP, [2, "working_day"])

    with pytest.raises(KindTextMissing):
        publish(centre, body, note="  ")


def test_of_two_who_publish_the_second_is_told(centre):
    first = entry(limits(centre).body, LAMP, [2, "working_day"])
    second = entry(limits(centre).body, LAMP, [3, "working_day"])
    publish(centre, first, seen=1)

    with pytest.raises(Conflict):
        publish(centre, second, seen=1, who="administrator")

    assert limits(centre).body == {**first, "kinds": limits(centre).body["kinds"]}
    assert limits(centre).limit("handle", LAMP, "normal").amount == 2


def test_a_limit_of_all_kinds_can_be_changed(centre):
    body = with_limit(
        limits(centre).body,
        DEFAULT,
        LimitClock.SIGN,
        Level.NORMAL,
        Limit(1, LimitUnit.WORKING_HOUR),
    )

    publish(centre, body)

    assert limits(centre).limit("sign", LAMP, "normal") == Limit(1, LimitUnit.WORKING_HOUR)


# What is shipped


def test_the_shipped_kinds_have_conditions_promises_questions_and_checks(centre):
    with centre.database.reading() as session:
        kinds = list(session.scalars(sa.select(Category)))
        versions = session.scalars(sa.select(CategoryVersion)).all()
        table = limits_now(session)
    bodies = {kind.code: body_of(kind) for kind in kinds}

    told = [b for b in bodies.values() if b.opening_condition and b.closing_condition and b.checks]
    promised = [code for code, body in bodies.items() if body.promise]
    assert len(told) >= 25
    assert len(versions) == len(kinds)
    assert all(table.promise(code, "normal") for code in promised)
    assert bodies["X18-003"].is_confidential
    assert bodies["X18-003"].matter_class is MatterClass.MAJOR
    assert bodies["C01-013"].questions[0].choices == ("只有我家", "整栋楼", "好几栋")
