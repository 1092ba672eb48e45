"""Who may do what on a shared server, written into the database itself.

Applied as a whole after every schema step and after a restore, and always with the same result:
roles, ownership, functions, row rules, grants. Rules of the trade are not here (ARCHITECTURE,
"Where rules run"): the database enforces who, where, and append-only.
"""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from string import Formatter

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.accounts import totp
from app.accounts.rules import ROLE_RIGHTS
from app.administration.operations import statements
from app.cases.rules import HANDLING_STATES, OPEN_STATES
from app.cases.ruling_rules import DISTRICT_DIGITS
from app.cases.whistle_rules import TOLD_MIN
from app.command.wall import doors as wall_doors
from app.command.wall.case_figures import POINT_DIGITS
from app.command.wall_state import ENTRIES_MOST
from app.core.database.address import tag_of
from app.core.database.postgres import CHANNEL
from app.core.database.rhythm import HINTS_A_SECOND
from app.core.database.troubles import READ_ONLY
from app.core.shared_settings import CentreSettings
from app.kiosk.rules import COUNTS_S, GUESSES, LEAVE, LEAVINGS, NEAR, NEAR_HOURS
from app.migrations.access.conditions import READING, WORK
from app.migrations.access.doors import callers_of
from app.migrations.access.moments import keep_moments_sane
from app.migrations.access.policies import POLICIES
from app.migrations.access.policy import GROUPS, Policy, group_of
from app.migrations.access.roles import (
    Roles,
    TagTaken,
    is_a_copy,
    is_taken,
    make_roles,
    options,
    quoted,
)
from app.migrations.access.triggers import follow_accounts
from app.services.halls.rules import TOLD_TO_DOORS
from app.territory.sketches.rules import POINTS_MOST, SKETCHES_MOST

_FILES = (
    *("identity.sql", "cases.sql", "personal.sql", "logins.sql", "operations.sql"),
    *("feed.sql", "second_factor.sql", "rulings.sql", "parts.sql", "automation.sql"),
    *("party.sql", "roster.sql", "points.sql", "activities.sql", "compounds.sql"),
    *("conference.sql", "cadres.sql", "kiosk.sql"),
    *("papers.sql", "report_in.sql", "duty.sql", "command.sql", "wall.sql", "services.sql"),
    *("video.sql", "sketches.sql", "holds.sql"),
)
_RIGHT = "role text, named text, PRIMARY KEY (role, named)"
_FITTED = "login text PRIMARY KEY, mark text NOT NULL, groups text[] NOT NULL"
"""What was last done about a login role: each change of one costs all sessions their caches."""
_HELD_UP = (
    "pid int NOT NULL, moment text NOT NULL, kind text NOT NULL, since timestamptz NOT NULL,"
    " PRIMARY KEY (pid, moment, kind)"
)
"""Since when a transaction is seen to hold others up, see `holds.sql`."""
_VERBS = {"SELECT": "read", "INSERT": "add", "UPDATE": "change", "DELETE": "remove"}
_SEES = """EXISTS (SELECT 1 FROM public.case_file c WHERE c.id = {case}
        AND (c.region LIKE ANY (near) OR c.first_contact_id = me
          OR EXISTS (SELECT 1 FROM public.case_place p
                      WHERE p.case_id = c.id AND p.region LIKE ANY (near))
          OR EXISTS (SELECT 1 FROM public.case_audience a
                      WHERE a.case_id = c.id AND a.unit_id = ANY (units))
          OR (meets AND jz.is_handed(c.id, c.region, 'cases.read'))) OFFSET 0)"""
"""How the search looks at each case that holds the words, one by one and newest first, and the
feed at each case that somebody elsewhere changed."""

_WRITTEN_ANYWAY = frozenset({"journal", "desk_seen"})
"""Tables written also while nobody may write: see `operations.sql`."""


def apply_access(connection: Connection) -> None:
    """Write roles, functions, row rules and grants into a PostgreSQL database.

    Raises:
        RolesNotAllowed: The account that migrates may not create roles.
        TagTaken: Another database of this server has roles of the same names.
    """
    roles = Roles(_tag(connection))
    make_roles(connection, roles)
    _make_schemas(connection, roles)
    _fill_rights(connection, roles)
    _make_functions(connection, roles)
    _guard(connection, roles)
    _drop_doors_of_before(connection)
    follow_accounts(connection)
    keep_moments_sane(connection)
    _give_up_ownership(connection, roles)
    _grant_functions(connection, roles)
    connection.exec_driver_sql(f"COMMENT ON SCHEMA jz IS '{_mark()}'")


