"""People work on a server with accounts of their own: the same steps, by their own rights."""

from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa

from app.accounts.actions import (
    DeputyDraft,
    GrantDraft,
    deactivate_person,
    end_grant,
    grant_role,
    lock_person,
    reset_password,
    set_deputy,
    unlock_person,
)
from app.accounts.actions.signing_in import change_password, sign_in
from app.accounts.models import RoleGrant
from app.accounts.passwords import Secret
from app.accounts.rules import Role
from app.accounts.scram import make_verifier
from app.cases.actions.callers import look_up_caller, look_up_reporter
from app.cases.actions.handle import Step, finish_case, sign_for_case
from app.cases.actions.passing_on import Passing, hand_over_case
from app.cases.actions.personal import ask_reading
from app.cases.actions.presence import clear_in_hand, mark_in_hand
from app.cases.models import CaseFile
from app.cases.queries.callers import callers_cases, reporters_cases
from app.cases.queries.card import case_card
from app.cases.queries.personal import masked_reporter, read_reporter
from app.cases.queries.presence import in_hand
from app.cases.queries.search import search_page
from app.cases.scope import visible
from app.core.database import Database
from app.core.errors import AppError, LoginClosed, LoginRefused, NotFound, SignOnFirst
from app.core.ids import new_id
from tests.factories.centre import GRID, OTHER_STREET, STREET
from tests.factories.server import PASSWORD, PEOPLE

pytestmark = pytest.mark.postgres


def test_nothing_is_shown_before_somebody_has_signed_in(street_server):
    database = Database.open(street_server.url)

    database.knock()

    with pytest.raises(SignOnFirst):
        _ = database.state
    database.dispose()


def test_a_wrong_password_is_refused_by_the_server_and_whoever_worked_goes_on(street_server):
    database, _ = street_server.desk("dispatcher")

    for login, password in (("dispatcher", "wrong"), ("nobody", PASSWORD), ("dispatcher", "")):
        with pytest.raises(LoginRefused):
            sign_in(database, login, password, desk="窗口1")

    with database.reading() as session:
        assert session.scalar(sa.text("SELECT jz.me()")) == street_server.keys["dispatcher"]


def test_each_role_signs_in_and_gets_its_rights(street_server):
    for login, (role, region, unit) in PEOPLE.items():
        _, actor = street_server.desk(login)
        [grant] = [each for each in actor.grants if each.deputy_for is None]
        assert (grant.role, grant.region) == (role, region)
        assert grant.unit_id == (street_server.units[unit] if unit else None)
        street_server.close()


def test_a_case_runs_through_its_life_by_accounts_of_their_own(own_server):
    case_id = own_server.register()
    own_server.assign(case_id)
    handler, actor = own_server.desk("handler")
    for action in (sign_for_case, finish_case):
        with handler.writing(actor) as uow:
            action(uow, Step(case_id, own_server.version(case_id), "已处理"), command_key=new_id())

    dispatcher, actor = own_server.desk("dispatcher")
    with dispatcher.reading() as session:
        card = case_card(session, actor, case_id, now=dispatcher.clock.now())
        masked = masked_reporter(session, case_id)
    assert card.state == "finished"
    assert (masked.name, masked.phone) == ("陈**", "138****6021")


def test_another_desk_hears_of_what_it_may_see(own_server):
    import threading

    database, _ = own_server.desk("dispatcher")
    far, _ = own_server.desk("stranger")
    stop, heard, heard_far = threading.Event(), [], []
    threads = [
        threading.Thread(target=each.watch, args=(stop, into.extend))
        for each, into in ((database, heard), (far, heard_far))
    ]
    for thread in threads:
        thread.start()
    stop.wait(1)
    case_id = own_server.register()
    stop.wait(2)
    stop.set()
    for thread in threads:
        thread.join()

    assert str(case_id) in {change.key for change in heard}
    assert str(case_id) not in {change.key for change in heard_far}


