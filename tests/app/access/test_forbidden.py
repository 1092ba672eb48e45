"""Whoever signs in past the program, with psql or any driver, gets no further than with it."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from app.accounts.actions import DeputyDraft, set_deputy
from app.accounts.scram import make_verifier
from app.cases.actions.calling import publish_plan
from app.cases.actions.intake import Intake, Reporter, register_case
from app.cases.actions.powers import PowerDraft, UseDraft, add_power, record_use
from app.cases.actions.refusing import Return, return_case
from app.cases.actions.rule_keeping import RuleDraft, save_rule
from app.cases.actions.ruling import RulingOrder, rule_case
from app.cases.actions.supervising import (
    SupervisionDraft,
    draft_supervision,
    issue_supervision,
)
from app.cases.actions.whistling import WhistleDraft, draft_whistle
from app.cases.call_states import CallState, ExclusionReason, ExclusionState
from app.cases.drawing import ALL, CallReason
from app.cases.models import CaseFile
from app.cases.models.calling import CallAnswer, CallRound, Exclusion
from app.cases.models.notices import Notice, NoticeTemplate
from app.cases.models.rulings import Ruling
from app.cases.power_rules import PowerKind
from app.cases.rules import ReturnReason, Source, SupervisionLevel
from app.cases.ruling_rules import DisputeClass, PlaceType
from app.cases.whistle_rules import WhistleKind
from app.core.actor import console
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from tests.app.cases.rules_hands import assigns
from tests.factories.activities import activities_on
from tests.factories.cadres import cadres_on
from tests.factories.centre import GRID, OTHER_STREET, STREET
from tests.factories.command import command_on
from tests.factories.compounds import compounds_on
from tests.factories.conference import conference_on
from tests.factories.conferences import conferences_on
from tests.factories.cooperation import cooperation_on
from tests.factories.duty import duty_on
from tests.factories.lists import lists_on
from tests.factories.papers import papers_on
from tests.factories.party import party_on
from tests.factories.points import points_on
from tests.factories.rounds import rounds_on
from tests.factories.server import Server
from tests.factories.services import services_on
from tests.factories.sketches import sketches_on
from tests.factories.street_feeds import feeds_of
from tests.factories.wall import wall_on

pytestmark = pytest.mark.postgres

NOTHING_LEFT = "nothing was read or changed"
TRIED = "forbidden"
LISTED = [
    attack
    for file in sorted(Path(__file__).parent.glob("forbidden*.toml"))
    for attack in tomllib.loads(file.read_text("utf-8"))["attack"]
]
ATTACKS = [(each["who"], each["what"], each["sql"]) for each in LISTED]


@pytest.fixture(scope="module")
def told(street_server: Server) -> dict[str, str]:
    """What attacks name."""
    return told_of(street_server)


def told_of(server: Server) -> dict[str, str]:
    """Make what attacks name: cases, people, units."""
    near = server.register()
    far = server.register("stranger", region=OTHER_STREET)
    intake = Intake(
        text="有人反映干部作风",
        source=Source.CALL,
        region=GRID,
        category="C01-003",
        reporter=Reporter(name="李保密", phone="13912346021"),
        is_confidential=True,
    )
    secret = server.do("director", register_case, intake, server.database.state.pepper)
    until = server.database.clock.now() + timedelta(days=2)
    municipal = server.units["municipal"]
    whistle = WhistleDraft(
        near, WhistleKind.LIVELIHOOD, (municipal,), municipal, "滨河路36号", until, "会商"
    )
    server.do("dispatcher", draft_whistle, whistle)
    power = PowerDraft(STREET, PowerKind.COMMAND, "指挥调度权", "街道办文件", date(2026, 1, 1))
    granted = server.do("director", add_power, power)
    server.do("dispatcher", record_use, UseDraft(granted, date(2026, 1, 1), "防汛调度"))
    lent = DeputyDraft(server.keys["supervisor"], until)
    server.do("auditor", set_deputy, server.keys["auditor"], lent)
    ruled = rule_on_a_case(server)
    rule = RuleDraft("夜间井盖", STREET, assigns(server.units["municipal"]))
    server.do("director", save_rule, rule)
    timed = papers_on(server)
    server.do("chief", set_setting, "sign_in_lock_min", 20)
    held = held_by_a_unit(server)
    party = party_on(server) | lists_on(server) | conference_on(server) | cooperation_on(server)
    party |= cadres_on(server) | duty_on(server) | command_on(server)
    party |= services_on(server) | rounds_on(server) | conferences_on(server)
    party |= sketches_on(server) | wall_on(server)
    party |= points_on(server, UUID(party["member_near"]))
    party |= compounds_on(server, UUID(party["party_far"]))
    party |= activities_on(server, party["member_near"], party["member_far"])
    people = {login: str(key) for login, key in server.keys.items()}
    _answered(server, near=near, far=far)
    _ruled_in_confidence(server, secret)
    server.close()
    return (
        people
        | feeds_of(server)
        | timed
        | party
        | {
            "near": str(near),
            "power": str(granted),
            "held": str(held),
            "far": str(far),
            "secret": str(secret),
            "ruled": str(ruled),
            "unit": str(server.units["municipal"]),
            "far_unit": str(server.units["far"]),
            "water": str(server.units["water"]),
            "login_start": f"jz_{server.tag}_",
            "group_start": f"jz_{server.tag}__",
            "service": "jiezhi",
            "verifier": make_verifier(str(new_id()), iterations=4096),
            "far_centre": OTHER_STREET,
            "near_centre": STREET,
        }
    )


def rule_on_a_case(server: Server) -> UUID:
    """Return a case that a unit sent back twice and the director ruled on."""
    case_id = server.register()
    for _ in range(2):
        server.assign(case_id, "municipal")
        version = server.version(case_id)
        order = Return(case_id, version, ReturnReason.OVERLAPPING, "不归我们管")
        server.do("handler", return_case, order)
    order = RulingOrder(
        case_id=case_id,
        seen_version=server.version(case_id),
        lead_id=server.units["municipal"],
        dispute=DisputeClass.OVERLAPPING,
        place_type=PlaceType.ROAD,
        matter="道路上的雨水井盖",
        reasons="由养护单位牵头",
        basis="职责清单第 12 项",
    )
    server.do("director", rule_case, order)
    return case_id


def held_by_a_unit(server: Server) -> UUID:
    """Return a case that a unit handles: it was whistled on, a sheet waits for the unit's answer,
    it will not be called about, and the unit asked twice that it be left out of the rates.
    """
    server.do("chief", publish_plan, (), ALL, 0)
    case_id = server.register()
    server.assign(case_id)
    now = server.database.clock.now()
    unit = server.units["municipal"]
    until = now + timedelta(days=2)
    whistle = WhistleDraft(
        case_id, WhistleKind.LIVELIHOOD, (unit,), unit, "滨河路36号", until, "会商", at_once=True
    )
    server.do("director", draft_whistle, whistle)
    sheet = SupervisionDraft(case_id, SupervisionLevel.YELLOW, "超期")
    server.do("supervisor", issue_supervision, server.do("supervisor", draft_supervision, sheet), 1)
    street = {"case_id": case_id, "region": STREET, "street": STREET}
    asked = {"reason": ExclusionReason.OTHER, "basis": "试验"} | street
    with server.database.writing(console("test")) as uow:
        round_ = {"ordinal": 3, "plan": 1, "share": "rest:", "serial": 1, "drawn": 1, "drawn_of": 9}
        moments = dict.fromkeys(("finished_at", "next_at", "ended_at"), now)
        called = {"reason": CallReason.NOT_DRAWN, "state": CallState.LEFT_OUT} | round_ | moments
        uow.session.add(CallRound(id=new_id(), **called, **street))
        for state, decided in ((ExclusionState.REFUSED, now), (ExclusionState.ASKED, None)):
            wish = {"state": state, "asked_at": now, "decided_at": decided, **asked}
            wish |= {"person_id": server.keys["handler"], "person_name": "赵志强"}
            uow.session.add(Exclusion(id=new_id(), **wish))
    return case_id


def _ruled_in_confidence(server: Server, case_id: UUID) -> None:
    """Let the director have ruled on a confidential case."""
    texts = dict.fromkeys(("reasons", "basis", "why"), "x")
    with server.database.writing(console("test")) as uow:
        uow.session.add(
            Ruling(
                id=new_id(),
                case_id=case_id,
                ordinal=1,
                lead_unit_id=server.units["water"],
                lead_name="供水公司",
                co_units=[],
                dispute=DisputeClass.OTHER,
                returned_count=2,
                at=uow.now,
                person_id=server.keys["director"],
                person_name="方雅琴",
                **texts,
            )
        )


def _answered(server: Server, **cases: UUID) -> None:
    """Let reporters have answered some days ago, and the director have excluded the cases."""
    ago = server.database.clock.now() - timedelta(days=5)
    said = ("is_contacted", "is_in_time", "is_solved", "is_satisfied")
    with server.database.writing(console("test")) as uow:
        template = NoticeTemplate(
            id=new_id(), step="finished", audience="caller", channel="sms", text="已办结"
        )
        uow.session.add(template)
        uow.session.flush()
        for case_id in cases.values():
            uow.session.add(
                Notice(
                    id=new_id(),
                    case_id=case_id,
                    ordinal=1,
                    template_id=template.id,
                    audience="caller",
                    channel="sms",
                    state="failed",
                    queued_at=ago,
                    next_at=ago,
                    to_key="0" * 64,
                )
            )
            region = uow.session.get_one(CaseFile, case_id).desk_region
            uow.session.add(
                CallAnswer(
                    id=new_id(),
                    case_id=case_id,
                    ordinal=50,
                    at=ago,
                    region=region,
                    source=Source.CALL,
                    counts=True,
                    person_id=server.keys["dispatcher"],
                    person_name="韩立群",
                    **dict.fromkeys(said, False),
                )
            )
            uow.session.add(
                Exclusion(
                    id=new_id(),
                    case_id=case_id,
                    region=region,
                    street=region[:9],
                    reason=ExclusionReason.OTHER,
                    basis="试验",
                    state=ExclusionState.ASKED,
                    asked_at=ago,
                    person_id=None,
                    person_name="周敏",
                )
            )


@pytest.fixture(scope="module")
def known(street_server: Server) -> dict[int, str]:
    """What the database held when its server had begun so many transactions that write."""
    return {}


@pytest.fixture
def unharmed(street_server: Server, known: dict[int, str]):
    """Nothing in the database is another after the test.

    All rows are read again only if somebody has begun to write since: most tries don't get so far.
    """
    before = _held(street_server, known)
    yield
    assert _held(street_server, known) == before


def _held(server: Server, known: dict[int, str]) -> str:
    with server.cluster.connect(server.name) as connection:
        asked = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        begun = connection.execute(asked).fetchone()[0]
    if begun not in known:
        known.clear()
        known[begun] = _everything(server)
    return known[begun]


def _everything(server: Server) -> str:
    """Return a hash of every row, and of all roles and rules."""
    with server.cluster.connect(server.name) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname IN ('public', 'jz')"
        ).fetchall()
        rows = " UNION ALL ".join(
            f"SELECT '{name}' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '')"
            f" FROM {name} t"
            for (name,) in tables
        )
        return str(connection.execute(f"{rows} UNION ALL {_RULES}").fetchall())


_RULES = """
SELECT rolname || rolsuper || rolcreaterole || rolcanlogin FROM pg_roles
UNION ALL SELECT pg_get_functiondef(p.oid) FROM pg_proc p
   WHERE p.pronamespace IN ('jz'::regnamespace, 'jz_accounts'::regnamespace)
