"""What a PostgreSQL server is asked about itself; the functions of its schema ``jz`` ask the same
on behalf of whoever runs the system (`app.migrations.access`).
"""

MOST_STATEMENTS = 10
MOST_UNSEALED = 100_000
STATEMENT_CHARS = 300

# Read once from left to right, as the server reads a statement, so that none of these is taken for
# one within another; a statement of which the server keeps the beginning only may end within one.
# Where the server's longest match takes in too much, more is left out and nothing is shown.
_VALUES = "|".join(
    (
        r"--[^\n]*",
        r"/[*].*?([*]/|$)",
        r"[eE]'([^'\\]|\\.|'')*('|$)",
        r"'([^']|'')*('|$)",
        r"(?<![\w$])[$]([A-Za-z_]\w*)?[$].*",
        r"(?<![\w$])[0-9][\w.]*",
    )
)


def plain(statement: str) -> str:
    """Return the SQL of a statement without its values and remarks: who asks with a tool of their
    own may have put a telephone number there, and whoever runs the system sees no personal data.

    Args:
        statement: SQL of the statement as the server has it.
    """
    values = f"regexp_replace({statement}, $l${_VALUES}$l$, '…', 'g')"
    return f"left(regexp_replace({values}, '\\s+', ' ', 'g'), {STATEMENT_CHARS})"


CONNECTIONS = """
SELECT a.usename::text AS role, a.application_name AS program, host(a.client_addr) AS address,
       count(*)::int AS connections, min(a.backend_start) AS since,
       max(a.state_change) AS changed,
       (count(*) FILTER (WHERE a.state <> 'idle' AND a.pid <> pg_backend_pid()))::int AS busy
  FROM pg_stat_activity a
 WHERE a.datname = current_database() AND a.usename IS NOT NULL
   AND coalesce(a.backend_type, 'client backend') = 'client backend'
 GROUP BY 1, 2, 3
"""
"""One row a process: the two or three connections of a desk bear the same name."""

RUNNING = f"""
SELECT a.usename::text AS role, a.application_name AS program, a.query_start AS since,
       coalesce(a.wait_event_type = 'Lock', false) AS waits, {plain("a.query")} AS statement
  FROM pg_stat_activity a
 WHERE a.datname = current_database() AND a.state = 'active' AND a.pid <> pg_backend_pid()
   AND a.query_start < clock_timestamp() - {{longer}}
 ORDER BY a.query_start LIMIT {MOST_STATEMENTS}
"""  # noqa: S608  names of ours
"""``{longer}`` stands for an interval."""

COUNTED = f"""
SELECT sum(s.calls)::bigint, sum(s.total_exec_time) / sum(s.calls), max(s.max_exec_time),
       {plain("s.query")} AS statement
  FROM %s.pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
 WHERE d.datname = current_database() AND s.calls > 0
   AND s.query ~* '^\\s*(select|insert|update|delete|with)\\M'
   AND strpos(s.query, 'pg_catalog.') = 0
 GROUP BY 4 ORDER BY 2 DESC LIMIT {MOST_STATEMENTS}
"""  # noqa: S608  names of ours
"""``%s`` stands for the schema of the extension. The same statement of many people is one; what a
backup asks of the server's own tables is left out."""