def test_what_a_person_sees_is_what_the_rules_of_scope_say(own_server):
    ids = [own_server.register(), own_server.register("grid"), own_server.register(text="路灯不亮")]
    ids.append(own_server.register("stranger", region=OTHER_STREET))
    own_server.assign(ids[0])
    own_server.assign(ids[3], unit="water", login="stranger")
    for login in PEOPLE:
        _, actor = own_server.desk(login)
        with own_server.database.reading() as session:
            wanted = set(session.scalars(sa.select(CaseFile.id).where(visible(actor))))
        try:
            seen = {row[0] for row in own_server.plain(login).execute("SELECT id FROM case_file")}
        except psycopg.errors.InsufficientPrivilege:
            seen = set()
        assert seen == wanted, login
        own_server.close()


def test_who_handed_a_case_on_goes_on_reading_it(own_server):
    case_id = own_server.register()
    order = Passing(case_id, own_server.version(case_id), OTHER_STREET, "不归我街道")

    own_server.do("dispatcher", hand_over_case, order)

    for login in ("dispatcher", "stranger"):
        rows = own_server.plain(login).execute("SELECT count(*) FROM case_file").fetchone()
        assert rows == (1,), login


def test_a_reading_needs_a_committed_request(own_server):
    case_id = own_server.register()
    database, actor = own_server.desk("dispatcher")
    with database.writing(actor) as uow:
        request = ask_reading(uow, case_id, "回访核实", command_key=new_id())
        with pytest.raises(NotFound):
            read_reporter(uow.session, actor, request, now=uow.now)
        uow.session.rollback()
        request = ask_reading(uow, case_id, "回访核实", command_key=new_id())

    with database.reading() as session:
        told = read_reporter(session, actor, request, now=database.clock.now())
    assert (told.name, told.phone) == ("陈芳华", "13812346021")

    other, director = own_server.desk("director")
    with other.reading() as session, pytest.raises(NotFound):
        read_reporter(session, director, request, now=other.clock.now())


def test_a_caller_is_known_by_a_number_without_its_being_read(own_server):
    first, second = own_server.register(), own_server.register(text="又没了")
    database, actor = own_server.desk("receptionist")
    pepper = database.state.pepper
    with database.writing(actor) as uow:
        request = look_up_caller(uow, "13812346021", pepper, command_key=new_id())
    now = database.clock.now()
    with database.reading() as session:
        found = callers_cases(session, actor, request, now=now)
        assert {row.id for row in found.rows} == {first, second}
        with pytest.raises(NotFound):
            callers_cases(session, actor, new_id(), now=now)

    with database.writing(actor) as uow:
        request = look_up_reporter(uow, first, command_key=new_id())
    with database.reading() as session:
        found = reporters_cases(session, actor, request, first, now=now)
    assert [row.id for row in found.rows] == [second]


def test_a_search_finds_what_one_may_see_and_nothing_else(own_server):
    near, _ = own_server.register(), own_server.register("stranger", region=OTHER_STREET)
    for login, wanted in (("dispatcher", [near]), ("rival", [])):
        database, actor = own_server.desk(login)
        for word in ("井盖", "井", "滨河路36号"):
            with database.reading() as session:
                page = search_page(session, actor, word)
            assert [found.row.id for found in page.rows] == wanted, (login, word)


def test_the_first_password_is_ones_own_and_only_its_verifier_reaches_the_server(own_server):
    secret = Secret("", make_verifier("temporary-1", iterations=4096))
    own_server.do("chief", reset_password, own_server.keys["grid"], secret)
    database = Database.open(own_server.url)
    own_server.opened.append(database)
    signed = sign_in(database, "grid", "temporary-1", desk="窗口1")
    assert (signed.must_change_password, signed.actor.grants) == (True, ())
    assert own_server.plain("grid", "temporary-1").execute("TABLE case_file").fetchall() == []

    person = own_server.keys["grid"]
    with pytest.raises(AppError):
        change_password(database, person, "wrong-old-one", "网格巡查要仔细做26", desk="窗口1")
    changed = change_password(database, person, "temporary-1", "网格巡查要仔细做26", desk="窗口1")

    assert not changed.must_change_password
    assert [grant.role for grant in changed.actor.grants] == [Role.GRID_WORKER]
    sign_in(database, "grid", "网格巡查要仔细做26", desk="窗口1")
    with pytest.raises(LoginRefused):
        sign_in(database, "grid", "temporary-1", desk="窗口1")


