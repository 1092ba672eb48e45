"""Layers of areas for large maps: prepared once a state of the outlines, kept on this machine.

Why beside the database and not in it: a prepared province takes 200 MB that every desk would
fetch over the network, while the outlines it is made from are a third of that and are wanted
anyway; a file can be mapped, so the next start reads only what it draws; and nobody who changes
an outline can forget to change a copy. The state of the outlines (`layer_state`) tells whether
what is kept still holds.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.settings import data_folder
from app.territory.models import Region
from app.territory.models.shapes import Outline
from app.territory.queries.regions import code_within
from app.territory.rules import CODE_LENGTHS, GridKind, Tier, ancestors_of

if TYPE_CHECKING:
    from app.territory.layers.packed import PackedLayer

FOLDER = "map-layers"
_FINE = 10_000_000_000  # of a degree: the middle of an area moves by more when a corner does
_LENGTH_OF = {tier: digits for digits, tier in CODE_LENGTHS.items()}


@dataclass(frozen=True, slots=True)
class LayerState:
    """What tells one state of the outlines from others.

    Attributes:
        key: Under which name the layer of this database, region and tier is kept.
        count: How many areas there are.
        version: Differs whenever an area was drawn anew, renamed, added or taken away.
    """

    key: str
    count: int
    version: str


@dataclass(frozen=True, slots=True)
class LayerRows:
    """What a layer is made from, in the order of codes."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    areas: tuple[bytes, ...]
    centres: tuple[tuple[float, float], ...]
    above: Mapping[str, str]


def layer_key(session: Session, prefix: str, tier: Tier) -> str:
    """Return under which name a layer is kept; databases do not share layers."""
    bind = session.get_bind()
    url = bind.engine.url.set(password=None, username=None).render_as_string()
    told = hashlib.blake2b(url.encode(), digest_size=8).hexdigest()
    return f"{told}-{prefix or 'all'}-{tier}"


def layer_state(session: Session, prefix: str, tier: Tier) -> LayerState:
    """Return the present state of the outlines of a tier below (or at) a region.

    One pass over the outlines: some tenths of a second for a province, so a map that stands
    already is shown while it is asked.
    """
    row = session.execute(
        sa.select(
            sa.func.count(),
            sa.func.sum(sa.func.length(Outline.wkb)),
            _total(Outline.centre_longitude),
            _total(Outline.centre_latitude),
            _total(Outline.min_longitude),
            _total(Outline.max_latitude),
        )
        .join(Region, Region.code == Outline.code)
        .where(*_within(prefix, tier))
    ).one()
    names = session.execute(
        sa.select(sa.func.sum(Region.version)).where(code_within(Region.code, prefix), _no_micro())
    ).one()
    told = hashlib.blake2b(repr([int(v or 0) for v in (*row, *names)]).encode(), digest_size=12)
    return LayerState(layer_key(session, prefix, tier), row[0], told.hexdigest())


def _total(column: InstrumentedAttribute[float]) -> sa.ColumnElement[int]:
    """Return the sum of a column in whole numbers, which no order of adding up changes."""
    return sa.func.sum(sa.cast(sa.func.round(column * _FINE), sa.BigInteger))


def layer_rows(session: Session, prefix: str, tier: Tier) -> LayerRows:
    """Return what the layer of a tier below (or at) a region is made from."""
    rows = session.execute(
        sa.select(
            Outline.code,
            Region.name,
            Outline.wkb,
            Outline.centre_longitude,
            Outline.centre_latitude,
        )
        .join(Region, Region.code == Outline.code)
        .where(*_within(prefix, tier))
        .order_by(Outline.code)
    ).all()
    wanted = {above for row in rows for above in ancestors_of(row[0])}
    named = session.execute(
        sa.select(Region.code, Region.name).where(
            sa.func.length(Region.code) < _LENGTH_OF[tier], Region.retired_at.is_(None)
        )
    )
    return LayerRows(
        codes=tuple(row[0] for row in rows),
        names=tuple(row[1] for row in rows),
        areas=tuple(row[2] for row in rows),
        centres=tuple((row[3], row[4]) for row in rows),
        above={code: name for code, name in named if code in wanted},
    )


def _within(prefix: str, tier: Tier) -> tuple[sa.ColumnElement[bool], ...]:
    """Keep areas that cover the ground once: micro grids lie inside general ones."""
    return (
        code_within(Outline.code, prefix),
        Region.tier == tier,
        Region.retired_at.is_(None),
        _no_micro(),
    )


def _no_micro() -> sa.ColumnElement[bool]:
    return sa.or_(Region.kind.is_(None), Region.kind != GridKind.MICRO)


def kept_layer(key: str) -> "PackedLayer | None":
    """Return the layer kept under a name, None where there is none."""
    from app.territory.layers.store import read_layer

    return read_layer(data_folder() / FOLDER, key)


def make_layer(rows: LayerRows, state: LayerState) -> "PackedLayer":
    """Return a layer made ready and keep it; a minute and more for a province.

    Where it cannot be kept, for want of room, it is made again next time.
    """
    from app.territory.layers.prepare import prepare
    from app.territory.layers.store import keep_layer

    made = prepare(rows.codes, rows.names, rows.areas, rows.centres, rows.above, state.version)
    return keep_layer(data_folder() / FOLDER, state.key, made)