def is_applied(connection: Connection) -> bool:
    """Tell whether the rules in a database are those of this program, and its tables belong to
    whom they should: after a restore they do not.
    """
    asked = (
        "SELECT obj_description(to_regnamespace('jz'), 'pg_namespace'),"
        " (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'case_file'::regclass),"
        " role_tag, current_database() FROM database_state"
    )
    mark, owner, tag, name = connection.execute(sa.text(asked)).one()
    is_ours = mark == _mark() and owner == Roles(tag).owner
    return bool(is_ours and not is_a_copy(connection, tag, name))


def _mark() -> str:
    """Return a mark that changes with anything that is written into the database here, be it by
    other rules or by another way of writing them.
    """
    texts = [
        file.read_text("utf-8")
        for file in sorted(files(__package__).iterdir(), key=lambda each: each.name)
        if file.name.endswith((".sql", ".py"))
    ]
    rights = sorted((role, sorted(held)) for role, held in ROLE_RIGHTS.items())
    asked = (statements.CONNECTIONS, statements.RUNNING, statements.COUNTED)
    told = repr(
        (
            texts,
            asked,
            HINTS_A_SECOND,
            POLICIES,
            rights,
            sorted(HANDLING_STATES),
            sorted(OPEN_STATES),
            wall_doors.functions(),
        )
    )
    return hashlib.sha256(told.encode()).hexdigest()


def fit_logins(connection: Connection) -> None:
    """Bring all login roles to what the accounts say, after a restore or a first migration."""
    connection.execute(sa.text("SELECT jz.fit_login(id) FROM person"))


def _tag(connection: Connection) -> str:
    """Return the tag of a database; one that has none, or that of another database, gets one.

    Raises:
        TagTaken: Another database of this server has that tag.
    """
    asked = "SELECT role_tag, current_database() FROM database_state"
    kept, name = connection.execute(sa.text(asked)).one()
    if kept and not is_a_copy(connection, kept, name):
        return str(kept)
    tag = tag_of(name)
    if is_taken(connection, tag):
        raise TagTaken(tag=tag)
    connection.execute(sa.text("UPDATE database_state SET role_tag = :tag"), {"tag": tag})
    return tag


def _make_schemas(connection: Connection, roles: Roles) -> None:
    run = connection.exec_driver_sql
    people = quoted(roles.group("person"))
    run(f"CREATE SCHEMA IF NOT EXISTS jz AUTHORIZATION {quoted(roles.owner)}")
    run(f"CREATE SCHEMA IF NOT EXISTS jz_accounts AUTHORIZATION {quoted(roles.accounts)}")
    # After a restore they belong to whoever restored.
    run(f"GRANT CREATE, USAGE ON SCHEMA public, jz TO {quoted(roles.owner)}")
    run(f"GRANT CREATE, USAGE ON SCHEMA jz_accounts TO {quoted(roles.accounts)}")
    run(f"GRANT USAGE ON SCHEMA public, jz TO {people}")
    run(f"GRANT USAGE ON SCHEMA jz_accounts TO {quoted(roles.owner)}")
    run(f"GRANT USAGE ON SCHEMA jz TO {quoted(roles.accounts)}")


def _fill_rights(connection: Connection, roles: Roles) -> None:
    """Write down which rights a role has: the program says so, and the database follows."""
    run = connection.exec_driver_sql
    run(f"CREATE TABLE IF NOT EXISTS jz.role_right ({_RIGHT})")
    run("CREATE TABLE IF NOT EXISTS jz.role_group (role text PRIMARY KEY, grouped text NOT NULL)")
    run(f"CREATE TABLE IF NOT EXISTS jz.fitted ({_FITTED})")
    run(f"CREATE TABLE IF NOT EXISTS jz.held_up ({_HELD_UP})")
    run("DELETE FROM jz.fitted")  # after a restore the roles of this server are others
    run("DELETE FROM jz.role_right")
    run("DELETE FROM jz.role_group")
    rights = [
        {"role": role, "named": right}
        for role in ROLE_RIGHTS
        for right in sorted(ROLE_RIGHTS[role])
    ]
    groups = [{"role": role, "grouped": roles.group(group_of(role))} for role in ROLE_RIGHTS]
    connection.execute(sa.text("INSERT INTO jz.role_right VALUES (:role, :named)"), rights)
    connection.execute(sa.text("INSERT INTO jz.role_group VALUES (:role, :grouped)"), groups)