@pytest.mark.parametrize("end", [lock_person, deactivate_person])
def test_whose_account_is_closed_sees_nothing_from_that_moment(own_server, end):
    own_server.register()
    running = own_server.plain("receptionist")
    assert running.execute("SELECT count(*) FROM case_file").fetchone() == (1,)

    own_server.do("chief", end, own_server.keys["receptionist"])

    with pytest.raises(psycopg.OperationalError):
        running.execute("SELECT count(*) FROM case_file")
    with pytest.raises(LoginClosed):
        own_server.desk("receptionist")
    if end is lock_person:
        own_server.do("chief", unlock_person, own_server.keys["receptionist"])
        own_server.desk("receptionist")


def test_a_role_that_ended_opens_nothing_and_one_that_is_given_does(own_server):
    own_server.register()
    with own_server.database.reading() as session:
        mine = sa.select(RoleGrant.id).where(RoleGrant.person_id == own_server.keys["dispatcher"])
        grant = session.scalar(mine)
    own_server.do("chief", end_grant, grant)
    running = own_server.plain("dispatcher")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        running.execute("SELECT count(*) FROM case_file")
    draft = GrantDraft(Role.SUPERVISOR, STREET)
    own_server.do("chief", grant_role, own_server.keys["dispatcher"], draft)

    assert running.execute("SELECT count(*) FROM case_file").fetchone() == (1,)


def test_a_deputy_sees_what_the_absent_one_sees_while_it_lasts(own_server):
    own_server.register()
    assert own_server.plain("rival").execute("TABLE case_file").fetchall() == []
    until = own_server.database.clock.now() + timedelta(days=2)

    draft = DeputyDraft(own_server.keys["rival"], until)
    own_server.do("dispatcher", set_deputy, own_server.keys["dispatcher"], draft)

    assert own_server.plain("rival").execute("SELECT count(*) FROM case_file").fetchone() == (1,)


def test_signing_in_as_somebody_else_leaves_nothing_of_the_first(own_server):
    own_server.register()
    database, _ = own_server.desk("dispatcher")
    assert database.state.pepper

    sign_in(database, "auditor", PASSWORD, desk="窗口1")

    assert not database.state.pepper
    with database.reading() as session, pytest.raises(sa.exc.ProgrammingError):
        session.execute(sa.text("SELECT count(*) FROM case_file"))


def test_no_password_and_no_verifier_reaches_a_person(street_server):
    assert GRID.startswith(STREET)
    for login in PEOPLE:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            street_server.plain(login).execute("SELECT * FROM person_secret")


def test_who_works_on_a_case_is_seen_by_those_who_see_the_case(own_server):
    case_id, mark = own_server.register(), new_id()
    own_server.assign(case_id)
    handler, actor = own_server.desk("handler")
    dispatcher, other = own_server.desk("dispatcher")

    def seen() -> list[str]:
        with dispatcher.reading() as session:
            now = dispatcher.clock.now()
            return [each.person for each in in_hand(session, other, case_id, now=now)]

    for _ in range(2):  # begun, then renewed
        with handler.writing(actor) as uow:
            mark_in_hand(uow, case_id, mark)
        assert seen() == ["handler"]
    with dispatcher.writing(other) as uow:
        clear_in_hand(uow, case_id, mark)  # not theirs to take away
    assert seen() == ["handler"]
    with handler.writing(actor) as uow:
        clear_in_hand(uow, case_id, mark)
    assert seen() == []


def test_a_journal_row_that_is_rolled_back_opens_nothing(own_server):
    case_id, request, me = own_server.register(), new_id(), own_server.keys["dispatcher"]
    with own_server.plain("dispatcher") as connection:
        at = connection.execute(
            "INSERT INTO personal_reading (id, case_id, person_id, desk, reason, at)"
            " VALUES (%s, %s, %s, 'x', '没有留痕', now()) RETURNING at",
            [request, case_id, me],
        ).fetchone()[0]
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO journal (id, at, person_id, person_name, desk, action, topic, subject,"
            " region, facts, digest) VALUES (%s, %s, %s, 'dispatcher', 'x',"
            " 'cases.read_personal', 'case', %s, '', '{}', '')",
            [new_id(), at, me, str(case_id)],
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM jz.read_person(%s)", [request])
        connection.execute("ROLLBACK")
