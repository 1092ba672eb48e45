"""The chores are done from the desk of who may, by one desk at a time."""

import pytest

from app.accounts.rules import Role
from app.core.actor import Actor, Grant
from app.core.chores import chore_statuses, keeper, take_lease
from ui.shell.keeping import holder_name, may_keep, start_keeping


def somebody(role: Role, deputy_for=None) -> Actor:
    grant = Grant(role, frozenset(), region="990102", deputy_for=deputy_for)
    return Actor(None, "谁", "desk07", (grant,))


def at_work(desk) -> str:
    with desk.parts.database.reading() as session:
        found = keeper(session, desk.parts.clock.now())
    return found.holder if found is not None else ""


def statuses(desk) -> tuple[str, ...]:
    with desk.parts.database.reading() as session:
        return tuple(status.name for status in chore_statuses(session))


@pytest.mark.parametrize(
    ("role", "keeps"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.DIRECTOR, True),
        (Role.RECEPTIONIST, False),
        (Role.WALL, False),
    ],
)
def test_only_desks_of_administrators_and_directors_keep(role, keeps):
    assert may_keep(somebody(role)) is keeps


def test_who_only_stands_in_for_a_director_keeps_nothing(parts):
    assert not may_keep(somebody(Role.DIRECTOR, deputy_for=parts.database.state.epoch))


def test_a_desk_does_what_is_due_and_gives_the_lease_back(qtbot, make_desk):
    desk = make_desk(somebody(Role.DIRECTOR))

    stop = start_keeping(desk, first_s=0)
    qtbot.waitUntil(lambda: "core.prune_feed" in statuses(desk), timeout=10_000)
    assert at_work(desk) == holder_name("desk07")
    stop.set()

    qtbot.waitUntil(lambda: at_work(desk) == "", timeout=10_000)


def test_a_desk_leaves_the_chores_to_the_keeper_that_is_there(qtbot, make_desk, parts):
    assert take_lease(parts.database, "server:1")
    desk = make_desk(somebody(Role.ADMINISTRATOR))

    stop = start_keeping(desk, first_s=0)
    stop.set()
    desk.jobs.stop()

    assert at_work(desk) == "server:1"
    assert statuses(desk) == ()


def test_a_receptionist_starts_no_thread(make_desk):
    assert start_keeping(make_desk(somebody(Role.RECEPTIONIST))) is None