UNION ALL SELECT tablename || policyname || coalesce(qual, '') FROM pg_policies
UNION ALL SELECT relname || relrowsecurity FROM pg_class
ORDER BY 1
"""


@pytest.mark.parametrize(
    ("login", "what", "statement"), ATTACKS, ids=[f"{who}-{what}" for who, what, _ in ATTACKS]
)
def test_the_database_refuses(
    street_server, told, unharmed, record_property, login, what, statement
):
    with street_server.plain(login) as connection:
        outcome = outcome_of(connection, statement.format(**told))
    record_property(TRIED, f"{login}\t{what}\t{outcome}")

    assert outcome not in ("succeeded", "quotes a row")


def outcome_of(connection: "psycopg.Connection", statement: str) -> str:
    """Return how a statement ended: refused, or without finding or changing a single row."""
    try:
        if statement.endswith("TO STDOUT"):
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                return "succeeded" if list(copy) else NOTHING_LEFT
        cursor = connection.execute(statement)
        while cursor.nextset():
            pass
        rows = cursor.fetchall() if cursor.description else []
    except psycopg.Error as error:
        said = str(error)
        return (
            "quotes a row" if "Failing row" in said else f"{error.sqlstate} {said.splitlines()[0]}"
        )
    told = [value for row in rows for value in row if value not in (None, "", False)]
    changed = cursor.rowcount if not cursor.description else 0
    return "succeeded" if told or changed > 0 else NOTHING_LEFT


def test_at_least_sixty_things_are_tried_by_every_kind_of_account():
    assert len(ATTACKS) >= 60
    assert len({login for login, _, _ in ATTACKS}) >= 10
    assert len(set(ATTACKS)) == len(ATTACKS)


def test_every_table_has_row_rules_and_every_door_a_fixed_search_path(street_server):
    with street_server.cluster.connect(street_server.name) as connection:
        open_tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT relrowsecurity"
        ).fetchall()
        loose = connection.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace IN ('jz'::regnamespace,"
            " 'jz_accounts'::regnamespace) AND coalesce(proconfig::text, '')"
            " NOT LIKE '%search_path%'"
        ).fetchall()
        public = connection.execute(
            "SELECT p.proname FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f',"
            " p.proowner))) a WHERE p.pronamespace IN ('jz'::regnamespace,"
            " 'jz_accounts'::regnamespace, 'public'::regnamespace) AND a.grantee = 0"
        ).fetchall()
    assert (open_tables, loose, public) == ([], [], [])


def test_tables_belong_to_a_role_that_cannot_log_in(street_server):
    with street_server.cluster.connect(street_server.name) as connection:
        owners = connection.execute(
            "SELECT DISTINCT pg_get_userbyid(relowner), r.rolcanlogin FROM pg_class c"
            " JOIN pg_roles r ON r.oid = c.relowner WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchall()
    assert owners == [(f"jz_{street_server.tag}__owner", False)]