def _make_functions(connection: Connection, roles: Roles) -> None:
    told = {
        "people": roles.group("person"),
        "owner": roles.owner,
        "login_start": roles.start,
        "groups": ", ".join(f"'{roles.group(name)}'" for name in GROUPS),
        "handling": ", ".join(f"'{state}'" for state in sorted(HANDLING_STATES)),
        "work": ", ".join(f"'{right}'" for right in WORK),
        "open": ", ".join(f"'{state}'" for state in sorted(OPEN_STATES)),
        "sees": _SEES.format(case="d.case_id"),
        "knows": _SEES.format(case="f.key::uuid"),
        "reading": ", ".join(f"'{right}'" for right in READING),
        "closed": READ_ONLY,
        "hints": HINTS_A_SECOND,
        "counts": COUNTS_S,
        "guesses": GUESSES,
        "digits": POINT_DIGITS,
        "entries": ENTRIES_MOST,
        "near": NEAR,
        "leave": LEAVE,
        "leavings": LEAVINGS,
        "near_hours": NEAR_HOURS,
        "points": POINTS_MOST,
        "sketches": SKETCHES_MOST,
        **TOLD_TO_DOORS,
        "channel": CHANNEL,
        "connections": statements.CONNECTIONS,
        "district_digits": str(DISTRICT_DIGITS),
        "told_min": str(TOLD_MIN),
        "running": statements.RUNNING.format(longer="longer"),
        "counted": statements.COUNTED,
        "factor_tries": totp.TRIES,
        "factor_wait": totp.WAIT_S,
        "factor_longest": totp.LONGEST_WAIT_S,
        "factor_fresh": totp.FRESH_STEPS,
        "factor_hours": CentreSettings().second_factor_hours,
        "most_unsealed": statements.MOST_UNSEALED + 1,
        "accounts": roles.accounts,
        "membership": options(connection, inherit=True).replace("SET TRUE", "SET FALSE"),
    }
    # Functions name one another; they are looked at when they are first called.
    connection.exec_driver_sql("SET LOCAL check_function_bodies = off")
    for name in _FILES:
        text = files(__package__).joinpath(name).read_text("utf-8")
        connection.exec_driver_sql(Formatter().vformat(text, (), told).replace("%", "%%"))
    connection.exec_driver_sql(wall_doors.functions().replace("%", "%%"))


def _guard(connection: Connection, roles: Roles) -> None:
    """Turn row rules on for all tables, and give their groups what the policies speak of."""
    columns = _columns(connection)
    for table, policy in POLICIES.items():
        told = [*_ruled(roles, table, policy, columns[table])]
        if table not in _WRITTEN_ANYWAY:
            told.append(_shut_with_the_rest(table))
        # one journey to the server for a table
        connection.exec_driver_sql("; ".join(told))


