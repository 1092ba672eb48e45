"""What those on duty do at their desks passes the row rules."""

from datetime import timedelta

import pytest

from app.workforce.duty.actions.notes import take_note, write_note
from app.workforce.duty.actions.shifts import ShiftDraft, drop_shift, plan_shift
from app.workforce.duty.actions.swaps import SwapDraft, answer_swap, ask_swap, withdraw_swap
from app.workforce.duty.queries import notes, on_duty, open_swaps, roster
from app.workforce.duty.rules import DutyPost
from tests.factories.centre import STREET
from tests.factories.server import build_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own(cluster, postgres_template):
    """A server whose roster is written to."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)


def test_shifts_are_planned_swapped_by_both_handed_over_and_dropped(own):
    now, hour = own.database.clock.now(), timedelta(hours=1)

    def planned(who, begin):
        start = now + begin * hour
        draft = ShiftDraft(STREET, DutyPost.OFFICER, own.keys[who], start, start + 8 * hour)
        return own.do("director", plan_shift, draft)

    mine, theirs = planned("receptionist", -1), planned("dispatcher", 24)
    swap = own.do("receptionist", ask_swap, SwapDraft(mine, own.keys["dispatcher"], theirs, "看病"))
    own.close()
    own.do("dispatcher", answer_swap, swap, agrees=True)
    note = own.do("dispatcher", write_note, mine, "水泵还在抽")
    own.do("receptionist", take_note, note)
    again = own.do("receptionist", ask_swap, SwapDraft(theirs, own.keys["director"]))
    own.do("receptionist", withdraw_swap, again)
    own.close()
    database, actor = own.desk("leader")
    with database.reading() as session:
        (there,) = on_duty(session, actor, now)
        assert there.person_id == own.keys["dispatcher"]
        rows = roster(session, actor, now - hour, now + 48 * hour)
        assert [row.person_id for row in rows] == [own.keys["dispatcher"], own.keys["receptionist"]]
        assert notes(session, actor)[0].taken_at is not None
        assert open_swaps(session, actor, now) == ()
    own.do("director", drop_shift, theirs, rows[1].version)
