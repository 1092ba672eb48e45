"""The doors of a shared server by which the wall sees: each figure's statement as a function."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects import postgresql

from app.command.wall import case_figures, ground, orders, party_figures
from app.command.wall.lens import Figure, Lens, server_lens
from app.core.database import Base


@dataclass(frozen=True, slots=True)
class Door:
    """A figure, and what a server says it gives back.

    Attributes:
        statement: The figure.
        columns: Names and types of what it gives back.
    """

    statement: Callable[[Lens], Figure]
    columns: str


DOORS: dict[str, Door] = {
    "wall_standing": Door(
        case_figures.standing,
        "open bigint, late bigint, soon bigint, supervised bigint, oldest timestamptz,"
        " next timestamptz",
    ),
    "wall_today": Door(case_figures.today, "came bigint, done bigint, ahead bigint"),
    "wall_pulse": Door(case_figures.pulse, "hour bigint, cases bigint"),
    "wall_communities": Door(case_figures.communities, "region text, open bigint, late bigint"),
    "wall_places": Door(
        case_figures.points,
        "longitude float8, latitude float8, level text, is_late boolean, is_dim boolean",
    ),
    "wall_due": Door(case_figures.due, "hour bigint, cases bigint"),
    "wall_holding": Door(
        case_figures.holding,
        "unit varchar, done bigint, seconds bigint, open bigint, late bigint",
    ),
    "wall_flow": Door(case_figures.flow, "source text, unit text, result text, cases bigint"),
    "wall_rates": Door(
        case_figures.rates, "valid bigint, in_time bigint, solved bigint, satisfied bigint"
    ),
    "wall_rates_each": Door(
        case_figures.rates_each, "valid bigint, in_time bigint, solved bigint, satisfied bigint"
    ),
    "wall_major": Door(case_figures.major, "at bigint, region text, cases bigint"),
    "wall_party": Door(
        party_figures.party,
        "organisations bigint, members bigint, members_in bigint, units_in bigint,"
        " resources bigint, needs bigint, running bigint, rated bigint, claimed bigint,"
        " wanted bigint",
    ),
    "wall_grids": Door(party_figures.grids_covered, "region text, grids bigint, covered bigint"),
    "wall_activities": Door(party_figures.activities, "held bigint, came bigint, ahead bigint"),
    "wall_regions": Door(
        ground.regions,
        "code text, name varchar, tier text, wkb bytea, longitude float8, latitude float8",
    ),
    "wall_orders": Door(
        orders.orders,
        "screen integer, at timestamptz, scene varchar, paused boolean, focus text,"
        " longitude float8, latitude float8, message varchar, acknowledged_at timestamptz,"
        " camera uuid, until timestamptz, community text",
    ),
    "wall_lines": Door(ground.lines, "kind text, wkb bytea"),
}
"""Function of the schema ``jz`` → what it tells."""

_TABLE = r"(?<![.\w])(?<!AS )(%s)(?=[.\s,]|$)"
"""A table where it is read from; not where a column is called the same."""


def functions() -> str:
    """Return the statements that make the doors; braces and percent signs stand for themselves."""
    lens = server_lens()
    return "\n".join(_function(name, door, lens) for name, door in DOORS.items())


def _function(name: str, door: Door, lens: Lens) -> str:
    body = _spelled(door.statement(lens))
    return (
        # what an earlier version gave back may have had other columns
        f"DROP FUNCTION IF EXISTS jz.{name}();\n"
        f"CREATE OR REPLACE FUNCTION jz.{name}()\nRETURNS TABLE ({door.columns})\n"
        "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$\n"
        f"{body}\n$$;\n"
    )


def _spelled(statement: Figure) -> str:
    """Return a statement as the server reads it, every table by its full name.

    Raises:
        CompileError: A value cannot be spelled out.
    """
    dialect: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    names = "|".join(sorted(Base.metadata.tables, key=len, reverse=True))
    return re.sub(_TABLE % names, r"public.\1", str(made).replace("%%", "%"))