def _ruled(roles: Roles, table: str, policy: Policy, columns: tuple[str, ...]) -> Iterator[str]:
    """Yield the statements that put a table under its policy; `columns` are all it has."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"REVOKE ALL ON {table} FROM {_everybody(roles)}"
    given: list[str] = []
    for verb, field in _VERBS.items():
        yield f"DROP POLICY IF EXISTS jz_{field} ON {table}"
        condition = getattr(policy, field)
        if condition is None:
            continue
        named = {"SELECT": policy.columns, "UPDATE": policy.fields, "INSERT": policy.given}.get(
            verb
        )
        if verb == "UPDATE" and not named:  # by columns: else the table could be locked, too
            named = columns
        if verb != "DELETE" or not policy.removers:
            given.append(f"{verb} ({', '.join(named)})" if named else verb)
        clauses = _clauses(verb, condition, policy.become or condition)
        yield f"CREATE POLICY jz_{field} ON {table} FOR {verb} {clauses}"
    if policy.groups and given:
        to = ", ".join(quoted(roles.group(name)) for name in policy.groups)
        yield f"GRANT {', '.join(given)} ON {table} TO {to}"
    for name in policy.removers:
        yield f"GRANT DELETE ON {table} TO {quoted(roles.group(name))}"


def _everybody(roles: Roles) -> str:
    return ", ".join(("PUBLIC", *(quoted(roles.group(name)) for name in GROUPS)))


def _columns(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """Return the columns of each table of the program."""
    asked = (
        "SELECT c.relname, array_agg(quote_ident(a.attname) ORDER BY a.attnum)"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
        " GROUP BY c.relname"
    )
    return {name: tuple(columns) for name, columns in connection.execute(sa.text(asked))}


def _clauses(verb: str, condition: str, become: str) -> str:
    told, after = condition.replace("%", "%%"), become.replace("%", "%%")
    if verb == "INSERT":
        return f"WITH CHECK ({told})"
    if verb == "UPDATE":
        return f"USING ({told}) WITH CHECK ({after})"
    return f"USING ({told})"


_BEFORE = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname IN ('jz', 'jz_accounts') AND p.xmin::text <> txid_current_if_assigned()::text
"""


def _drop_doors_of_before(connection: Connection) -> None:
    """Remove functions that an earlier version made and this one does not: they stay granted."""
    for function in connection.scalars(sa.text(_BEFORE)).all():
        connection.exec_driver_sql(f"DROP FUNCTION {function}")


def _shut_with_the_rest(table: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER jz_shut BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION jz.refuse_when_shut()"
    )


# Without what belongs to an extension, such as the counting of statements.
_OWNED = """
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END,
       format('%I.%I', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('public', 'jz') AND c.relkind IN ('r', 'p', 'v', 'S')
   AND pg_get_userbyid(c.relowner) <> :owner
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i')
                      AND c.relkind = 'S')
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'
                      AND d.classid = 'pg_class'::regclass)
"""
"""What an extension brought is the server's own."""
_FUNCTIONS = """
SELECT p.oid::regprocedure::text, n.nspname, p.proname,
       pg_get_userbyid(p.proowner)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname IN ('public', 'jz', 'jz_accounts')
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'
                      AND d.classid = 'pg_proc'::regclass)
"""


def _give_up_ownership(connection: Connection, roles: Roles) -> None:
    """Give everything to roles that cannot log in: whoever migrates is their member."""
    owned = connection.execute(sa.text(_OWNED), {"owner": roles.owner}).all()
    owner = quoted(roles.owner)
    told = [f"ALTER {kind} {name} OWNER TO {owner}" for kind, name in owned]
    for function, schema, _name, held_by in connection.execute(sa.text(_FUNCTIONS)).all():
        wanted = roles.accounts if schema == "jz_accounts" else roles.owner
        if held_by != wanted:
            told.append(f"ALTER FUNCTION {function} OWNER TO {quoted(wanted)}")
    if told:
        connection.exec_driver_sql("; ".join(told))


def _grant_functions(connection: Connection, roles: Roles) -> None:
    """Let people call the doors and nothing behind them."""
    found = connection.execute(sa.text(_FUNCTIONS)).all()
    functions = ", ".join(function for function, *_ in found)
    told = [f"REVOKE ALL ON FUNCTION {functions} FROM {_everybody(roles)}"]
    for function, schema, name, _owner in found:
        to = [roles.group(group) for group in callers_of(name)] if schema == "jz" else []
        if name == "is_verifier":
            to.append(roles.accounts)
        if schema == "jz_accounts":
            to.append(roles.owner)
        if to:
            told.append(f"GRANT EXECUTE ON FUNCTION {function} TO {', '.join(map(quoted, to))}")
    sequences = connection.scalars(
        sa.text("SELECT format('%I', sequencename) FROM pg_sequences WHERE schemaname = 'public'")
    ).all()
    person = quoted(roles.group("person"))
    told += [f"GRANT USAGE ON SEQUENCE {sequence} TO {person}" for sequence in sequences]
    connection.exec_driver_sql("; ".join(told))
