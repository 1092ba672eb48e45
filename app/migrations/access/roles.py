"""The roles of one database: who owns it, who makes logins, and the groups people are put in.

Roles belong to a whole server, so each name carries the database's tag: ``jz_<tag>__owner``,
``jz_<tag>__accounts``, ``jz_<tag>__desk``, and ``jz_<tag>_<login>`` for a person. No login begins
with ``_``, so nobody can be called like one of the others.
"""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.core.database.address import tag_of
from app.core.errors import AppError
from app.migrations.access.policy import GROUPS

_FIRST_WITH_OPTIONS = (16,)  # which says what a membership is good for


class RolesNotAllowed(AppError):
    """The account that migrates may not create roles; facts: ``role``."""

    code = "migrations.roles_not_allowed"


class TagTaken(AppError):
    """Roles of another database on this server are called as this one's would be; facts:
    ``tag``.
    """

    code = "migrations.tag_taken"


def quoted(role: str) -> str:
    """Return a role's name as SQL writes it; tags hold letters and digits only."""
    return f'"{role}"'


class Roles:
    """Names of the roles of a database, by its tag."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.start = f"jz_{tag}_"
        self.owner = self.group("owner")
        self.accounts = self.group("accounts")

    def group(self, name: str) -> str:
        """Return the role of a group."""
        return f"{self.start}_{name}"


_ELSEWHERE = """
SELECT EXISTS (SELECT 1 FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
  JOIN pg_database b ON b.oid = d.dbid
 WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o' AND r.rolname = :owner
   AND b.datname <> current_database())
"""


def is_taken(connection: Connection, tag: str) -> bool:
    """Tell whether another database of this server has roles with a tag."""
    return bool(connection.scalar(sa.text(_ELSEWHERE), {"owner": Roles(tag).owner}))


def is_a_copy(connection: Connection, tag: str, name: str) -> bool:
    """Tell whether a database has its tag from another one that is there, too: a copy that was
    restored under another name must not reset passwords of the living one.
    """
    return tag != tag_of(name) and is_taken(connection, tag)


def options(connection: Connection, *, inherit: bool, admin: bool = False) -> str:
    """Return how a membership is granted: before 16 every member inherits and may become it."""
    if connection.dialect.server_version_info < _FIRST_WITH_OPTIONS:  # type: ignore[operator]
        return " WITH ADMIN OPTION" if admin else ""
    yes = "TRUE" if inherit else "FALSE"
    return f" WITH {'ADMIN TRUE, ' if admin else ''}INHERIT {yes}, SET {yes}"


def make_roles(connection: Connection, roles: Roles) -> None:
    """Make the roles that are not there and the memberships among them.

    Raises:
        RolesNotAllowed: The account that migrates may not.
    """
    there = set(connection.scalars(sa.text("SELECT rolname FROM pg_roles")))
    wanted = {roles.owner: "NOLOGIN", roles.accounts: "NOLOGIN CREATEROLE"}
    wanted |= {roles.group(name): "NOLOGIN" for name in GROUPS}
    _check_may(connection, set(wanted) - there)
    for role, attributes in wanted.items():
        if role not in there:
            connection.exec_driver_sql(f"CREATE ROLE {quoted(role)} {attributes}")
    for role in (roles.owner, roles.accounts):
        _join(connection, role, "CURRENT_USER", options(connection, inherit=True))
    for name in GROUPS:
        with_admin = options(connection, inherit=False, admin=True)
        _join(connection, roles.group(name), quoted(roles.accounts), with_admin)


def _join(connection: Connection, group: str, member: str, how: str) -> None:
    connection.exec_driver_sql(f"GRANT {quoted(group)} TO {member}{how}")


def _check_may(connection: Connection, missing: set[str]) -> None:
    asked = "SELECT rolname, rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
    role, may = connection.execute(sa.text(asked)).one()
    if missing and not may:
        raise RolesNotAllowed(role=role)
