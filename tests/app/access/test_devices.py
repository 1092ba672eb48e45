"""The accounts of devices reach their own few doors on a shared server, and nothing else."""

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.cases.rules import CaseState
from app.command.wall.doors import DOORS
from app.command.wall.figures import CommunityLoad, Place, Reading
from app.command.wall.queries import read
from app.kiosk.actions import Message, ask_progress, hand_in
from app.kiosk.chores import take_in
from app.kiosk.looks import Look, MayLeave, decide_look, hash_of_code, machine_look, may_leave
from app.kiosk.queries import progress
from app.kiosk.rules import LEAVINGS
from tests.factories.centre import COMMUNITY, GRID, STREET

pytestmark = pytest.mark.postgres

SIGNING_IN = {
    *("choose_password", "note_sign_in", "pepper", "is_shut", "hint", "news"),
    *("held", "me", "myself", "is_service", "needs_code", "knocking", "my_name"),
    *("reckoned_by", "end_my_older_sessions"),
}
"""What every account calls to sign in and to hear news; each looks at who asks."""
OF_RULES = {
    *("may", "reach", "reaches_all", "is_staff", "is_own_staff", "is_now", "my_units"),
    *("stands_in_for", "keeps_accounts_of", "keeps_person", "may_grant", "may_lend"),
}
"""What the rules of tables ask that everybody reaches."""
STATE_OF_WALL = {
    *("wall_posture", "wall_duty", "wall_incidents", "wall_units", "wall_entries"),
    "wall_camera_address",
}
HANDED_IN = {
    **{table: {"INSERT"} for table in ("kiosk_message", "kiosk_asking", "kiosk_rating")},
    "kiosk_state": {"SELECT", "INSERT", "UPDATE"},
}
"""What a machine hands in and does not read again, and how it says itself that it is."""


def functions_of(server, login) -> set[str]:
    with server.cluster.connect(server.name) as connection:
        rows = connection.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'jz'::regnamespace"
            " AND has_function_privilege(%s, oid, 'EXECUTE')",
            [f"jz_{server.tag}_{login}"],
        ).fetchall()
    return {name for (name,) in rows}


def tables_beyond(server, login, other) -> dict[str, set[str]]:
    """Return what one account may do with tables that another may not."""
    kinds = ("SELECT", "INSERT", "UPDATE", "DELETE")
    asked = " UNION ALL ".join(
        f"SELECT relname, '{kind}' FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        f" AND relkind = 'r' AND has_any_column_privilege(%(a)s, oid, '{kind}')"
        f" AND NOT has_any_column_privilege(%(b)s, oid, '{kind}')"
        for kind in kinds
        if kind != "DELETE"
    )
    start = f"jz_{server.tag}_"
    with server.cluster.connect(server.name) as connection:
        rows = connection.execute(asked, {"a": start + login, "b": start + other}).fetchall()
    found: dict[str, set[str]] = {}
    for table, kind in rows:
        found.setdefault(table, set()).add(kind)
    return found


@pytest.mark.parametrize(
    ("login", "own"),
    [
        (
            "kiosk",
            {
                *("kiosk_progress", "kiosk_steps", "kiosk_near", "kiosk_reach", "is_slot_of_now"),
                *("kiosk_regions", "kiosk_outlines", "kiosk_lines", "kiosk_places"),
                *("kiosk_kinds", "kiosk_shows", "kiosk_may_leave"),
                *("kiosk_guide", "kiosk_queues", "kiosk_ticket", "take_number"),
                *("work_calendar", "queue_rules"),
                *("booking_rules", "booked_slots", "book_time", "find_booking"),
                *("booked_by_code", "cancel_booking"),
            },
        ),
        ("wall", {*DOORS, "wall_settings", *STATE_OF_WALL}),
    ],
)
def test_a_device_calls_exactly_its_few_functions(street_server, login, own):
    assert functions_of(street_server, login) - SIGNING_IN - OF_RULES == own


def test_a_machine_writes_what_a_wall_may_not_and_reads_none_but_its_own_state(street_server):
    assert tables_beyond(street_server, "kiosk", "wall") == HANDED_IN
    told = {"wall_beat": {"SELECT", "INSERT", "UPDATE"}}  # how its screens are, and no more
    assert tables_beyond(street_server, "wall", "kiosk") == told


def test_a_message_goes_from_the_machine_into_the_queue_and_its_receipt_is_told(own_server):
    server = own_server
    message = Message("楼道灯不亮", GRID, phone="13812346021")
    code = server.do("kiosk", hand_in, message)
    take_in(server.database)
    database, actor = server.desk("kiosk")

    def told(last4):
        asking = server.do("kiosk", ask_progress, code, last4)
        with database.reading() as session:
            return progress(session, actor, asking, code, last4, now=database.clock.now())

    assert told("6021").state is CaseState.SUBMITTED
    assert told("0000") is None


def test_an_asking_that_is_rolled_back_is_answered_by_nobody(own_server):
    case_id = own_server.register()
    with own_server.database.reading() as session:
        code = session.get_one(CaseFile, case_id).receipt_code
    database, actor = own_server.desk("kiosk")
    from app.core.ids import new_id

    with database.writing(actor) as uow:
        asking = ask_progress(uow, code, "6021", command_key=new_id())
        before = progress(uow.session, actor, asking, code, "6021", now=uow.now)
    with database.reading() as session:
        after = progress(session, actor, asking, code, "6021", now=database.clock.now())

    assert before is None
    assert after is not None


def test_the_wall_shows_its_street_by_its_doors(own_server):
    server = own_server
    server.register(longitude=113.2950612, latitude=40.0763987)
    server.register(longitude=113.2950612, latitude=40.0763987, is_confidential=True)
    database, actor = server.desk("wall")
    now = database.clock.now()

    with database.reading() as session:
        places = read(session, actor, Reading.PLACES, now)
        standing = read(session, actor, Reading.STANDING, now)

    assert places.communities == (CommunityLoad(COMMUNITY, 2, 0),)
    assert places.places == (Place(113.295, 40.076, is_urgent=False, is_late=False, is_dim=False),)
    assert (standing.open, standing.came) == (2, 2)


def test_the_code_of_the_staff_is_proven_to_the_server_and_its_hash_stays_there(own_server):
    own_server.do("admin", decide_look, STREET, Look(), 0, secret=hash_of_code("246813"))
    database, actor = own_server.desk("kiosk")
    with database.reading() as session:
        row = machine_look(session, STREET)
        shown = session.execute(sa.text("SELECT * FROM jz.kiosk_shows(:at)"), {"at": STREET}).one()

    assert (row.has_code, row.stored) == (True, "")
    assert all(str(value).count("$") < 2 for value in shown), "no hash leaves"
    told, known = may_leave(database, actor, row, "246813", "")
    assert told is MayLeave.YES
    assert may_leave(database, actor, row, "246814", known) == (MayLeave.NO, known)

    database.link.lost()
    for remembered, typed, told in (
        (known, "246813", MayLeave.YES),
        (known, "246814", MayLeave.NO),
        ("", "246813", MayLeave.AWAY),
    ):
        assert may_leave(database, actor, row, typed, remembered) == (told, remembered)
    database.link.forget()

    for guess in range(LEAVINGS - 2):
        may_leave(database, actor, row, f"{guess:06}", "")
    assert may_leave(database, actor, row, "246813", "")[0] is MayLeave.NO, "so often an hour"
